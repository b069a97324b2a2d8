/* SPDX-License-Identifier: MIT */
#include "purposed/pump.h"

#include "core/claim.h"
#include "core/seat.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A strap that is silent for longer says nothing of who runs: that is when
 * its loss is told, too. */
#define STRAP_LIVE (30 * PD_SEC)

/* What counts from the next trace on. */
struct successor {
        struct pd_athlete athlete;
        struct pd_workout workout;
};

struct lane {
        struct pd_pump *pump;
        struct pd_engine *engine;
        struct pd_snapshot snapshot; /* athlete, workout, sensors in the order of the seats */
        struct pd_seat seats[PD_ENGINE_SENSORS_MAX];
        pd_usec offset; /* engine time minus the daemon's */
        pd_usec doubt_until;  /* CLOCK_BOOTTIME; it is too small by an unknown gap since `sure`; PD_NEVER */
        struct pd_clock sure; /* told at engine time sure_at */
        pd_usec sure_at;
        struct pd_clock clock; /* as told at clock_at, for the next trace's head */
        pd_usec clock_at;      /* engine time; PD_NEVER */
        struct successor *next; /* NULL: as it is */
        bool rearmed;          /* the engine forgot all during the last input */
        int32_t judged; /* sessions that ended since */
        bool started;   /* its session began by a command */
};

struct pd_pump {
        struct pd_pump_ports ports;
        size_t n_lanes;
        struct lane *lanes[PD_ATHLETES_MAX];
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
        for (size_t i = 0; i < pump->n_lanes; i++) {
                pd_engine_free(pump->lanes[i]->engine);
                free(pump->lanes[i]->next);
                free(pump->lanes[i]);
        }
        free(pump);
        return NULL;
}

static struct lane *
lane_of(const struct pd_pump *pump, const char *athlete)
{
        for (size_t i = 0; i < pump->n_lanes; i++)
                if (strcmp(pump->lanes[i]->snapshot.athlete.id, athlete) == 0)
                        return pump->lanes[i];
        return NULL;
}

static struct pd_seat *
seat_in(struct lane *lane, const char *address)
{
        for (size_t i = 0; i < lane->snapshot.n_sensors; i++)
                if (strcmp(lane->snapshot.sensors[i].address, address) == 0)
                        return &lane->seats[i];
        return NULL;
}

static bool
is_guest(const struct lane *lane)
{
        return pd_athlete_is_guest(&lane->snapshot.athlete);
}

/* An athlete's own or shared one, not what a guest happens to run with. */
static struct pd_seat *
enrolled_in(struct lane *lane, const char *address)
{
        struct pd_seat *seat = is_guest(lane) ? NULL : seat_in(lane, address);

        return seat != NULL && !seat->leaving ? seat : NULL;
}

static void
hear(void *user, const struct pd_event *event)
{
        struct lane *lane = user;

        if (event->kind == PD_EVENT_REARMED)
                lane->rearmed = true;
        if (event->kind == PD_EVENT_SUMMARY && event->summary.final)
                lane->judged++;
        lane->pump->ports.event(lane->pump->ports.user, event);
}

int
pd_pump_add_athlete(struct pd_pump *pump, const struct pd_athlete *athlete, const struct pd_workout *workout)
{
        struct lane *lane;

        if (lane_of(pump, athlete->id) != NULL)
                return -EEXIST;
        if (pump->n_lanes == PD_ATHLETES_MAX)
                return -ENOSPC;
        lane = calloc(1, sizeof(*lane));
        if (lane == NULL)
                return -ENOMEM;
        lane->pump = pump;
        lane->clock_at = PD_NEVER;
        lane->doubt_until = PD_NEVER;
        lane->snapshot.engine_version = PD_ENGINE_VERSION;
        lane->snapshot.athlete = *athlete;
        lane->snapshot.workout = *workout;
        lane->engine = pd_engine_new(athlete, workout, hear, lane);
        if (lane->engine == NULL) {
                free(lane);
                return -ENOMEM;
        }
        pump->lanes[pump->n_lanes++] = lane;
        return 0;
}

static int
take_seat(struct lane *lane, const char *address, const char *name)
{
        struct pd_snapshot *snapshot = &lane->snapshot;
        struct pd_snapshot_sensor *sensor;

        if (snapshot->n_sensors == PD_ENGINE_SENSORS_MAX)
                return -ENOSPC;
        sensor = &snapshot->sensors[snapshot->n_sensors];
        pd_seat_init(&lane->seats[snapshot->n_sensors], address, name);
        pd_text_copy(sensor->address, sizeof(sensor->address), address, strlen(address));
        pd_text_copy(sensor->name, sizeof(sensor->name), name, strlen(name));
        snapshot->n_sensors++;
        return 0;
}

/* Whoever has it, all of them or none know that they share it. */
static void
note_sharing(struct pd_pump *pump, const char *address)
{
        size_t n = 0;

        for (size_t i = 0; i < pump->n_lanes; i++)
                n += enrolled_in(pump->lanes[i], address) != NULL;
        for (size_t i = 0; i < pump->n_lanes; i++) {
                struct pd_seat *seat = enrolled_in(pump->lanes[i], address);

                if (seat != NULL)
                        seat->shared = n > 1;
        }
}

int
pd_pump_enroll(struct pd_pump *pump, const char *athlete, const char *address, const char *name)
{
        struct lane *lane = lane_of(pump, athlete);
        struct pd_seat *seat;
        int r = 0;

        if (lane == NULL)
                return -ENOENT;
        seat = seat_in(lane, address);
        if (seat != NULL && !seat->leaving)
                return -EEXIST;
        if (seat != NULL)
                seat->leaving = false;
        else
                r = take_seat(lane, address, name);
        if (r == 0)
                note_sharing(pump, address);
        return r;
}

int
pd_pump_succeed(struct pd_pump *pump, const struct pd_athlete *athlete, const struct pd_workout *workout)
{
        struct lane *lane = lane_of(pump, athlete->id);

        if (lane == NULL)
                return -ENOENT;
        if (lane->next == NULL)
                lane->next = malloc(sizeof(*lane->next));
        if (lane->next == NULL)
                return -ENOMEM;
        lane->next->athlete = *athlete;
        lane->next->workout = *workout;
        return 0;
}

void
pd_pump_set_offset(struct pd_pump *pump, const char *athlete, pd_usec offset)
{
        struct lane *lane = lane_of(pump, athlete);

        if (lane != NULL)
                lane->offset = offset;
}

void
pd_pump_doubt(struct pd_pump *pump, const char *athlete, const struct pd_clock *last, pd_usec last_at, pd_usec boot)
{
        struct lane *lane = lane_of(pump, athlete);

        if (lane == NULL)
                return;
        lane->sure = *last;
        lane->sure_at = last_at;
        lane->doubt_until = boot + PD_ENGINE_DOUBT_MOST;
}

/* ---- sensors ------------------------------------------------------------ */

static void
tell_sensor(struct lane *lane, struct pd_seat *seat, pd_usec at)
{
        struct pd_event event = {
                .kind = PD_EVENT_SENSOR,
                .at = at,
                .real = PD_NEVER,
                .t_s = PD_UNKNOWN,
                .athlete = &lane->snapshot.athlete,
                .workout = &lane->snapshot.workout,
                .sensor = &seat->report,
        };

        seat->reported = at;
        lane->pump->ports.event(lane->pump->ports.user, &event);
}

/* ---- inputs ------------------------------------------------------------- */

static bool
gives_pulse(const struct pd_decoded *decoded)
{
        for (size_t i = 0; i < decoded->n_samples; i++)
                if (decoded->samples[i].quantity == PD_QUANTITY_HEART_RATE)
                        return true;
        return false;
}

static void
feed_frame(struct lane *lane, const struct pd_input *input)
{
        struct pd_seat *seat = seat_in(lane, input->frame.address);
        struct pd_decoded decoded;
        bool news = false;
        pd_usec now;

        if (seat == NULL)
                return;
        if (!pd_seat_decode(seat, &input->frame, &decoded, &news))
                return;
        pd_engine_feed_samples(lane->engine, input->at, (unsigned) (seat - lane->seats), decoded.samples, decoded.n_samples);
        now = pd_engine_now(lane->engine); /* later than a late input */
        if (gives_pulse(&decoded))
                seat->pulse = now;
        if (news || pd_seat_is_due(seat, now))
                tell_sensor(lane, seat, now);
}

static void
feed_link(struct lane *lane, const struct pd_input *input)
{
        struct pd_seat *seat = seat_in(lane, input->link.address);

        pd_engine_feed(lane->engine, input);
        if (seat == NULL || seat->report.connected == input->link.connected)
                return;
        seat->report.connected = input->link.connected;
        tell_sensor(lane, seat, pd_engine_now(lane->engine));
}

static void hand_over(struct lane *lane, const struct pd_input *input);

static void
take_over(struct lane *lane)
{
        if (lane->next == NULL || pd_engine_change(lane->engine, &lane->next->athlete, &lane->next->workout) < 0)
                return;
        lane->snapshot.athlete = lane->next->athlete;
        lane->snapshot.workout = lane->next->workout;
        free(lane->next);
        lane->next = NULL;
        pd_engine_restate(lane->engine);
}

/* An athlete is known a little better after each session. */
static void
count_sessions(struct lane *lane)
{
        struct pd_snapshot *snapshot = &lane->snapshot;

        if (lane->judged == 0)
                return;
        snapshot->athlete.sessions_done += lane->judged;
        lane->judged = 0;
        (void) pd_engine_change(lane->engine, &snapshot->athlete, &snapshot->workout); /* it counts nothing just now */
}

/* Nothing counts just now, so the engine's indices may change. */
static void
leave_seats(struct lane *lane)
{
        size_t n = 0;

        for (size_t i = 0; i < lane->snapshot.n_sensors; i++) {
                if (lane->seats[i].leaving)
                        continue;
                lane->seats[n] = lane->seats[i];
                lane->snapshot.sensors[n++] = lane->snapshot.sensors[i];
        }
        lane->snapshot.n_sensors = n;
}

/* The engine has begun anew: so do the decoders, and the clock is told
 * again, for it belongs into the new trace. */
static void
begin_anew(struct lane *lane, pd_usec at)
{
        struct pd_input input = {.at = at, .kind = PD_INPUT_CLOCK, .clock = lane->clock};

        lane->rearmed = lane->started = false;
        take_over(lane);
        leave_seats(lane);
        count_sessions(lane);
        for (size_t i = 0; i < lane->snapshot.n_sensors; i++)
                pd_seat_forget(&lane->seats[i]);
        if (lane->clock_at == PD_NEVER)
                return;
        input.clock.boot += at - lane->clock_at;
        input.clock.real += at - lane->clock_at;
        hand_over(lane, &input);
}

/* Time passes before the input is looked at: what it ends, the decoders and
 * the trace must have ended, too. */
static void
pass_time(struct lane *lane, pd_usec at)
{
        struct pd_input tick = {.at = at, .kind = PD_INPUT_TICK};

        pd_engine_feed(lane->engine, &tick);
        if (lane->rearmed)
                begin_anew(lane, pd_engine_now(lane->engine));
}

static void
hand_over(struct lane *lane, const struct pd_input *input)
{
        if (lane->pump->ports.tap != NULL)
                lane->pump->ports.tap(lane->pump->ports.user, &lane->snapshot, input);
        if (input->kind == PD_INPUT_CLOCK) {
                lane->clock = input->clock;
                lane->clock_at = input->at;
        }
        if (input->kind == PD_INPUT_FRAME)
                feed_frame(lane, input);
        else if (input->kind == PD_INPUT_LINK)
                feed_link(lane, input);
        else
                pd_engine_feed(lane->engine, input);
        if (input->kind == PD_INPUT_COMMAND && input->command.verb == PD_COMMAND_START)
                lane->started = true;
}

/* The single way in: time passes, the tap, the engine. */
static void
feed(struct lane *lane, const struct pd_input *input)
{
        pass_time(lane, input->at);
        hand_over(lane, input);
        if (lane->rearmed)
                begin_anew(lane, pd_engine_now(lane->engine));
}

static void
seat_newcomer(struct lane *lane, const struct pd_input *input)
{
        const char *address;

        if (input->kind == PD_INPUT_FRAME)
                address = input->frame.address;
        else if (input->kind == PD_INPUT_LINK)
                address = input->link.address;
        else
                return;
        if (seat_in(lane, address) == NULL)
                take_seat(lane, address, "");
}

/* What stands in an athlete's trace had been found to be hers. */
static void
hold(struct lane *lane, const char *address)
{
        struct pd_seat *seat = seat_in(lane, address);

        if (seat != NULL)
                seat->held = true;
}

int
pd_pump_feed(struct pd_pump *pump, const char *athlete, const struct pd_input *input)
{
        struct lane *lane = lane_of(pump, athlete);

        if (lane == NULL)
                return -ENOENT;
        seat_newcomer(lane, input);
        if (input->kind == PD_INPUT_FRAME)
                hold(lane, input->frame.address);
        feed(lane, input);
        return 0;
}

int
pd_pump_renew(struct pd_pump *pump, pd_usec at, const char *athlete)
{
        struct lane *lane = lane_of(pump, athlete);
        int r;

        if (lane == NULL)
                return -ENOENT;
        pass_time(lane, at + lane->offset);
        if (lane->next == NULL) /* time has done it */
                return 0;
        r = pd_engine_rearm(lane->engine);
        if (r == 0)
                begin_anew(lane, pd_engine_now(lane->engine));
        return r;
}

/* ---- shared sensors ------------------------------------------------------- */

static bool
has_live_strap(const struct lane *lane, pd_usec at)
{
        for (size_t i = 0; i < lane->snapshot.n_sensors; i++) {
                const struct pd_seat *seat = &lane->seats[i];

                if (!seat->shared && !seat->leaving && seat->pulse != PD_NEVER && at - seat->pulse <= STRAP_LIVE)
                        return true;
        }
        return false;
}

static bool
is_running(const struct lane *lane)
{
        return pd_engine_session_state(lane->engine) >= PD_SESSION_RUNNING;
}

static struct pd_claimant
claimant_of(const struct lane *lane, pd_usec at)
{
        return (struct pd_claimant) {
                .running = is_running(lane),
                .started = lane->started,
                .strap_live = has_live_strap(lane, at + lane->offset),
        };
}

static struct lane *
guest_lane(const struct pd_pump *pump)
{
        return lane_of(pump, PD_GUEST_ID);
}

static bool
holds_anything(const struct lane *lane)
{
        for (size_t i = 0; i < lane->snapshot.n_sensors; i++)
                if (lane->seats[i].held)
                        return true;
        return false;
}

/* Its frames come here no longer. A guest of whom nothing is heard any more
 * has turned out to be somebody: that session is over. */
static void
let_go(struct lane *lane, const char *address, pd_usec at)
{
        struct pd_seat *seat = seat_in(lane, address);
        struct pd_input down = {.at = at + lane->offset, .kind = PD_INPUT_LINK};
        struct pd_input stop = {.at = at + lane->offset, .kind = PD_INPUT_COMMAND, .command = {.verb = PD_COMMAND_STOP}};

        seat->held = false;
        memcpy(down.link.address, address, strlen(address) + 1);
        feed(lane, &down);
        if (is_guest(lane) && is_running(lane) && !holds_anything(lane))
                feed(lane, &stop);
}

/* Who has it now; NULL without a guest's lane, or if that is full. */
static struct lane *
take_hold(struct pd_pump *pump, struct lane *lane, const char *address)
{
        struct pd_seat *seat;

        if (lane == NULL)
                lane = guest_lane(pump);
        if (lane == NULL)
                return NULL;
        seat = seat_in(lane, address);
        if (seat == NULL && take_seat(lane, address, "") == 0)
                seat = seat_in(lane, address);
        if (seat == NULL)
                return NULL;
        for (size_t i = 0; i < pump->n_lanes; i++) { /* two traces may both have brought it */
                struct pd_seat *other = seat_in(pump->lanes[i], address);

                if (other != NULL)
                        other->held = false;
        }
        seat->held = true;
        seat->leaving = false;
        return lane;
}

/* Those who share it, and which of them has it. */
static size_t
sharers(const struct pd_pump *pump, const char *address, struct lane *ret[static PD_ATHLETES_MAX], int *ret_holder)
{
        size_t n = 0;

        *ret_holder = PD_CLAIM_NOBODY;
        for (size_t i = 0; i < pump->n_lanes; i++) {
                const struct pd_seat *seat = enrolled_in(pump->lanes[i], address);

                if (seat == NULL)
                        continue;
                if (seat->held && (*ret_holder == PD_CLAIM_NOBODY || is_running(pump->lanes[i])))
                        *ret_holder = (int) n;
                ret[n++] = pump->lanes[i];
        }
        return n;
}

static struct lane *
settle_claim(struct pd_pump *pump, struct lane *const *lanes, size_t n, int holder, const char *address, pd_usec at)
{
        struct pd_claimant claimants[PD_ATHLETES_MAX];
        struct lane *before = holder != PD_CLAIM_NOBODY ? lanes[holder] : guest_lane(pump);
        struct pd_seat *seat = before != NULL ? seat_in(before, address) : NULL;
        struct lane *now;
        int decided;

        for (size_t i = 0; i < n; i++)
                claimants[i] = claimant_of(lanes[i], at);
        decided = pd_claim_decide(claimants, n, holder);
        if (decided == holder && seat != NULL && seat->held)
                return before;
        now = decided != PD_CLAIM_NOBODY ? lanes[decided] : NULL;
        if (seat != NULL && seat->held)
                let_go(before, address, at);
        return take_hold(pump, now, address);
}

/* Where a frame belongs that comes now. */
static struct lane *
lane_for(struct pd_pump *pump, const char *address, pd_usec at)
{
        struct lane *lanes[PD_ATHLETES_MAX];
        int holder;
        size_t n = sharers(pump, address, lanes, &holder);

        if (n <= 1)
                return n == 1 ? lanes[0] : NULL;
        return settle_claim(pump, lanes, n, holder, address, at);
}

/* Who has it as things stand; a shared one that nobody has is the guest's,
 * or, before anything was heard of it, the first one's. */
static struct lane *
holder_of(const struct pd_pump *pump, const char *address)
{
        struct lane *lanes[PD_ATHLETES_MAX], *guest = guest_lane(pump);
        int holder;
        size_t n = sharers(pump, address, lanes, &holder);

        if (n > 1 && holder != PD_CLAIM_NOBODY)
                return lanes[holder];
        if (n > 1 && guest != NULL && seat_in(guest, address) != NULL)
                return guest;
        return n > 0 ? lanes[0] : NULL;
}

int
pd_pump_forget(struct pd_pump *pump, const char *address)
{
        int r = -ENOENT;

        for (size_t i = 0; i < pump->n_lanes; i++) {
                struct pd_seat *seat = seat_in(pump->lanes[i], address);

                if (seat == NULL || seat->leaving)
                        continue;
                r = 0;
                seat->leaving = true;
                seat->held = seat->shared = false;
        }
        return r;
}

/* ---- a live source ---------------------------------------------------------- */

void
pd_pump_frame(struct pd_pump *pump, pd_usec at, const struct pd_frame *frame)
{
        struct lane *lane = lane_for(pump, frame->address, at);
        struct pd_input input;

        if (lane == NULL) {
                pump->stray_frames++;
                return;
        }
        input.at = at + lane->offset;
        input.kind = PD_INPUT_FRAME;
        input.frame = *frame;
        feed(lane, &input);
}

void
pd_pump_link(struct pd_pump *pump, pd_usec at, const struct pd_link_change *link)
{
        struct lane *lane = holder_of(pump, link->address);
        struct pd_input input = {.kind = PD_INPUT_LINK, .link = *link};

        if (lane == NULL)
                return;
        input.at = at + lane->offset;
        feed(lane, &input);
}

/* The engine hears that the gap is known before its time leaps over it, by what
 * the clock would have said when it stopped. Its time never goes back. */
static void
settle_doubt(struct lane *lane, pd_usec at, const struct pd_clock *clock)
{
        struct pd_input known = {.at = at + lane->offset, .kind = PD_INPUT_CLOCK, .clock = *clock};
        pd_usec offset = lane->sure_at + (clock->real - lane->sure.real) - at;

        if (lane->doubt_until == PD_NEVER || !clock->synchronised)
                return;
        if (clock->boot < lane->doubt_until && offset > lane->offset) {
                known.clock.real -= offset - lane->offset;
                feed(lane, &known);
                lane->offset = offset;
        }
        lane->doubt_until = PD_NEVER;
}

void
pd_pump_clock(struct pd_pump *pump, pd_usec at, const struct pd_clock *clock)
{
        for (size_t i = 0; i < pump->n_lanes; i++) {
                struct lane *lane = pump->lanes[i];
                struct pd_input input = {.kind = PD_INPUT_CLOCK, .clock = *clock};

                if (pump->ports.utc_offset != NULL)
                        input.clock.utc_offset_s = pump->ports.utc_offset(pump->ports.user, &lane->snapshot.athlete, clock->real);
                settle_doubt(lane, at, clock);
                input.at = at + lane->offset;
                feed(lane, &input);
        }
}

int
pd_pump_command(struct pd_pump *pump, pd_usec at, const char *athlete, const struct pd_command *command, struct pd_answer *ret)
{
        struct lane *lane = lane_of(pump, athlete);
        struct pd_input input = {.kind = PD_INPUT_COMMAND, .command = *command};
        int r;

        *ret = (struct pd_answer) {.result = -ENOENT};
        if (lane == NULL)
                return -ENOENT;
        input.at = at + lane->offset;
        r = pd_engine_accepts(lane->engine, command, ret);
        if (r >= 0)
                feed(lane, &input);
        return r;
}

void
pd_pump_sensor_hint(struct pd_pump *pump, pd_usec at, const char *address, const char *name, int32_t rssi_dbm)
{
        struct lane *lane = holder_of(pump, address);
        struct pd_seat *seat = lane != NULL ? seat_in(lane, address) : NULL;

        if (seat == NULL)
                return;
        if (rssi_dbm != PD_UNKNOWN)
                seat->report.rssi_dbm = rssi_dbm;
        if (name == NULL || seat->report.name[0] != '\0')
                return;
        pd_text_copy(seat->report.name, sizeof(seat->report.name), name, strlen(name));
        tell_sensor(lane, seat, at + lane->offset);
}

/* A tick is a wake-up without information: it is not journaled. */
void
pd_pump_wake(struct pd_pump *pump, pd_usec at)
{
        for (size_t i = 0; i < pump->n_lanes; i++) {
                struct lane *lane = pump->lanes[i];

                if (pd_engine_deadline(lane->engine) <= at + lane->offset)
                        pass_time(lane, at + lane->offset);
        }
}

pd_usec
pd_pump_deadline(const struct pd_pump *pump)
{
        pd_usec least = PD_NEVER;

        for (size_t i = 0; i < pump->n_lanes; i++) {
                pd_usec at = pd_engine_deadline(pump->lanes[i]->engine);
                if (at != PD_NEVER && at - pump->lanes[i]->offset < least)
                        least = at - pump->lanes[i]->offset;
        }
        return least;
}

void
pd_pump_restate(struct pd_pump *pump)
{
        for (size_t i = 0; i < pump->n_lanes; i++) {
                struct lane *lane = pump->lanes[i];
                pd_usec now = pd_engine_now(lane->engine);

                pd_engine_restate(lane->engine);
                for (size_t s = 0; s < lane->snapshot.n_sensors; s++)
                        if (pd_pump_sensor_is_here(pump, i, s))
                                tell_sensor(lane, &lane->seats[s], now);
        }
}

size_t
pd_pump_n_athletes(const struct pd_pump *pump)
{
        return pump->n_lanes;
}

const struct pd_snapshot *
pd_pump_snapshot(const struct pd_pump *pump, size_t i)
{
        return &pump->lanes[i]->snapshot;
}

const struct pd_engine *
pd_pump_engine(const struct pd_pump *pump, size_t i)
{
        return pump->lanes[i]->engine;
}

size_t
pd_pump_n_sensors(const struct pd_pump *pump, size_t athlete)
{
        return pump->lanes[athlete]->snapshot.n_sensors;
}

const struct pd_sensor_report *
pd_pump_sensor(const struct pd_pump *pump, size_t athlete, size_t i)
{
        return &pump->lanes[athlete]->seats[i].report;
}

bool
pd_pump_sensor_is_here(const struct pd_pump *pump, size_t athlete, size_t i)
{
        const struct lane *lane = pump->lanes[athlete];

        return holder_of(pump, lane->snapshot.sensors[i].address) == lane;
}

uint64_t
pd_pump_stray_frames(const struct pd_pump *pump)
{
        return pump->stray_frames;
}
