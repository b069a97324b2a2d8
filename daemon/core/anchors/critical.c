/* SPDX-License-Identifier: MIT */
#include "core/anchors/critical.h"

#include <errno.h>
#include <math.h>

int
pd_critical_fit(const struct pd_exertion *exertions, size_t n, struct pd_critical *ret)
{
        double t = 0, d = 0, tt = 0, td = 0, residual = 0, variance;

        if (n < PD_CRITICAL_LEAST)
                return -ENODATA;
        for (size_t i = 0; i < n; i++) {
                t += exertions[i].seconds / (double) n;
                d += exertions[i].metres / (double) n;
        }
        for (size_t i = 0; i < n; i++) {
                tt += (exertions[i].seconds - t) * (exertions[i].seconds - t);
                td += (exertions[i].seconds - t) * (exertions[i].metres - d);
        }
        if (tt < 1)
                return -ENODATA;
        ret->speed_m_s = td / tt;
        ret->d_prime_m = d - ret->speed_m_s * t;
        for (size_t i = 0; i < n; i++) {
                const double off = exertions[i].metres - ret->d_prime_m - ret->speed_m_s * exertions[i].seconds;

                residual += off * off;
        }
        variance = residual / (double) (n - 2);
        ret->speed_error = sqrt(variance / tt);
        ret->d_prime_error = sqrt(variance * (1 / (double) n + t * t / tt));
        return 0;
}
