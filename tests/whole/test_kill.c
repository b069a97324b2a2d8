/* SPDX-License-Identifier: MIT */
/*
 * kill -9 of story 1, again and again: what is said must not depend on it.
 *
 * Where the athlete's time stands still while nobody listens, so does the
 * daemon's, and each number says what it says in an undisturbed run. Where
 * she runs on, frames are lost, and the same is said in the same order. In
 * both, what the broker heard is what the trace says when it is replayed:
 * each number at least once, and never with another content. A machine that
 * starts the daemon so slowly that the athlete's excursion is not heard says
 * so, and is held to the trace alone.
 *
 * PD_KILLS=200 spreads so many deaths over as many runs as they need,
 * PD_SEED=N chooses them, PD_RATE=N is how fast the athlete runs: a start
 * takes some 30 ms, at a rate of 100 three seconds of hers. The argument is
 * a pattern of the tests to be run.
 */
#include "support/cm.h"
#include "whole/scene.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RATE_DEFAULT 70
#define KILLS_DEFAULT 10
#define KILLS_A_RUN 20
#define STORY_S 3494 /* story1.run */
#define PREROLL_S 40
#define END_S 3400

/* A gap in what a pod says, in seconds of the athlete. */
#define GAP_HARMLESS 6.5 /* in the excursion: from 7 s on the second "Ease off" has a third before she is back */
#define GAP_LOST 28      /* anywhere: from 30 s on somebody says sensor_lost */
/* The excursion, in seconds of the trace, and room for what pauses move. */
#define EXCURSION_FROM_S 700
#define EXCURSION_TO_S 900

struct gaps {
        double anywhere_s, excursion_s;
};

struct account {
        unsigned deaths, deliveries, again;
        unsigned by_number; /* runs without a gap that moves anything */
        unsigned in_order;  /* runs without one that changes the judgement */
        double gap_s;
};

static uint64_t seed;
static int rate = RATE_DEFAULT;

/* xorshift64*, Marsaglia and Vigna. */
static uint64_t
chance(void)
{
        seed ^= seed >> 12;
        seed ^= seed << 25;
        seed ^= seed >> 27;
        return seed * 0x2545F4914F6CDD1DU;
}

static double
between(double low, double high)
{
        return low + (high - low) * (double) (chance() >> 11) / 9007199254740992.0; /* 2^53 */
}

/* ---- what was said ------------------------------------------------------------ */

static int
compare(const void *a, const void *b)
{
        return strcmp(*(char *const *) a, *(char *const *) b);
}

/* Lines, sorted, each once. Cuts TEXT into pieces. */
static size_t
sort_lines(char *text, char **ret, size_t size, size_t *ret_total)
{
        size_t n = 0, kept = 0;

        for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
                assert_in_range(n, 0, size - 1);
                ret[n++] = line;
        }
        qsort(ret, n, sizeof(ret[0]), compare);
        for (size_t i = 0; i < n; i++)
                if (i == 0 || strcmp(ret[i], ret[i - 1]) != 0)
                        ret[kept++] = ret[i];
        *ret_total = n;
        return kept;
}

#define LINES_MAX 256

/* The broker has heard exactly what the trace says. */
static void
heard_what_the_trace_says(const struct scene *scene, const char *replayed, const char *topic, struct account *account)
{
        char *heard = scene_lines_heard(scene, topic), *true_ones = scene_lines_of(replayed, topic);
        char *a[LINES_MAX], *b[LINES_MAX];
        size_t n_heard, n_true, n_a = sort_lines(heard, a, LINES_MAX, &n_heard), n_b = sort_lines(true_ones, b, LINES_MAX, &n_true);

        for (size_t i = 0; i < n_a && i < n_b; i++)
                assert_string_equal(a[i], b[i]);
        assert_int_equal(n_a, n_b);
        assert_int_equal(n_b, n_true);
        account->deliveries += n_heard;
        account->again += n_heard - n_a;
        free(heard);
        free(true_ones);
}

static void
same_word(const struct heard *heard, const struct heard *golden, const char *key)
{
        char a[256], b[256];

        heard_value(heard, key, a, sizeof(a));
        heard_value(golden, key, b, sizeof(b));
        if (strcmp(a, b) != 0)
                print_error("%s differs:\n%s\n%s\n", key, heard->payload, golden->payload);
        assert_string_equal(a, b);
}

static const char *
number_of(const struct heard *heard, char *ret, size_t size)
{
        heard_value(heard, "id", ret, size);
        return strchr(ret, '-') ? strchr(ret, '-') + 1 : "";
}

/* Lines of a replay's form as messages. */
static size_t
messages_of(char *text, struct heard *ret, size_t size)
{
        size_t n = 0;

        for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
                char *space = strchr(line, ' ');
                assert_in_range(n, 0, size - 1);
                *space = '\0';
                ret[n++] = (struct heard) {.topic = line, .payload = space + 1};
        }
        return n;
}

/* Number by number as in an undisturbed run, but for what the pauses move. */
static void
numbers_say_the_same(const char *replayed, const char *golden)
{
        static const char *const words[] = {"event_type", "title", "say", "say_public", "severity", "tag", "resolved", "step", "witness"};
        char *a = scene_lines_of(replayed, "/anna/alert"), *b = scene_lines_of(golden, "/anna/alert");
        struct heard heard[LINES_MAX], expected[LINES_MAX];
        size_t n_heard = messages_of(a, heard, LINES_MAX), n_expected = messages_of(b, expected, LINES_MAX);
        char x[64], y[64];

        for (size_t i = 0; i < n_heard && i < n_expected; i++) {
                assert_string_equal(number_of(&heard[i], x, sizeof(x)), number_of(&expected[i], y, sizeof(y)));
                for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
                        same_word(&heard[i], &expected[i], words[k]);
        }
        assert_int_equal(n_heard, n_expected);
        free(a);
        free(b);
}

/* The types in their order; only a gap explains a sensor_lost. */
static void
same_is_said_in_order(const char *replayed, const char *golden, const struct gaps *gaps)
{
        char *texts[] = {scene_lines_of(replayed, "/anna/alert"), scene_lines_of(golden, "/anna/alert")};
        char said[2][1024] = {"", ""};

        for (size_t t = 0; t < 2; t++) {
                struct heard heard[LINES_MAX];
                size_t n = messages_of(texts[t], heard, LINES_MAX);
                char type[32];
                for (size_t i = 0; i < n; i++) {
                        heard_value(&heard[i], "event_type", type, sizeof(type));
                        if (gaps->anywhere_s < GAP_LOST || strcmp(type, "sensor_lost") != 0)
                                strcat(strcat(said[t], " "), type);
                }
                free(texts[t]);
        }
        assert_string_equal(said[0], said[1]);
}

/* The longest time between two frames of the pod, in the engine's seconds. */
static struct gaps
find_gaps(const char *trace)
{
        struct gaps gaps = {0, 0};
        long long first = 0, last = 0;

        for (const char *at = trace; (at = strstr(at, " frame " POD " 2a53 ")) != NULL; at++) {
                const char *line = at;
                while (line[-1] != '\n')
                        line--;
                long long now = strtoll(line, NULL, 10);
                first = first == 0 ? now : first;
                double gap_s = last > 0 ? (double) (now - last) / 1e6 : 0;
                bool excursion = now - first > EXCURSION_FROM_S * 1000000LL && last - first < EXCURSION_TO_S * 1000000LL;
                gaps.anywhere_s = gap_s > gaps.anywhere_s ? gap_s : gaps.anywhere_s;
                if (excursion && gap_s > gaps.excursion_s)
                        gaps.excursion_s = gap_s;
                last = now;
        }
        return gaps;
}

/* ---- a run ------------------------------------------------------------------ */

static char *
read_golden(void)
{
        FILE *file = fopen(PD_SOURCE_DIR "/tests/golden/story1.events", "re");
        char *text = NULL;
        size_t size = 0;

        assert_non_null(file);
        assert_true(getdelim(&text, &size, '\0', file) > 0);
        fclose(file);
        *strstr(text, "# all") = '\0';
        return text;
}

static void
settle(struct scene *scene, bool lossless, struct account *account)
{
        size_t summary = scene_wait_final(scene, 0);
        char session[64], path[256], *trace, *replayed, *golden = read_golden();
        struct account own = {.gap_s = 0};
        struct gaps gaps;

        scene_wait_alert(scene, 0, "session_ended");
        scene_stop(scene);
        heard_value(subscriber_heard(scene->subscriber, summary), "id", session, sizeof(session));
        trace = daemon_peer_trace(scene->daemon, "anna", session, path, sizeof(path));
        assert_non_null(trace);
        replayed = scene_replay(path);
        heard_what_the_trace_says(scene, replayed, "/anna/alert", &own);
        heard_what_the_trace_says(scene, replayed, "/anna/summary", &own);
        gaps = find_gaps(trace);
        own.gap_s = gaps.anywhere_s;
        if (lossless && gaps.excursion_s < GAP_HARMLESS && gaps.anywhere_s < GAP_LOST) {
                numbers_say_the_same(replayed, golden);
                account->by_number++;
        }
        if (gaps.excursion_s < GAP_HARMLESS) {
                same_is_said_in_order(replayed, golden, &gaps);
                account->in_order++;
        }
        account->deliveries += own.deliveries;
        account->again += own.again;
        account->gap_s = own.gap_s > account->gap_s ? own.gap_s : account->gap_s;
        free(golden);
        free(replayed);
        free(trace);
}

/* Dies, and lives on: at the same instant if the athlete waits for it. */
static void
die(struct scene *scene, bool lossless, struct account *account)
{
        assert_int_equal(daemon_peer_end(scene->daemon, SIGKILL), 128 + SIGKILL);
        if (lossless)
                scene_shift_clock(scene, boottime_us(), 0);
        scene_start(scene);
        account->deaths++;
}

static int
by_size(const void *a, const void *b)
{
        const double *x = a, *y = b;

        return (*x > *y) - (*x < *y);
}

/* N deaths: one before the session is announced, one about its end, the
 * others anywhere. */
static void
run_disturbed(bool lossless, unsigned n, struct account *account)
{
        double at[KILLS_A_RUN];
        struct scene scene;
        int64_t started, dead = 0;

        for (unsigned i = 0; i < n; i++)
                at[i] = i == 0 ? between(0, PREROLL_S) : i == 1 ? between(END_S, STORY_S) : between(0, STORY_S);
        qsort(at, n, sizeof(at[0]), by_size);
        scene_set(&scene, rate, "recovery 4mi", NULL);
        scene_run(&scene, STORY1, lossless);
        scene_start(&scene);
        assert_true(pd_fake_peer_wait(scene.fake, "start"));
        started = boottime_us();
        for (unsigned i = 0; i < n; i++) {
                int64_t death;
                subscriber_listen_until(scene.subscriber, started + (int64_t) (at[i] * 1e6 / rate) + dead);
                death = boottime_us();
                die(&scene, lossless, account);
                dead += lossless ? boottime_us() - death : 0;
        }
        settle(&scene, lossless, account);
        scene_clear(&scene);
}

static void
run_all(bool lossless)
{
        const char *wish = getenv("PD_KILLS");
        unsigned left = wish ? (unsigned) strtoul(wish, NULL, 10) : KILLS_DEFAULT;
        struct account account = {.deaths = 0};
        unsigned runs = 0;

        for (; left > 0; runs++) {
                unsigned n = left < KILLS_A_RUN ? left : KILLS_A_RUN;
                printf("run %u: seed %llu\n", runs, (unsigned long long) seed);
                fflush(stdout);
                run_disturbed(lossless, n, &account);
                left -= n;
        }
        printf("%u deaths in %u runs, all as their traces say, %u as undisturbed by number, %u in order: "
               "%u messages, %u of them again; longest gap %.1f s of the athlete\n",
                account.deaths, runs, account.by_number, account.in_order, account.deliveries, account.again, account.gap_s);
}

static void
each_number_says_the_same_wherever_it_is_killed(void **state)
{
        (void) state;
        run_all(true);
}

static void
the_same_is_said_in_order_though_frames_are_lost(void **state)
{
        (void) state;
        run_all(false);
}

/* The worst instants: the broker has just got it, the trace does not say so yet. */
static void
a_death_at_the_arrival_of_each_number_changes_nothing(void **state)
{
        struct account account = {.deaths = 0};
        struct scene scene;
        size_t seen = 0;

        (void) state;
        scene_set(&scene, rate, "recovery 4mi", NULL);
        scene_run(&scene, STORY1, true);
        scene_start(&scene);
        for (bool over = false; !over;) {
                size_t i = subscriber_wait(scene.subscriber, seen, "", "\"id\":\"2", 2 * PATIENCE_MS);
                assert_int_not_equal(i, SIZE_MAX);
                seen = i + 1;
                if (subscriber_heard(scene.subscriber, i)->retained)
                        continue;
                over = strstr(subscriber_heard(scene.subscriber, i)->payload, "session_ended") != NULL;
                if (account.deaths < 2 * KILLS_A_RUN)
                        die(&scene, true, &account);
                seen = subscriber_n(scene.subscriber);
        }
        settle(&scene, true, &account);
        printf("%u deaths, %u messages, %u of them again; longest gap %.1f s of the athlete\n", account.deaths, account.deliveries,
                account.again, account.gap_s);
        scene_clear(&scene);
}

int
main(int argc, char **argv)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(each_number_says_the_same_wherever_it_is_killed),
                cmocka_unit_test(the_same_is_said_in_order_though_frames_are_lost),
                cmocka_unit_test(a_death_at_the_arrival_of_each_number_changes_nothing),
        };
        const char *wish = getenv("PD_SEED");

        seed = wish ? strtoull(wish, NULL, 10) : (uint64_t) boottime_us();
        seed += seed == 0;
        if (getenv("PD_RATE"))
                rate = atoi(getenv("PD_RATE"));
        if (argc > 1)
                cmocka_set_test_filter(argv[1]);
        return cmocka_run_group_tests(tests, NULL, NULL);
}
