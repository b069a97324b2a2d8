/* SPDX-License-Identifier: MIT */
/*
 * The stories once more, with the noise of real sensors: a heart rate that
 * wanders by 3.5 bpm, a pod that wavers by 2.5 %, one frame of a hundred lost
 * and ten seconds of silence every twenty minutes. Told a little earlier or
 * later, each is the same story for at least 95 of 100 seeds.
 *
 * Windows are those of the story, wider by SLACK: three SD of when a noisy
 * speed crosses a bound on the ramp of story 1 (0.024 m/s a second); on that of
 * story 2 (0.005 m/s a second) the crossing has an SD of 12 s. Other slacks
 * stand where they are granted.
 */
#include "golden/story.h"
#include "property/ticks.h"

#include "support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEEDS 100
#define AS_TOLD_LEAST 95
/* Chosen once, so that all see the same hundred; PD_SEED begins elsewhere. Of the first thousand 980 are as told of
 * story 1, 977 of story 7 and at least 990 of any other; each of their ten hundreds passes. A hundred drawn
 * anew would by chance have fewer than 95 of story 1 in 1.7 of 100 draws, of story 7 in 3. */
#define FIRST_SEED 1
#define SLACK 8
#define SLOW_SLACK 16

#define LOST_PERCENT 1
#define DROPOUT_EVERY (20 * PD_MINUTE)
#define DROPOUT_SPAN (10 * PD_SEC)

static uint64_t first_seed;

struct air {
        uint64_t random;
        pd_usec dropout; /* when the next one begins */
};

/* Whatever came is on the same air: a dropout takes both sensors. */
static bool
loses(void *user, const struct pd_input *input)
{
        struct air *air = user;

        while (input->at >= air->dropout + DROPOUT_SPAN)
                air->dropout += DROPOUT_EVERY;
        return input->at >= air->dropout || ticks_below(&air->random, 100) < LOST_PERCENT;
}

static bool
is_within(int32_t value, int32_t low, int32_t high)
{
        return value >= low && value <= high;
}

/* Was the first of its type said between FROM and TO? */
static bool
is_said(const struct story *story, enum pd_alert_type type, int32_t from, int32_t to)
{
        const struct said *said = story_said(story, type, 0);

        return said != NULL && is_within(said->t_s, from, to);
}

static size_t
accusations(const struct story *story)
{
        return story_count(story, PD_ALERT_TOO_HARD) + story_count(story, PD_ALERT_GREY_ZONE) + story_count(story, PD_ALERT_TOO_EASY);
}

static bool
is_judged(const struct story *story, enum pd_purpose_result result, enum pd_verdict verdict)
{
        return story->n_summaries == 1 && story->summary.purpose_result == result && story->summary.verdict == verdict;
}

/* ---- each story, and NULL or what is not as told ----------------------------- */

static const char *
talked_out_of_it(const struct story *story)
{
        const struct said *first = story_said(story, PD_ALERT_TOO_HARD, 0);
        size_t n = story_count(story, PD_ALERT_TOO_HARD);

        if (!is_within(story->shown_over_s, 12 * 60 + 11 - SLACK, 12 * 60 + 23 + SLACK))
                return "not shown in time";
        if (!is_said(story, PD_ALERT_TOO_HARD, 12 * 60 + 25 - SLACK, 12 * 60 + 36 + SLACK) || first->witness != PD_WITNESS_SPEED)
                return "not said in time, or not because of speed";
        if (n > 3 || accusations(story) != n || story_said(story, PD_ALERT_TOO_HARD, n - 1)->t_s > 13 * 60 + 46 + SLACK)
                return "accused once more";
        if (!is_said(story, PD_ALERT_BACK_ON_TARGET, 13 * 60 + 46 - SLACK, 14 * 60 + 1 + SLACK))
                return "no all-clear in time";
        if (!is_within(story->summary.over_s, 97 - 20, 97 + 20) || story->summary.excursions != 1)
                return "over for another time";
        if (story->summary.heeded != story->summary.alerts)
                return "not heeded";
        return is_judged(story, PD_PURPOSE_RESULT_MET, PD_VERDICT_TRAINING) ? NULL : "judged otherwise";
}

static const char *
what_did_she_say(const struct story *story)
{
        if (!is_said(story, PD_ALERT_TOO_HARD, 2 * 60 + 50 - SLOW_SLACK, 3 * 60 + 10 + SLOW_SLACK))
                return "not said in time";
        for (size_t i = 1; i < 4; i++) {
                const struct said *before = story_said(story, PD_ALERT_TOO_HARD, i - 1), *said = story_said(story, PD_ALERT_TOO_HARD, i);
                if (said == NULL || !is_within(said->t_s - before->t_s, 15 << i, (15 << i) + SLACK))
                        return "not repeated in time";
        }
        if (accusations(story) != 4)
                return "no silence afterwards";
        if (!is_within(story->summary.over_s, 2618 - 60, 2618 + 60) || story->summary.excursions != 1)
                return "over for another time";
        if (story->summary.heeded != 0 || story->summary.seconds[PD_INTENSITY_HARD] > 0)
                return "heeded, or hard";
        if (!is_within(story->summary.went_wrong_s, 159 - 2 * SLOW_SLACK, 159 + 2 * SLOW_SLACK))
                return "went wrong at another time";
        if (strncmp(story->summary.sentence, "Recovery at 9:1", 15) != 0)
                return "another sentence";
        return is_judged(story, PD_PURPOSE_RESULT_MISSED, PD_VERDICT_EXERCISING) ? NULL : "judged otherwise";
}

static const char *
hills_done(const struct story *story)
{
        if (accusations(story) != 0)
                return "accused";
        if (story->summary.reps_done != 8 || story->summary.reps_meant != 8)
                return "other reps";
        return is_judged(story, PD_PURPOSE_RESULT_MET, PD_VERDICT_TRAINING) ? NULL : "judged otherwise";
}

static const char *
hills_dodged(const struct story *story)
{
        const struct said *enough = story_said(story, PD_ALERT_TOO_EASY, 2);

        if (!is_said(story, PD_ALERT_TOO_EASY, 30 * 60 + 30, 30 * 60 + 48) || accusations(story) != 3)
                return "not pushed in time, or too often";
        if (enough == NULL || !is_within(enough->t_s, 37 * 60 + 30, 37 * 60 + 48) || strcmp(enough->say, "Enough. Jog home.") != 0)
                return "no end of it in time";
        if (story->summary.reps_done != 4 || !is_within(story->summary.went_wrong_s, 29 * 60 - 3, 29 * 60 + 3))
                return "other reps";
        return is_judged(story, PD_PURPOSE_RESULT_MISSED, PD_VERDICT_EXERCISING) ? NULL : "judged otherwise";
}

static const char *
still_learning(const struct story *story)
{
        if (accusations(story) != 0 || story_count(story, PD_ALERT_UNUSUAL_HR) != 0)
                return "accused";
        if (story_count(story, PD_ALERT_CANNOT_TELL) != 1)
                return "not said that it is learning";
        return is_judged(story, PD_PURPOSE_RESULT_CANNOT_TELL, PD_VERDICT_UNKNOWN) ? NULL : "judged otherwise";
}

static const char *
someone_new(const struct story *story)
{
        const struct said *question = story_said(story, PD_ALERT_QUESTION, 0);

        if (question == NULL || strcmp(question->say, "Ten of ten. How hard was it?") != 0)
                return "asked otherwise";
        return still_learning(story);
}

static const char *
offered_to_walk(const struct story *story)
{
        const struct said *offer = story_said(story, PD_ALERT_QUESTION, 0);

        if (story_count(story, PD_ALERT_QUESTION) != 1 || accusations(story) != 3 || story->summary.heeded != 0)
                return "not three and an offer";
        for (size_t i = 0; i < story->n_said; i++)
                if (story->said[i].t_s > offer->t_s && story->said[i].type < PD_ALERT_BACK_ON_TARGET)
                        return "no silence afterwards";
        return NULL;
}

static const char *
treadmill(const struct story *story)
{
        const struct said *pace = story_said(story, PD_ALERT_CANNOT_TELL, 0);

        if (pace == NULL || strcmp(pace->say, "No footpod. Each four hundred is ninety-six seconds.") != 0)
                return "distances not explained";
        if (accusations(story) != 0)
                return "accused";
        if (story->summary.distance_m != PD_UNKNOWN || strstr(story->summary.sentence, "istance not measured") == NULL)
                return "a distance";
        return is_judged(story, PD_PURPOSE_RESULT_MET, PD_VERDICT_TRAINING) ? NULL : "judged otherwise";
}

static const char *
lights_and_a_cafe(const struct story *story)
{
        size_t lost = story_count(story, PD_ALERT_SENSOR_LOST) + story_count(story, PD_ALERT_SENSOR_BACK);

        if (lost > 2 || story->n_said != 2 + lost)
                return "something is said";
        if (!is_within(story->summary.moving_s, 64 * 60 + 6 - 30, 64 * 60 + 6 + 30))
                return "moving for another time";
        return is_judged(story, PD_PURPOSE_RESULT_MET, PD_VERDICT_TRAINING) ? NULL : "judged otherwise";
}

static const char *
a_long_cafe(const struct story *story)
{
        if (accusations(story) != 0)
                return "accused";
        return story->n_summaries == 2 ? NULL : "not two sessions";
}

/* The heart climbs by a beat in five minutes and wanders by three: a quarter of
 * an hour either way. */
static const char *
heat(const struct story *story)
{
        if (story_count(story, PD_ALERT_DRIFT) != 1 || !is_said(story, PD_ALERT_DRIFT, 49 * 60, 81 * 60))
                return "drift not said, or not in time";
        if (accusations(story) != 0)
                return "accused";
        if (!is_within(story->summary.distance_m, 13100, 13300) || story->summary.grey_s > 60)
                return "another distance, or grey";
        if (!is_within(story->summary.drift_s, 2121 - 400, 2121 + 400))
                return "drift of another time";
        return is_judged(story, PD_PURPOSE_RESULT_MET, PD_VERDICT_TRAINING) ? NULL : "judged otherwise";
}

/* 1.7 % over the ceiling with a pod that wavers by 2.5 %: heart rate has to tell. */
static const char *
heat_and_faster(const struct story *story)
{
        const struct said *said = story_said(story, PD_ALERT_GREY_ZONE, 0);

        if (said == NULL || !is_within(said->t_s, 60 * 60 + 8, 64 * 60))
                return "grey not said in time";
        return story->summary.verdict == PD_VERDICT_EXERCISING ? NULL : "judged otherwise";
}

/* ---- a hundred of each ---------------------------------------------------------- */

#define HILLS "15m easy, 8x (1m30 hills hard, 2m easy), 10m easy"
#define RUN_WALK "5m walk, 10x (2m run, 1m walk)"

static struct story *
newcomers_first(const char *workout)
{
        return story_newcomer(workout, 0);
}

static struct story *
newcomers_second(const char *workout)
{
        return story_newcomer(workout, 1);
}

static struct story *
newcomers_fifth(const char *workout)
{
        return story_newcomer(workout, 4);
}

static const struct {
        const char *run, *workout;
        struct story *(*begin)(const char *workout);
        const char *(*differs)(const struct story *story);
} stories[] = {
        {"story1", "recovery 4mi", story_new, talked_out_of_it},
        {"story2", "recovery 5mi", story_new, what_did_she_say},
        {"story3", HILLS, story_new, hills_done},
        {"story3_dodged", HILLS, story_new, hills_dodged},
        {"story3_top", HILLS, story_new, hills_done},
        {"story4_first", RUN_WALK, newcomers_first, someone_new},
        {"story4_second", RUN_WALK, newcomers_second, still_learning},
        {"story4_fifth", "35m easy", newcomers_fifth, offered_to_walk},
        {"story5", "12m easy, 6x (400mtr 4:00/km, 90s rest)", story_strap_only, treadmill},
        {"story6", "10km easy", story_new, lights_and_a_cafe},
        {"story6_long", "10km easy", story_new, a_long_cafe},
        {"story7", "long: 90m easy", story_new, heat},
        {"story7_grey", "long: 90m easy", story_new, heat_and_faster},
};

static const char *
play(size_t i, uint64_t seed)
{
        struct story *story = stories[i].begin(stories[i].workout);
        struct air air = {.random = seed ^ 0xA1Du, .dropout = (pd_usec) (seed % 20) * PD_MINUTE};
        const char *differs;

        story->loses = loses;
        story->loses_user = &air;
        story_play(story, stories[i].run, seed);
        differs = stories[i].differs(story);
        story_free(story);
        return differs;
}

static int
count_as_told(size_t i)
{
        int as_told = 0;

        for (uint64_t seed = first_seed; seed < first_seed + SEEDS; seed++) {
                const char *differs = play(i, seed);

                as_told += differs == NULL;
                if (differs != NULL)
                        printf("  %s, seed %llu: %s\n", stories[i].run, (unsigned long long) seed, differs);
        }
        printf("%3d of %d: %s\n", as_told, SEEDS, stories[i].run);
        return as_told;
}

static void
with_noise_the_stories_are_the_same(void **state)
{
        bool all = true;

        (void) state;
        for (size_t i = 0; i < sizeof(stories) / sizeof(stories[0]); i++)
                all = count_as_told(i) >= AS_TOLD_LEAST && all;
        assert_true(all);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(with_noise_the_stories_are_the_same),
        };
        const char *given = getenv("PD_SEED");

        first_seed = given != NULL ? strtoull(given, NULL, 10) : FIRST_SEED;
        printf("PD_SEED=%llu\n", (unsigned long long) first_seed);
        return cmocka_run_group_tests(tests, NULL, NULL);
}
