/* SPDX-License-Identifier: MIT */
/* A pure room's file that asks for the time: for the test of core_is_pure.sh. */
#include <time.h>

long pd_sample_impure(void);

long
pd_sample_impure(void)
{
        return (long) time(NULL);
}
