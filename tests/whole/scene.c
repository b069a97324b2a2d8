/* SPDX-License-Identifier: MIT */
/* Sets and strikes the scene (scene.h). */
#include "whole/scene.h"

#include "support/cm.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

char *
scene_configuration(const char *workout, uint16_t port)
{
        char *text = NULL;
        int r = asprintf(&text,
                "[purposed]\nnode = trial\n"
                "[athlete anna]\nname = Runner A\ngoal = half marathon in spring\nunits = imperial\n"
                "hr_max = 186 test\nhr_rest = 52 test\nlt1_hr = 152 test\nlt2_hr = 168 test\n"
                "lt1_speed = 2.90 test\nlt2_speed = 3.45 test\nworkout = %s\n"
                "[sensor " STRAP "]\nathlete = anna\n[sensor " POD "]\nathlete = anna\n"
                "[mqtt]\nhost = 127.0.0.1\nport = %u\n",
                workout, port);

        assert_true(r > 0);
        return text;
}

void
scene_set(struct scene *scene, int rate, const char *workout, const char *broker_configuration)
{
        char *configuration;

        *scene = (struct scene) {.rate = rate};
        assert_int_equal(pd_private_bus_new(&scene->bus), 0);
        scene->broker = broker_new(broker_configuration);
        assert_non_null(scene->broker);
        scene->subscriber = subscriber_new(broker_port(scene->broker));
        assert_non_null(scene->subscriber);
        configuration = scene_configuration(workout, broker_port(scene->broker));
        scene->daemon = daemon_peer_new(configuration);
        free(configuration);
}

void
scene_set_lasting(struct scene *scene, int rate, const char *workout)
{
        char store[] = "/tmp/pd-store-XXXXXX", configuration[128];

        assert_non_null(mkdtemp(store));
        assert_int_equal(chmod(store, 0777), 0); /* started as root, mosquitto becomes another user */
        snprintf(configuration, sizeof(configuration), "allow_anonymous true\npersistence true\npersistence_location %s/\n", store);
        scene_set(scene, rate, workout, configuration);
        memcpy(scene->store, store, sizeof(store));
}

void
scene_clear(struct scene *scene)
{
        char command[64];

        daemon_peer_free(scene->daemon);
        pd_fake_peer_free(scene->fake);
        subscriber_free(scene->subscriber);
        broker_free(scene->broker);
        pd_private_bus_free(scene->bus);
        if (scene->run) {
                unlink(scene->run);
                free(scene->run);
        }
        snprintf(command, sizeof(command), "rm -r %s", scene->store);
        if (scene->store[0] != '\0')
                assert_int_equal(system(command), 0);
}

void
scene_run(struct scene *scene, const char *file, bool lossless)
{
        char rate[16];
        const char *options[] = {"--run", file, "--rate", rate, lossless ? "--lossless" : NULL, NULL};

        snprintf(rate, sizeof(rate), "%d", scene->rate);
        assert_int_equal(pd_fake_peer_new(pd_private_bus_address(scene->bus), options, &scene->fake), 0);
}

void
scene_run_text(struct scene *scene, const char *script)
{
        FILE *file;

        assert_true(asprintf(&scene->run, "%s/script.run", daemon_peer_directory(scene->daemon)) > 0);
        file = fopen(scene->run, "we");
        assert_non_null(file);
        assert_true(fputs(script, file) >= 0);
        assert_int_equal(fclose(file), 0);
        scene_run(scene, scene->run, false);
}

void
scene_start(struct scene *scene)
{
        char rate[16], epoch[24];
        const char *options[] = {
                "--bus", pd_private_bus_address(scene->bus), "--clock-rate", rate, "--clock-epoch", epoch, NULL};

        if (scene->epoch == 0)
                scene->epoch = boottime_us();
        snprintf(rate, sizeof(rate), "%d", scene->rate);
        snprintf(epoch, sizeof(epoch), "%lld", (long long) scene->epoch);
        scene->before = subscriber_n(scene->subscriber);
        daemon_peer_start(scene->daemon, options);
}

/* A signal that finds no daemon yet, but its process, would end that badly. */
void
scene_stop(struct scene *scene)
{
        assert_int_not_equal(subscriber_wait(scene->subscriber, scene->before, "/bridge/trial/status", "online", PATIENCE_MS), SIZE_MAX);
        assert_int_equal(daemon_peer_end(scene->daemon, SIGTERM), 0);
        assert_int_not_equal(subscriber_wait(scene->subscriber, scene->before, "/bridge/trial/status", "offline", PATIENCE_MS), SIZE_MAX);
}

/* daemon's time = epoch + (boottime - epoch) x rate: solved for the epoch. */
void
scene_shift_clock(struct scene *scene, int64_t from_us, int64_t span_us)
{
        int64_t at = scene->epoch + (from_us - scene->epoch) * scene->rate + span_us;

        scene->epoch = (boottime_us() * scene->rate - at) / (scene->rate - 1);
}

size_t
scene_wait_alert(struct scene *scene, size_t from, const char *type)
{
        char part[64];
        size_t i;

        snprintf(part, sizeof(part), "\"event_type\":\"%s\"", type);
        i = subscriber_wait(scene->subscriber, from, "/alert", part, PATIENCE_MS * 2);
        if (i == SIZE_MAX)
                print_error("no %s; the daemon said:\n%s", type, daemon_peer_said(scene->daemon));
        assert_int_not_equal(i, SIZE_MAX);
        return i;
}

void
scene_wait_second(const struct scene *scene, long t_s)
{
        size_t from = 0, i;

        do {
                i = subscriber_wait(scene->subscriber, from, "/anna/live", "", PATIENCE_MS);
                assert_int_not_equal(i, SIZE_MAX);
                from = i + 1;
        } while (scene_number(scene, i, "t_s") < t_s);
}

size_t
scene_count_alerts(const struct scene *scene, const char *type)
{
        char part[64];
        size_t n = 0, from = 0, i;

        snprintf(part, sizeof(part), "\"event_type\":\"%s\"", type);
        for (; (i = subscriber_find(scene->subscriber, from, "/alert", part)) != SIZE_MAX; from = i + 1)
                n++;
        return n;
}

size_t
scene_wait_final(struct scene *scene, size_t from)
{
        size_t i = subscriber_wait(scene->subscriber, from, "/summary", "\"final\":true", PATIENCE_MS * 2);

        if (i == SIZE_MAX)
                print_error("no final summary; the daemon said:\n%s", daemon_peer_said(scene->daemon));
        assert_int_not_equal(i, SIZE_MAX);
        return i;
}

long
scene_number(const struct scene *scene, size_t message, const char *key)
{
        char text[64], *end;
        long value;

        heard_value(subscriber_heard(scene->subscriber, message), key, text, sizeof(text));
        value = strtol(text, &end, 10);
        if (text[0] == '\0' || *end != '\0')
                print_error("%s is no whole number in %s\n", key, subscriber_heard(scene->subscriber, message)->payload);
        assert_true(text[0] != '\0' && *end == '\0');
        return value;
}

/* ---- lines ---------------------------------------------------------------- */

struct lines {
        FILE *file;
        char *bytes;
        size_t size;
};

static void
lines_open(struct lines *lines)
{
        *lines = (struct lines) {.bytes = NULL};
        lines->file = open_memstream(&lines->bytes, &lines->size);
        assert_non_null(lines->file);
}

static char *
lines_close(struct lines *lines)
{
        assert_int_equal(fclose(lines->file), 0);
        return lines->bytes;
}

int
scene_client(const struct scene *scene, const char *words, char *ret, size_t size)
{
        char command[512];
        FILE *pipe;
        int status;

        snprintf(command, sizeof(command), "%s %s --bus %s 2>&1", PD_CLIENT, words, pd_private_bus_address(scene->bus));
        pipe = popen(command, "re");
        assert_non_null(pipe);
        ret[fread(ret, 1, size - 1, pipe)] = '\0';
        status = pclose(pipe);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

char *
scene_replay(const char *path)
{
        char command[512], buffer[4096];
        struct lines lines;
        FILE *pipe;
        size_t n;

        snprintf(command, sizeof(command), "%s replay --node trial %s", PD_CLIENT, path);
        pipe = popen(command, "re");
        assert_non_null(pipe);
        lines_open(&lines);
        while ((n = fread(buffer, 1, sizeof(buffer), pipe)) > 0)
                fwrite(buffer, 1, n, lines.file);
        assert_int_equal(pclose(pipe), 0);
        return lines_close(&lines);
}

char *
scene_lines_heard(const struct scene *scene, const char *topic)
{
        struct lines lines;
        size_t from = 0, i;

        lines_open(&lines);
        while ((i = subscriber_find(scene->subscriber, from, topic, "")) != SIZE_MAX) {
                const struct heard *heard = subscriber_heard(scene->subscriber, i);
                from = i + 1;
                if (!heard->retained)
                        fprintf(lines.file, "%s %s\n", heard->topic, heard->payload);
        }
        return lines_close(&lines);
}

char *
scene_lines_of(const char *text, const char *topic)
{
        size_t length = strlen(topic);
        struct lines lines;

        lines_open(&lines);
        for (const char *line = text, *next; *line != '\0'; line = next) {
                size_t word = strcspn(line, " ");
                next = strchr(line, '\n') + 1;
                if (word >= length && strncmp(line + word - length, topic, length) == 0)
                        fwrite(line, 1, (size_t) (next - line), lines.file);
        }
        return lines_close(&lines);
}
