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
        size_t i = (window->next + PD_WINDOW_VALUES - 1) % PD_WINDOW_VALUES;
        int64_t sum, count;

        if (window->n == 0)
                return false;
        sum = window->value[i];
        for (count = 1; count < (int64_t) window->n; count++) {
                i = (i > 0 ? i : PD_WINDOW_VALUES) - 1;
                if (now - window->at[i] >= span)
                        break;
                sum += window->value[i];
        }
        *ret = (int32_t) ((sum + (sum >= 0 ? count : -count) / 2) / count);
        return true;
}
