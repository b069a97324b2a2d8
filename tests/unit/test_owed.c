/* SPDX-License-Identifier: MIT */
/*
 * A broker that takes what it wants when it wants, and a daemon that dies
 * in between: what is owed survives both, in its order, byte for byte.
 */
#include "owed.h"

#include "formats/payload.h"
#include "support/cm.h"
#include "support/house.h"
#include "support/scratch.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-event.h>

#define TOLD_MAX 512
#define MONTH 40

/* The sink's side: what it was told, in its order. */
struct told {
        char session[PD_SESSION_ID_SIZE];
        uint64_t ticket;
        uint32_t sequence;
        char *text;
};

struct bench {
        struct pd_sink sink; /* first: events come with it alone */
        struct house house;
        sd_event *loop;
        struct pd_sink *sinks[1];
        struct pd_owed *owed;
        size_t n, settled; /* told; of them, settled in their order */
        size_t n_reported; /* reports that had to wait */
        struct told told[TOLD_MAX];
        char text[PD_PAYLOAD_SIZE];
};

static struct bench *bench;

static void
sink_event(struct pd_sink *sink, const struct pd_event *event)
{
        struct bench *self = (struct bench *) sink;
        struct told *told = &self->told[self->n++];
        size_t length;

        assert_in_range(self->n, 0, TOLD_MAX);
        memcpy(told->session, event->session, sizeof(told->session));
        told->ticket = event->ticket;
        told->sequence = event->sequence;
        if (event->payload == NULL)
                assert_int_equal(pd_payload_event(event, self->text, sizeof(self->text), &length), 0);
        told->text = strdup(event->payload != NULL ? event->payload : self->text);
}

static const struct pd_sink_type sink_type = {.key = "bench", .event = sink_event};

static void
on_reported(void *user, const char *athlete)
{
        struct bench *self = user;

        assert_string_equal(athlete, "anna");
        self->n_reported++;
}

/* ---- lives ------------------------------------------------------------------------------ */

static void
start(void)
{
        const struct pd_owed_context context = {.loop = bench->loop, .history = bench->house.history, .sinks = bench->sinks, .n_sinks = 1,
                .reported = on_reported, .user = bench};

        assert_int_equal(pd_owed_new(&context, &bench->owed), 0);
        bench->settled = bench->n; /* of this life */
}

static void
die(void)
{
        bench->owed = pd_owed_free(bench->owed);
        house_close(&bench->house);
        assert_int_equal(pd_history_new(&bench->house.context, &bench->house.history), 0);
}

static void
live_again(void)
{
        die();
        start();
        pd_owed_begin(bench->owed);
}

static int
set_up(void **state)
{
        int r = scratch_set_up(state);

        bench = calloc(1, sizeof(*bench));
        if (r != 0 || bench == NULL)
                return -1;
        bench->sink.type = &sink_type;
        bench->sinks[0] = &bench->sink;
        house_open(&bench->house, *state);
        if (sd_event_new(&bench->loop) < 0)
                return -1;
        start();
        pd_owed_begin(bench->owed);
        return 0;
}

static int
tear_down(void **state)
{
        pd_owed_free(bench->owed);
        house_close(&bench->house);
        sd_event_unref(bench->loop);
        for (size_t i = 0; i < bench->n; i++)
                free(bench->told[i].text);
        free(bench);
        return scratch_tear_down(state);
}

/* Until nothing is left to be handed out. */
static void
turn(void)
{
        while (sd_event_run(bench->loop, 0) > 0)
                ;
}

static const char *
id_of(int i)
{
        static char id[PD_SESSION_ID_SIZE];

        snprintf(id, sizeof(id), "202611%02dT%02d0000Z", 1 + i % 28, i / 28 % 24);
        return id;
}

static struct pd_event
summary_of(int i)
{
        struct pd_event event = {
                .kind = PD_EVENT_SUMMARY,
                .real = HOUSE_STARTED + i * PD_HOUR,
                .athlete = &bench->house.athletes[0],
                .sequence = 7,
                .summary = {.start = -PD_MINUTE, .final = true, .revision = 1, .duration_s = 600 + i, .moving_s = 600, .distance_m = 2000,
                        .rpe = PD_UNKNOWN},
        };

        strcpy(event.session, id_of(i));
        return event;
}

static void
finish_session(int i)
{
        struct pd_event event = summary_of(i);

        pd_owed_take(bench->owed, &event);
}

static void
rate_session(int i, int32_t rpe)
{
        struct pd_event event = summary_of(i);

        event.sequence = 0;
        event.summary.revision = 2;
        event.summary.rpe = rpe;
        pd_owed_take(bench->owed, &event);
}

#define MONDAY pd_day_of_date(2026, 11, 23)

static void
report_week(int32_t revision, const char *sentence)
{
        struct pd_week week = {.monday = MONDAY, .final = true, .revision = revision, .sessions = 3};
        struct pd_event event = {.kind = PD_EVENT_WEEK, .real = HOUSE_STARTED, .athlete = &bench->house.athletes[0],
                .sequence = (uint32_t) revision, .t_s = PD_UNKNOWN, .week = &week};

        strcpy(week.sentence, sentence);
        pd_week_id(MONDAY, event.session);
        assert_true(pd_owed_is_for_good(&event));
        pd_owed_take(bench->owed, &event);
        week.final = false;
        assert_false(pd_owed_is_for_good(&event));
}

/* The broker takes so many more, in their order. */
static void
deliver(size_t n)
{
        for (; n > 0 && bench->settled < bench->n; n--) {
                pd_owed_settle(bench->owed, "bench", bench->told[bench->settled++].ticket, true);
                turn();
        }
}

static void
assert_told(size_t place, int session)
{
        assert_true(place < bench->n);
        assert_string_equal(bench->told[place].session, id_of(session));
}

/* ---- tests ------------------------------------------------------------------------------- */

static void
a_month_without_a_broker_is_delivered_in_order_across_a_restart(void **state)
{
        size_t again;

        (void) state;
        for (int i = 0; i < MONTH; i++) {
                finish_session(i);
                turn();
        }
        assert_int_equal(bench->n, PD_OWED_HANDED_MAX); /* the others wait on record */
        live_again();
        turn();
        deliver(13);
        again = bench->n;
        live_again();
        turn();
        deliver(SIZE_MAX);
        for (int i = 13; i < MONTH; i++) {
                assert_told(again + (size_t) i - 13, i);
                assert_int_equal(bench->told[again + (size_t) i - 13].sequence, 7);
        }
        assert_int_equal(bench->n, again + MONTH - 13);
        for (size_t i = 0; i < bench->n; i++)
                for (size_t k = 0; k < i; k++)
                        if (strcmp(bench->told[i].session, bench->told[k].session) == 0)
                                assert_string_equal(bench->told[i].text, bench->told[k].text);
}

static void
what_was_delivered_is_not_told_again(void **state)
{
        (void) state;
        finish_session(0);
        finish_session(1);
        assert_int_equal(bench->n, 2); /* at once, when nobody is before them */
        deliver(1);
        live_again();
        turn();
        assert_int_equal(bench->n, 3);
        assert_told(2, 1);
        deliver(1);
        live_again();
        turn();
        assert_int_equal(bench->n, 3);
}

static void
a_revision_is_owed_in_place_of_what_it_revises(void **state)
{
        uint64_t old;

        (void) state;
        for (int i = 0; i <= PD_OWED_HANDED_MAX + 1; i++)
                finish_session(i);
        old = bench->told[0].ticket;
        rate_session(0, 3);                      /* on its way */
        rate_session(PD_OWED_HANDED_MAX, 4);     /* waits: keeps its turn */
        pd_owed_settle(bench->owed, "bench", old, true); /* the broker's word of the first one, too late */
        turn();
        deliver(SIZE_MAX);
        assert_int_equal(bench->n, PD_OWED_HANDED_MAX + 3);
        assert_told(PD_OWED_HANDED_MAX, PD_OWED_HANDED_MAX);
        assert_non_null(strstr(bench->told[PD_OWED_HANDED_MAX].text, "\"rpe\":4"));
        assert_told(PD_OWED_HANDED_MAX + 1, PD_OWED_HANDED_MAX + 1);
        assert_told(PD_OWED_HANDED_MAX + 2, 0);
        assert_non_null(strstr(bench->told[PD_OWED_HANDED_MAX + 2].text, "\"rpe\":3"));
        live_again();
        turn();
        assert_int_equal(bench->n, PD_OWED_HANDED_MAX + 3);
}

static void
what_is_refused_holds_nobody_up_and_is_tried_after_the_next_start(void **state)
{
        (void) state;
        for (int i = 0; i < 2 * PD_OWED_HANDED_MAX; i++)
                finish_session(i);
        for (size_t i = 0; i < PD_OWED_HANDED_MAX; i++)
                pd_owed_settle(bench->owed, "bench", bench->told[i].ticket, false);
        turn();
        assert_int_equal(bench->n, 2 * PD_OWED_HANDED_MAX);
        bench->settled = PD_OWED_HANDED_MAX;
        deliver(SIZE_MAX);
        live_again();
        turn();
        assert_int_equal(bench->n, 3 * PD_OWED_HANDED_MAX);
        assert_told(2 * PD_OWED_HANDED_MAX, 0);
}

/* The record has the one, and not the other: we died over it. */
static void
what_a_recovery_says_again_is_owed_once(void **state)
{
        struct pd_event known = summary_of(0), unknown = summary_of(1);

        (void) state;
        finish_session(0);
        die();
        start();
        pd_owed_recall(bench->owed, &bench->sink, &known);
        pd_owed_recall(bench->owed, &bench->sink, &unknown);
        turn();
        assert_int_equal(bench->n, 1); /* not before all have been recalled */
        pd_owed_begin(bench->owed);
        turn();
        assert_int_equal(bench->n, 3);
        assert_told(1, 0);
        assert_told(2, 1);
}

static void
an_acknowledgement_does_not_cover_a_summary_that_waits(void **state)
{
        (void) state;
        finish_session(0);
        assert_true(pd_owed_lacks(bench->owed, "bench", "anna", id_of(0), 8)); /* the alert right behind it */
        assert_false(pd_owed_lacks(bench->owed, "bench", "anna", id_of(0), 7));
        assert_false(pd_owed_lacks(bench->owed, "bench", "anna", id_of(1), 8));
        deliver(1);
        assert_false(pd_owed_lacks(bench->owed, "bench", "anna", id_of(0), 8));
        rate_session(0, 3); /* said later than the alert, by no engine */
        assert_false(pd_owed_lacks(bench->owed, "bench", "anna", id_of(0), 8));
}

static void
nobody_passes_who_waits(void **state)
{
        (void) state;
        for (int i = 0; i <= PD_OWED_HANDED_MAX; i++)
                finish_session(i);
        pd_owed_settle(bench->owed, "bench", bench->told[bench->settled++].ticket, true); /* there is room, and its turn has not come */
        finish_session(PD_OWED_HANDED_MAX + 1);
        assert_int_equal(bench->n, PD_OWED_HANDED_MAX);
        turn();
        deliver(SIZE_MAX);
        for (int i = 0; i <= PD_OWED_HANDED_MAX + 1; i++)
                assert_told((size_t) i, i);
}

static void
nothing_is_handed_out_before_all_sinks_are_there(void **state)
{
        (void) state;
        die();
        start();
        finish_session(0);
        turn();
        assert_int_equal(bench->n, 0);
        pd_owed_begin(bench->owed);
        turn();
        assert_int_equal(bench->n, 1);
}

static void
who_is_forgotten_is_owed_nothing(void **state)
{
        (void) state;
        for (int i = 0; i < 2 * PD_OWED_HANDED_MAX; i++)
                finish_session(i);
        pd_owed_forget(bench->owed, "anna");
        assert_int_equal(pd_history_forget(bench->house.history, "anna"), 0);
        deliver(SIZE_MAX);
        live_again();
        turn();
        assert_int_equal(bench->n, PD_OWED_HANDED_MAX);
}

static void
after_a_year_the_oldest_that_waits_is_forgotten(void **state)
{
        (void) state;
        for (int i = 0; i < PD_OWED_MAX + 2; i++)
                finish_session(i);
        deliver(SIZE_MAX);
        assert_int_equal(bench->n, PD_OWED_MAX);
        assert_told(PD_OWED_HANDED_MAX - 1, PD_OWED_HANDED_MAX - 1);
        assert_told(PD_OWED_HANDED_MAX, PD_OWED_HANDED_MAX + 2);
        assert_told(PD_OWED_MAX - 1, PD_OWED_MAX + 1);
}

/* Another program holds the database: memory has them meanwhile. */
static sqlite3 *
hold_the_card(void)
{
        char path[200];
        sqlite3 *db;

        bench->house.context.threaded = true;
        live_again();
        snprintf(path, sizeof(path), "%s/history.sqlite", bench->house.folder);
        assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
        return db;
}

static void
a_card_that_takes_nothing_holds_nothing_up(void **state)
{
        sqlite3 *db = hold_the_card();

        (void) state;
        for (int i = 0; i < PD_OWED_TEXTS_MAX; i++)
                finish_session(i);
        deliver(SIZE_MAX);
        assert_int_equal(bench->n, PD_OWED_TEXTS_MAX);
        for (int i = 0; i < PD_OWED_TEXTS_MAX; i++)
                assert_told((size_t) i, i);
        assert_int_equal(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
        live_again(); /* whatever was told is settled when the card has taken it all */
        turn();
        assert_int_equal(bench->n, PD_OWED_TEXTS_MAX);
}

static void
of_what_no_card_takes_memory_keeps_the_last(void **state)
{
        sqlite3 *db = hold_the_card();
        const int n = PD_OWED_HANDED_MAX + PD_OWED_TEXTS_MAX + 2;

        (void) state;
        for (int i = 0; i < n; i++)
                finish_session(i);
        deliver(SIZE_MAX);
        assert_int_equal(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
        assert_int_equal(bench->n, n - 2);
        assert_told(PD_OWED_HANDED_MAX - 1, PD_OWED_HANDED_MAX - 1);
        assert_told(PD_OWED_HANDED_MAX, PD_OWED_HANDED_MAX + 2);
        assert_told((size_t) n - 3, n - 1);
}

/* purposectl import, without a daemon. */
static void
what_was_told_without_a_sink_is_owed_to_each(void **state)
{
        const struct pd_event event = summary_of(0);
        struct pd_debt debt = {.kind = PD_EVENT_SUMMARY, .athlete = "anna"};
        size_t length;

        (void) state;
        die();
        strcpy(debt.id, id_of(0));
        assert_int_equal(pd_payload_event(&event, bench->text, sizeof(bench->text), &length), 0);
        assert_int_equal(pd_history_owe(bench->house.history, &debt, bench->text), 0);
        live_again();
        turn();
        assert_int_equal(bench->n, 1);
        assert_told(0, 0);
        assert_string_equal(bench->told[0].text, bench->text);
        deliver(1);
        live_again();
        turn();
        assert_int_equal(bench->n, 1);
}

/* Its words would be others by then: the plan is. */
static void
a_report_of_a_week_waits_in_its_turn_with_the_words_that_it_had(void **state)
{
        (void) state;
        for (int i = 0; i < PD_OWED_HANDED_MAX; i++)
                finish_session(i);
        report_week(1, "Three runs.");
        finish_session(PD_OWED_HANDED_MAX);
        turn();
        assert_int_equal(bench->n, PD_OWED_HANDED_MAX);
        live_again();
        turn();
        assert_int_equal(bench->n, 2 * PD_OWED_HANDED_MAX);
        assert_int_equal(bench->n_reported, 0);
        deliver(SIZE_MAX);
        assert_int_equal(bench->n, 2 * PD_OWED_HANDED_MAX + 2);
        assert_string_equal(bench->told[2 * PD_OWED_HANDED_MAX].session, "2026-W48");
        assert_int_equal(bench->told[2 * PD_OWED_HANDED_MAX].sequence, 1);
        assert_non_null(strstr(bench->told[2 * PD_OWED_HANDED_MAX].text, "\"final\":true,\"revision\":1,"));
        assert_non_null(strstr(bench->told[2 * PD_OWED_HANDED_MAX].text, "\"Three runs.\""));
        assert_told(2 * PD_OWED_HANDED_MAX + 1, PD_OWED_HANDED_MAX);
        assert_int_equal(bench->n_reported, 1); /* the running week comes behind it once more */
        live_again();
        turn();
        assert_int_equal(bench->n, 2 * PD_OWED_HANDED_MAX + 2);
}

static void
a_report_is_on_its_way_until_it_is_delivered_and_its_revision_then(void **state)
{
        (void) state;
        assert_false(pd_owed_has_week(bench->owed, "anna", MONDAY, 1));
        report_week(1, "Three runs.");
        assert_int_equal(bench->n_reported, 0); /* at once: the running week is told behind it anyway */
        assert_true(pd_owed_has_week(bench->owed, "anna", MONDAY, 1));
        assert_false(pd_owed_has_week(bench->owed, "anna", MONDAY, 2));
        assert_false(pd_owed_has_week(bench->owed, "ben", MONDAY, 1));
        assert_false(pd_owed_has_week(bench->owed, "anna", MONDAY + PD_DAYS_A_WEEK, 1));
        live_again();
        assert_true(pd_owed_has_week(bench->owed, "anna", MONDAY, 1));
        report_week(2, "Four runs.");
        assert_false(pd_owed_has_week(bench->owed, "anna", MONDAY, 1));
        turn();
        deliver(SIZE_MAX);
        assert_false(pd_owed_has_week(bench->owed, "anna", MONDAY, 2));
        live_again();
        turn();
        assert_non_null(strstr(bench->told[bench->n - 1].text, "Four runs."));
        assert_int_equal(bench->n, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(a_month_without_a_broker_is_delivered_in_order_across_a_restart),
                TEST(what_was_delivered_is_not_told_again),
                TEST(a_revision_is_owed_in_place_of_what_it_revises),
                TEST(what_is_refused_holds_nobody_up_and_is_tried_after_the_next_start),
                TEST(what_a_recovery_says_again_is_owed_once),
                TEST(an_acknowledgement_does_not_cover_a_summary_that_waits),
                TEST(nobody_passes_who_waits),
                TEST(nothing_is_handed_out_before_all_sinks_are_there),
                TEST(who_is_forgotten_is_owed_nothing),
                TEST(after_a_year_the_oldest_that_waits_is_forgotten),
                TEST(a_card_that_takes_nothing_holds_nothing_up),
                TEST(of_what_no_card_takes_memory_keeps_the_last),
                TEST(what_was_told_without_a_sink_is_owed_to_each),
                TEST(a_report_of_a_week_waits_in_its_turn_with_the_words_that_it_had),
                TEST(a_report_is_on_its_way_until_it_is_delivered_and_its_revision_then),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
