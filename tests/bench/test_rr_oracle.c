/* SPDX-License-Identifier: MIT */
/* What others have made of RR intervals, read. */
#include "bench/rr_oracle.h"

#include "support/cm.h"
#include "support/scratch.h"

#include <math.h>
#include <stdio.h>
#include <sys/stat.h>

static struct corpus *
open_with(const char *folder)
{
        static const char *const folders[] = {"rr", "oracle", "oracle/dfa"};
        char path[SCRATCH_SIZE + 16];

        for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
                snprintf(path, sizeof(path), "%s/%s", folder, folders[i]);
                assert_int_equal(mkdir(path, 0700), 0);
        }
        scratch_write(folder, "manifest.json", "[{\"id\": \"a\"}, {\"id\": \"without\"}, {}]");
        scratch_write(folder, "rr/a.rr.txt", "400\n405.5\n398\n");
        scratch_write(folder, "oracle/dfa/a.rr_corrected.txt", "400\n401\n");
        scratch_write(folder, "oracle/dfa/a.csv",
                "t_end_s,n_raw,n_corr,art_pct,mean_hr,rmssd,a1_raw_nk,a1_corr_nk,a1_corr_sp500,a1_corr_fatmaxxer,a1_corr_fatmaxxer_sp500\n"
                "120.0,232,233,4.74,116.8,56.78,0.560923,0.790593,0.825558,0.884628,0.885467\n"
                "140.0,240,241,2.5,120.5,23.05,,,,,\n");
        return corpus_open(folder);
}

static void
intervals_and_windows_are_read_with_what_lacks(void **state)
{
        struct corpus *corpus = open_with(*state);
        struct rr_oracle oracle;

        assert_non_null(corpus);
        assert_true(rr_oracle_read(corpus, 0, &oracle));
        assert_string_equal(oracle.id, "a");
        assert_int_equal(oracle.raw.n, 3);
        assert_true(oracle.raw.values[1] == 405.5);
        assert_int_equal(oracle.mended.n, 2);
        assert_int_equal(oracle.n, 2);
        assert_true(oracle.windows[0].end_s == 120 && oracle.windows[0].artefacts_percent == 4.74);
        assert_true(oracle.windows[0].a1_corr_nk == 0.790593 && oracle.windows[0].a1_corr_sp500 == 0.825558);
        assert_true(oracle.windows[1].end_s == 140);
        assert_true(isnan(oracle.windows[1].a1_corr_nk) && isnan(oracle.windows[1].a1_corr_sp500));
        rr_oracle_clear(&oracle);
        corpus_close(corpus);
}

static void
recordings_without_any_are_passed_over(void **state)
{
        struct corpus *corpus = open_with(*state);
        struct rr_oracle oracle;

        assert_non_null(corpus);
        assert_false(rr_oracle_read(corpus, 1, &oracle));
        assert_false(rr_oracle_read(corpus, 2, &oracle));
        corpus_close(corpus);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(intervals_and_windows_are_read_with_what_lacks, scratch_set_up, scratch_tear_down),
                cmocka_unit_test_setup_teardown(recordings_without_any_are_passed_over, scratch_set_up, scratch_tear_down),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
