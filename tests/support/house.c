/* SPDX-License-Identifier: MIT */
#include "support/house.h"

#include "formats/payload.h"
#include "formats/trace.h"
#include "journal/archive.h"
#include "listing.h"
#include "mending.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BOOT "0123456789abcdef0123456789abcdef"

static const struct pd_athlete *
athlete_at(void *user, size_t i)
{
        struct house *house = user;

        return i < 2 ? &house->athletes[i] : NULL;
}

static int
workout_of(void *user, const struct pd_athlete *athlete, pd_day day, const struct pd_recording_about *about, struct pd_workout *ret)
{
        struct house *house = user;

        (void) day;
        (void) about;
        if (house->workout[0] == '\0')
                return -ENOENT;
        rig_workout(ret, house->workout, athlete);
        return 0;
}

static bool
somebody_runs(void *user)
{
        struct house *house = user;

        return house->runs;
}

static void
tell_clock(void *user, struct pd_clock *ret)
{
        struct house *house = user;

        *ret = house->now;
}

static void
publish(void *user, const struct pd_event *event)
{
        struct house *house = user;

        assert(house->n_published < HOUSE_PUBLISHED_MAX);
        memcpy(house->published[house->n_published].athlete, event->athlete->id, PD_ID_SIZE);
        memcpy(house->published[house->n_published].session, event->session, PD_SESSION_ID_SIZE);
        house->published[house->n_published++].summary = event->summary;
}

static void
count_change(void *user, const char *athlete)
{
        struct house *house = user;

        house->n_changed += strcmp(athlete, house->athletes[0].id) == 0;
}

void
house_open(struct house *house, const char *folder)
{
        int r;

        memset(house, 0, sizeof(*house));
        snprintf(house->folder, sizeof(house->folder), "%s", folder);
        rig_runner_a(&house->athletes[0]);
        pd_athlete_init(&house->athletes[1], "ben");
        house->athletes[1].lt1_hr = (struct pd_anchor) {120, 0, PD_PROVENANCE_TEST};
        house->athletes[1].lt2_hr = (struct pd_anchor) {135, 0, PD_PROVENANCE_TEST};
        strcpy(house->athletes[1].goal, "walk 5 km");
        house->now = (struct pd_clock) {.boot_id = BOOT, .real = HOUSE_STARTED + 3 * PD_HOUR, .synchronised = true};
        house->context = (struct pd_history_context) {
                .state_dir = house->folder,
                .athlete = athlete_at,
                .workout = workout_of,
                .somebody_runs = somebody_runs,
                .clock = tell_clock,
                .publish = publish,
                .changed = count_change,
                .user = house,
        };
        r = pd_history_new(&house->context, &house->history);
        assert(r == 0);
        (void) r;
        house->explainer = pd_explainer_new(house->history);
        assert(house->explainer != NULL);
}

void
house_close(struct house *house)
{
        house->explainer = pd_explainer_free(house->explainer);
        house->history = pd_history_free(house->history);
}

/* ---- a run -------------------------------------------------------------------------- */

struct run {
        struct house *house;
        struct rig_text trace;
        char lines[PD_TRACE_SUMMARY_SIZE]; /* more than a snapshot takes */
        char json[PD_PAYLOAD_SIZE];
        size_t n;
};

static void
write_down(void *user, const struct pd_snapshot *snapshot, const struct pd_input *input)
{
        struct run *run = user;

        if (run->trace.length == 0)
                rig_text_add(&run->trace, run->lines, (size_t) pd_trace_write_snapshot(snapshot, run->lines, sizeof(run->lines)));
        rig_text_add(&run->trace, run->lines, (size_t) pd_trace_write_input(input, run->lines, sizeof(run->lines)));
}

static void
close_trace(struct run *run, const struct pd_event *event)
{
        size_t length;
        int r = pd_payload_event(event, run->json, sizeof(run->json), &length);

        assert(r == 0);
        rig_text_add(&run->trace, run->lines, (size_t) pd_trace_write_summary(run->json, length, run->lines, sizeof(run->lines)));
        r = pd_archive_write(run->house->folder, event->athlete->id, event->session, run->trace.bytes, run->trace.length);
        assert(r == 0);
        (void) r;
        pd_history_add(run->house->history, event, run->json);
        run->n++;
}

static void
hear(void *user, const struct pd_event *event)
{
        struct run *run = user;

        if (event->kind == PD_EVENT_SUMMARY && event->summary.final)
                close_trace(run, event);
        if (event->kind == PD_EVENT_REARMED)
                run->trace.length = 0;
}

/* She marks a lap where the house says so. */
static void
mark_lap(const struct house *house, struct pd_pump *pump, pd_usec at)
{
        const struct pd_input lap = {.at = at + house->lap_at, .kind = PD_INPUT_COMMAND, .command = {.verb = PD_COMMAND_LAP}};

        pd_pump_feed(pump, "anna", &lap);
}

static uint32_t
number_at(const uint8_t *bytes, size_t size)
{
        uint32_t number = 0;

        for (size_t i = size; i > 0; i--)
                number = number << 8 | bytes[i - 1];
        return number;
}

static void
put_number(uint8_t *bytes, size_t size, uint32_t number)
{
        for (size_t i = 0; i < size; i++, number >>= 8)
                bytes[i] = (uint8_t) number;
}

/* Flags, speed, cadence, stride if bit 0, odometer if bit 1. */
static void
misread(struct pd_input *input, int32_t parts)
{
        uint8_t *bytes = input->frame.bytes;
        size_t odometer = bytes[0] & 1 ? 6 : 4;

        if (parts == 0 || input->kind != PD_INPUT_FRAME || input->frame.characteristic != 0x2a53)
                return;
        assert(bytes[0] & 2);
        put_number(bytes + 1, 2, number_at(bytes + 1, 2) * (uint32_t) parts / 100);
        put_number(bytes + odometer, 4, number_at(bytes + odometer, 4) * (uint32_t) parts / 100);
}

static void
run_story(const struct house *house, const char *name, struct pd_pump *pump, pd_usec after)
{
        bool marks = house->lap_at != 0;
        struct pd_input clock = {.at = after, .kind = PD_INPUT_CLOCK,
                .clock = {.boot_id = BOOT, .boot = after, .real = HOUSE_STARTED + after, .synchronised = true}};
        struct rig_inputs inputs = {NULL, 0, 0};
        char path[256];

        snprintf(path, sizeof(path), PD_SOURCE_DIR "/tests/golden/%s.run", name);
        rig_inputs_of_story(&inputs, path, 0);
        pd_pump_feed(pump, "anna", &clock);
        for (size_t i = 0; i < inputs.n; i++) {
                if (marks && inputs.items[i].at > house->lap_at) {
                        mark_lap(house, pump, after);
                        marks = false;
                }
                inputs.items[i].at += after;
                misread(&inputs.items[i], house->pod_reads);
                pd_pump_feed(pump, "anna", &inputs.items[i]);
        }
        rig_inputs_clear(&inputs);
}

size_t
house_run(struct house *house, const char *name, const char *workout, pd_usec after)
{
        struct run *run = calloc(1, sizeof(*run));
        struct pd_workout *plan = malloc(sizeof(*plan));
        const struct pd_pump_ports ports = {.tap = write_down, .event = hear, .user = run};
        struct pd_pump *pump = pd_pump_new(&ports);
        size_t n;

        assert(run != NULL && plan != NULL && pump != NULL);
        run->house = house;
        rig_workout(plan, workout, &house->athletes[0]);
        pd_pump_add_athlete(pump, &house->athletes[0], plan);
        if (house->pod_factor != 0) {
                pd_pump_enroll(pump, "anna", HOUSE_POD, "");
                pd_pump_calibrate(pump, "anna", HOUSE_POD, house->pod_factor);
        }
        run_story(house, name, pump, after);
        n = run->n;
        pd_pump_free(pump);
        rig_text_clear(&run->trace);
        free(plan);
        free(run);
        return n;
}

/* ---- an order ------------------------------------------------------------------------ */

void
house_ask(struct house *house, const char *words, struct pd_reply *reply)
{
        const struct pd_order_service *const tables[] = {pd_mending_services, pd_listing_services, pd_explain_services};
        void *const users[] = {house->history, house->history, house->explainer};
        const size_t lengths[] = {pd_mending_n_services, pd_listing_n_services, pd_explain_n_services};
        char copy[128], *rest = copy;
        const char *verb, *list[8], *expected;
        struct pd_command command;
        struct pd_order order = {.command = &command, .athlete = "anna", .words = list};
        int r;

        snprintf(copy, sizeof(copy), "%s", words);
        verb = strsep(&rest, " ");
        while (rest != NULL)
                list[order.n_words++] = strsep(&rest, " ");
        r = pd_command_parse(verb, list, order.n_words, &command, &expected);
        assert(r == 0);
        (void) r;
        pd_reply_clear(reply);
        for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
                for (size_t i = 0; i < lengths[t]; i++)
                        if (tables[t][i].verb == command.verb)
                                tables[t][i].carry_out(users[t], &order, reply);
}
