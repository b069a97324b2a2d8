/* SPDX-License-Identifier: MIT */
/*
 * The daemon among its neighbours, all real but the radio: a bus, a
 * bluetoothd with an athlete's strap and pod, a broker with a subscriber.
 * What is not asked for is not there.
 */
#pragma once

#include "support/broker.h"
#include "support/daemon_peer.h"
#include "support/fake_peer.h"
#include "support/private_bus.h"
#include "support/subscriber.h"

#define STRAP "C0:00:00:00:00:01"
#define POD "C0:00:00:00:00:02"
#define STORY1 PD_SOURCE_DIR "/tests/golden/story1.run"
#define STORY2 PD_SOURCE_DIR "/tests/golden/story2.run"

/* Waits are of the machine's time, and generous: only a failure takes so long. */
#define PATIENCE_MS 30000

struct scene {
        struct pd_private_bus *bus;
        struct broker *broker;
        struct pd_fake_peer *fake;
        struct subscriber *subscriber;
        struct daemon_peer *daemon;
        int rate;
        int64_t epoch; /* of the daemon's clock, which runs at RATE since */
        char *run;     /* the script's file, if it is the test's own */
        char store[32]; /* the broker's, if it keeps one */
        size_t before; /* messages heard before the last start */
};

/* Bus, broker, subscriber and the directories of a daemon that is not
 * started: one athlete, anna, Runner A of the stories, with both sensors and
 * WORKOUT. BROKER_CONFIGURATION as for broker_new(). */
void scene_set(struct scene *scene, int rate, const char *workout, const char *broker_configuration);
/* With a broker that keeps its store over a restart, as Debian configures it. */
void scene_set_lasting(struct scene *scene, int rate, const char *workout);
void scene_clear(struct scene *scene);

/* The bluetoothd appears; its athlete runs the script in FILE once both
 * sensors have a client. */
void scene_run(struct scene *scene, const char *file, bool lossless);
/* The same with the script itself. */
void scene_run_text(struct scene *scene, const char *script);

/* With the scene's rate and epoch. */
void scene_start(struct scene *scene);
/* Told to stop once it is on line; asserts that it ends well, and that all
 * it had to say has been heard. */
void scene_stop(struct scene *scene);

/* The daemon's time goes on by SPAN_US from where it was at the instant
 * FROM_US of the machine, whatever the machine's time is when it starts. */
void scene_shift_clock(struct scene *scene, int64_t from_us, int64_t span_us);

/* Until anna's `live` has shown second T_S of her session. */
void scene_wait_second(const struct scene *scene, long t_s);

/* An alert of that type from the FROM-th message on; asserts that it comes. */
size_t scene_wait_alert(struct scene *scene, size_t from, const char *type);
/* How often one was heard, retold ones included. */
size_t scene_count_alerts(const struct scene *scene, const char *type);
/* The next `final` summary; likewise. */
size_t scene_wait_final(struct scene *scene, size_t from);

/* The number of a payload's key; asserts that it is one. */
long scene_number(const struct scene *scene, size_t message, const char *key);

/* The configuration of the scene's daemon. */
char *scene_configuration(const char *workout, uint16_t port);

/* `purposectl WORDS`: its exit status; what it says on both outputs in RET. */
int scene_client(const struct scene *scene, const char *words, char *ret, size_t size);

/* What `purposectl replay` prints for the trace at PATH; to be freed. */
char *scene_replay(const char *path);

/* The messages of TOPIC, which ends a line's first word, as the lines of a
 * replay. To be freed. */
char *scene_lines_heard(const struct scene *scene, const char *topic);
char *scene_lines_of(const char *lines, const char *topic);
