/* SPDX-License-Identifier: MIT */
/* Why it was judged so: asked of sessions on record, by the stories that they tell. */
#include "explain.h"

#include "journal/archive.h"

#include "support/cm.h"
#include "support/house.h"
#include "support/scratch.h"
#include "support/unfolded.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define STORY_1 "20261122T101503Z"

static void
times_are_read_as_they_are_written(void **state)
{
        static const struct {
                const char *word;
                int32_t t_s; /* PD_UNKNOWN: refused */
        } rows[] = {
                {"12:25", 745}, {"745", 745}, {"0", 0}, {"0:00", 0}, {"1:02:03", 3723}, {"90:00", 5400}, {"99999", 99999},
                {"", PD_UNKNOWN}, {":", PD_UNKNOWN}, {"12:", PD_UNKNOWN}, {"12:60", PD_UNKNOWN}, {"12:5", PD_UNKNOWN},
                {"1:2:3:4", PD_UNKNOWN}, {"1:00:00:00", PD_UNKNOWN}, {"-5", PD_UNKNOWN}, {"12.5", PD_UNKNOWN}, {"noon", PD_UNKNOWN},
                {"12:25 ", PD_UNKNOWN}, {"99999999999", PD_UNKNOWN}, {STORY_1, PD_UNKNOWN},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                int32_t t_s = PD_UNKNOWN;

                assert_int_equal(pd_explain_time(rows[i].word, &t_s), rows[i].t_s == PD_UNKNOWN ? -EINVAL : 0);
                assert_int_equal(t_s, rows[i].t_s);
        }
}

/* The answer to WORDS holds each of the texts, in their order. */
static void
assert_says(struct house *house, const char *words, int result, const char *const *texts)
{
        struct pd_reply reply = {0};
        const char *rest;

        house_ask(house, words, &reply);
        if (reply.text != NULL)
                unfold(reply.text);
        rest = pd_reply_text(&reply);
        assert_int_equal(reply.result, result);
        for (; *texts != NULL; texts++) {
                const char *found = strstr(rest, *texts);
                if (found == NULL)
                        fail_msg("'%s' does not say '%s' here:\n%s", words, *texts, rest);
                rest = found + strlen(*texts);
        }
        pd_reply_clear(&reply);
}

#define SAYS(house, words, result, ...) assert_says(house, words, result, (const char *const[]) {__VA_ARGS__, NULL})

static void
each_witness_says_its_sentence(void **state)
{
        struct house house;

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        SAYS(&house, "explain " STORY_1 " 12:25", 0, "12:25 Speed: 9:22 min/mi is faster than the recovery ceiling (10:57 min/mi",
                "and slower than LT1 (9:15 min/mi, test). This second: 29 % moderate, 70 % easy; with those before: 98 % easy.",
                "Heart rate: 140 bpm (137 over half a minute; ",
                "expected by the speed, which leads to 153) is not above the recovery ceiling (140 bpm", "So it was easy",
                "sure, by speed; a second before, easy", "Coach: recovery is asked, at most 140 bpm, no faster than 10:57 min/mi",
                "Shown: over. Over the target for 14 s, by speed. Nothing is said yet");
        SAYS(&house, "explain last 745", 0, "12:25 Speed");
        SAYS(&house, "explain 12:25", 0, "12:25 Speed");
        SAYS(&house, "explain last 13:55", 0, "It is on its way and shows the past", "So it was recovery", "by speed",
                "Shown: in. Spoken: \"That's it. Stay there.\"");
        house_close(&house);
}

static void
without_a_second_those_are_explained_in_which_something_was_said_or_went_wrong(void **state)
{
        struct house house;

        house_open(&house, *state);
        house_run(&house, "story2", "recovery 5mi", 0);
        SAYS(&house, "explain", 0, "2:39, where it went wrong Speed", "2:55 Speed", "Spoken: \"Recovery day. Ease off.\"",
                "3:25 Speed", "4:25 Speed", "6:25 Speed", "Over the target for 226 s, by speed. Spoken: \"");
        house_run(&house, "story6", "10km easy", 2 * PD_HOUR);
        SAYS(&house, "explain", 0, "Nothing was said of the 1:");
        SAYS(&house, "explain last 12:20", 0, "12:20 The session is paused: nothing is judged.");
        house_close(&house);
}

/* The example of the README is what story 1 says. */
static void
the_readme_tells_the_truth(void **state)
{
        struct pd_reply reply = {0};
        struct house house;
        char readme[131072];
        FILE *file = fopen(PD_SOURCE_DIR "/README.md", "r");
        size_t size;

        assert_non_null(file);
        size = fread(readme, 1, sizeof(readme) - 1, file);
        fclose(file);
        readme[size] = '\0';
        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        house_ask(&house, "explain " STORY_1 " 12:25", &reply);
        if (strstr(readme, pd_reply_text(&reply)) == NULL)
                fail_msg("README.md does not show this:\n%s", pd_reply_text(&reply));
        pd_reply_clear(&reply);
        house_close(&house);
}

static void
drift_and_grey_are_told_apart(void **state)
{
        struct house house;

        house_open(&house, *state);
        house_run(&house, "story7", "long: 90m easy", 0);
        SAYS(&house, "explain", 0, "1:05:", "So it was easy", "drift, and no grey.", "Spoken: \"Heart's drifting");
        house_run(&house, "story7_grey", "long: 90m easy", 3 * PD_HOUR);
        SAYS(&house, "explain last 1:02:00", 0, "So it was moderate", "That is grey: moderate where nothing asks for it.");
        house_close(&house);
}

static void
up_a_hill_nobody_can_tell_until_the_heart_has_settled(void **state)
{
        struct house house;

        house_open(&house, *state);
        house_run(&house, "story3", "15m easy, 8x (1m30 hills hard, 2m easy), 10m easy", 0);
        SAYS(&house, "explain last 15:30", 0,
                "up a hill that says nothing, for a pod knows no gradient.", "So nobody can tell how hard it was.");
        house_close(&house);
}

static void
a_hill_that_was_dodged_says_by_which_peak(void **state)
{
        struct house house;

        house_open(&house, *state);
        house_run(&house, "story3_dodged", "15m easy, 8x (1m30 hills hard, 2m easy), 10m easy", 0);
        SAYS(&house, "explain last 29:30", 0, "Rep: it counts by the heart's peak",
                "at least 168 bpm are meant. The peak so far: 1",
                "Coach: hard is asked, at least 168 bpm. Shown: settling. Nothing is said uphill");
        SAYS(&house, "explain last 30:45", 0, "The peak was 154 bpm: too gentle.", "Spoken: \"That hill was too gentle.\"");
        house_close(&house);
}

/* The loop does not wait for it: the thread's answer is there when it is asked for again. */
static void
a_thread_tells_it_while_somebody_runs(void **state)
{
        struct pd_reply direct = {0}, reply = {0};
        struct house house;

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        house_ask(&house, "explain last 12:25", &direct);
        house.context.threaded = true;
        house.runs = true;
        house_ask(&house, "explain last 13:03", &reply); /* whoever wanted that does not come back */
        assert_int_equal(reply.result, -EAGAIN);
        assert_string_equal(pd_reply_text(&reply), "The session is being told again; ask once more in a second.");
        do
                house_ask(&house, "explain last 12:25", &reply);
        while (reply.result == -EAGAIN);
        assert_int_equal(reply.result, 0);
        assert_string_equal(pd_reply_text(&reply), pd_reply_text(&direct));
        house_ask(&house, "explain last 47:15", &reply); /* still at work when all ends */
        assert_int_equal(reply.result, -EAGAIN);
        pd_reply_clear(&direct);
        pd_reply_clear(&reply);
        house_close(&house);
}

static void
what_cannot_be_explained_is_said_plainly(void **state)
{
        struct house house;

        house_open(&house, *state);
        SAYS(&house, "explain", -ENOENT, "There is no such session on record");
        house_run(&house, "story1", "recovery 4mi", 0);
        SAYS(&house, "explain 20200101T000000Z 1:00", -ENOENT, "There is no such session on record");
        SAYS(&house, "explain last 47:15", -ERANGE, "The session is only 47:14 long.");
        SAYS(&house, "explain last noon", -EINVAL, "explain takes: a session's id or last, and a time");
        SAYS(&house, "explain last 1 2", -EINVAL, "explain takes");
        SAYS(&house, "explain 25:99", -EINVAL, "explain takes");
        SAYS(&house, "explain noon", -ENOENT, "There is no such session on record");
        assert_int_equal(pd_archive_remove(house.folder, "anna", STORY_1), 0);
        SAYS(&house, "explain last 1:00", -ENODATA, "Its trace is gone");
        house_close(&house);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(times_are_read_as_they_are_written),
                TEST(each_witness_says_its_sentence),
                TEST(without_a_second_those_are_explained_in_which_something_was_said_or_went_wrong),
                TEST(the_readme_tells_the_truth),
                TEST(drift_and_grey_are_told_apart),
                TEST(up_a_hill_nobody_can_tell_until_the_heart_has_settled),
                TEST(a_hill_that_was_dodged_says_by_which_peak),
                TEST(a_thread_tells_it_while_somebody_runs),
                TEST(what_cannot_be_explained_is_said_plainly),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
