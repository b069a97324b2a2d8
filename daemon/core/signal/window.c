/* SPDX-License-Identifier: MIT */
#include "core/signal/window.h"

void
pd_window_add(struct pd_window *window, pd_usec at, int32_t value)
{
        window->at[window->next] = at;
        window->value[window->next] = value;
        window->next = (window->next + 1) % PD_WINDOW_VALUES;
        if (window->n < PD_WINDOW_VALUES)
                window->n++;
}

bool
pd_window_mean(const struct pd_window *window, pd_usec now, pd_usec span, int32_t *ret)
{
        int64_t sum = 0, count = 0;

        for (size_t age = 0; age < window->n; age++) {
                size_t i = (window->next + PD_WINDOW_VALUES - 1 - age) % PD_WINDOW_VALUES;
                if (age > 0 && now - window->at[i] >= span)
                        break;
                sum += window->value[i];
                count++;
        }
        if (count == 0)
                return false;
        *ret = (int32_t) ((sum + (sum >= 0 ? count : -count) / 2) / count);
        return true;
}
