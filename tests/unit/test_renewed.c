/* SPDX-License-Identifier: MIT */
/* The question about a new battery, in every language. */
#include "core/say/language.h"
#include "core/say/speech.h"

#include "support/cm.h"
#include "support/well_said.h"

static void
ask(const char *language, const char *name, struct pd_alert *ret)
{
        struct pd_renewal renewal = {"C0:00:00:00:00:01", "D0:00:00:00:00:09", ""};
        struct pd_athlete athlete;

        pd_athlete_init(&athlete, "anna");
        memcpy(athlete.language, language, strlen(language) + 1);
        memcpy(renewal.name, name, strlen(name) + 1);
        *ret = (struct pd_alert) {.type = PD_ALERT_QUESTION};
        pd_speech_renewal(&(struct pd_listener) {.athlete = &athlete}, &renewal, ret);
        is_for_the_eye(ret->title, sizeof(ret->title));
        is_for_the_eye(ret->message, sizeof(ret->message));
        is_for_the_ear(ret->say);
        assert_string_equal(ret->say_public, ret->say);
}

static void
which_and_what_to_do_is_for_the_eye(void **state)
{
        struct pd_alert alert;

        (void) state;
        ask("en", "Polar H10", &alert);
        assert_string_equal(alert.title, "A new battery?");
        assert_string_equal(alert.message,
                "Is there a new battery in your Polar H10? purposectl sensors replace C0:00:00:00:00:01 D0:00:00:00:00:09");
        ask("de", "Polar H10", &alert);
        assert_string_equal(alert.message,
                "Hat dein Sensor Polar H10 eine neue Batterie? purposectl sensors replace C0:00:00:00:00:01 D0:00:00:00:00:09");
        assert_string_equal(alert.say, "Hat einer deiner Sensoren eine neue Batterie?");
}

/* As much of a name as an order has room for. */
static void
the_command_is_whole_behind_the_longest_name(void **state)
{
        struct pd_alert alert;

        (void) state;
        ask("en", "Nineteen Letters 19", &alert);
        assert_string_equal(alert.message + strlen(alert.message) - 17, "D0:00:00:00:00:09");
        ask("de", "Nineteen Letters 19", &alert);
        assert_string_equal(alert.message + strlen(alert.message) - 17, "D0:00:00:00:00:09");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(which_and_what_to_do_is_for_the_eye),
                cmocka_unit_test(the_command_is_whole_behind_the_longest_name),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
