/* SPDX-License-Identifier: MIT */
#include "core/signal/arith.h"

#include <stdint.h>
#include <string.h>

#define SQRT_2 1.41421356237309514547
#define LOG_2 0.693147180559945286227
/* The same in two parts, the first of which has zeros to spare at its end. */
#define LOG_2_HIGH 0.693147180369123816490
#define LOG_2_LOW 1.90821492927058770002e-10

#define EXPONENT_BITS 52
#define EXPONENT_BIAS 1023
#define EXP_MOST 700.0

static double
of_bits(uint64_t bits)
{
        double x;

        memcpy(&x, &bits, sizeof(x));
        return x;
}

static uint64_t
bits_of(double x)
{
        uint64_t bits;

        memcpy(&bits, &x, sizeof(bits));
        return bits;
}

/* x = 2^k * m, m from sqrt(1/2) to sqrt(2); log m = 2 artanh((m - 1) / (m + 1)). */
double
pd_ln(double x)
{
        uint64_t bits = bits_of(x);
        int k = (int) (bits >> EXPONENT_BITS) - EXPONENT_BIAS;
        double m = of_bits((bits & ((UINT64_C(1) << EXPONENT_BITS) - 1)) | (uint64_t) EXPONENT_BIAS << EXPONENT_BITS);
        double s, square, sum = 0;

        if (m > SQRT_2) {
                m /= 2;
                k++;
        }
        s = (m - 1) / (m + 1);
        square = s * s;
        for (int power = 19; power >= 1; power -= 2)
                sum = sum * square + 1.0 / power;
        return k * LOG_2_HIGH + (2 * s * sum + k * LOG_2_LOW);
}

/* x = k log 2 + r, |r| <= log(2) / 2; e^r by its series. */
double
pd_exp(double x)
{
        double r, sum = 1;
        int k;

        if (x < -EXP_MOST)
                return 0;
        if (x > EXP_MOST)
                x = EXP_MOST;
        k = (int) (x / LOG_2 + (x < 0 ? -0.5 : 0.5));
        r = x - k * LOG_2_HIGH - k * LOG_2_LOW;
        for (int i = 14; i >= 1; i--)
                sum = 1 + r * sum / i;
        return sum * of_bits((uint64_t) (k + EXPONENT_BIAS) << EXPONENT_BITS);
}
