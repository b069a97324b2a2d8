/* SPDX-License-Identifier: MIT */
#include "lookalike.h"

#include "purposed/sensor.h"

#include <ctype.h>
#include <string.h>

/* "8C4CAF2E"; NULL: the last word is none that is given once. */
static const char *
suffix_of(const char *name)
{
        const char *last = strrchr(name, ' ');
        size_t n = 0;

        if (last == NULL)
                return NULL;
        for (last++; isxdigit((unsigned char) last[n]); n++)
                ;
        return last[n] == '\0' && n >= PD_LOOKALIKE_SUFFIX_MIN ? last : NULL;
}

bool
pd_lookalike_names(const char *a, const char *b)
{
        const char *left = suffix_of(a), *right = suffix_of(b);

        if (a[0] == '\0')
                return false;
        return strcmp(a, b) == 0 || (left != NULL && right != NULL && strcmp(left, right) == 0);
}

/* What one of them does not say speaks for nothing. */
static bool
may_be_of_kind(const struct pd_enrolled *enrolled, uint32_t kinds)
{
        if (enrolled->kind[0] == '\0' || kinds == 0)
                return true;
        for (unsigned i = 0; pd_sensor_types[i] != NULL && i < 32; i++)
                if (strcmp(pd_sensor_types[i]->key, enrolled->kind) == 0)
                        return kinds & 1u << i;
        return true;
}

const struct pd_enrolled *
pd_lookalike_find(const struct pd_enrolment *enrolment, pd_usec now, const char *name, uint32_t kinds)
{
        const struct pd_enrolled *found = NULL;

        for (size_t i = 0; i < pd_enrolment_count(enrolment); i++) {
                const struct pd_enrolled *enrolled = pd_enrolment_at(enrolment, i);

                if (enrolled->released || enrolled->away_since == PD_NEVER || now - enrolled->away_since < PD_LOOKALIKE_AWAY)
                        continue;
                if (!pd_lookalike_names(enrolled->called, name) || !may_be_of_kind(enrolled, kinds))
                        continue;
                if (found != NULL)
                        return NULL;
                found = enrolled;
        }
        return found;
}
