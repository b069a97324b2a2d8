/* SPDX-License-Identifier: MIT */
/* Detrended fluctuation analysis, and the trend that is taken out before. */
#include "core/signal/dfa.h"

#include "support/cm.h"

#include <errno.h>
#include <math.h>

#define N 1000

/* The same numbers everywhere: Numerical Recipes' generator, twelve of them a normal one. */
static double
normal(uint32_t *seed)
{
        double sum = -6;

        for (int i = 0; i < 12; i++) {
                *seed = *seed * 1664525 + 1013904223;
                sum += *seed / 4294967296.0;
        }
        return sum;
}

static double
alpha1(const double *values, size_t n)
{
        double ret = -1;

        assert_int_equal(pd_dfa_alpha1(values, n, &ret), 0);
        return ret;
}

/* As it is defined, and no shorter than that. */
static double
alpha1_by_definition(const double *values, size_t n)
{
        double y[N], mean = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, sum = 0;

        for (size_t i = 0; i < n; i++)
                mean += values[i] / (double) n;
        for (size_t i = 0; i < n; i++)
                y[i] = sum += values[i] - mean;
        for (size_t box = 4; box <= 16; box++) {
                double squares = 0, b = (double) box;
                for (size_t from = 0; from + box <= n; from += box) {
                        double t = 0, v = 0, tt = 0, tv = 0, slope;
                        for (size_t i = 0; i < box; i++) {
                                t += (double) i;
                                v += y[from + i];
                                tt += (double) (i * i);
                                tv += (double) i * y[from + i];
                        }
                        slope = (b * tv - t * v) / (b * tt - t * t);
                        for (size_t i = 0; i < box; i++) {
                                double left = y[from + i] - ((v - slope * t) / b + slope * (double) i);
                                squares += left * left;
                        }
                }
                sum = log(sqrt(squares / (double) (n / box * box)));
                sx += log(b);
                sy += sum;
                sxx += log(b) * log(b);
                sxy += log(b) * sum;
        }
        return (13 * sxy - sx * sy) / (13 * sxx - sx * sx);
}

static void
noise_of_each_colour_has_its_exponent(void **state)
{
        double white[N], brown[N], sum = 0, alternating[N];
        uint32_t seed = 7;

        (void) state;
        for (size_t i = 0; i < N; i++) {
                white[i] = normal(&seed);
                brown[i] = sum += white[i];
                alternating[i] = i % 2 == 0 ? 1 : -1;
        }
        assert_true(fabs(alpha1(white, N) - 0.55) < 0.08); /* 0.5, and a little more in small boxes */
        assert_true(fabs(alpha1(brown, N) - 1.45) < 0.08); /* 1.5, and a little less */
        assert_true(alpha1(alternating, N) < 0.2);
}

static void
it_is_what_its_definition_says(void **state)
{
        double values[N], sum = 0;
        uint32_t seed = 3;

        (void) state;
        for (size_t i = 0; i < N; i++)
                values[i] = 400 + 5 * normal(&seed) + (sum = 0.9 * sum + 3 * normal(&seed));
        for (size_t n = 16; n <= N; n += 41)
                assert_true(fabs(alpha1(values, n) - alpha1_by_definition(values, n)) < 1e-9);
}

static void
neither_level_nor_unit_matters(void **state)
{
        double ms[N], ticks[N];
        uint32_t seed = 5;

        (void) state;
        for (size_t i = 0; i < N; i++) {
                ms[i] = 400 + 8 * normal(&seed);
                ticks[i] = ms[i] * 1.024 + 77;
        }
        assert_true(fabs(alpha1(ms, N) - alpha1(ticks, N)) < 1e-9);
}

static void
too_few_too_many_and_a_metronome_are_refused(void **state)
{
        static double values[PD_DFA_BEATS + 1];
        double untouched = 77;

        (void) state;
        assert_int_equal(pd_dfa_alpha1(values, 15, &untouched), -EINVAL);
        assert_int_equal(pd_dfa_alpha1(values, 0, &untouched), -EINVAL);
        assert_int_equal(pd_dfa_alpha1(values, PD_DFA_BEATS + 1, &untouched), -EINVAL);
        assert_int_equal(pd_dfa_alpha1(values, 100, &untouched), -ERANGE);
        assert_true(untouched >= 77 && untouched <= 77);
}

/* ---- smoothness priors ------------------------------------------------------ */

/* The trend that was taken out solves (I + lambda^2 D'D) trend = values. */
static void
the_trend_solves_its_equations(void **state)
{
        double values[N], left[N], trend[N], bend[N];
        uint32_t seed = 11;

        (void) state;
        for (size_t n = 1; n <= N; n += n < 8 ? 1 : 113) {
                for (size_t i = 0; i < n; i++)
                        left[i] = values[i] = 400 + 0.01 * (double) i + 20 * normal(&seed);
                pd_dfa_detrend(left, n);
                for (size_t i = 0; i < n; i++) {
                        trend[i] = values[i] - left[i];
                        bend[i] = 0;
                }
                for (size_t i = 0; i + 2 < n; i++)
                        bend[i + 1] = trend[i] - 2 * trend[i + 1] + trend[i + 2]; /* by its middle */
                for (size_t i = 0; i < n; i++) {
                        double push = (i > 0 ? bend[i - 1] : 0) - 2 * bend[i] + (i + 1 < n ? bend[i + 1] : 0);
                        assert_true(fabs(trend[i] + 500.0 * 500.0 * push - values[i]) < 1e-4); /* of 4e2 by 2.5e5 */
                }
        }
}

static void
a_straight_line_is_all_trend(void **state)
{
        double values[N];

        (void) state;
        for (size_t i = 0; i < N; i++)
                values[i] = 700 - 0.3 * (double) i;
        pd_dfa_detrend(values, N);
        for (size_t i = 0; i < N; i++)
                assert_true(fabs(values[i]) < 1e-6);
}

/* With lambda 500 half of a wave of 140 beats is taken (2 pi sqrt(500)): of slower ones more, of quicker ones less. */
static void
slow_waves_go_and_quick_ones_stay(void **state)
{
        static const struct {
                double period, least, most;
        } rows[] = {{12, 0.99, 1.01}, {140, 0.4, 0.6}, {500, 0, 0.03}};
        double values[N];

        (void) state;
        for (size_t row = 0; row < sizeof(rows) / sizeof(rows[0]); row++) {
                double most = 0;
                for (size_t i = 0; i < N; i++)
                        values[i] = 10 * sin(6.283185307179586 * (double) i / rows[row].period);
                pd_dfa_detrend(values, N);
                for (size_t i = N / 4; i < 3 * N / 4; i++)
                        most = fmax(most, fabs(values[i]) / 10);
                assert_true(most >= rows[row].least && most <= rows[row].most);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(noise_of_each_colour_has_its_exponent),
                cmocka_unit_test(it_is_what_its_definition_says),
                cmocka_unit_test(neither_level_nor_unit_matters),
                cmocka_unit_test(too_few_too_many_and_a_metronome_are_refused),
                cmocka_unit_test(the_trend_solves_its_equations),
                cmocka_unit_test(a_straight_line_is_all_trend),
                cmocka_unit_test(slow_waves_go_and_quick_ones_stay),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
