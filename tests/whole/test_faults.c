/* SPDX-License-Identifier: MIT */
/*
 * Whatever goes wrong with Bluetooth in mid-session, data comes back, and
 * the session is still the same one. Each row is a fault (fakes/fault.h) in a
 * run of its own, with the real daemon on the accelerated clock:
 *
 *   0        60 s       the row's lines       both sensors heard
 *   ├─────────┼───────────────┼───────────────────┼──── 60 s without a gap ─┤
 *    start     running         └── seconds to data ┘
 *
 * A table is printed; nothing is asserted of how long it takes, but that it
 * ends. PD_ROWS=text runs only those rows that contain the text.
 */
#include "support/cm.h"
#include "whole/scene.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RATE 40
#define SECOND_US INT64_C(1000000)
#define BEFORE_S 60   /* of running, before anything happens */
#define STABLE_S 60   /* without a gap: data is back */
#define GAP_S 5       /* between two messages of `live`, which come once a second. A machine that stalls for 125 ms seems one, too */
#define PATIENCE_S 900 /* after the fault itself has ended: longer than any back-off, scan or step of a ladder */
#define LINES_MAX 4

struct line {
        int after_s; /* after the line before */
        const char *text;
};

struct row {
        const char *mode;     /* its number in the list of failure modes */
        const char *options;  /* of the fake; NULL: none */
        int lasts_s;          /* how long nothing can be done about it, after the last line */
        struct line lines[LINES_MAX];
};

static const struct row rows[] = {
        {"1", NULL, 0, {{0, "connect fails le-connection-abort-by-local 3 times"}, {0, "link lost"}}},
        {"1", NULL, 120, {{0, "connect fails le-connection-abort-by-local for 2m"}, {0, "link lost"}}},
        {"2", NULL, 0, {{0, "InProgress stuck"}, {0, "link lost"}}},
        {"2", NULL, 0, {{0, "InProgress stuck until removed"}, {0, "link lost"}}},
        {"3", NULL, 0, {{0, "connect ok without link 2 times"}, {0, "link lost"}}},
        {"3", NULL, 0, {{0, "connected is not said"}, {0, "link lost"}}},
        {"4", NULL, 0, {{0, "connect never answers"}, {0, "link lost"}}},
        {"5", NULL, 0, {{0, "device removed"}}},
        {"5", NULL, 1, {{0, "device vanishes during connect"}, {0, "bluetoothd restarts"}}},
        {"6", NULL, 0, {{0, "services never resolve 1 time"}, {0, "link lost"}}},
        {"6", NULL, 0, {{0, "services never resolve"}, {0, "link lost"}}},
        {"6", NULL, 15, {{0, "services resolve late 15s"}, {0, "link lost"}}},
        {"7", NULL, 1, {{0, "characteristic missing"}, {0, "bluetoothd restarts"}}},
        {"7", NULL, 4, {{0, "characteristic late 3s"}, {0, "bluetoothd restarts"}}},
        {"7", NULL, 1, {{0, "objects out of order"}, {0, "bluetoothd restarts"}}},
        {"8", NULL, 1, {{0, "notify refused NotPermitted 3 times"}, {0, "bluetoothd restarts"}}},
        {"8", NULL, 1, {{0, "notify refused InProgress 3 times"}, {0, "bluetoothd restarts"}}},
        {"9", NULL, 0, {{0, "silent"}}},
        {"9", NULL, 0, {{0, "silent until disconnected"}}},
        {"9", NULL, 0, {{0, "silent until removed"}}},
        {"10", NULL, 120, {{0, "link flaps every 20s 6 times"}}},
        {"11", NULL, 0, {{0, "link lost"}}},
        {"12", NULL, 120, {{0, "strap held by another for 2m"}}},
        {"12", NULL, 300, {{0, "out of reach for 5m"}}},
        {"13", NULL, 60, {{0, "out of reach for 60s"}, {0, "device removed"}, {3, "discovery dead"}}},
        {"14", NULL, 1, {{0, "bluetoothd restarts"}}},
        {"14", NULL, 60, {{0, "bluetoothd restarts for 60s"}}},
        {"14", NULL, 60, {{0, "bluetoothd hangs 60s"}}},
        {"14", NULL, 60, {{0, "link lost"}, {0, "bluetoothd hangs 60s"}}},
        {"15", NULL, 1, {{0, "adapter unplugged and back as hci3"}}},
        {"15", NULL, 30, {{0, "adapter unplugged for 30s"}}},
        {"15", "--adapters 2", 0, {{0, "hci0 adapter unplugged"}}},
        {"16", NULL, 30, {{0, "adapter off for 30s"}}},
        {"16", NULL, 30, {{0, "adapter blocked for 30s"}}},
        {"17", NULL, 60, {{0, "adapter wedged for 60s"}}},
        {"17", "--adapters 2", 0, {{0, "hci0 adapter wedged"}}},
        {"18", NULL, 60, {{0, "slots 1 for 60s"}, {0, "link lost"}}},
        {"18", "--adapters 2", 0, {{0, "hci0 slots 1"}, {0, "link lost"}}},
        {"19", NULL, 0, {{0, "strap address changes"}, {30, "sensors enroll C0:00:00:00:01:01 --athlete anna"}}},
        {"22", NULL, 0, {{0, "daemon killed"}}},
        {"23", NULL, 0, {{0, "bond lost"}, {0, "link lost"}, {60, "device removed"}}},
};
#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

struct outcome {
        bool run, back, whole;
        double seconds; /* to data; 0: no gap was seen */
};

static int64_t
virtual_us(int seconds)
{
        return seconds * SECOND_US / RATE;
}

static void
describe(const struct row *row, char *ret, size_t size)
{
        size_t n = 0;

        ret[0] = '\0';
        for (size_t i = 0; i < LINES_MAX && row->lines[i].text && n < size; i++)
                n += (size_t) (row->lines[i].after_s > 0 ?
                                       snprintf(ret + n, size - n, ", after %d s %s", row->lines[i].after_s, row->lines[i].text) :
                                       snprintf(ret + n, size - n, "%s%s", i > 0 ? ", " : "", row->lines[i].text));
        if (row->options && n < size)
                snprintf(ret + n, size - n, " (%s)", row->options);
}

static bool
is_known(const struct heard *heard, const char *key)
{
        char text[32];

        return *heard_value(heard, key, text, sizeof(text));
}

/* She runs for hours, should anything take so long. */
static void
begin_run(struct scene *scene, const struct row *row)
{
        static const char script[] = "body dead 5 up 39 down 73 line 152 24 2.90 drift 0 rest 52 max 186\n0:00 speed 2.25\n6:00:00 end\n";
        char rate[16], extra[64] = "", *rest = NULL, *path = NULL;
        const char *options[16] = {"--connect-ms", "10", "--rate", rate, "--run"};
        size_t n = 6;
        FILE *file;

        scene_set(scene, RATE, "recovery 20mi", NULL);
        assert_true(asprintf(&path, "%s/script.run", daemon_peer_directory(scene->daemon)) > 0);
        scene->run = path;
        options[5] = path;
        file = fopen(path, "we");
        assert_non_null(file);
        assert_true(fputs(script, file) >= 0);
        assert_int_equal(fclose(file), 0);
        snprintf(rate, sizeof(rate), "%d", RATE);
        if (row->options)
                snprintf(extra, sizeof(extra), "%s", row->options);
        for (char *word = strtok_r(extra, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
                options[n++] = word;
        assert_int_equal(pd_fake_peer_new(pd_private_bus_address(scene->bus), options, &scene->fake), 0);
        scene_start(scene);
}

/* Not all is the fake's doing: a person answers what the daemon asks. */
static void
let_happen(struct scene *scene, const struct line *line)
{
        char answer[512];

        subscriber_listen_until(scene->subscriber, boottime_us() + virtual_us(line->after_s));
        if (strcmp(line->text, "daemon killed") == 0) {
                daemon_peer_end(scene->daemon, SIGKILL);
                scene_start(scene);
        } else if (strncmp(line->text, "sensors ", strlen("sensors ")) == 0) {
                if (scene_client(scene, line->text, answer, sizeof(answer)) != 0)
                        fail_msg("purposectl %s: %s", line->text, answer);
        } else if (!pd_fake_peer_command(scene->fake, line->text)) {
                fail_msg("the fake does not know how: %s", line->text);
        }
}

/* The next message of `live` from *AT on, behind which *AT is left; SIZE_MAX: none yet. */
static size_t
next_live(const struct scene *scene, size_t *at)
{
        size_t i = subscriber_find(scene->subscriber, *at, "/anna/live", "");

        if (i != SIZE_MAX)
                *at = i + 1;
        return i;
}

/* Until both sensors are heard without a gap. BEGAN is when it began to go
 * wrong, HEALS when something can be done about it. */
static void
wait_for_data(struct scene *scene, int64_t began, int64_t heals, struct outcome *ret)
{
        size_t at = subscriber_n(scene->subscriber), i;
        int64_t last = began, good_since = began, back = began;

        ret->back = false;
        while (boottime_us() < heals + virtual_us(PATIENCE_S)) {
                subscriber_turn(scene->subscriber, 50);
                while ((i = next_live(scene, &at)) != SIZE_MAX) {
                        const struct heard *heard = subscriber_heard(scene->subscriber, i);
                        bool good = is_known(heard, "hr_bpm") && is_known(heard, "speed_m_s");
                        if (!good || heard->at_us - last > virtual_us(GAP_S))
                                back = good_since = heard->at_us;
                        last = heard->at_us;
                }
                if (boottime_us() - last > virtual_us(GAP_S))
                        good_since = INT64_MAX - virtual_us(STABLE_S);
                else if (good_since > last)
                        good_since = back;
                if (last >= (good_since > heals ? good_since : heals) + virtual_us(STABLE_S)) {
                        ret->back = true;
                        break;
                }
        }
        ret->seconds = (double) (back - began) * RATE / (double) SECOND_US;
}

/* One session, and it runs. */
static bool
is_whole(const struct scene *scene)
{
        char first[64] = "", id[64], state[16] = "";
        size_t i, from = 0;
        bool one = true;

        for (; (i = subscriber_find(scene->subscriber, from, "/anna/session", "")) != SIZE_MAX; from = i + 1) {
                heard_value(subscriber_heard(scene->subscriber, i), "state", state, sizeof(state));
                heard_value(subscriber_heard(scene->subscriber, i), "id", id, sizeof(id));
                if (*id && *first && strcmp(id, first) != 0)
                        one = false;
                if (*id && !*first)
                        snprintf(first, sizeof(first), "%s", id);
        }
        return one && *first && strcmp(state, "running") == 0 &&
               subscriber_find(scene->subscriber, 0, "/alert", "\"event_type\":\"session_ended\"") == SIZE_MAX;
}

/* cmocka's own printing ends after a thousand characters. */
static void
say_why(const struct scene *scene, const char *what)
{
        fprintf(stderr, "%s; the daemon said:\n%s\n", what, daemon_peer_said(scene->daemon));
}

static void
run_row(const struct row *row, struct outcome *ret)
{
        struct scene scene;
        int64_t began, heals;
        size_t at = 0, i;

        begin_run(&scene, row);
        i = subscriber_wait(scene.subscriber, 0, "/anna/session", "\"state\":\"running\"", PATIENCE_MS);
        if (i == SIZE_MAX)
                print_error("no session; the daemon said:\n%s", daemon_peer_said(scene.daemon));
        assert_int_not_equal(i, SIZE_MAX);
        subscriber_listen_until(scene.subscriber, boottime_us() + virtual_us(BEFORE_S));
        while (next_live(&scene, &at) != SIZE_MAX)
                ;
        assert_true(at > 0);
        assert_true(is_whole(&scene));
        began = boottime_us();
        for (size_t k = 0; k < LINES_MAX && row->lines[k].text; k++)
                let_happen(&scene, &row->lines[k]);
        heals = boottime_us() + virtual_us(row->lasts_s);
        wait_for_data(&scene, began, heals, ret);
        ret->run = true;
        ret->whole = is_whole(&scene);
        if (!ret->back || !ret->whole)
                say_why(&scene, ret->back ? "not one session" : "no data");
        scene_clear(&scene);
}

static void
data_comes_back_after_every_fault(void **state)
{
        const char *only = getenv("PD_ROWS");
        struct outcome outcomes[N_ROWS] = {{0}};
        char name[256];
        size_t n_run = 0, n_failed = 0;

        (void) state;
        for (size_t i = 0; i < N_ROWS; i++) {
                describe(&rows[i], name, sizeof(name));
                if (only && !strstr(name, only))
                        continue;
                print_message("%s: %s\n", rows[i].mode, name);
                run_row(&rows[i], &outcomes[i]);
                n_run++;
        }
        if (n_run == 0)
                fail_msg("PD_ROWS=%s: no fault is called so", only);
        print_message("\n| mode | fault | lasts, s | seconds to data |\n|---:|---|---:|---:|\n");
        for (size_t i = 0; i < N_ROWS; i++) {
                const struct outcome *outcome = &outcomes[i];
                if (!outcome->run)
                        continue;
                describe(&rows[i], name, sizeof(name));
                print_message("| %s | %s | %d | ", rows[i].mode, name, rows[i].lasts_s);
                if (outcome->back && outcome->whole && outcome->seconds < GAP_S)
                        print_message("below %d |\n", GAP_S);
                else if (outcome->back && outcome->whole)
                        print_message("%.0f |\n", outcome->seconds);
                else
                        print_message("**%s** |\n", outcome->back ? "another session" : "never");
                n_failed += !outcome->back || !outcome->whole;
        }
        assert_int_equal(n_failed, 0);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(data_comes_back_after_every_fault),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
