/* SPDX-License-Identifier: MIT */
/* What trials are fed is kept, and played again with the same decisions. */
#include "bench/tape.h"
#include "bench/trial.h"

#include "support/cm.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct trial *
new_trial(struct course *course, uint64_t seed)
{
        struct pd_athlete athlete;
        struct pd_workout workout;

        course_athlete(&athlete);
        athlete.kinetics = (struct pd_kinetics) {612, 231, 402, 703, 51, 33, 3};
        trial_workout(&workout, PD_PURPOSE_EASY, PD_INTENSITY_EASY, &athlete);
        course_init(course, seed);
        course_run(course, 12 * 60, 0.92 * COURSE_LT1_SPEED);
        course_run(course, 3 * 60, 1.06 * COURSE_LT1_SPEED);
        return trial_new(&athlete, &workout);
}

/* A row with a trial that begins in the midst of another. */
static void
keep(FILE *tape)
{
        struct course one, other;
        struct trial *outer, *inner;

        tape_keep_on(tape);
        tape_row("made_up");
        outer = new_trial(&one, 1);
        inner = new_trial(&other, 2);
        trial_course(outer, &one);
        trial_course(inner, &other);
        trial_command(inner, course_length(&other), &(struct pd_command) {.verb = PD_COMMAND_STOP});
        trial_free(inner);
        trial_free(outer);
        tape_keep_on(NULL);
        trial_free(new_trial(&one, 3)); /* not kept */
        rewind(tape);
}

static void
drop_traces(FILE *tape, FILE *out)
{
        char line[4096];

        while (fgets(line, sizeof(line), tape) != NULL)
                if (line[0] == '#')
                        fputs(line, out);
        fclose(out);
        rewind(tape);
}

static void
what_was_decided_is_decided_again(void **state)
{
        char kept[512] = "", played[512] = "";
        FILE *tape = tmpfile(), *out = fmemopen(played, sizeof(played), "w");

        (void) state;
        keep(tape);
        drop_traces(tape, fmemopen(kept, sizeof(kept), "w"));
        assert_non_null(strstr(kept, "# row made_up\n# trial "));
        assert_int_equal(tape_play(tape, out), 0);
        fclose(out);
        assert_string_equal(played, kept);
        assert_non_null(strstr(strstr(kept, "# trial ") + 1, "# trial "));
        assert_null(strstr(kept, " 0 alerts"));
        fclose(tape);
}

static void
what_is_no_tape_is_refused(void **state)
{
        static const char *const wrong[] = {
                "noise\n",
                "# trial 0000000000000000, 0 alerts\n",                                     /* nothing was fed */
                "purposed-trace 1\nengine 1\nathlete a\nbegin\n",                           /* and no end */
                "purposed-trace 1\nengine 1\nathlete a\nbegin\npurposed-trace 1\n",         /* nor here */
                "purposed-trace 1\nengine 1\nathlete a\nbegin\n1 nonsense\n# trial 0, 0 alerts\n",
        };

        (void) state;
        for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
                FILE *tape = fmemopen((void *) wrong[i], strlen(wrong[i]), "r"), *out = fopen("/dev/null", "w");

                assert_int_equal(tape_play(tape, out), -EBADMSG);
                fclose(tape);
                fclose(out);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_was_decided_is_decided_again),
                cmocka_unit_test(what_is_no_tape_is_refused),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
