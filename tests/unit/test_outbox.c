/* SPDX-License-Identifier: MIT */
/* The queue: what is kept, what is replaced, what is dropped and how often that is counted. */
#include "support/cm.h"

#include "mqtt/outbox.h"
#include "owed.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define AT(s) ((pd_usec) (s) * PD_SEC)

static struct pd_outbox *outbox;

static int
set_up(void **state)
{
        (void) state;
        outbox = pd_outbox_new();
        return outbox ? 0 : -1;
}

static int
tear_down(void **state)
{
        (void) state;
        outbox = pd_outbox_free(outbox);
        return 0;
}

static struct pd_message
message(enum pd_queueing queueing, const char *topic, const char *payload)
{
        struct pd_message m = { .qos = queueing == PD_QUEUEING_NEVER ? 0 : 1, .queueing = queueing };

        m.retain = queueing == PD_QUEUEING_NEWEST || queueing == PD_QUEUEING_KEEP;
        m.expiry_s = queueing == PD_QUEUEING_EACH ? 120 : queueing == PD_QUEUEING_NEVER ? 15 : 0;
        snprintf(m.topic, sizeof(m.topic), "%s", topic);
        m.length = (size_t) snprintf(m.payload, sizeof(m.payload), "%s", payload);
        strcpy(m.athlete, "anna");
        strcpy(m.session, "s1");
        return m;
}

static int
put(pd_usec now, enum pd_queueing queueing, const char *topic, const char *payload)
{
        struct pd_message m = message(queueing, topic, payload);

        return pd_outbox_put(outbox, now, &m);
}

static struct pd_outbox_counts
counts(void)
{
        struct pd_outbox_counts c;

        pd_outbox_counts(outbox, &c);
        return c;
}

/* Sends what is next, which must be PAYLOAD; MID for its acknowledgement. */
static void
send(pd_usec now, const char *payload, int mid)
{
        struct pd_parcel parcel;

        assert_true(pd_outbox_next(outbox, now, &parcel));
        assert_int_equal(parcel.length, strlen(payload));
        assert_memory_equal(parcel.payload, payload, parcel.length);
        pd_outbox_sent(outbox, mid);
}

static void
assert_nothing_to_send(pd_usec now)
{
        struct pd_parcel parcel;

        assert_false(pd_outbox_next(outbox, now, &parcel));
}

static void
live_is_dropped_while_off_line_and_counted(void **state)
{
        (void) state;
        assert_int_equal(put(AT(0), PD_QUEUEING_NEVER, "a/live", "1"), -ENETDOWN);
        assert_int_equal(put(AT(1), PD_QUEUEING_NEVER, "a/live", "2"), -ENETDOWN);
        assert_int_equal(counts().dropped_live, 2);
        pd_outbox_connect(outbox, 16);
        assert_nothing_to_send(AT(2));
        assert_int_equal(put(AT(2), PD_QUEUEING_NEVER, "a/live", "3"), 0);
        send(AT(2), "3", 1);
        assert_int_equal(counts().queued + counts().in_flight, 0);
}

static void
nothing_is_given_out_while_off_line(void **state)
{
        (void) state;
        assert_int_equal(put(AT(0), PD_QUEUEING_EACH, "a/alert", "1"), 0);
        assert_nothing_to_send(AT(0));
        pd_outbox_connect(outbox, 16);
        send(AT(0), "1", 1);
}

static void
only_the_newest_of_a_retained_topic_waits(void **state)
{
        (void) state;
        put(AT(0), PD_QUEUEING_NEWEST, "a/session", "running");
        put(AT(0), PD_QUEUEING_NEWEST, "b/session", "armed");
        put(AT(1), PD_QUEUEING_NEWEST, "a/session", "paused");
        put(AT(2), PD_QUEUEING_NEWEST, "a/session", "idle");
        assert_int_equal(counts().queued, 2);
        pd_outbox_connect(outbox, 16);
        send(AT(3), "armed", 1);
        send(AT(3), "idle", 2);
        assert_nothing_to_send(AT(3));
        assert_int_equal(counts().dropped_full + counts().dropped_stale, 0);
}

/* Whose sums are the same ("costarring" and "liquid", by FNV-1a), and what comes each for itself. */
static void
only_the_same_topic_is_replaced_and_nothing_that_counts_each_time(void **state)
{
        (void) state;
        put(AT(0), PD_QUEUEING_NEWEST, "costarring", "1");
        put(AT(0), PD_QUEUEING_NEWEST, "liquid", "2");
        put(AT(0), PD_QUEUEING_EACH, "a/any", "3");
        put(AT(0), PD_QUEUEING_NEWEST, "a/any", "4");
        put(AT(0), PD_QUEUEING_EACH, "a/any", "5");
        pd_outbox_connect(outbox, 16);
        for (int i = 1; i <= 5; i++)
                send(AT(1), (const char[]) { (char) ('0' + i), '\0' }, i);
}

static void
every_alert_waits_until_it_is_two_minutes_old(void **state)
{
        struct pd_parcel parcel;

        (void) state;
        put(AT(0), PD_QUEUEING_EACH, "a/alert", "1");
        put(AT(60), PD_QUEUEING_EACH, "a/alert", "2");
        put(AT(90), PD_QUEUEING_EACH, "a/alert", "3");
        pd_outbox_connect(outbox, 16);
        assert_true(pd_outbox_next(outbox, AT(120), &parcel));
        assert_memory_equal(parcel.payload, "2", 1);
        assert_int_equal(parcel.expiry_s, 60);
        pd_outbox_sent(outbox, 1);
        assert_int_equal(counts().dropped_stale, 1);
        assert_true(pd_outbox_next(outbox, AT(209) + 1, &parcel));
        assert_int_equal(parcel.expiry_s, 1); /* never 0: that would be for ever */
        assert_nothing_to_send(AT(210));
        assert_int_equal(counts().dropped_stale, 2);
}

static void
what_was_in_flight_is_sent_again_first(void **state)
{
        struct pd_receipt receipt;

        (void) state;
        pd_outbox_connect(outbox, 16);
        put(AT(0), PD_QUEUEING_EACH, "a/alert", "1");
        put(AT(0), PD_QUEUEING_EACH, "a/alert", "2");
        send(AT(0), "1", 7);
        send(AT(0), "2", 8);
        assert_int_equal(pd_outbox_acknowledge(outbox, 7, true, &receipt), 0);
        pd_outbox_disconnect(outbox);
        put(AT(5), PD_QUEUEING_EACH, "a/alert", "3");
        assert_nothing_to_send(AT(5));
        pd_outbox_connect(outbox, 16);
        send(AT(6), "2", 1);
        send(AT(6), "3", 2);
        assert_int_equal(pd_outbox_acknowledge(outbox, 8, true, &receipt), -ENOENT); /* an id of the old line */
        assert_int_equal(pd_outbox_acknowledge(outbox, 1, true, &receipt), 0);
        assert_int_equal(pd_outbox_acknowledge(outbox, 1, true, &receipt), -ENOENT);
}

static void
what_was_in_flight_gives_way_to_what_came_after_it(void **state)
{
        (void) state;
        pd_outbox_connect(outbox, 16);
        put(AT(0), PD_QUEUEING_NEWEST, "a/session", "running");
        send(AT(0), "running", 1);
        put(AT(1), PD_QUEUEING_NEWEST, "a/session", "paused"); /* the first is on its way and cannot be called back */
        send(AT(1), "paused", 2);
        put(AT(2), PD_QUEUEING_NEWEST, "a/session", "idle");
        pd_outbox_disconnect(outbox);
        assert_int_equal(counts().queued, 1);
        pd_outbox_connect(outbox, 16);
        send(AT(3), "idle", 1);
        assert_nothing_to_send(AT(3));
}

static void
a_receipt_names_session_sequence_and_ticket(void **state)
{
        struct pd_message m = message(PD_QUEUEING_EACH, "a/alert", "1");
        struct pd_receipt receipt = { .sequence = 99 };

        (void) state;
        m.sequence = 4;
        m.ticket = 17;
        pd_outbox_connect(outbox, 16);
        pd_outbox_put(outbox, AT(0), &m);
        send(AT(0), "1", 11);
        assert_int_equal(pd_outbox_acknowledge(outbox, 12, true, &receipt), -ENOENT);
        assert_int_equal(receipt.sequence, 99);
        assert_int_equal(pd_outbox_acknowledge(outbox, 11, true, &receipt), 0);
        assert_string_equal(receipt.athlete, "anna");
        assert_string_equal(receipt.session, "s1");
        assert_int_equal(receipt.sequence, 4);
        assert_int_equal(receipt.ticket, 17);
        assert_int_equal(counts().queued_bytes, 0);
        assert_int_equal(counts().refused, 0);
}

static void
what_the_broker_refuses_is_counted_and_gone(void **state)
{
        struct pd_parcel parcel;
        struct pd_receipt receipt;

        (void) state;
        pd_outbox_connect(outbox, 16);
        put(AT(0), PD_QUEUEING_EACH, "a/alert", "1");
        put(AT(0), PD_QUEUEING_EACH, "a/alert", "2");
        send(AT(0), "1", 1);
        assert_int_equal(pd_outbox_acknowledge(outbox, 1, false, &receipt), 0);
        assert_true(pd_outbox_next(outbox, AT(0), &parcel));
        pd_outbox_refuse(outbox, &receipt);
        assert_string_equal(receipt.session, "s1");
        assert_int_equal(counts().refused, 2);
        assert_nothing_to_send(AT(0));
}

static void
the_window_holds_qos_1_back_but_not_live(void **state)
{
        struct pd_receipt receipt;

        (void) state;
        pd_outbox_connect(outbox, 2);
        put(AT(0), PD_QUEUEING_EACH, "a/alert", "1");
        put(AT(0), PD_QUEUEING_EACH, "a/alert", "2");
        put(AT(0), PD_QUEUEING_EACH, "a/alert", "3");
        send(AT(0), "1", 1);
        send(AT(0), "2", 2);
        assert_nothing_to_send(AT(0));
        put(AT(0), PD_QUEUEING_NEVER, "a/live", "l");
        send(AT(0), "l", 3);
        assert_nothing_to_send(AT(0));
        assert_int_equal(counts().in_flight, 2);
        pd_outbox_acknowledge(outbox, 2, true, &receipt);
        send(AT(0), "3", 4);
}

static void
live_that_could_not_go_out_is_replaced_and_lost_with_the_line(void **state)
{
        (void) state;
        pd_outbox_connect(outbox, 16);
        put(AT(0), PD_QUEUEING_NEVER, "a/live", "1");
        put(AT(1), PD_QUEUEING_NEVER, "a/live", "2");
        assert_int_equal(counts().queued, 1);
        pd_outbox_disconnect(outbox);
        assert_int_equal(counts().queued, 0);
        assert_int_equal(counts().dropped_live, 1);
}

static void
the_summaries_of_two_sessions_both_arrive_in_order(void **state)
{
        struct pd_message m;

        (void) state;
        put(AT(0), PD_QUEUEING_NEWEST, "a/summary", "s1 so far");
        put(AT(1), PD_QUEUEING_KEEP, "a/summary", "s1 final");
        put(AT(2), PD_QUEUEING_KEEP, "a/summary", "s1 revised");
        m = message(PD_QUEUEING_NEWEST, "a/summary", "s2 so far");
        strcpy(m.session, "s2");
        pd_outbox_put(outbox, AT(3), &m);
        m = message(PD_QUEUEING_KEEP, "a/summary", "s2 final");
        strcpy(m.session, "s2");
        pd_outbox_put(outbox, AT(4), &m);

        pd_outbox_connect(outbox, 16);
        send(AT(5), "s1 revised", 1);
        send(AT(5), "s2 final", 2);
        assert_nothing_to_send(AT(5));
}

static void
a_weeks_report_is_not_lost_in_the_week_that_follows(void **state)
{
        struct pd_message running = message(PD_QUEUEING_NEWEST, "a/week", "week 48"), m;

        (void) state;
        running.session[0] = '\0'; /* of no session, and no report */
        pd_outbox_put(outbox, AT(0), &running);
        for (int i = 47; i <= 48; i++) {
                char id[16];

                snprintf(id, sizeof(id), "report %d", i);
                m = message(PD_QUEUEING_KEEP, "a/week", id);
                snprintf(m.session, sizeof(m.session), "2026-W%d", i);
                pd_outbox_put(outbox, AT(i), &m);
                pd_outbox_put(outbox, AT(i), &running);
        }
        pd_outbox_connect(outbox, 16);
        send(AT(50), "report 47", 1);
        send(AT(50), "report 48", 2);
        send(AT(50), "week 48", 3);
        pd_outbox_disconnect(outbox);
        pd_outbox_connect(outbox, 16);
        send(AT(51), "report 47", 1);
        send(AT(51), "report 48", 2);
        send(AT(51), "week 48", 3);
        assert_nothing_to_send(AT(51));
}

/* One message of a session, sent as MID. */
static void
put_and_send(enum pd_queueing queueing, const char *topic, const char *session, uint32_t sequence, int mid)
{
        struct pd_message m = message(queueing, topic, session);

        snprintf(m.session, sizeof(m.session), "%s", session);
        m.sequence = sequence;
        assert_int_equal(pd_outbox_put(outbox, AT(0), &m), 0);
        send(AT(0), session, mid);
}

static void
a_postponed_summary_waits_ever_longer_but_not_for_ever(void **state)
{
        static const int waits_s[] = { 30, 60, 120, 240, 480, 960, 960 };
        pd_usec now = AT(0);

        (void) state;
        pd_outbox_connect(outbox, 16);
        put_and_send(PD_QUEUEING_KEEP, "summary", "s1", 5, 1);
        for (int i = 0; i < 7; i++) {
                assert_int_equal(pd_outbox_postpone(outbox, now, i + 1), 0);
                assert_int_equal(counts().in_flight, 0);
                assert_int_equal(counts().queued, 1);
                now += waits_s[i] * PD_SEC;
                assert_nothing_to_send(now - 1);
                send(now, "s1", i + 2);
        }
        assert_int_equal(counts().refused, 0);
        assert_int_equal(pd_outbox_postpone(outbox, now, 8), 0);
        pd_outbox_disconnect(outbox);
        pd_outbox_connect(outbox, 16);
        send(now, "s1", 1); /* another line, another chance */
        assert_int_equal(pd_outbox_postpone(outbox, now, 1), 0);
        send(now + 30 * PD_SEC, "s1", 2);
}

static void
what_follows_a_postponed_summary_on_its_topic_waits_too(void **state)
{
        (void) state;
        pd_outbox_connect(outbox, 16);
        put_and_send(PD_QUEUEING_KEEP, "summary", "s1", 5, 1);
        assert_int_equal(pd_outbox_postpone(outbox, AT(0), 1), 0);
        struct pd_message m = message(PD_QUEUEING_KEEP, "summary", "s2");
        strcpy(m.session, "s2");
        assert_int_equal(pd_outbox_put(outbox, AT(1), &m), 0);
        put(AT(1), PD_QUEUEING_EACH, "alert", "a");
        send(AT(1), "a", 2);
        assert_nothing_to_send(AT(29));
        send(AT(30), "s1", 3);
        send(AT(30), "s2", 4);
}

static void
a_postponed_summary_gives_way_to_its_revision(void **state)
{
        (void) state;
        pd_outbox_connect(outbox, 16);
        put_and_send(PD_QUEUEING_KEEP, "summary", "s1", 5, 1);
        put(AT(0), PD_QUEUEING_KEEP, "summary", "revised");
        assert_int_equal(pd_outbox_postpone(outbox, AT(0), 1), 0);
        send(AT(0), "revised", 2);
        assert_int_equal(counts().queued, 0);
}

static void
only_a_final_summary_in_flight_can_be_postponed(void **state)
{
        struct pd_receipt receipt;

        (void) state;
        pd_outbox_connect(outbox, 16);
        put_and_send(PD_QUEUEING_EACH, "alert", "s1", 5, 1);
        assert_int_equal(pd_outbox_postpone(outbox, AT(0), 1), -ENOENT);
        assert_int_equal(pd_outbox_postpone(outbox, AT(0), 2), -ENOENT);
        assert_int_equal(pd_outbox_acknowledge(outbox, 1, false, &receipt), 0);
}

static void
no_receipt_covers_a_summary_that_is_still_here(void **state)
{
        struct pd_receipt receipt;

        (void) state;
        pd_outbox_connect(outbox, 16);
        put_and_send(PD_QUEUEING_EACH, "alert", "s1", 4, 1);
        put_and_send(PD_QUEUEING_KEEP, "summary", "s1", 5, 2);
        put_and_send(PD_QUEUEING_EACH, "alert", "s1", 6, 3);
        put_and_send(PD_QUEUEING_EACH, "alert", "s2", 6, 4);
        assert_int_equal(pd_outbox_postpone(outbox, AT(0), 2), 0);
        assert_int_equal(pd_outbox_acknowledge(outbox, 1, true, &receipt), 0);
        assert_int_equal(receipt.sequence, 4);
        assert_int_equal(pd_outbox_acknowledge(outbox, 3, true, &receipt), 0);
        assert_int_equal(receipt.sequence, 0);
        assert_int_equal(pd_outbox_acknowledge(outbox, 4, true, &receipt), 0);
        assert_int_equal(receipt.sequence, 6);
        send(AT(30), "s1", 5);
        put_and_send(PD_QUEUEING_KEEP, "summary", "s1", 5, 6); /* the same once more: once is enough */
        assert_int_equal(pd_outbox_acknowledge(outbox, 5, true, &receipt), 0);
        assert_int_equal(receipt.sequence, 5);
}

static void
when_it_is_full_the_oldest_goes_but_never_a_final_summary(void **state)
{
        char topic[32], payload[32];

        (void) state;
        put(AT(0), PD_QUEUEING_KEEP, "a/summary", "final");
        for (int i = 0; i < PD_OUTBOX_ENTRIES_MAX + 9; i++) {
                snprintf(payload, sizeof(payload), "%d", i);
                assert_int_equal(put(AT(0), PD_QUEUEING_EACH, "a/alert", payload), 0);
        }
        assert_int_equal(counts().queued, PD_OUTBOX_ENTRIES_MAX);
        assert_int_equal(counts().dropped_full, 10);
        pd_outbox_connect(outbox, 16);
        send(AT(1), "final", 1);
        send(AT(1), "10", 2);

        for (int i = 0; i < PD_OUTBOX_ENTRIES_MAX - 2; i++) { /* finals push out all the rest but what is in flight */
                snprintf(topic, sizeof(topic), "%d/summary", i);
                assert_int_equal(put(AT(1), PD_QUEUEING_KEEP, topic, "f"), 0);
        }
        assert_int_equal(put(AT(1), PD_QUEUEING_EACH, "a/alert", "late"), -ENOSPC);
        assert_int_equal(counts().queued, PD_OUTBOX_ENTRIES_MAX - 2);
        assert_int_equal(counts().in_flight, 2);
}

/* As many as are handed to it at one time, as long as they may be, while it is
 * full of everything else and much is in flight: live data never costs a summary. */
static void
all_the_summaries_that_are_owed_at_one_time_find_room(void **state)
{
        struct pd_message m = message(PD_QUEUEING_KEEP, "a/summary", ""), live = message(PD_QUEUEING_EACH, "a/alert", "");
        struct pd_parcel parcel;

        (void) state;
        live.length = 4096;
        memset(live.payload, 'x', live.length);
        pd_outbox_connect(outbox, PD_OUTBOX_WINDOW);
        for (int i = 0; i < PD_OUTBOX_ENTRIES_MAX; i++)
                assert_int_equal(pd_outbox_put(outbox, AT(0), &live), 0);
        for (int mid = 1; mid <= PD_OUTBOX_WINDOW; mid++) {
                assert_true(pd_outbox_next(outbox, AT(0), &parcel));
                pd_outbox_sent(outbox, mid);
        }
        memset(m.payload, 'x', PD_PAYLOAD_SIZE - 1);
        m.length = PD_PAYLOAD_SIZE - 1;
        for (int i = 0; i < PD_OWED_HANDED_MAX; i++) {
                snprintf(m.session, sizeof(m.session), "s%d", i);
                assert_int_equal(pd_outbox_put(outbox, AT(0), &m), 0);
                for (int k = 0; k < PD_OUTBOX_ENTRIES_MAX; k++)
                        (void) pd_outbox_put(outbox, AT(0), &live);
        }
        pd_outbox_disconnect(outbox);
        pd_outbox_connect(outbox, PD_OUTBOX_ENTRIES_MAX);
        for (int found = 0, mid = 1; found < PD_OWED_HANDED_MAX; mid++) {
                assert_true(pd_outbox_next(outbox, AT(1), &parcel));
                found += strcmp(parcel.topic, "a/summary") == 0;
                pd_outbox_sent(outbox, mid);
        }
}

static void
bytes_are_limited_as_well_as_entries(void **state)
{
        struct pd_message m = message(PD_QUEUEING_EACH, "a/alert", "");
        size_t fit;

        (void) state;
        memset(m.payload, 'x', PD_PAYLOAD_SIZE - 1);
        m.length = PD_PAYLOAD_SIZE - 1;
        fit = PD_OUTBOX_BYTES_MAX / (m.length + strlen(m.topic) + 1);
        for (size_t i = 0; i < fit + 3; i++)
                assert_int_equal(pd_outbox_put(outbox, AT(0), &m), 0);
        assert_int_equal(counts().queued, fit);
        assert_int_equal(counts().dropped_full, 3);
        assert_in_range(counts().queued_bytes, 1, PD_OUTBOX_BYTES_MAX);
}

/* To the last byte of all that there is room for: topics with their NULs, and payloads. */
static void
it_is_full_at_its_limit_and_not_before(void **state)
{
        struct pd_message m = message(PD_QUEUEING_EACH, "t", ""), last = m;
        size_t left = PD_OUTBOX_BYTES_MAX;
        struct pd_parcel parcel;
        int n = 0;

        (void) state;
        m.length = 1021;
        memset(m.payload, 'x', m.length);
        for (; left >= 2048; left -= 1023, n++)
                assert_int_equal(pd_outbox_put(outbox, AT(0), &m), 0);
        last.length = left - 2;
        memset(last.payload, 'y', last.length);
        assert_int_equal(pd_outbox_put(outbox, AT(0), &last), 0);
        assert_int_equal(counts().queued_bytes, PD_OUTBOX_BYTES_MAX);
        assert_int_equal(counts().dropped_full, 0);
        m.length = 0;
        assert_int_equal(pd_outbox_put(outbox, AT(0), &m), 0);
        assert_int_equal(counts().dropped_full, 1);
        m.length = 1019; /* with the last, as many bytes as the one that went */
        assert_int_equal(pd_outbox_put(outbox, AT(0), &m), 0);
        assert_int_equal(counts().queued_bytes, PD_OUTBOX_BYTES_MAX);
        assert_int_equal(counts().dropped_full, 1);

        pd_outbox_connect(outbox, PD_OUTBOX_ENTRIES_MAX);
        for (int i = 0; i < n - 1; i++) {
                assert_true(pd_outbox_next(outbox, AT(1), &parcel));
                pd_outbox_sent(outbox, i);
        }
        assert_true(pd_outbox_next(outbox, AT(1), &parcel));
        assert_int_equal(parcel.length, last.length);
        assert_memory_equal(parcel.payload, last.payload, last.length);
}

/* Any order of operations, against a plain list of what must still be there. */
static void
random_traffic_never_loses_or_invents_a_byte(void **state)
{
        enum { TOPICS = 40, ROUNDS = 60000 };
        const char *given = getenv("PD_SEED");
        unsigned seed = given ? (unsigned) strtoul(given, NULL, 0) : (unsigned) time(NULL);
        static int newest[TOPICS]; /* number of the last message of each topic, 0 = delivered */
        static struct pd_message m;
        int number = 0, mid = 0;

        (void) state;
        print_message("PD_SEED=%u\n", seed);
        memset(newest, 0, sizeof(newest));
        pd_outbox_connect(outbox, SIZE_MAX);
        for (int round = 0; round < ROUNDS; round++) {
                struct pd_parcel parcel;
                struct pd_receipt receipt;
                int t, n;

                if (rand_r(&seed) % 8 < 4) {
                        t = rand_r(&seed) % TOPICS;
                        m = message(PD_QUEUEING_NEWEST, "", "");
                        snprintf(m.topic, sizeof(m.topic), "t/%d", t);
                        m.length = (size_t) snprintf(m.payload, sizeof(m.payload), "%d %d ", t, ++number);
                        for (size_t pad = (size_t) rand_r(&seed) % 8000; pad > 0 && m.length < sizeof(m.payload); pad--)
                                m.payload[m.length++] = (char) ('a' + number % 26);
                        assert_int_equal(pd_outbox_put(outbox, AT(0), &m), 0);
                        newest[t] = number;
                } else if (pd_outbox_next(outbox, AT(0), &parcel)) {
                        assert_int_equal(sscanf(parcel.payload, "%d %d ", &t, &n), 2);
                        assert_int_equal(n, newest[t]);
                        assert_int_equal(atoi(parcel.topic + 2), t);
                        assert_true(parcel.payload[parcel.length - 1] == ' ' || parcel.payload[parcel.length - 1] == 'a' + n % 26);
                        pd_outbox_sent(outbox, ++mid);
                        newest[t] = 0;
                        assert_int_equal(pd_outbox_acknowledge(outbox, mid, true, &receipt), 0);
                }
        }
        assert_int_equal(counts().dropped_full, 0);
        size_t left = 0;
        for (int t = 0; t < TOPICS; t++)
                left += newest[t] != 0;
        assert_int_equal(counts().queued, left);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        const struct CMUnitTest tests[] = {
                T(live_is_dropped_while_off_line_and_counted),
                T(nothing_is_given_out_while_off_line),
                T(only_the_newest_of_a_retained_topic_waits),
                T(only_the_same_topic_is_replaced_and_nothing_that_counts_each_time),
                T(every_alert_waits_until_it_is_two_minutes_old),
                T(what_was_in_flight_is_sent_again_first),
                T(what_was_in_flight_gives_way_to_what_came_after_it),
                T(a_receipt_names_session_sequence_and_ticket),
                T(what_the_broker_refuses_is_counted_and_gone),
                T(the_window_holds_qos_1_back_but_not_live),
                T(live_that_could_not_go_out_is_replaced_and_lost_with_the_line),
                T(the_summaries_of_two_sessions_both_arrive_in_order),
                T(a_weeks_report_is_not_lost_in_the_week_that_follows),
                T(a_postponed_summary_waits_ever_longer_but_not_for_ever),
                T(what_follows_a_postponed_summary_on_its_topic_waits_too),
                T(a_postponed_summary_gives_way_to_its_revision),
                T(only_a_final_summary_in_flight_can_be_postponed),
                T(no_receipt_covers_a_summary_that_is_still_here),
                T(when_it_is_full_the_oldest_goes_but_never_a_final_summary),
                T(all_the_summaries_that_are_owed_at_one_time_find_room),
                T(bytes_are_limited_as_well_as_entries),
                T(it_is_full_at_its_limit_and_not_before),
                T(random_traffic_never_loses_or_invents_a_byte),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
