/* SPDX-License-Identifier: MIT */
/* The model of a bluetoothd and a radio that misbehave. */
#include "property/bad_bluez.h"

#include "support/cm.h"

#include <string.h>

#define PERIOD (2 * PD_SEC) /* a sensor advertises or measures each second; half of that is heard */
#define CONNECT_MAX (60 * PD_SEC) /* as long as the bus waits for an answer to Connect, and to others */
#define REPLY_MAX (25 * PD_SEC)

enum { TICK, SAY, RESOLVED, SHOWN, FALLS, CANCELLED, REMOVED, FAULT_BEGINS, FAULT_ENDS };

static pd_usec
below(struct bad_bluez *bad, pd_usec bound)
{
        return (pd_usec) ticks_below(&bad->random, (int64_t) bound);
}

static bool
chance(struct bad_bluez *bad, int in)
{
        return ticks_below(&bad->random, in) == 0;
}

static struct bad_event *
plan(struct bad_bluez *bad, pd_usec after, int kind, int sensor)
{
        struct bad_event *event = &bad->events[bad->n_events++];

        assert_true(bad->n_events < BAD_EVENTS_MAX);
        *event = (struct bad_event) {.at = bad->now + after, .kind = kind, .sensor = sensor};
        if (sensor >= 0)
                event->link = bad->sensors[sensor].link;
        return event;
}

static void
say(struct bad_bluez *bad, enum bad_word word, int sensor)
{
        bad->hear(bad->user, &(struct bad_message) {.word = word, .sensor = sensor});
}

static void
answer(struct bad_bluez *bad, pd_usec after, enum bad_call call, int sensor, unsigned token, enum bad_result result)
{
        if (token == 0)
                return;
        plan(bad, after, SAY, -1)->message = (struct bad_message) {BAD_REPLY, sensor, call, result, token};
}

static bool
suffers(const struct bad_bluez *bad, enum bad_fault fault, int sensor)
{
        for (size_t i = 0; i < bad->n_plans; i++)
                if (bad->plans[i].fault == fault && (bad->plans[i].sensor == sensor || bad->plans[i].sensor < 0)
                        && bad->now >= bad->plans[i].from && bad->now < bad->plans[i].until)
                        return true;
        return false;
}

/* What only RemoveDevice cures is something remembered that was good once; of
 * what is bonded it could not be cured at all. */
static bool
needs_removal(struct bad_bluez *bad, struct bad_sensor *sensor)
{
        if (sensor->bonded || !sensor->had_data || !chance(bad, 3))
                return false;
        sensor->had_data = false;
        return true;
}

static void
link_down(struct bad_bluez *bad, int i)
{
        struct bad_sensor *sensor = &bad->sensors[i];

        sensor->link++;
        if (!sensor->connected)
                return;
        sensor->connected = sensor->resolved = sensor->held = false;
        if (sensor->mute == 2)
                sensor->mute = 0;
        say(bad, BAD_DEVICE, i);
}

static void
link_up(struct bad_bluez *bad, int i)
{
        struct bad_sensor *sensor = &bad->sensors[i];
        bool fleeting = suffers(bad, BAD_ABORTS, i);

        sensor->attempt = false;
        sensor->connected = !fleeting || chance(bad, 2);
        sensor->link++;
        answer(bad, below(bad, PD_SEC), BAD_CONNECT, i, sensor->token, fleeting ? BAD_FAILED : BAD_OK);
        sensor->token = 0;
        if (!sensor->connected)
                return;
        say(bad, BAD_DEVICE, i);
        if (fleeting || suffers(bad, BAD_DROPS, i) || suffers(bad, BAD_KEYS, i))
                plan(bad, PD_MSEC + below(bad, fleeting ? PD_SEC : 10 * PD_SEC), FALLS, i);
        plan(bad, 200 * PD_MSEC + below(bad, 2 * PD_SEC), RESOLVED, i);
}

static void
forget(struct bad_bluez *bad, int i, bool aloud)
{
        struct bad_sensor *sensor = &bad->sensors[i];

        sensor->link++;
        sensor->known = sensor->listed = sensor->connected = sensor->resolved = sensor->shown = sensor->said = sensor->notifying = false;
        sensor->attempt = sensor->stale = sensor->held = sensor->bonded = sensor->had_data = false;
        sensor->stuck = 0;
        sensor->token = 0;
        sensor->mute = 0;
        sensor->lost = !aloud;
        if (aloud)
                say(bad, BAD_DEVICE, i);
}

static void
tick(struct bad_bluez *bad, int i)
{
        struct bad_sensor *sensor = &bad->sensors[i];

        plan(bad, PERIOD, TICK, i);
        if (!bad->here || !bad->powered || !sensor->worn || sensor->away)
                return;
        if (sensor->connected) {
                if (sensor->notifying && sensor->resolved && sensor->mute == 0) {
                        sensor->had_data = true;
                        say(bad, BAD_VALUE, i);
                }
                return;
        }
        if (bad->discovering && !sensor->known) {
                sensor->known = true;
                sensor->lost = false;
                say(bad, BAD_DEVICE, i);
        } else if (bad->discovering) {
                say(bad, BAD_ADVERT, i);
        }
        if (sensor->known && (sensor->attempt || (sensor->listed && !bad->discovering && !suffers(bad, BAD_UNLISTED, i))))
                link_up(bad, i);
}

static void
resolved(struct bad_bluez *bad, int i)
{
        struct bad_sensor *sensor = &bad->sensors[i];

        if (suffers(bad, BAD_UNRESOLVED, i) || (sensor->stale && chance(bad, 2)))
                return;
        sensor->resolved = true;
        if (suffers(bad, BAD_HELD, i))
                sensor->held = true;
        if (!sensor->stale && suffers(bad, BAD_INCOMPLETE, i) && !sensor->shown) {
                plan(bad, below(bad, 12 * PD_SEC), SHOWN, i);
        } else if (!sensor->stale) {
                sensor->shown = sensor->said = true;
                say(bad, BAD_SERVICE, i);
        }
        say(bad, BAD_DEVICE, i);
}

static void
all_links_down(struct bad_bluez *bad)
{
        for (int i = 0; i < (int) bad->n_sensors; i++) {
                bad->sensors[i].attempt = false;
                bad->sensors[i].stuck = 0;
                bad->sensors[i].token = 0;
                link_down(bad, i);
        }
}

static void
go(struct bad_bluez *bad, bool forgets)
{
        bad->discovering = false;
        for (int i = 0; i < (int) bad->n_sensors; i++) {
                struct bad_sensor *sensor = &bad->sensors[i];

                sensor->stuck = 0;
                sensor->attempt = sensor->connected = sensor->resolved = sensor->shown = sensor->said = false;
                sensor->notifying = sensor->held = sensor->listed = sensor->lost = false;
                sensor->token = 0;
                sensor->link++;
                if (forgets && !sensor->bonded)
                        forget(bad, i, false);
                sensor->lost = false;
        }
}

static void
be_killed(struct bad_bluez *bad)
{
        bad->discovering = false; /* our name on the bus is gone, and what was asked under it */
        for (int i = 0; i < (int) bad->n_sensors; i++) {
                bad->sensors[i].notifying = false;
                if (bad->sensors[i].attempt && chance(bad, 2))
                        bad->sensors[i].stuck = 1;
                bad->sensors[i].token = 0;
        }
        say(bad, BAD_REBORN, -1);
}

static void
mark_sensor(struct bad_bluez *bad, enum bad_fault fault, int i)
{
        struct bad_sensor *sensor = &bad->sensors[i];

        if (fault == BAD_FORGOTTEN || fault == BAD_FORGOTTEN_MUTE) {
                if (sensor->known && !sensor->bonded)
                        forget(bad, i, fault == BAD_FORGOTTEN);
        } else if (fault == BAD_AWAY) {
                sensor->away = true;
                link_down(bad, i);
        } else if (fault == BAD_STUCK) {
                if (sensor->known)
                        sensor->stuck = needs_removal(bad, sensor) ? 2 : 1;
                link_down(bad, i);
        } else if (fault == BAD_SILENT) {
                sensor->mute = needs_removal(bad, sensor) ? 3 : 1 + (int) below(bad, 2);
        } else if (fault == BAD_UNRESOLVED || fault == BAD_INCOMPLETE) {
                sensor->stale = needs_removal(bad, sensor);
                sensor->shown &= !sensor->stale;
                link_down(bad, i);
                say(bad, BAD_SERVICE, i);
        } else if (fault == BAD_ABORTS || fault == BAD_EMPTY_OK || fault == BAD_NO_ANSWER || fault == BAD_HELD || fault == BAD_DROPS
                   || fault == BAD_KEYS || fault == BAD_UNLISTED) {
                link_down(bad, i);
        }
}

static void
fault_begins(struct bad_bluez *bad, const struct bad_plan *fault)
{
        if (fault->sensor >= 0) {
                if (bad->here && bad->adapter)
                        mark_sensor(bad, fault->fault, fault->sensor);
                else if (fault->fault == BAD_AWAY)
                        bad->sensors[fault->sensor].away = true;
                return;
        }
        if (fault->fault == BAD_KILLED && bad->here) {
                be_killed(bad);
        } else if (fault->fault == BAD_POWER && bad->powered) {
                bad->powered = bad->discovering = false;
                all_links_down(bad);
                say(bad, BAD_ADAPTER, -1);
        } else if (fault->fault == BAD_RESTART && bad->here) {
                bad->here = false;
                go(bad, chance(bad, 2));
                say(bad, BAD_GONE, -1);
        } else if (fault->fault == BAD_UNPLUGGED && bad->adapter) {
                bad->adapter = bad->powered = false;
                go(bad, chance(bad, 2));
                if (bad->here)
                        say(bad, BAD_ADAPTER, -1);
        }
}

static void
fault_ends(struct bad_bluez *bad, const struct bad_plan *fault)
{
        if (fault->fault == BAD_AWAY && !suffers(bad, BAD_AWAY, fault->sensor))
                bad->sensors[fault->sensor].away = false;
        if (fault->fault == BAD_HELD)
                bad->sensors[fault->sensor].held = false;
        if (fault->fault == BAD_UNPLUGGED)
                bad->adapter = !suffers(bad, BAD_UNPLUGGED, -1);
        if (fault->fault == BAD_UNPLUGGED || fault->fault == BAD_POWER)
                bad->powered = bad->adapter && !suffers(bad, BAD_POWER, -1);
        if ((fault->fault == BAD_UNPLUGGED || fault->fault == BAD_POWER) && bad->here) {
                say(bad, BAD_ADAPTER, -1);
                for (int i = 0; i < (int) bad->n_sensors && bad->adapter; i++)
                        say(bad, BAD_DEVICE, i);
        }
        if (fault->fault == BAD_RESTART && !bad->here && !suffers(bad, BAD_RESTART, -1)) {
                bad->here = true;
                say(bad, BAD_ARRIVED, -1);
        }
}

static void
start_connect(struct bad_bluez *bad, int i, unsigned token)
{
        struct bad_sensor *sensor = &bad->sensors[i];

        answer(bad, CONNECT_MAX, BAD_CONNECT, i, token, BAD_NO_REPLY);
        if (sensor->connected) {
                answer(bad, PD_MSEC, BAD_CONNECT, i, token, BAD_OK);
        } else if (sensor->stuck || sensor->attempt || suffers(bad, BAD_STUCK, i)) {
                if (sensor->stuck == 0 && !sensor->attempt)
                        sensor->stuck = 1;
                answer(bad, PD_MSEC, BAD_CONNECT, i, token, BAD_BUSY);
        } else if (suffers(bad, BAD_EMPTY_OK, i)) {
                answer(bad, PD_MSEC + below(bad, 3 * PD_SEC), BAD_CONNECT, i, token, BAD_OK);
        } else if (!suffers(bad, BAD_NO_ANSWER, i)) {
                sensor->attempt = true;
                sensor->token = token;
        }
}

static void
start_disconnect(struct bad_bluez *bad, int i, unsigned token)
{
        struct bad_sensor *sensor = &bad->sensors[i];
        pd_usec after = PD_MSEC + below(bad, 3 * PD_SEC);

        if (suffers(bad, BAD_NO_ANSWER, i))
                return;
        if (sensor->stuck == 1)
                sensor->stuck = 0;
        plan(bad, after, sensor->connected ? FALLS : CANCELLED, i);
        answer(bad, after + PD_MSEC, BAD_DISCONNECT, i, token, BAD_OK);
}

static void
start_subscribe(struct bad_bluez *bad, int i, unsigned token)
{
        struct bad_sensor *sensor = &bad->sensors[i];

        if (!sensor->shown) {
                answer(bad, PD_MSEC, BAD_SUBSCRIBE, i, token, BAD_UNKNOWN);
        } else if (sensor->held) {
                answer(bad, PD_MSEC, BAD_SUBSCRIBE, i, token, BAD_REFUSED);
        } else {
                if (sensor->mute == 1 && !suffers(bad, BAD_SILENT, i))
                        sensor->mute = 0;
                sensor->notifying = true;
                answer(bad, PD_MSEC + below(bad, PD_SEC), BAD_SUBSCRIBE, i, token, BAD_OK);
        }
}

void
bad_stop_notify(struct bad_bluez *bad, int i)
{
        bad->sensors[i].notifying = false;
}

static void
ask_of_adapter(struct bad_bluez *bad, enum bad_call call, unsigned token)
{
        if (call == BAD_TREE) {
                answer(bad, PD_MSEC + below(bad, 500 * PD_MSEC), call, -1, token, BAD_OK);
                return;
        }
        bad->discovering = call == BAD_SCAN_START && bad->powered;
        answer(bad, PD_MSEC + below(bad, 500 * PD_MSEC), call, -1, token, call == BAD_SCAN_START && !bad->powered ? BAD_FAILED : BAD_OK);
        if (call == BAD_SCAN_STOP)
                plan(bad, PD_MSEC + below(bad, PD_SEC), SAY, -1)->message = (struct bad_message) {.word = BAD_ADAPTER, .sensor = -1};
}

void
bad_ask(struct bad_bluez *bad, enum bad_call call, int i, unsigned token)
{
        struct bad_sensor *sensor = i < 0 ? NULL : &bad->sensors[i];

        if (call != BAD_CONNECT)
                answer(bad, REPLY_MAX, call, i, token, BAD_NO_REPLY);
        if (!bad->here || suffers(bad, BAD_DEAF, -1)) {
                if (call == BAD_CONNECT)
                        answer(bad, CONNECT_MAX, call, i, token, BAD_NO_REPLY);
                return;
        }
        if (sensor == NULL) {
                ask_of_adapter(bad, call, token);
        } else if (!sensor->known) {
                answer(bad, PD_MSEC, call, i, token, BAD_UNKNOWN);
        } else if (call == BAD_CONNECT) {
                start_connect(bad, i, token);
        } else if (call == BAD_DISCONNECT) {
                start_disconnect(bad, i, token);
        } else if (call == BAD_SUBSCRIBE) {
                start_subscribe(bad, i, token);
        } else if (call == BAD_REMOVE && bad->powered) {
                assert_false(sensor->bonded);
                plan(bad, PD_MSEC, REMOVED, i);
                answer(bad, 2 * PD_MSEC, call, i, token, BAD_OK);
        } else {
                answer(bad, PD_MSEC, call, i, token, BAD_FAILED);
        }
}

/* A link that came in the meantime falls as well. */
static void
cancelled(struct bad_bluez *bad, int i)
{
        struct bad_sensor *sensor = &bad->sensors[i];

        answer(bad, 0, BAD_CONNECT, i, sensor->token, BAD_FAILED);
        sensor->token = 0;
        sensor->attempt = false;
        link_down(bad, i);
}

static void
happen(struct bad_bluez *bad, const struct bad_event *event)
{
        struct bad_sensor *sensor = event->sensor < 0 ? NULL : &bad->sensors[event->sensor];
        bool of_today = sensor != NULL && sensor->connected && sensor->link == event->link && bad->here;

        if (event->kind == TICK) {
                tick(bad, event->sensor);
        } else if (event->kind == CANCELLED && bad->here) {
                cancelled(bad, event->sensor);
        } else if (event->kind == REMOVED && bad->here && sensor->known) {
                forget(bad, event->sensor, true);
        } else if (event->kind == SAY) {
                if (bad->here || event->message.word == BAD_REPLY)
                        bad->hear(bad->user, &event->message);
        } else if (event->kind == FAULT_BEGINS) {
                fault_begins(bad, &bad->plans[event->message.token]);
        } else if (event->kind == FAULT_ENDS) {
                fault_ends(bad, &bad->plans[event->message.token]);
        } else if (of_today && event->kind == RESOLVED) {
                resolved(bad, event->sensor);
        } else if (of_today && event->kind == SHOWN) {
                sensor->shown = true; /* seen only by who asks for the tree, or is lucky */
                sensor->said = chance(bad, 2);
                if (sensor->said)
                        say(bad, BAD_SERVICE, event->sensor);
        } else if (of_today && event->kind == FALLS) {
                link_down(bad, event->sensor);
                if (suffers(bad, BAD_KEYS, event->sensor))
                        say(bad, BAD_UNTRUE_KEYS, event->sensor);
        }
}

void
bad_begin(struct bad_bluez *bad)
{
        bad->here = bad->adapter = bad->powered = true;
        for (int i = 0; i < (int) bad->n_sensors; i++)
                plan(bad, below(bad, PERIOD), TICK, i);
        for (size_t k = 0; k < bad->n_plans; k++) {
                plan(bad, bad->plans[k].from - bad->now, FAULT_BEGINS, -1)->message.token = (unsigned) k;
                plan(bad, bad->plans[k].until - bad->now, FAULT_ENDS, -1)->message.token = (unsigned) k;
        }
}

static size_t
first(const struct bad_bluez *bad)
{
        size_t found = 0;

        for (size_t i = 1; i < bad->n_events; i++)
                if (bad->events[i].at < bad->events[found].at)
                        found = i;
        return found;
}

pd_usec
bad_next(const struct bad_bluez *bad)
{
        return bad->events[first(bad)].at;
}

void
bad_run(struct bad_bluez *bad, pd_usec at)
{
        bad->now = at;
        while (bad_next(bad) <= at) {
                size_t i = first(bad);
                struct bad_event event = bad->events[i];

                bad->events[i] = bad->events[--bad->n_events];
                happen(bad, &event);
        }
}

const char *
bad_fault_name(enum bad_fault fault)
{
        static const char *const names[BAD_FAULT_COUNT] = {
                [BAD_ABORTS] = "Connect fails, link of a moment",
                [BAD_STUCK] = "InProgress that is nobody's",
                [BAD_EMPTY_OK] = "Connect ok, no link",
                [BAD_NO_ANSWER] = "Connect, Disconnect unanswered",
                [BAD_FORGOTTEN] = "object vanishes",
                [BAD_FORGOTTEN_MUTE] = "object vanishes unsaid",
                [BAD_UNRESOLVED] = "services never resolved",
                [BAD_INCOMPLETE] = "characteristic late or missing",
                [BAD_HELD] = "held by another program",
                [BAD_SILENT] = "subscribed, no data",
                [BAD_DROPS] = "each link falls",
                [BAD_AWAY] = "not heard",
                [BAD_KEYS] = "keys do not fit",
                [BAD_UNLISTED] = "the kernel's list fails",
                [BAD_RESTART] = "bluetoothd restarts",
                [BAD_POWER] = "adapter off and on",
                [BAD_UNPLUGGED] = "adapter unplugged",
                [BAD_DEAF] = "bluetoothd answers nothing",
                [BAD_KILLED] = "we are killed",
        };

        return names[fault];
}
