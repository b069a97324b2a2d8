/* SPDX-License-Identifier: MIT */
/*
 * Days on end: the whole daemon on the accelerated clock, while Bluetooth
 * fails in some way every few minutes, at random. Every quarter of a day has
 * a run, between which strap and pod lie in a drawer:
 *
 *   0 h    1 h                1:35 to 1:55        +12 min                6 h
 *   ├──────┼──────────────────────┼───────────────────┼───────────────────┤
 *   drawer  runs at 2.6 m/s        stands              drawer
 *
 * Each run has exactly one final summary, which says how long she ran but
 * for what was not heard; what the daemon holds does not grow.
 *
 *   test_seven_days [--days N | --hours N] [--rate N] [--seed N]
 */
#include "support/cm.h"
#include "whole/scene.h"

#include <dirent.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUARTER_S 21600
#define QUARTERS 4
#define BEGINS_S 3600      /* of each quarter */
#define RUN_MIN_S 2100
#define RUN_SPREAD_S 1200
#define DRAWER_S 720       /* after the run: standing for 10 min ends the session */
#define CHECK_S 3000       /* after the run: its summary is final */
#define FAULT_MIN_S 60
#define FAULT_SPREAD_S 360
#define GAP_S 10           /* `live` comes once a second; what is longer was not heard */
#define SLACK_S 90         /* on top of what was not heard: until a run counts as one, and as ended */
#define GROWTH_KB_MAX 1024 /* after the first run: the pages that the record's two connections keep, 512 kB, and an allocator's slack */
#define FDS_SPREAD 8       /* the journal keeps the last sessions open (PD_JOURNAL_CLOSED_MAX), and a connection may be under way */
#define MATCHES_SPREAD 16  /* the fake's own: one for each client that holds something */
#define SECOND_US INT64_C(1000000)

/* Those that heal, by themselves or by what the daemon does. Those of
 * Connect() end by the clock: one that waits for a Connect() keeps the accept
 * list from connecting, and a daemon that relies on it calls none. */
static const char *const faults[] = {
        "link lost",
        "strap link lost",
        "pod link lost",
        "strap link flaps every 20s 3 times",
        "connect fails le-connection-abort-by-local for 30s",
        "strap connect ok without link for 20s",
        "pod connect never answers for 20s",
        "InProgress stuck for 20s",
        "strap device vanishes during connect for 10s",
        "services never resolve 1 time",
        "connected is not said",
        "pod services resolve late 15s",
        "objects out of order",
        "characteristic late 3s",
        "notify refused NotPermitted 2 times",
        "strap silent",
        "pod silent until disconnected",
        "strap held by another for 60s",
        "out of reach for 30s",
        "pod device removed",
        "discovery dead",
        "bluetoothd restarts",
        "bluetoothd restarts for 30s",
        "bluetoothd hangs 30s",
        "adapter unplugged and back as hci1",
        "adapter unplugged and back as hci0",
        "adapter unplugged for 30s",
        "adapter off for 30s",
        "adapter blocked for 30s",
        "adapter wedged for 30s",
        "slots 1 for 30s",
};
#define N_FAULTS (sizeof(faults) / sizeof(faults[0]))

static struct {
        double hours;
        int rate;
        uint64_t seed;
} settings = {12, 300, 1};

struct holding {
        long rss_kb, fds, matches;
};

struct week {
        struct scene scene;
        uint64_t random;
        int64_t began;      /* CLOCK_BOOTTIME of the athlete's 0:00 of this day */
        int run_s[QUARTERS]; /* how long each of today's runs is */
        int64_t next_fault;
        unsigned n_faults, n_runs;
        unsigned n_broken;   /* runs that are not as they should be */
        struct holding first; /* after the first run */
};

/* xorshift64*, Marsaglia and Vigna. */
static unsigned
below(struct week *week, unsigned limit)
{
        week->random ^= week->random >> 12;
        week->random ^= week->random << 25;
        week->random ^= week->random >> 27;
        return (unsigned) ((week->random * 0x2545F4914F6CDD1DU >> 33) % limit);
}

static int64_t
virtual_us(int64_t seconds)
{
        return seconds * SECOND_US / settings.rate;
}

/* ---- what the daemon holds ------------------------------------------------ */

static long
rss_kb(pid_t pid)
{
        char path[64], line[128];
        long kb = -1;
        FILE *file;

        snprintf(path, sizeof(path), "/proc/%d/status", (int) pid);
        file = fopen(path, "re");
        assert_non_null(file);
        while (fgets(line, sizeof(line), file))
                if (strncmp(line, "VmRSS:", 6) == 0)
                        kb = atol(line + 6);
        fclose(file);
        return kb;
}

static long
count_fds(pid_t pid)
{
        char path[64];
        long n = 0;
        DIR *folder;

        snprintf(path, sizeof(path), "/proc/%d/fd", (int) pid);
        folder = opendir(path);
        assert_non_null(folder);
        while (readdir(folder))
                n++;
        closedir(folder);
        return n - 2; /* "." and ".." */
}

/* The match rules of all on the bus, by dbus-daemon's own account. */
static long
count_matches(const struct scene *scene)
{
        char command[256], line[256];
        bool next = false;
        long n = -1;
        FILE *pipe;

        snprintf(command, sizeof(command),
                "dbus-send --bus='%s' --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus "
                "org.freedesktop.DBus.Debug.Stats.GetStats",
                pd_private_bus_address(scene->bus));
        pipe = popen(command, "re");
        assert_non_null(pipe);
        while (fgets(line, sizeof(line), pipe)) {
                const char *number = strstr(line, "uint32 ");
                if (next && number)
                        n = atol(number + 7);
                next = strstr(line, "\"MatchRules\"");
        }
        pclose(pipe);
        return n;
}

static struct holding
look_at(const struct scene *scene)
{
        pid_t pid = daemon_peer_pid(scene->daemon);

        return (struct holding){rss_kb(pid), count_fds(pid), count_matches(scene)};
}

/* ---- a day ---------------------------------------------------------------- */

static void
begin_day(struct week *week)
{
        struct scene *scene = &week->scene;
        char rate[16], *path = NULL;
        const char *options[] = {"--connect-ms", "2", "--rate", rate, "--run", NULL, NULL};
        FILE *file;

        if (!scene->run) {
                assert_true(asprintf(&path, "%s/script.run", daemon_peer_directory(scene->daemon)) > 0);
                scene->run = path;
        }
        file = fopen(scene->run, "we");
        assert_non_null(file);
        fprintf(file, "body dead 5 up 39 down 73 line 152 24 2.90 drift 0 rest 52 max 186\n"
                      "0:00 stand\n1:00 strap off\n1:00 pod off\n"); /* the day begins when the daemon has both */
        for (int q = 0; q < QUARTERS; q++) {
                int at = q * QUARTER_S + BEGINS_S, end;
                week->run_s[q] = RUN_MIN_S + (int) below(week, RUN_SPREAD_S);
                end = at + week->run_s[q];
                fprintf(file, "at %ds strap on\nat %ds pod on\nat %ds speed 2.6\nat %ds stand\n", at, at, at, end);
                fprintf(file, "at %ds strap off\nat %ds pod off\n", end + DRAWER_S, end + DRAWER_S);
        }
        fprintf(file, "24:00:00 end\n");
        assert_int_equal(fclose(file), 0);
        snprintf(rate, sizeof(rate), "%d", settings.rate);
        options[5] = scene->run;
        scene->fake = pd_fake_peer_free(scene->fake);
        assert_int_equal(pd_fake_peer_new(pd_private_bus_address(scene->bus), options, &scene->fake), 0);
        assert_true(pd_fake_peer_wait(scene->fake, "start"));
        week->began = boottime_us();
        week->next_fault = week->began;
}

/* Who looks for a fault of the daemon wants to know which of BlueZ's came before. */
static void
say_fault(const struct week *week, const char *fault)
{
        if (getenv("PD_FAULTS_SAY"))
                print_message("%6d s: %s\n", (int) ((week->next_fault - week->began) * settings.rate / SECOND_US), fault);
}

/* Until AT of the day, with a fault every few minutes. One that cannot happen
 * now (there is no link to lose) is none. */
static void
let_pass(struct week *week, int at_s)
{
        int64_t until = week->began + virtual_us(at_s);

        while (week->next_fault < until) {
                const char *fault = faults[below(week, N_FAULTS)];
                subscriber_listen_until(week->scene.subscriber, week->next_fault);
                if (pd_fake_peer_command(week->scene.fake, fault)) {
                        week->n_faults++;
                        say_fault(week, fault);
                }
                week->next_fault += virtual_us(FAULT_MIN_S + (int) below(week, FAULT_SPREAD_S));
        }
        subscriber_listen_until(week->scene.subscriber, until);
}

/* How many seconds of a run of SPAN_S were not heard, by the daemon's own
 * account of when it heard what. */
static int
count_unheard(const struct scene *scene, int span_s)
{
        long heard_s = 0, last = -1, t_s;
        size_t at = 0, i;
        char text[32];

        for (; (i = subscriber_find(scene->subscriber, at, "/anna/live", "")) != SIZE_MAX; at = i + 1) {
                if (atof(heard_value(subscriber_heard(scene->subscriber, i), "speed_m_s", text, sizeof(text))) <= 0)
                        continue;
                t_s = scene_number(scene, i, "t_s");
                if (last >= 0 && t_s > last && t_s - last <= GAP_S)
                        heard_s += t_s - last;
                last = t_s;
        }
        return heard_s < span_s ? (int) (span_s - heard_s) : 0;
}

/* Says how the run of quarter Q was judged: one summary, and as long as she ran. */
static void
judge_run(struct week *week, int day, int q)
{
        const struct scene *scene = &week->scene;
        int64_t from = week->began + virtual_us(q * QUARTER_S + BEGINS_S);
        int ran = week->run_s[q], unheard = count_unheard(scene, ran);
        size_t at = 0, i, found = SIZE_MAX;
        char last[64] = "", id[64];
        unsigned n = 0;

        for (; (i = subscriber_find(scene->subscriber, at, "/anna/summary", "\"final\":true")) != SIZE_MAX; at = i + 1) {
                const struct heard *heard = subscriber_heard(scene->subscriber, i);
                if (heard->retained || heard->at_us < from)
                        continue;
                heard_value(heard, "id", id, sizeof(id)); /* a revision bears the same */
                n += strcmp(id, last) != 0;
                snprintf(last, sizeof(last), "%s", id);
                found = i;
        }
        week->n_runs++;
        long moving = n > 0 ? scene_number(scene, found, "moving_s") : 0;
        struct holding now = look_at(scene);
        print_message("| %d | %d | %d | %d | %ld | %ld | %u | %ld | %ld | %ld |\n", day + 1, q + 1, ran, unheard, moving,
                n > 0 ? scene_number(scene, found, "duration_s") : 0, week->n_faults, now.rss_kb, now.fds, now.matches);
        if (n != 1 || moving < ran - unheard - SLACK_S || moving > ran + SLACK_S) {
                week->n_broken++;
                print_error("%u final summaries, %ld s of %d s\n", n, moving, ran);
        }
        if (week->n_runs == 1)
                week->first = now;
}

/* What was heard is forgotten: a subscriber does not hold a week. */
static void
begin_listening(struct scene *scene)
{
        scene->subscriber = subscriber_free(scene->subscriber);
        scene->subscriber = subscriber_new(broker_port(scene->broker));
        assert_non_null(scene->subscriber);
}

static void
days_of_faults_leave_every_session_whole(void **state)
{
        struct week week = {.random = settings.seed};
        int quarters = (int) (settings.hours * 3600 / QUARTER_S);

        (void) state;
        print_message("%d quarters of a day at rate %d, seed %llu\n", quarters, settings.rate, (unsigned long long) settings.seed);
        print_message("| day | run | ran, s | unheard, s | moving_s | duration_s | faults | RSS, kB | fds | matches |\n"
                      "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        scene_set(&week.scene, settings.rate, "easy", NULL);
        scene_start(&week.scene);
        for (int q = 0; q < quarters; q++) {
                if (q % QUARTERS == 0)
                        begin_day(&week);
                begin_listening(&week.scene);
                let_pass(&week, q % QUARTERS * QUARTER_S + BEGINS_S + week.run_s[q % QUARTERS] + CHECK_S);
                judge_run(&week, q / QUARTERS, q % QUARTERS);
                let_pass(&week, (q % QUARTERS + 1) * QUARTER_S);
        }
        struct holding last = look_at(&week.scene);
        print_message("%u runs, %u faults; RSS %ld kB, %ld fds, %ld matches at the end\n", week.n_runs, week.n_faults, last.rss_kb,
                last.fds, last.matches);
        assert_true(week.n_faults >= (unsigned) quarters * QUARTER_S / 3600); /* one an hour, or this says nothing of faults */
        assert_true(last.fds <= week.first.fds + FDS_SPREAD);
        assert_true(last.matches > 0 && last.matches <= week.first.matches + MATCHES_SPREAD);
        assert_true(last.rss_kb <= week.first.rss_kb + GROWTH_KB_MAX);
        if (week.n_broken > 0)
                fputs(daemon_peer_said(week.scene.daemon), stderr);
        assert_int_equal(week.n_broken, 0);
        scene_stop(&week.scene);
        scene_clear(&week.scene);
}

static bool
read_settings(int argc, char **argv)
{
        static const struct option options[] = {{"days", required_argument, NULL, 'd'}, {"hours", required_argument, NULL, 'h'},
                {"rate", required_argument, NULL, 'r'}, {"seed", required_argument, NULL, 's'}, {0}};
        int c;

        while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
                if (c == 'd')
                        settings.hours = atof(optarg) * 24;
                else if (c == 'h')
                        settings.hours = atof(optarg);
                else if (c == 'r')
                        settings.rate = atoi(optarg);
                else if (c == 's')
                        settings.seed = strtoull(optarg, NULL, 10);
                else
                        return false;
        }
        return optind == argc && settings.hours >= 6 && settings.rate >= 2 && settings.rate <= 1000 && settings.seed > 0;
}

int
main(int argc, char **argv)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(days_of_faults_leave_every_session_whole),
        };

        if (!read_settings(argc, argv)) {
                fprintf(stderr, "test_seven_days [--days N | --hours N] [--rate N] [--seed N]\n"
                                "6 hours at least, a rate of 2 to 1000, a seed above 0\n");
                return EXIT_FAILURE;
        }
        return cmocka_run_group_tests(tests, NULL, NULL);
}
