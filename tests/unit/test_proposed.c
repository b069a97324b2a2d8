/* SPDX-License-Identifier: MIT */
/* Proposals as sentences, in every language. */
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
propose(const char *language, const char *text, struct pd_alert *ret)
{
        struct pd_proposal proposal;
        struct pd_athlete athlete;

        pd_athlete_init(&athlete, "anna");
        memcpy(athlete.language, language, strlen(language) + 1);
        assert_int_equal(pd_proposal_read(text, &proposal), 0);
        *ret = (struct pd_alert) {.type = PD_ALERT_PROPOSAL};
        pd_speech_proposal(&(struct pd_listener) {.athlete = &athlete}, &proposal, ret);
}

static void
what_may_be_done_is_told_with_its_command(void **state)
{
        static const struct {
                const char *language, *text, *message, *say;
        } rows[] = {
                {"en", "move intervals 2026-11-24 2026-11-26",
                        "Intervals fell out on Tuesday. Thursday is 48 hours from every other hard day. Move it there? "
                        "purposectl swap 2026-11-24 2026-11-26",
                        "Tuesday's hard run fell out. Move it to Thursday?"},
                {"en", "easier tempo 2026-11-25", "You were ill. An easy run instead today? purposectl easier 2026-11-25",
                        "You were ill. An easy run instead today?"},
                {"en", "let-go easy 2026-11-24", "Easy run fell out on Tuesday. Let it go, nothing has to be made up.",
                        "Tuesday's run fell out. Let it go."},
                {"de", "move hills 2026-11-24 2026-11-26",
                        "Dienstag ausgefallen: Hügelläufe. Donnerstag liegt 48 Stunden von jedem anderen harten Tag. Dorthin verlegen? "
                        "purposectl swap 2026-11-24 2026-11-26",
                        "Der harte Lauf vom Dienstag ist ausgefallen. Auf Donnerstag verlegen?"},
                {"de", "let-go easy 2026-11-24", "Dienstag ausgefallen: Lockerer Lauf. Hak es ab, nachholen muss man nichts.",
                        "Der Lauf vom Dienstag ist ausgefallen. Das macht nichts."},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_alert alert;

                propose(rows[i].language, rows[i].text, &alert);
                assert_string_equal(alert.message, rows[i].message);
                assert_string_equal(alert.say, rows[i].say);
        }
}

static void
all_days_fit(const struct pd_language *language, enum pd_proposal_kind kind, enum pd_purpose purpose)
{
        const pd_day monday = pd_day_of_date(2026, 11, 23);

        for (pd_day day = monday; day < monday + PD_DAYS_A_WEEK; day++) {
                const struct pd_proposal proposal = {.kind = kind, .purpose = purpose, .about = day, .to = day + 2};
                char text[PD_TEXT_SIZE];
                struct pd_alert alert;

                pd_proposal_write(&proposal, text);
                propose(language->code, text, &alert);
                is_well_said(&alert);
        }
}

static void
every_one_fits_whole_and_can_be_said(void **state)
{
        (void) state;
        for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
                for (int kind = 0; kind < PD_PROPOSAL_KIND_COUNT; kind++)
                        for (int purpose = PD_PURPOSE_NONE + 1; purpose < PD_PURPOSE_COUNT; purpose++)
                                all_days_fit(languages[i], (enum pd_proposal_kind) kind, (enum pd_purpose) purpose);
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_may_be_done_is_told_with_its_command),
                cmocka_unit_test(every_one_fits_whole_and_can_be_said),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
