/* SPDX-License-Identifier: MIT */
#include "hindsight.h"

#include "formats/trace.h"
#include "support/cm.h"
#include "support/rig.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct bench {
        struct pd_athlete athlete;
        struct pd_workout workout;
        struct pd_hindsight *hindsight;
        int64_t mm;
};

static struct bench *
bench_new(pd_usec keep_until)
{
        struct bench *bench = calloc(1, sizeof(*bench));

        rig_runner_a(&bench->athlete);
        rig_workout(&bench->workout, "10km easy", &bench->athlete);
        bench->hindsight = pd_hindsight_new(&bench->athlete, &bench->workout, NULL, keep_until);
        assert_non_null(bench->hindsight);
        return bench;
}

static void
bench_free(struct bench *bench)
{
        pd_hindsight_free(bench->hindsight);
        free(bench);
}

static void
run(struct bench *bench, int from_s, int to_s, int32_t mm_s)
{
        for (int s = from_s; s < to_s; s++) {
                struct pd_input input = rig_strap_frame(s * PD_SEC, 140);
                assert_int_equal(pd_hindsight_feed(bench->hindsight, &input), 0);
                bench->mm += mm_s;
                input = rig_pod_frame(s * PD_SEC + 250 * PD_MSEC, mm_s, bench->mm / 100);
                assert_int_equal(pd_hindsight_feed(bench->hindsight, &input), 0);
        }
}

static void
a_gap_ends_a_session_unless_it_is_to_go_on(void **state)
{
        (void) state;
        for (int keep = 0; keep < 2; keep++) {
                struct bench *bench = bench_new(keep ? 5400 * PD_SEC : PD_NEVER);
                const struct pd_summary *summary;

                run(bench, 0, 900, 2600);
                run(bench, 900, 960, 0); /* a café, and nobody listens */
                run(bench, 3600, 4500, 2600);
                assert_int_equal(pd_hindsight_end(bench->hindsight, false), 0);
                summary = &pd_hindsight_summary(bench->hindsight)->summary;
                assert_in_range(summary->moving_s, keep ? 1790 : 895, keep ? 1805 : 905);
                assert_in_range(summary->duration_s, keep ? 4495 : 895, keep ? 4505 : 905);
                bench_free(bench);
        }
}

static void
standing_at_the_end_is_trimmed_all_the_same(void **state)
{
        struct bench *bench = bench_new(900 * PD_SEC); /* until she moved last */

        (void) state;
        run(bench, 0, 900, 2600);
        run(bench, 900, 2000, 0);
        assert_int_equal(pd_hindsight_end(bench->hindsight, false), 0);
        assert_in_range(pd_hindsight_summary(bench->hindsight)->summary.duration_s, 895, 905);
        bench_free(bench);
}

static void
a_stop_in_the_middle_of_what_goes_on_is_passed_over(void **state)
{
        const struct pd_input stop = {.at = 600 * PD_SEC, .kind = PD_INPUT_COMMAND, .command = {.verb = PD_COMMAND_STOP}};
        struct bench *bench = bench_new(900 * PD_SEC);

        (void) state;
        run(bench, 0, 600, 2600);
        assert_int_equal(pd_hindsight_feed(bench->hindsight, &stop), 0);
        run(bench, 600, 1200, 2600);
        assert_int_equal(pd_hindsight_end(bench->hindsight, true), 0);
        assert_in_range(pd_hindsight_summary(bench->hindsight)->summary.moving_s, 1195, 1205);
        assert_true(pd_hindsight_summary(bench->hindsight)->summary.stopped);
        bench_free(bench);
}

static int
count(void *user, const struct pd_input *input)
{
        (void) input;
        ++*(size_t *) user;
        return 0;
}

/* What it wrote down yields the same, by itself. */
static void
its_trace_is_one(void **state)
{
        struct pd_trace_reader *reader = malloc(sizeof(*reader));
        struct bench *bench = bench_new(5400 * PD_SEC);
        size_t size, n = 0;
        const struct pd_trace_ops ops = {.input = count, .user = &n};
        struct pd_format_error error;
        const char *trace;

        (void) state;
        run(bench, 0, 900, 2600);
        run(bench, 900, 960, 0);
        run(bench, 3600, 4500, 2600);
        assert_int_equal(pd_hindsight_end(bench->hindsight, true), 0);
        trace = pd_hindsight_trace(bench->hindsight, &size);
        pd_trace_reader_init(reader, &ops);
        assert_int_equal(pd_trace_reader_read(reader, trace, size, &error), 0);
        assert_int_equal(reader->whole, size);
        assert_true(n > 3600);
        assert_non_null(memmem(trace, size, " command resume\n", 16));
        free(reader);
        bench_free(bench);
}

static void
nothing_is_nothing(void **state)
{
        struct bench *bench = bench_new(PD_NEVER);

        (void) state;
        assert_int_equal(pd_hindsight_end(bench->hindsight, true), -ENODATA);
        run(bench, 0, 60, 500);
        assert_int_equal(pd_hindsight_end(bench->hindsight, false), -ENODATA);
        assert_null(pd_hindsight_summary(bench->hindsight));
        bench_free(bench);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_gap_ends_a_session_unless_it_is_to_go_on),
                cmocka_unit_test(standing_at_the_end_is_trimmed_all_the_same),
                cmocka_unit_test(a_stop_in_the_middle_of_what_goes_on_is_passed_over),
                cmocka_unit_test(its_trace_is_one),
                cmocka_unit_test(nothing_is_nothing),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
