/* SPDX-License-Identifier: MIT */
/* A proposed anchor as sentences, in every language. */
#include "core/say/language.h"
#include "core/say/speech.h"

#include "support/cm.h"
#include "support/well_said.h"

static const struct pd_language *const languages[] = {
#define PD_LANGUAGE(name) &pd_##name,
#include "core/say/languages.def"
#undef PD_LANGUAGE
};

static void
offer(const char *language, const char *text, struct pd_alert *ret)
{
        struct pd_athlete athlete;
        struct pd_offer said;

        pd_athlete_init(&athlete, "anna");
        memcpy(athlete.language, language, strlen(language) + 1);
        assert_int_equal(pd_offer_read(text, &said), 0);
        *ret = (struct pd_alert) {.type = PD_ALERT_PROPOSAL};
        pd_speech_offer(&(struct pd_listener) {.athlete = &athlete}, &said, ret);
}

static void
the_value_is_for_the_eye_with_the_command_that_takes_it(void **state)
{
        struct pd_alert alert;

        (void) state;
        offer("en", "anchor lt1_hr 152 +-4 field", &alert);
        assert_string_equal(alert.title, "A new LT1?");
        assert_string_equal(alert.message, "By your runs your LT1 is 152 bpm \u00b1 4. Take it? purposectl anchors accept lt1_hr");
        assert_string_equal(alert.say, "Your runs suggest a new threshold. Have a look at it.");
        assert_string_equal(alert.say_public, alert.say);
        offer("de", "anchor d_prime 185 m +-88 field", &alert);
        assert_string_equal(alert.message,
                "Nach deinen Läufen gilt für D': 185 m \u00b1 88. Übernehmen? purposectl anchors accept d_prime");
        offer("en", "anchor critical_speed 3.610 m/s +-0.140 field", &alert);
        assert_string_equal(alert.message,
                "By your runs your critical speed is 4:37 min/km \u00b1 4 %. Take it? purposectl anchors accept critical_speed");
        offer("en", "anchor hr_max 191 test", &alert);
        assert_string_equal(alert.message, "By your runs your HRmax is 191 bpm. Take it? purposectl anchors accept hr_max");
}

static void
every_anchor_fits_whole_and_can_be_said(void **state)
{
        static const char *const texts[] = {
                "anchor hr_max 191 +-3 estimated", "anchor lthr 168 +-3 test", "anchor lt2_hr 168 +-5 estimated",
                "anchor lt2_speed 3.610 m/s +-0.140 estimated", "anchor critical_speed 3.610 m/s +-0.140 estimated",
                "anchor d_prime 185 m +-88 field",
        };

        (void) state;
        for (size_t l = 0; l < sizeof(languages) / sizeof(languages[0]); l++) {
                for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
                        struct pd_alert alert;

                        offer(languages[l]->code, texts[i], &alert);
                        is_well_said(&alert);
                }
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_value_is_for_the_eye_with_the_command_that_takes_it),
                cmocka_unit_test(every_anchor_fits_whole_and_can_be_said),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
