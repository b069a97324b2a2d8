/* SPDX-License-Identifier: MIT */
/* The source of frames among its neighbours (source_bench.h). */
#include "support/source_bench.h"

#include "purposed/sensor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>

#include <cmocka.h>

/* What was logged since the set-up, a line each; what does not fit is left out. */
static char logged[65536];
static size_t n_logged;

void __wrap_pd_log(int priority, const char *format, ...) __attribute__((format(printf, 2, 3)));

void
__wrap_pd_log(int priority, const char *format, ...)
{
        size_t room = sizeof(logged) - n_logged;
        va_list arguments;
        int n;

        va_start(arguments, format);
        n = vsnprintf(logged + n_logged, room, format, arguments);
        va_end(arguments);
        if (n < 0 || (size_t) n + 2 > room)
                return;
        print_message("%s\n", logged + n_logged);
        if (priority == LOG_DEBUG) {
                logged[n_logged] = '\0'; /* nobody reads that by day */
                return;
        }
        n_logged += (size_t) n;
        logged[n_logged++] = '\n';
        logged[n_logged] = '\0';
}

unsigned
count_logged(const char *text)
{
        unsigned n = 0;

        for (const char *at = logged; (at = strstr(at, text)); at++)
                n++;
        return n;
}

pd_usec
boottime_now(void)
{
        struct timespec now;

        clock_gettime(CLOCK_BOOTTIME, &now);
        return now.tv_sec * PD_SEC + now.tv_nsec / 1000;
}

pd_usec
bench_now(void *user)
{
        struct bench *bench = user;

        return bench->start + (boottime_now() - bench->start) * bench->speed;
}

static uint64_t
bench_boottime(void *user, pd_usec at)
{
        struct bench *bench = user;

        return (uint64_t) (bench->start + (at - bench->start + bench->speed - 1) / bench->speed);
}

static void
bench_frame(void *user, pd_usec at, const struct pd_frame *frame)
{
        struct bench *bench = user;

        assert_true(bench->n_frames < FRAMES_MAX);
        bench->at[bench->n_frames] = at;
        bench->frames[bench->n_frames++] = *frame;
}

static void
bench_link(void *user, pd_usec at, const struct pd_link_change *change)
{
        struct bench *bench = user;

        (void) at;
        *(change->connected ? &bench->ups : &bench->downs) += 1;
}

static void
bench_hint(void *user, pd_usec at, const char *address, const char *name, int32_t rssi_dbm)
{
        struct bench *bench = user;

        (void) at;
        (void) rssi_dbm;
        if (name && strcmp(address, STRAP) == 0)
                snprintf(bench->name, sizeof(bench->name), "%s", name);
}

static void
bench_trouble(void *user, pd_usec at, const char *address, const char *word)
{
        struct bench *bench = user;

        (void) at;
        if (strcmp(address, STRAP) == 0)
                snprintf(bench->trouble, sizeof(bench->trouble), "%s", word ? word : "");
}

int
set_up(void **state)
{
        struct bench *bench = calloc(1, sizeof(*bench));

        if (!bench || pd_private_bus_new(&bench->bus) < 0)
                return -1;
        n_logged = 0;
        logged[0] = '\0';
        bench->start = boottime_now();
        bench->speed = 1;
        bench->context = (struct pd_source_context){
                .now = bench_now,
                .boottime = bench_boottime,
                .frame = bench_frame,
                .link = bench_link,
                .hint = bench_hint,
                .trouble = bench_trouble,
                .user = bench,
        };
        *state = bench;
        return sd_event_new(&bench->context.loop);
}

int
tear_down(void **state)
{
        struct bench *bench = *state;

        pd_bluez_free(bench->bluez);
        pd_fake_peer_free(bench->fake);
        pd_private_bus_free(bench->bus);
        sd_event_unref(bench->context.loop);
        free(bench);
        return 0;
}

void
begin_fake(struct bench *bench, const char *words)
{
        char copy[256] = "", *rest = NULL;
        const char *options[16] = {NULL};
        size_t n = 0;

        if (words)
                snprintf(copy, sizeof(copy), "%s", words);
        for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
                assert_true(n + 1 < sizeof(options) / sizeof(options[0]));
                options[n++] = word;
        }
        bench->fake = pd_fake_peer_free(bench->fake);
        assert_int_equal(pd_fake_peer_new(pd_private_bus_address(bench->bus), options, &bench->fake), 0);
}

void
begin_bluez_at(struct bench *bench, const char *bus_address, const char *first, const char *second)
{
        bench->options.bus_address = bus_address;
        assert_int_equal(pd_bluez_new(&bench->context, &bench->options, &bench->bluez), 0);
        assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish) {.address = first, .acquire = bench->acquire}), 0);
        if (second)
                assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish) {.address = second, .acquire = bench->acquire}), 0);
        pd_bluez_start(bench->bluez);
}

void
begin_bluez(struct bench *bench, const char *first, const char *second)
{
        begin_bluez_at(bench, pd_private_bus_address(bench->bus), first, second);
}

void
turn(struct bench *bench)
{
        assert_true(sd_event_run(bench->context.loop, 20 * PD_MSEC) >= 0);
}

void
wait_for_status(struct bench *bench, const char *expected)
{
        pd_usec end = boottime_now() + WAIT;
        char status[128];

        for (;;) {
                pd_bluez_status(bench->bluez, status, sizeof(status));
                if (strcmp(status, expected) == 0)
                        return;
                if (boottime_now() > end)
                        fail_msg("still '%s', expected '%s'", status, expected);
                turn(bench);
        }
}

size_t
count(const struct bench *bench, const char *address, uint16_t characteristic)
{
        size_t n = 0;

        for (size_t i = 0; i < bench->n_frames; i++)
                n += strcmp(bench->frames[i].address, address) == 0 && bench->frames[i].characteristic == characteristic;
        return n;
}

void
wait_for_frames(struct bench *bench, const char *address, uint16_t characteristic, size_t n)
{
        pd_usec end = boottime_now() + WAIT;

        while (count(bench, address, characteristic) < n) {
                if (boottime_now() > end)
                        fail_msg("%zu frames of %04X from %s", count(bench, address, characteristic), characteristic, address);
                turn(bench);
        }
        assert_int_equal(count(bench, address, characteristic), n);
}

void
wait_for_links(struct bench *bench, unsigned ups, unsigned downs)
{
        pd_usec end = boottime_now() + WAIT;

        while (bench->ups < ups || bench->downs < downs) {
                if (boottime_now() > end)
                        fail_msg("%u links came and %u went", bench->ups, bench->downs);
                turn(bench);
        }
}

void
tell(struct bench *bench, const char *line)
{
        if (!pd_fake_peer_command(bench->fake, line))
                fail_msg("refused: %s", line);
}

/* Tells it until it does it. */
void
tell_when_possible(struct bench *bench, const char *line)
{
        pd_usec end = boottime_now() + WAIT;

        while (!pd_fake_peer_command(bench->fake, line)) {
                if (boottime_now() > end)
                        fail_msg("still refused: %s", line);
                turn(bench);
        }
}

/* Heard from the strap and the pod; the frames so far do not count. */
void
hear_both(struct bench *bench)
{
        bench->n_frames = 0;
        tell(bench, "send " STRAP " 1648"
                    "0004");
        tell(bench, "send " POD " 008002"
                    "55");
        wait_for_frames(bench, STRAP, 0x2A37, 1);
        wait_for_frames(bench, POD, 0x2A53, 1);
}

int32_t
decoded(const struct pd_frame *frame, enum pd_quantity quantity)
{
        struct pd_sensor_state memory = {0};
        struct pd_decoded result = {0};

        pd_sensor_type_of(frame->characteristic, NULL)->decode(&memory, frame, &result);
        for (size_t i = 0; i < result.n_samples; i++)
                if (result.samples[i].quantity == quantity)
                        return result.samples[i].value;
        fail_msg("no quantity %d", (int) quantity);
        return 0;
}

const struct pd_frame *
find(const struct bench *bench, const char *address, uint16_t characteristic)
{
        for (size_t i = 0; i < bench->n_frames; i++)
                if (strcmp(bench->frames[i].address, address) == 0 && bench->frames[i].characteristic == characteristic)
                        return &bench->frames[i];
        fail_msg("no %04X from %s", characteristic, address);
        return NULL;
}

/* A client of the bus beside the daemon. */
sd_bus *
begin_person(struct bench *bench)
{
        sd_bus *person = NULL;

        assert_true(sd_bus_new(&person) >= 0);
        assert_true(sd_bus_set_address(person, pd_private_bus_address(bench->bus)) >= 0);
        assert_true(sd_bus_set_bus_client(person, true) >= 0);
        assert_true(sd_bus_start(person) >= 0);
        return person;
}

void
wait_for_discovering(struct bench *bench, sd_bus *person, int expected)
{
        pd_usec end = boottime_now() + WAIT;
        int discovering = !expected;

        while (discovering != expected) {
                if (boottime_now() > end)
                        fail_msg("Discovering is still %d", discovering);
                turn(bench);
                assert_true(sd_bus_get_property_trivial(
                                    person, "org.bluez", ADAPTER_PATH, "org.bluez.Adapter1", "Discovering", NULL, 'b', &discovering)
                        >= 0);
        }
}

/* Of the daemon's time. */
void
let_pass(struct bench *bench, pd_usec span)
{
        pd_usec end = bench_now(bench) + span;

        while (bench_now(bench) < end)
                turn(bench);
}

void
lose_subscription(struct bench *bench)
{
        pd_usec end = boottime_now() + WAIT;

        tell(bench, "forget " STRAP);
        assert_false(pd_fake_peer_command(bench->fake, "send " STRAP " 0048"));
        bench->n_frames = 0;
        while (count(bench, STRAP, 0x2A37) == 0) {
                assert_true(boottime_now() < end);
                turn(bench);
                pd_fake_peer_command(bench->fake, "send " STRAP " 0048");
        }
}
