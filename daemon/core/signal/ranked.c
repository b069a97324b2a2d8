/* SPDX-License-Identifier: MIT */
#include "core/signal/ranked.h"

#include <assert.h>
#include <string.h>

/* How many are smaller than VALUE. */
static size_t
rank_of(const struct pd_ranked *ranked, int16_t value)
{
        size_t low = 0, high = ranked->n;

        while (low < high) {
                size_t middle = (low + high) / 2;
                if (ranked->value[middle] < value)
                        low = middle + 1;
                else
                        high = middle;
        }
        return low;
}

void
pd_ranked_add(struct pd_ranked *ranked, int16_t value)
{
        size_t rank = rank_of(ranked, value);
        int16_t *place = ranked->value + rank;

        assert(ranked->n <= PD_RANKED_VALUES);
        memmove(place + 1, place, (ranked->n - rank) * sizeof(*place));
        *place = value;
        ranked->n++;
}

void
pd_ranked_remove(struct pd_ranked *ranked, int16_t value)
{
        size_t rank = rank_of(ranked, value);
        int16_t *place = ranked->value + rank;

        assert(rank < ranked->n && *place == value);
        ranked->n--;
        memmove(place, place + 1, (ranked->n - rank) * sizeof(*place));
}

/* The value at QUARTERS quarters of a place, four times as large. */
static int32_t
value_at(const struct pd_ranked *ranked, size_t quarters)
{
        size_t below = quarters / 4, beyond = quarters % 4;
        int32_t value = ranked->value[below];

        return beyond == 0 ? 4 * value : 4 * value + (int32_t) beyond * (ranked->value[below + 1] - value);
}

int32_t
pd_ranked_iqr_quarters(const struct pd_ranked *ranked)
{
        if (ranked->n == 0)
                return 0;
        return value_at(ranked, 3 * (ranked->n - 1)) - value_at(ranked, ranked->n - 1);
}

int32_t
pd_ranked_median_twice(const struct pd_ranked *ranked)
{
        return ranked->n == 0 ? 0 : ranked->value[(ranked->n - 1) / 2] + ranked->value[ranked->n / 2];
}
