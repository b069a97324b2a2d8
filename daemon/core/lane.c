/* SPDX-License-Identifier: MIT */
#include "core/lane.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct pd_lane *
pd_lanes_of(const struct pd_lanes *lanes, const char *athlete)
{
        for (size_t i = 0; i < lanes->n; i++)
                if (strcmp(lanes->items[i]->snapshot.athlete.id, athlete) == 0)
                        return lanes->items[i];
        return NULL;
}

static void
take_lesson(struct pd_lane *lane, const struct pd_event *event)
{
        lane->judged++;
        lane->learnt = event->summary.kinetics;
}

static void
hear(void *user, const struct pd_event *event)
{
        struct pd_lane *lane = user;

        if (event->kind == PD_EVENT_REARMED)
                lane->rearmed = true;
        if (event->kind == PD_EVENT_SUMMARY && event->summary.final)
                take_lesson(lane, event);
        if (event->kind == PD_EVENT_SESSION && event->session[0] != '\0' && strcmp(event->session, lane->named) != 0) {
                memcpy(lane->named, event->session, sizeof(lane->named));
                lane->named_at = event->at;
        }
        lane->ports->event(lane->ports->user, event);
}

struct pd_lane *
pd_lane_new(const struct pd_pump_ports *ports, const struct pd_athlete *athlete, const struct pd_workout *workout)
{
        struct pd_lane *lane = calloc(1, sizeof(*lane));

        if (lane == NULL)
                return NULL;
        lane->ports = ports;
        lane->clock_at = PD_NEVER;
        lane->doubt_until = PD_NEVER;
        lane->snapshot.engine_version = PD_ENGINE_VERSION;
        lane->snapshot.athlete = *athlete;
        lane->snapshot.workout = *workout;
        lane->engine = pd_engine_new(athlete, workout, hear, lane);
        return lane->engine != NULL ? lane : pd_lane_free(lane);
}

struct pd_lane *
pd_lane_free(struct pd_lane *lane)
{
        if (lane == NULL)
                return NULL;
        pd_engine_free(lane->engine);
        free(lane);
        return NULL;
}

void
pd_lane_succeed(struct pd_lane *lane, const struct pd_athlete *athlete, const struct pd_workout *workout)
{
        lane->next.athlete = *athlete;
        lane->next.workout = *workout;
        lane->succeeded = true;
}

bool
pd_lane_is_guest(const struct pd_lane *lane)
{
        return pd_athlete_is_guest(&lane->snapshot.athlete);
}

bool
pd_lane_is_running(const struct pd_lane *lane)
{
        return pd_engine_session_state(lane->engine) >= PD_SESSION_RUNNING;
}

/* ---- sensors ------------------------------------------------------------ */

struct pd_seat *
pd_lane_seat(struct pd_lane *lane, const char *address)
{
        for (size_t i = 0; i < lane->snapshot.n_sensors; i++)
                if (strcmp(lane->snapshot.sensors[i].address, address) == 0)
                        return &lane->seats[i];
        return NULL;
}

int
pd_lane_take_seat(struct pd_lane *lane, const char *address, const char *name)
{
        struct pd_snapshot *snapshot = &lane->snapshot;
        struct pd_snapshot_sensor *sensor;

        if (snapshot->n_sensors == PD_ENGINE_SENSORS_MAX)
                return -ENOSPC;
        sensor = &snapshot->sensors[snapshot->n_sensors];
        sensor->factor = 0;
        pd_seat_init(&lane->seats[snapshot->n_sensors], address, name);
        pd_text_copy(sensor->address, sizeof(sensor->address), address, strlen(address));
        pd_text_copy(sensor->name, sizeof(sensor->name), name, strlen(name));
        snapshot->n_sensors++;
        return 0;
}

static void
take_factor(struct pd_lane *lane, struct pd_seat *seat)
{
        pd_seat_forget(seat);
        lane->snapshot.sensors[seat - lane->seats].factor = seat->factor;
}

void
pd_lane_calibrate(struct pd_lane *lane, struct pd_seat *seat, int32_t factor)
{
        seat->factor_next = factor;
        if (!lane->begun)
                take_factor(lane, seat);
}

static bool
is_calibrated_anew(const struct pd_lane *lane)
{
        for (size_t i = 0; i < lane->snapshot.n_sensors; i++)
                if (lane->seats[i].factor_next != lane->seats[i].factor)
                        return true;
        return false;
}

void
pd_lane_tell_sensor(struct pd_lane *lane, struct pd_seat *seat, pd_usec at)
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

        pd_seat_pass_time(seat, at);
        seat->reported = at;
        seat->owed = false;
        lane->ports->event(lane->ports->user, &event);
}

void
pd_lane_note_sensor(struct pd_lane *lane, struct pd_seat *seat, pd_usec at)
{
        if (seat->reported == PD_NEVER || at - seat->reported >= PD_SEAT_NEWS_EVERY)
                pd_lane_tell_sensor(lane, seat, at);
        else
                seat->owed = true;
}

static pd_usec
news_wake(const struct pd_lane *lane)
{
        pd_usec least = PD_NEVER;

        for (size_t i = 0; i < lane->snapshot.n_sensors; i++)
                if (pd_seat_wake(&lane->seats[i]) < least)
                        least = pd_seat_wake(&lane->seats[i]);
        return least;
}

static void
tell_news(struct pd_lane *lane, pd_usec due)
{
        for (size_t i = 0; i < lane->snapshot.n_sensors; i++)
                if (pd_seat_wake(&lane->seats[i]) <= due)
                        pd_lane_tell_sensor(lane, &lane->seats[i], pd_engine_now(lane->engine));
}

pd_usec
pd_lane_deadline(const struct pd_lane *lane)
{
        pd_usec engine = pd_engine_deadline(lane->engine), news = news_wake(lane);

        return news < engine ? news : engine;
}

static bool
gives_pulse(const struct pd_decoded *decoded)
{
        for (size_t i = 0; i < decoded->n_samples; i++)
                if (decoded->samples[i].quantity == PD_QUANTITY_HEART_RATE)
                        return true;
        return false;
}

static void
feed_frame(struct pd_lane *lane, const struct pd_input *input)
{
        struct pd_seat *seat = pd_lane_seat(lane, input->frame.address);
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
                pd_lane_note_sensor(lane, seat, now);
}

static void
feed_link(struct pd_lane *lane, const struct pd_input *input)
{
        struct pd_seat *seat = pd_lane_seat(lane, input->link.address);

        pd_usec now;

        pd_engine_feed(lane->engine, input);
        now = pd_engine_now(lane->engine);
        if (seat != NULL && pd_seat_note_link(seat, input->link.connected, now))
                pd_lane_note_sensor(lane, seat, now);
}

/* ---- traces ------------------------------------------------------------- */

static void hand_over(struct pd_lane *lane, const struct pd_input *input);

static void
take_over(struct pd_lane *lane)
{
        if (!lane->succeeded || pd_engine_change(lane->engine, &lane->next.athlete, &lane->next.workout) < 0)
                return;
        lane->snapshot.athlete = lane->next.athlete;
        lane->snapshot.workout = lane->next.workout;
        lane->succeeded = false;
        pd_engine_restate(lane->engine);
}

/* An athlete is known a little better after each session. */
static void
count_sessions(struct pd_lane *lane)
{
        struct pd_snapshot *snapshot = &lane->snapshot;

        if (lane->judged == 0)
                return;
        snapshot->athlete.sessions_done += lane->judged;
        if (!pd_lane_is_guest(lane)) /* the next one has another heart */
                snapshot->athlete.kinetics = lane->learnt;
        lane->judged = 0;
        (void) pd_engine_change(lane->engine, &snapshot->athlete, &snapshot->workout); /* it counts nothing just now */
}

/* A name is its session's second: a session that ended in less may leave a
 * namesake behind. In the trace's head, a replay gives the same name. */
static void
keep_name(struct pd_lane *lane, pd_usec at)
{
        struct pd_athlete *athlete = &lane->snapshot.athlete;
        const bool taken = lane->named[0] != '\0' && at - lane->named_at < PD_SEC;

        if (!taken && athlete->just_named[0] == '\0')
                return;
        memcpy(athlete->just_named, taken ? lane->named : "", taken ? sizeof(lane->named) : 1);
        (void) pd_engine_change(lane->engine, athlete, &lane->snapshot.workout);
}

/* Nothing counts just now, so the engine's indices may change. */
static void
leave_seats(struct pd_lane *lane)
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
begin_anew(struct pd_lane *lane, pd_usec at)
{
        struct pd_input input = {.at = at, .kind = PD_INPUT_CLOCK, .clock = lane->clock};

        lane->rearmed = lane->started = lane->begun = false;
        take_over(lane);
        leave_seats(lane);
        count_sessions(lane);
        lane->snapshot.athlete.spent_us = pd_engine_spent_us(lane->engine);
        keep_name(lane, at);
        for (size_t i = 0; i < lane->snapshot.n_sensors; i++)
                take_factor(lane, &lane->seats[i]);
        if (lane->clock_at == PD_NEVER)
                return;
        input.clock.boot += at - lane->clock_at;
        input.clock.real += at - lane->clock_at;
        hand_over(lane, &input);
}

/* ---- inputs ------------------------------------------------------------- */

static void
pass(struct pd_lane *lane, pd_usec at)
{
        struct pd_input tick = {.at = at, .kind = PD_INPUT_TICK};

        pd_engine_feed(lane->engine, &tick);
        if (lane->rearmed)
                begin_anew(lane, pd_engine_now(lane->engine));
}

/* News are told at their own instant, whoever wakes us when. */
void
pd_lane_pass_time(struct pd_lane *lane, pd_usec at)
{
        for (pd_usec due = news_wake(lane); due <= at; due = news_wake(lane)) {
                if (due > pd_engine_now(lane->engine))
                        pass(lane, due);
                tell_news(lane, due);
        }
        pass(lane, at);
}

static void
hand_over(struct pd_lane *lane, const struct pd_input *input)
{
        lane->begun = true;
        if (lane->ports->tap != NULL)
                lane->ports->tap(lane->ports->user, &lane->snapshot, input);
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

void
pd_lane_feed(struct pd_lane *lane, const struct pd_input *input)
{
        pd_lane_pass_time(lane, input->at);
        hand_over(lane, input);
        if (lane->rearmed)
                begin_anew(lane, pd_engine_now(lane->engine));
}

int
pd_lane_renew(struct pd_lane *lane, pd_usec at)
{
        int r;

        pd_lane_pass_time(lane, at);
        if (!lane->succeeded && !is_calibrated_anew(lane)) /* time has done it */
                return 0;
        r = pd_engine_rearm(lane->engine);
        if (r == 0)
                begin_anew(lane, pd_engine_now(lane->engine));
        return r;
}

/* ---- the clock ---------------------------------------------------------- */

void
pd_lane_doubt(struct pd_lane *lane, const struct pd_clock *last, pd_usec last_at, pd_usec boot)
{
        lane->sure = *last;
        lane->sure_at = last_at;
        lane->doubt_until = boot + PD_ENGINE_DOUBT_MOST;
}

/* The engine hears that the gap is known before its time leaps over it, by what
 * the clock would have said when it stopped. Its time never goes back. */
static void
settle_doubt(struct pd_lane *lane, pd_usec at, const struct pd_clock *clock)
{
        struct pd_input known = {.at = at + lane->offset, .kind = PD_INPUT_CLOCK, .clock = *clock};
        pd_usec offset = lane->sure_at + (clock->real - lane->sure.real) - at;

        if (lane->doubt_until == PD_NEVER || !clock->synchronised)
                return;
        if (clock->boot < lane->doubt_until && offset > lane->offset) {
                known.clock.real -= offset - lane->offset;
                pd_lane_feed(lane, &known);
                lane->offset = offset;
        }
        lane->doubt_until = PD_NEVER;
}

void
pd_lane_clock(struct pd_lane *lane, pd_usec at, const struct pd_clock *clock)
{
        struct pd_input input = {.kind = PD_INPUT_CLOCK, .clock = *clock};

        if (lane->ports->utc_offset != NULL)
                input.clock.utc_offset_s = lane->ports->utc_offset(lane->ports->user, &lane->snapshot.athlete, clock->real);
        settle_doubt(lane, at, &input.clock);
        input.at = at + lane->offset;
        pd_lane_feed(lane, &input);
}
