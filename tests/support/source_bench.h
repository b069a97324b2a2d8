/* SPDX-License-Identifier: MIT */
/*
 * The source of frames on a bench: a bus and a bluetoothd of the test's own,
 * the root's part played by the bench, which keeps all that it is told. Time
 * may run faster than the machine's. What is logged is counted.
 */
#pragma once

#include "bluez/bluez.h"
#include "support/fake_peer.h"
#include "support/private_bus.h"

#include <systemd/sd-bus.h>
#include <systemd/sd-event.h>

#define STRAP "C0:00:00:00:00:01"
#define POD "C0:00:00:00:00:02"
#define ADAPTER_PATH "/org/bluez/hci0"
#define FRAMES_MAX 4096
#define WAIT (30 * PD_SEC) /* of the machine's time */

/* What the daemon's root is to a source, and all that it was told. */
struct bench {
        struct pd_private_bus *bus;
        struct pd_fake_peer *fake;
        struct pd_bluez *bluez;
        struct pd_source_context context;
        struct pd_bluez_options options; /* a test may say more before the source begins */
        pd_usec start;
        bool acquire; /* what is enrolled is to be acquired */
        int speed; /* how much faster than the machine's the daemon's time runs */
        size_t n_frames;
        struct pd_frame frames[FRAMES_MAX];
        pd_usec at[FRAMES_MAX];
        unsigned ups, downs; /* of links */
        char trouble[PD_TEXT_SIZE]; /* the strap's, as told last; "" */
        char name[PD_TEXT_SIZE];
};

/* For cmocka: a bus, a loop; nothing has begun. */
int set_up(void **state);
int tear_down(void **state);
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* fake-bluez with OPTIONS ("--adapters 2 --unknown"; NULL: none) instead of the one there was. */
void begin_fake(struct bench *bench, const char *options);
/* The source, with one sensor enrolled, or two. */
void begin_bluez(struct bench *bench, const char *first, const char *second);
void begin_bluez_at(struct bench *bench, const char *bus_address, const char *first, const char *second);
/* A client of the bus beside the daemon. */
sd_bus *begin_person(struct bench *bench);

/* A line to the fake; asserts that it does it. */
void tell(struct bench *bench, const char *line);
/* Tells it until it does it. */
void tell_when_possible(struct bench *bench, const char *line);

/* The loop once, for 20 ms at most. */
void turn(struct bench *bench);
/* Turns for SPAN of the daemon's time. */
void let_pass(struct bench *bench, pd_usec span);
pd_usec boottime_now(void);
pd_usec bench_now(void *bench); /* the daemon's time */

/* Each asserts that it comes. */
void wait_for_status(struct bench *bench, const char *expected);
void wait_for_frames(struct bench *bench, const char *address, uint16_t characteristic, size_t n);
void wait_for_links(struct bench *bench, unsigned ups, unsigned downs);
void wait_for_discovering(struct bench *bench, sd_bus *person, int expected);
/* Heard from the strap and the pod; the frames so far do not count. */
void hear_both(struct bench *bench);
/* The strap forgets that it was subscribed; until it is heard again. */
void lose_subscription(struct bench *bench);

size_t count(const struct bench *bench, const char *address, uint16_t characteristic);
/* The first of them; asserts that there is one. */
const struct pd_frame *find(const struct bench *bench, const char *address, uint16_t characteristic);
int32_t decoded(const struct pd_frame *frame, enum pd_quantity quantity);

/* How often TEXT was logged since the set-up, for people: LOG_DEBUG does not count. */
unsigned count_logged(const char *text);
