/* SPDX-License-Identifier: MIT */
/* The brief: today, why, and last time; kindly and short. */
#include "core/say/language.h"
#include "core/say/speech.h"

#include "support/cm.h"
#include "support/well_said.h"

#include <stdlib.h>
#include <string.h>

static const struct pd_language *const languages[] = {
#define PD_LANGUAGE(name) &pd_##name,
#include "core/say/languages.def"
#undef PD_LANGUAGE
};

struct morning {
        enum pd_purpose purpose;
        const char *title, *why;
        enum pd_condition condition;
        enum pd_purpose yesterday;
        enum pd_purpose_result result;
};

static void
brief(const struct morning *morning, const char *language, struct pd_alert *ret)
{
        struct pd_workout *workout = calloc(1, sizeof(*workout));
        struct pd_athlete athlete;

        assert_non_null(workout);
        pd_workout_init(workout);
        pd_athlete_init(&athlete, "anna");
        memcpy(athlete.language, language, strlen(language) + 1);
        memcpy(athlete.why, morning->why, strlen(morning->why) + 1);
        athlete.condition = (int32_t) morning->condition;
        athlete.yesterday = (int32_t) morning->yesterday;
        athlete.yesterday_result = (int32_t) morning->result;
        workout->purpose = morning->purpose;
        memcpy(workout->title, morning->title, strlen(morning->title) + 1);
        *ret = (struct pd_alert) {.type = PD_ALERT_BRIEF};
        pd_speech_brief(&(struct pd_listener) {&athlete, workout}, ret);
        free(workout);
}

static void
a_morning_is_told_in_a_few_words(void **state)
{
        static const struct {
                struct morning morning;
                const char *language, *title, *message, *say;
        } rows[] = {
                {{PD_PURPOSE_RECOVERY, "recovery 4mi", "legs are for Thursday", PD_CONDITION_WELL, PD_PURPOSE_INTERVALS,
                         PD_PURPOSE_RESULT_MET},
                        "en", "Today: Recovery", "Recovery 4mi. Legs are for Thursday. Last time: Intervals, done as meant.",
                        "Recovery today. Slower than you'd like. Legs are for Thursday."},
                {{PD_PURPOSE_RECOVERY, "recovery 4mi", "", PD_CONDITION_WELL, PD_PURPOSE_INTERVALS, PD_PURPOSE_RESULT_MISSED}, "en",
                        "Today: Recovery", "Recovery 4mi. Last time: Intervals, not as meant. Today is new.",
                        "Recovery today. Slower than you'd like. What's done is done. Today is new."},
                {{PD_PURPOSE_INTERVALS, "6x 1k", "10k under 45:00", PD_CONDITION_WELL, PD_PURPOSE_NONE, PD_PURPOSE_RESULT_MET}, "en",
                        "Today: Intervals", "6x 1k. 10k under 45:00.", "Intervals today. Save something for the last one."},
                {{PD_PURPOSE_REST, "rest", "", PD_CONDITION_WELL, PD_PURPOSE_LONG, PD_PURPOSE_RESULT_MET}, "en", "Today: Rest day",
                        "Today is a rest day. Resting is training, too. Last time: Long run, done as meant.",
                        "Today is a rest day. Resting is training, too. Last time went as meant."},
                {{PD_PURPOSE_NONE, "", "", PD_CONDITION_WELL, PD_PURPOSE_NONE, PD_PURPOSE_RESULT_MET}, "en", "Today: no plan",
                        "No plan today. Do what you like.", "No plan today. Do what you like."},
                {{PD_PURPOSE_INTERVALS, "6x 1k", "for speed", PD_CONDITION_ILL, PD_PURPOSE_LONG, PD_PURPOSE_RESULT_MISSED}, "en",
                        "Today: get well", "Get well first. The plan can wait.", "Get well first. The plan can wait."},
                {{PD_PURPOSE_REST, "rest", "", PD_CONDITION_WELL, PD_PURPOSE_LONG, PD_PURPOSE_RESULT_PARTLY}, "de", "Heute: Ruhetag",
                        "Heute ist Ruhetag. Auch Ruhe ist Training. Letztes Mal: Langer Lauf, teils wie gedacht.",
                        "Heute ist Ruhetag. Auch Ruhe ist Training. Letztes Mal lief es teils wie gedacht."},
                {{PD_PURPOSE_EASY, "easy 8km", "", PD_CONDITION_INJURED, PD_PURPOSE_NONE, PD_PURPOSE_RESULT_MET}, "de",
                        "Heute: heilen lassen", "Lass es erst heilen. Der Plan kann warten.", "Lass es erst heilen. Der Plan kann warten."},
                {{PD_PURPOSE_EASY, "easy 8km", "", PD_CONDITION_VACATION, PD_PURPOSE_NONE, PD_PURPOSE_RESULT_MET}, "de", "Heute: Urlaub",
                        "Du hast Urlaub. Genieß ihn.", "Du hast Urlaub. Genieß ihn."},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_alert alert;
                brief(&rows[i].morning, rows[i].language, &alert);
                assert_string_equal(alert.title, rows[i].title);
                assert_string_equal(alert.message, rows[i].message);
                assert_string_equal(alert.say, rows[i].say);
                assert_string_equal(alert.say_public, rows[i].say);
        }
}

static void
every_morning_is_well_said(void **state)
{
        static const char long_one[] = "A reason as long as they come, so long that it may be cut off";
        unsigned per_language = PD_PURPOSE_COUNT * 4 * PD_PURPOSE_COUNT * 5;

        (void) state;
        for (unsigned i = 0; i < sizeof(languages) / sizeof(languages[0]) * per_language; i++) {
                struct pd_alert alert;
                struct morning morning = {
                        .purpose = (enum pd_purpose) (i % PD_PURPOSE_COUNT),
                        .title = i % 2 ? long_one : "",
                        .why = long_one,
                        .condition = (enum pd_condition) (i / PD_PURPOSE_COUNT % 4),
                        .yesterday = (enum pd_purpose) (i / PD_PURPOSE_COUNT / 4 % PD_PURPOSE_COUNT),
                        .result = (enum pd_purpose_result) (i / PD_PURPOSE_COUNT / 4 / PD_PURPOSE_COUNT % 5),
                };
                brief(&morning, languages[i / per_language]->code, &alert);
                is_well_said(&alert);
        }
}

static void
what_does_not_fit_is_left_out_whole(void **state)
{
        static const char longest[] = "A name as long as they come, so long that it is cut in the end";
        struct morning morning = {PD_PURPOSE_TEMPO, longest, longest, PD_CONDITION_WELL, PD_PURPOSE_CROSS, PD_PURPOSE_RESULT_MISSED};
        struct pd_alert alert;

        (void) state;
        brief(&morning, "en", &alert);
        assert_string_equal(alert.message, "A name as long as they come, so long that it is cut in the end. "
                                           "A name as long as they come, so long that it is cut in the end.");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_morning_is_told_in_a_few_words),
                cmocka_unit_test(every_morning_is_well_said),
                cmocka_unit_test(what_does_not_fit_is_left_out_whole),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
