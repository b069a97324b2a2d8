/* SPDX-License-Identifier: MIT */
/*
 * Critical speed and D': of efforts that were all that the runner had, the
 * distance is a line over the time, d = CS t + D'. Least squares, d on t;
 * three efforts or more, of 2 to 15 min (Galbraith et al. 2014).
 */
#pragma once

#include <stddef.h>

#define PD_CRITICAL_LEAST 3
#define PD_CRITICAL_S_LEAST 120
#define PD_CRITICAL_S_MOST 900

struct pd_exertion {
        double seconds, metres;
};

struct pd_critical {
        double speed_m_s, speed_error; /* and its standard error */
        double d_prime_m, d_prime_error;
};

/* -ENODATA: fewer than three, or all of one length. */
int pd_critical_fit(const struct pd_exertion *exertions, size_t n, struct pd_critical *ret);
