/* SPDX-License-Identifier: MIT */
#include "purposed/pump.h"

#include "core/sharing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct pd_pump {
        struct pd_pump_ports ports;
        struct pd_lanes lanes;
        uint64_t stray_frames;
};

/* ---- setting up --------------------------------------------------------- */

struct pd_pump *
pd_pump_new(const struct pd_pump_ports *ports)
{
        struct pd_pump *pump = calloc(1, sizeof(*pump));

        if (pump != NULL)
                pump->ports = *ports;
        return pump;
}

struct pd_pump *
pd_pump_free(struct pd_pump *pump)
{
        if (pump == NULL)
                return NULL;
        for (size_t i = 0; i < pump->lanes.n; i++)
                pd_lane_free(pump->lanes.items[i]);
        free(pump);
        return NULL;
}

int
pd_pump_add_athlete(struct pd_pump *pump, const struct pd_athlete *athlete, const struct pd_workout *workout)
{
        struct pd_lane *lane;

        if (pd_lanes_of(&pump->lanes, athlete->id) != NULL)
                return -EEXIST;
        if (pump->lanes.n == PD_ATHLETES_MAX)
                return -ENOSPC;
        lane = pd_lane_new(&pump->ports, athlete, workout);
        if (lane == NULL)
                return -ENOMEM;
        pump->lanes.items[pump->lanes.n++] = lane;
        return 0;
}

int
pd_pump_enroll(struct pd_pump *pump, const char *athlete, const char *address, const char *name)
{
        struct pd_lane *lane = pd_lanes_of(&pump->lanes, athlete);
        struct pd_seat *seat;
        int r = 0;

        if (lane == NULL)
                return -ENOENT;
        seat = pd_lane_seat(lane, address);
        if (seat != NULL && !seat->leaving)
                return -EEXIST;
        if (seat != NULL)
                seat->leaving = false;
        else
                r = pd_lane_take_seat(lane, address, name);
        if (r == 0)
                pd_sharing_note(&pump->lanes, address);
        return r;
}

int
pd_pump_calibrate(struct pd_pump *pump, const char *athlete, const char *address, int32_t factor)
{
        struct pd_lane *lane = pd_lanes_of(&pump->lanes, athlete);
        struct pd_seat *seat = lane != NULL ? pd_lane_seat(lane, address) : NULL;

        if (seat == NULL)
                return -ENOENT;
        pd_lane_calibrate(lane, seat, factor);
        return 0;
}

int
pd_pump_enroll_all(struct pd_pump *pump, const char *athlete, const struct pd_snapshot *snapshot)
{
        int r = 0;

        for (size_t i = 0; r == 0 && i < snapshot->n_sensors; i++) {
                const struct pd_snapshot_sensor *sensor = &snapshot->sensors[i];

                r = pd_pump_enroll(pump, athlete, sensor->address, sensor->name);
                if (r == 0)
                        r = pd_pump_calibrate(pump, athlete, sensor->address, sensor->factor);
        }
        return r;
}

int
pd_pump_forget(struct pd_pump *pump, const char *address)
{
        return pd_sharing_forget(&pump->lanes, address);
}

int
pd_pump_succeed(struct pd_pump *pump, const struct pd_athlete *athlete, const struct pd_workout *workout)
{
        struct pd_lane *lane = pd_lanes_of(&pump->lanes, athlete->id);

        if (lane == NULL)
                return -ENOENT;
        pd_lane_succeed(lane, athlete, workout);
        return 0;
}

int
pd_pump_renew(struct pd_pump *pump, pd_usec at, const char *athlete)
{
        struct pd_lane *lane = pd_lanes_of(&pump->lanes, athlete);

        return lane != NULL ? pd_lane_renew(lane, at + lane->offset) : -ENOENT;
}

void
pd_pump_set_offset(struct pd_pump *pump, const char *athlete, pd_usec offset)
{
        struct pd_lane *lane = pd_lanes_of(&pump->lanes, athlete);

        if (lane != NULL)
                lane->offset = offset;
}

void
pd_pump_doubt(struct pd_pump *pump, const char *athlete, const struct pd_clock *last, pd_usec last_at, pd_usec boot)
{
        struct pd_lane *lane = pd_lanes_of(&pump->lanes, athlete);

        if (lane != NULL)
                pd_lane_doubt(lane, last, last_at, boot);
}

/* ---- recordings --------------------------------------------------------- */

/* A sensor that its trace names has a seat; and what stands in an athlete's
 * trace had been found to be hers. */
static void
seat_sensor(struct pd_lane *lane, const char *address, bool held)
{
        struct pd_seat *seat = pd_lane_seat(lane, address);

        if (seat == NULL && pd_lane_take_seat(lane, address, "") == 0)
                seat = pd_lane_seat(lane, address);
        if (seat != NULL && held)
                seat->held = true;
}

int
pd_pump_feed(struct pd_pump *pump, const char *athlete, const struct pd_input *input)
{
        struct pd_lane *lane = pd_lanes_of(&pump->lanes, athlete);

        if (lane == NULL)
                return -ENOENT;
        if (input->kind == PD_INPUT_FRAME)
                seat_sensor(lane, input->frame.address, true);
        else if (input->kind == PD_INPUT_LINK)
                seat_sensor(lane, input->link.address, false);
        pd_lane_feed(lane, input);
        return 0;
}

/* ---- a live source ------------------------------------------------------ */

void
pd_pump_frame(struct pd_pump *pump, pd_usec at, const struct pd_frame *frame)
{
        struct pd_lane *lane = pd_sharing_claim(&pump->lanes, frame->address, at);
        struct pd_input input;

        if (lane == NULL) {
                pump->stray_frames++;
                return;
        }
        input.at = at + lane->offset;
        input.kind = PD_INPUT_FRAME;
        input.frame = *frame;
        pd_lane_feed(lane, &input);
}

void
pd_pump_link(struct pd_pump *pump, pd_usec at, const struct pd_link_change *link)
{
        struct pd_lane *lane = pd_sharing_holder(&pump->lanes, link->address);
        struct pd_input input = {.kind = PD_INPUT_LINK, .link = *link};

        if (lane == NULL)
                return;
        input.at = at + lane->offset;
        pd_lane_feed(lane, &input);
}

void
pd_pump_clock(struct pd_pump *pump, pd_usec at, const struct pd_clock *clock)
{
        for (size_t i = 0; i < pump->lanes.n; i++)
                pd_lane_clock(pump->lanes.items[i], at, clock);
}

int
pd_pump_command(struct pd_pump *pump, pd_usec at, const char *athlete, const struct pd_command *command, struct pd_answer *ret)
{
        struct pd_lane *lane = pd_lanes_of(&pump->lanes, athlete);
        struct pd_input input = {.kind = PD_INPUT_COMMAND, .command = *command};
        int r;

        *ret = (struct pd_answer) {.result = -ENOENT};
        if (lane == NULL)
                return -ENOENT;
        input.at = at + lane->offset;
        pd_lane_pass_time(lane, input.at); /* what is due is over before she is answered */
        r = pd_engine_accepts(lane->engine, command, ret);
        if (r >= 0)
                pd_lane_feed(lane, &input);
        return r;
}

void
pd_pump_sensor_hint(struct pd_pump *pump, pd_usec at, const char *address, const char *name, int32_t rssi_dbm)
{
        struct pd_lane *lane = pd_sharing_holder(&pump->lanes, address);
        struct pd_seat *seat = lane != NULL ? pd_lane_seat(lane, address) : NULL;

        if (seat == NULL)
                return;
        if (rssi_dbm != PD_UNKNOWN)
                seat->report.rssi_dbm = rssi_dbm;
        if (name == NULL || seat->report.name[0] != '\0')
                return;
        pd_text_copy(seat->report.name, sizeof(seat->report.name), name, strlen(name));
        pd_lane_note_sensor(lane, seat, at + lane->offset);
}

void
pd_pump_sensor_condition(struct pd_pump *pump, pd_usec at, const char *address, const char *trouble, bool released)
{
        const struct pd_lane *holder = pd_sharing_holder(&pump->lanes, address);

        for (size_t i = 0; i < pump->lanes.n; i++) {
                struct pd_lane *lane = pump->lanes.items[i];
                struct pd_seat *seat = pd_lane_seat(lane, address);

                if (seat != NULL && pd_seat_note_condition(seat, trouble, released) && lane == holder)
                        pd_lane_note_sensor(lane, seat, at + lane->offset);
        }
}

/* A tick is a wake-up without information: it is not journaled. */
void
pd_pump_wake(struct pd_pump *pump, pd_usec at)
{
        for (size_t i = 0; i < pump->lanes.n; i++) {
                struct pd_lane *lane = pump->lanes.items[i];

                if (pd_lane_deadline(lane) <= at + lane->offset)
                        pd_lane_pass_time(lane, at + lane->offset);
        }
}

pd_usec
pd_pump_deadline(const struct pd_pump *pump)
{
        pd_usec least = PD_NEVER;

        for (size_t i = 0; i < pump->lanes.n; i++) {
                pd_usec at = pd_lane_deadline(pump->lanes.items[i]);
                if (at != PD_NEVER && at - pump->lanes.items[i]->offset < least)
                        least = at - pump->lanes.items[i]->offset;
        }
        return least;
}

/* ---- as it stands ------------------------------------------------------- */

void
pd_pump_restate(struct pd_pump *pump)
{
        for (size_t i = 0; i < pump->lanes.n; i++) {
                struct pd_lane *lane = pump->lanes.items[i];
                pd_usec now = pd_engine_now(lane->engine);

                pd_engine_restate(lane->engine);
                for (size_t s = 0; s < lane->snapshot.n_sensors; s++)
                        if (pd_pump_sensor_is_here(pump, i, s))
                                pd_lane_tell_sensor(lane, &lane->seats[s], now);
        }
}

size_t
pd_pump_n_athletes(const struct pd_pump *pump)
{
        return pump->lanes.n;
}

const struct pd_snapshot *
pd_pump_snapshot(const struct pd_pump *pump, size_t i)
{
        return &pump->lanes.items[i]->snapshot;
}

const struct pd_engine *
pd_pump_engine(const struct pd_pump *pump, size_t i)
{
        return pump->lanes.items[i]->engine;
}

size_t
pd_pump_n_sensors(const struct pd_pump *pump, size_t athlete)
{
        return pump->lanes.items[athlete]->snapshot.n_sensors;
}

const struct pd_sensor_report *
pd_pump_sensor(const struct pd_pump *pump, size_t athlete, size_t i)
{
        return &pump->lanes.items[athlete]->seats[i].report;
}

bool
pd_pump_sensor_is_here(const struct pd_pump *pump, size_t athlete, size_t i)
{
        const struct pd_lane *lane = pump->lanes.items[athlete];

        return pd_sharing_holder(&pump->lanes, lane->snapshot.sensors[i].address) == lane;
}

uint64_t
pd_pump_stray_frames(const struct pd_pump *pump)
{
        return pump->stray_frames;
}
