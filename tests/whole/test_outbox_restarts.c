/* SPDX-License-Identifier: MIT */
/*
 * A hundred deaths at random moments, the daemon's and the broker's, while
 * one session follows the other: each summary arrives, all of the same
 * session and revision say the same, and they come in the order of the runs.
 *
 * A dozen sessions without a broker, more than the journal keeps and than are
 * handed out at one time (owed.h), and deaths over their delivery.
 *
 * And a daemon that dies while the broker is away for 10 s, 10 min and a
 * day: alerts are said once more while they are worth hearing, summaries ever.
 *
 * The broker keeps its store, as Debian configures it.
 *
 * PD_KILLS=1000 asks for more deaths, PD_SEED=N chooses them. The
 * argument is a pattern of the tests to be run.
 */
#include "support/cm.h"
#include "whole/scene.h"

#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RATE 100
#define RATE_OF_ALERTS 20 /* their two minutes are 6 s: a start takes some 30 ms */
#define DEATHS_DEFAULT 100
#define SESSIONS_MAX 1024
#define SESSION_MS 1300 /* 130 s at 5 m/s: what is shorter than half a kilometre is no session */
#define AWAY_MAX 8      /* sessions without a broker; some more until the daemon has noticed that it is back */
#define DOZEN 12
#define DEATHS_A_SESSION 4

#define UNHEARD_MS 5000 /* 100 s: she complies and has run half a kilometre, and the all-clear is still worth hearing */

static const char slowing[] =
        "body dead 5 up 39 down 73 line 152 24 2.90 drift 0.05 rest 52 max 186\n0:00 speed 5.0\n1:50 speed 2.4\n999:00 end\n";
static const char running[] = "body dead 5 up 39 down 73 line 152 24 2.90 drift 0.05 rest 52 max 186\n0:00 speed 5.0\n999:00 end\n";

static uint64_t seed;

/* xorshift64*, Marsaglia and Vigna. */
static unsigned
below(unsigned n)
{
        seed ^= seed >> 12;
        seed ^= seed << 25;
        seed ^= seed >> 27;
        return (unsigned) ((seed * 0x2545F4914F6CDD1DU >> 32) % n);
}

static struct {
        struct scene scene;
        bool broker_is_away;
        unsigned sessions_away;
        unsigned daemon_deaths, broker_deaths;
} trial;

static void
listen_for(int ms)
{
        for (int64_t until = boottime_us() + ms * 1000LL; boottime_us() < until;)
                if (trial.broker_is_away)
                        (void) poll(NULL, 0, 5);
                else
                        subscriber_turn(trial.scene.subscriber, 5);
}

static void
kill_daemon(void)
{
        assert_int_equal(daemon_peer_end(trial.scene.daemon, SIGKILL), 128 + SIGKILL);
        scene_start(&trial.scene);
        trial.daemon_deaths++;
}

static void
stop_broker(void)
{
        broker_stop(trial.scene.broker, SIGTERM);
        trial.broker_is_away = true;
        trial.broker_deaths++;
}

static void
bring_broker(void)
{
        assert_int_equal(broker_start(trial.scene.broker), 0);
        trial.broker_is_away = false;
        trial.sessions_away = 0;
}

static void
kill_something(void)
{
        if (below(3) > 0) {
                kill_daemon();
        } else if (trial.broker_is_away) {
                bring_broker();
        } else {
                stop_broker();
        }
}

/* Until the daemon, which may just have died, has understood. */
static void
order(const char *words)
{
        int64_t until = boottime_us() + PATIENCE_MS * 1000LL;
        char said[512];
        int status;

        do {
                status = scene_client(&trial.scene, words, said, sizeof(said));
                listen_for(20);
        } while (strstr(said, "not run") != NULL && boottime_us() < until);
        (void) status; /* an earlier life may have done it */
}

/* ---- what was heard --------------------------------------------------------------- */

static int
is_trace(const struct dirent *entry)
{
        return strstr(entry->d_name, ".trace") != NULL;
}

/* Sessions with a final summary on the card, in their order. */
static size_t
find_sessions(char ret[][32])
{
        char path[256], file[256], *trace;
        struct dirent **entries;
        size_t n_sessions = 0;
        int n;

        assert_null(daemon_peer_trace(trial.scene.daemon, "anna", "none", path, sizeof(path)));
        *strrchr(path, '/') = '\0';
        n = scandir(path, &entries, is_trace, alphasort);
        assert_true(n > 0);
        for (int i = 0; i < n; i++) {
                snprintf(ret[n_sessions], 32, "%.*s", (int) strcspn(entries[i]->d_name, "."), entries[i]->d_name);
                trace = daemon_peer_trace(trial.scene.daemon, "anna", ret[n_sessions], file, sizeof(file));
                n_sessions += trace && strstr(trace, "\"final\":true") != NULL;
                free(trace);
                free(entries[i]);
                assert_true(n_sessions < SESSIONS_MAX);
        }
        free(entries);
        return n_sessions;
}

/* The first final summary of SESSION; asserts that the others of its revision say the same. */
static size_t
find_summary(const char *session, unsigned *ret_times)
{
        struct subscriber *subscriber = trial.scene.subscriber;
        size_t first = SIZE_MAX, unrated = SIZE_MAX, i;
        char part[64];

        *ret_times = 0;
        snprintf(part, sizeof(part), "\"id\":\"%s\"", session);
        for (size_t from = 0; (i = subscriber_find(subscriber, from, "/anna/summary", part)) != SIZE_MAX; from = i + 1) {
                const char *payload = subscriber_heard(subscriber, i)->payload;

                if (strstr(payload, "\"final\":true") == NULL)
                        continue;
                first = first == SIZE_MAX ? i : first;
                if (strstr(payload, "\"revision\":1,") != NULL && unrated != SIZE_MAX)
                        assert_string_equal(payload, subscriber_heard(subscriber, unrated)->payload);
                else if (strstr(payload, "\"revision\":1,") != NULL)
                        unrated = i;
                (*ret_times)++;
        }
        return first;
}

/* What the journal knows of it. */
static void
explain_loss(const char *session)
{
        char path[256], *trace = daemon_peer_trace(trial.scene.daemon, "anna", session, path, sizeof(path));

        print_error("the summary of %s is lost\n", session);
        for (char *line = strtok(trace, "\n"); line; line = strtok(NULL, "\n"))
                if (strncmp(line, "ack ", 4) == 0 || strncmp(line, "summary ", 8) == 0 || strstr(line, " command "))
                        print_error("%.120s\n", line);
        free(trace);
}

static void
wait_for_summary(const char *session)
{
        int64_t until = boottime_us() + PATIENCE_MS * 1000LL;
        unsigned times;

        while (find_summary(session, &times) == SIZE_MAX) {
                if (boottime_us() > until)
                        explain_loss(session);
                assert_true(boottime_us() < until);
                listen_for(50);
        }
}

/* The session of the last final summary; how often one came after that of a later session. */
static unsigned
last_summary(char ret[static 32])
{
        struct subscriber *subscriber = trial.scene.subscriber;
        unsigned n_back = 0;
        char id[64];
        size_t i;

        strcpy(ret, "");
        for (size_t from = 0; (i = subscriber_find(subscriber, from, "/anna/summary", "\"final\":true")) != SIZE_MAX; from = i + 1) {
                heard_value(subscriber_heard(subscriber, i), "id", id, sizeof(id));
                n_back += strcmp(id, ret) < 0;
                snprintf(ret, 32, "%.31s", id);
        }
        return n_back;
}

/* What is retained is what was said last. */
static unsigned
wait_for_last(const char *session)
{
        int64_t until = boottime_us() + PATIENCE_MS * 1000LL;
        unsigned n_back;
        char last[32];

        for (n_back = last_summary(last); strcmp(last, session) != 0; n_back = last_summary(last)) {
                assert_true(boottime_us() < until);
                listen_for(50);
        }
        return n_back;
}

static void
settle(void)
{
        static char sessions[SESSIONS_MAX][32];
        size_t n = find_sessions(sessions), before = 0;
        unsigned times, deliveries = 0;

        for (size_t i = 0; i < n; i++)
                wait_for_summary(sessions[i]);
        for (size_t i = 0; i < n; i++) {
                size_t first = find_summary(sessions[i], &times);

                assert_true(first >= before);
                before = first;
                deliveries += times;
        }
        assert_true(n > 0);
        wait_for_last(sessions[n - 1]);
        printf("%u deaths of the daemon, %u of the broker: %zu sessions, %u summaries, %zu of them again\n", trial.daemon_deaths,
               trial.broker_deaths, n, deliveries, deliveries - n);
}

/* ---- the trial ----------------------------------------------------------------------- */

static int
set_stage(int rate, const char *script, bool keeps_store)
{
        memset(&trial, 0, sizeof(trial));
        if (keeps_store)
                scene_set_lasting(&trial.scene, rate, "recovery 4mi");
        else
                scene_set(&trial.scene, rate, "recovery 4mi", NULL);
        scene_run_text(&trial.scene, script);
        scene_start(&trial.scene);
        return 0;
}

static int
set_up(void **state)
{
        (void) state;
        return set_stage(RATE, running, true);
}

static int
set_up_slowly(void **state)
{
        (void) state;
        return set_stage(RATE_OF_ALERTS, slowing, true);
}

static int
set_up_forgetful(void **state)
{
        (void) state;
        return set_stage(RATE, running, false);
}

static int
tear_down(void **state)
{
        (void) state;
        scene_clear(&trial.scene);
        return 0;
}

/* One session, killed into: before, while and after it is stopped. */
static void
run_a_session(void)
{
        unsigned deaths = 1 + below(DEATHS_A_SESSION);

        order("start");
        for (unsigned i = 0; i < deaths; i++) {
                listen_for(SESSION_MS / (int) deaths);
                kill_something();
        }
        order("stop");
        if (below(2) > 0)
                kill_daemon(); /* nothing of it may have left yet */
        trial.sessions_away += trial.broker_is_away;
        if (trial.sessions_away >= AWAY_MAX)
                bring_broker();
}

static void
each_summary_arrives_through_a_hundred_restarts(void **state)
{
        const char *wish = getenv("PD_KILLS");
        unsigned deaths = wish ? (unsigned) strtoul(wish, NULL, 10) : DEATHS_DEFAULT;

        (void) state;
        while (trial.daemon_deaths + trial.broker_deaths < deaths)
                run_a_session();
        if (trial.broker_is_away)
                bring_broker();
        settle();
}

/* ---- more than the journal keeps ------------------------------------------------------- */

static void
wait_for_revision(const char *session, const char *revision)
{
        int64_t until = boottime_us() + PATIENCE_MS * 1000LL;
        char part[96];

        snprintf(part, sizeof(part), "\"final\":true,\"revision\":%s,", revision);
        for (size_t i = 0, from = 0;; from = i + 1) {
                i = subscriber_find(trial.scene.subscriber, from, "/anna/summary", part);
                if (i != SIZE_MAX && strstr(subscriber_heard(trial.scene.subscriber, i)->payload, session) != NULL)
                        return;
                if (i != SIZE_MAX)
                        continue;
                assert_true(boottime_us() < until);
                listen_for(50);
        }
}

/* The last of them is rated in the evening, and of all of it nobody has heard
 * a word when the daemon dies; it dies once more over the delivery. */
static void
a_dozen_sessions_without_a_broker_arrive_in_their_order(void **state)
{
        static char sessions[SESSIONS_MAX][32];

        (void) state;
        order("start");
        listen_for(SESSION_MS);
        stop_broker();
        order("stop");
        for (unsigned i = 1; i < DOZEN; i++) {
                order("start");
                listen_for(SESSION_MS);
                order("stop");
        }
        order("rpe 4");
        kill_daemon();
        bring_broker();
        (void) scene_wait_final(&trial.scene, 0);
        kill_daemon();
        wait_for_revision(sessions[find_sessions(sessions) - 1], "2");
        settle();
}

/* ---- a broker that keeps nothing --------------------------------------------------------- */

/* Who subscribes to it finds the last summary there, whatever waited before it. */
static void
a_broker_that_lost_its_store_is_told_in_order_and_ends_with_the_last(void **state)
{
        static char sessions[SESSIONS_MAX][32];
        size_t heard;

        (void) state;
        for (unsigned i = 0; i < DOZEN; i++) {
                order("start");
                listen_for(SESSION_MS);
                if (i == 0)
                        stop_broker();
                order("stop");
        }
        bring_broker();
        assert_int_equal(wait_for_last(sessions[find_sessions(sessions) - 1]), 0);
        stop_broker();
        heard = subscriber_n(trial.scene.subscriber);
        bring_broker();
        (void) scene_wait_final(&trial.scene, heard);
        assert_int_equal(wait_for_last(sessions[find_sessions(sessions) - 1]), 0);
}

/* ---- how long it was away -------------------------------------------------------------- */

/* How often, and the last one's payload. */
static unsigned
times_heard(const char *session, const char *event_type, const struct heard **ret)
{
        struct subscriber *subscriber = trial.scene.subscriber;
        unsigned n = 0;
        size_t i;

        for (size_t from = 0; (i = subscriber_find(subscriber, from, "/anna/alert", session)) != SIZE_MAX; from = i + 1)
                if (strstr(subscriber_heard(subscriber, i)->payload, event_type) != NULL) {
                        *ret = subscriber_heard(subscriber, i);
                        n++;
                }
        return n;
}

/* The broker goes while she is too fast; she complies, and stops, which nobody
 * hears. The daemon dies, and once more before the broker is there again, SPAN_S
 * later by the daemon's clock. */
static void
be_away(int64_t span_s)
{
        int64_t left;

        stop_broker();
        listen_for(UNHEARD_MS);
        order("stop");
        left = boottime_us();
        kill_daemon();
        assert_int_equal(daemon_peer_end(trial.scene.daemon, SIGKILL), 128 + SIGKILL);
        bring_broker();
        scene_shift_clock(&trial.scene, left, span_s * 1000000);
        scene_start(&trial.scene);
}

/* What was not said before the next session begins is not said any more. */
static void
what_waited_for(int64_t span_s, bool alert_is_worth_hearing)
{
        char session[64], raised[64], cleared[64];
        const struct heard *heard;
        size_t i = scene_wait_alert(&trial.scene, 0, "session_started");

        heard_value(subscriber_heard(trial.scene.subscriber, i), "session", session, sizeof(session));
        (void) scene_wait_alert(&trial.scene, i, "too_hard");
        be_away(span_s);
        wait_for_summary(session);
        i = subscriber_n(trial.scene.subscriber);
        order("start");
        scene_wait_alert(&trial.scene, i, "session_started");
        assert_int_equal(times_heard(session, "\"session_ended\"", &heard), alert_is_worth_hearing);
        assert_int_equal(times_heard(session, "\"back_on_target\"", &heard), alert_is_worth_hearing);
        if (!alert_is_worth_hearing)
                return;
        assert_non_null(strstr(heard->payload, "\"resolved\":true"));
        heard_value(heard, "tag", cleared, sizeof(cleared));
        assert_true(times_heard(session, "\"too_hard\"", &heard) > 0);
        heard_value(heard, "tag", raised, sizeof(raised));
        assert_string_equal(cleared, raised);
}

static void
after_ten_seconds_without_a_broker_all_is_said_though_the_daemon_died(void **state)
{
        (void) state;
        what_waited_for(10, true);
}

static void
after_ten_minutes_without_a_broker_the_summary_is_said_alone(void **state)
{
        (void) state;
        what_waited_for(600, false);
}

static void
after_a_day_without_a_broker_the_summary_is_said_alone(void **state)
{
        (void) state;
        what_waited_for(86400, false);
}

int
main(int argc, char **argv)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(each_summary_arrives_through_a_hundred_restarts, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_dozen_sessions_without_a_broker_arrive_in_their_order, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_broker_that_lost_its_store_is_told_in_order_and_ends_with_the_last, set_up_forgetful,
                        tear_down),
                cmocka_unit_test_setup_teardown(after_ten_seconds_without_a_broker_all_is_said_though_the_daemon_died, set_up_slowly,
                        tear_down),
                cmocka_unit_test_setup_teardown(after_ten_minutes_without_a_broker_the_summary_is_said_alone, set_up_slowly, tear_down),
                cmocka_unit_test_setup_teardown(after_a_day_without_a_broker_the_summary_is_said_alone, set_up_slowly, tear_down),
        };
        const char *wish = getenv("PD_SEED");

        seed = wish ? strtoull(wish, NULL, 10) : (uint64_t) boottime_us();
        seed += seed == 0;
        if (argc > 1)
                cmocka_set_test_filter(argv[1]);
        printf("PD_SEED=%llu\n", (unsigned long long) seed);
        return cmocka_run_group_tests(tests, NULL, NULL);
}
