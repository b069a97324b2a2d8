/* SPDX-License-Identifier: MIT */
/* The rules of scanning: see the picture in scan.h. */
#include "bluez/scan.h"

#include <assert.h>

static enum pd_scan_action
enter(struct pd_scan *scan, enum pd_scan_state state, pd_usec now, enum pd_scan_action action)
{
        scan->state = state;
        scan->since = now;
        return action;
}

static enum pd_scan_action
stop(struct pd_scan *scan, pd_usec now)
{
        scan->stopped = scan->silent = false;
        scan->again = PD_NEVER;
        return enter(scan, PD_SCAN_STOPPING, now, PD_SCAN_STOP);
}

/* The radio is free. */
static enum pd_scan_action
silenced(struct pd_scan *scan, pd_usec now)
{
        if (scan->anew && scan->wanted && !scan->turn_wanted)
                return enter(scan, PD_SCAN_STARTING, now, PD_SCAN_START);
        scan->anew = false;
        return enter(scan, scan->wanted ? PD_SCAN_RESTING : PD_SCAN_OFF, now, PD_SCAN_NOTHING);
}

static bool
is_dead(const struct pd_scan *scan, pd_usec now)
{
        return !scan->anew && scan->deaf != PD_NEVER && now - scan->deaf >= PD_SCAN_DEAF_MAX;
}

static enum pd_scan_action
off(struct pd_scan *scan, pd_usec now)
{
        if (!scan->wanted)
                return PD_SCAN_NOTHING;
        if (scan->turn_wanted || scan->turn_held) /* those who are known come first */
                return enter(scan, PD_SCAN_RESTING, now, PD_SCAN_NOTHING);
        return enter(scan, PD_SCAN_STARTING, now, PD_SCAN_START);
}

static enum pd_scan_action
scanning(struct pd_scan *scan, pd_usec now)
{
        pd_usec span = now - scan->since;

        scan->deaf = scan->audible ? PD_NEVER : scan->deaf == PD_NEVER ? now : scan->deaf;
        if (is_dead(scan, now)) {
                scan->anew = true;
                return stop(scan, now);
        }
        if (scan->wanted && span < PD_SCAN_ON && !(scan->turn_wanted && span >= PD_SCAN_ON_MIN))
                return PD_SCAN_NOTHING;
        scan->anew = false;
        return stop(scan, now);
}

static enum pd_scan_action
starting(struct pd_scan *scan, pd_usec now, enum pd_scan_input input)
{
        if (input == PD_SCAN_REFUSED) {
                scan->anew = false;
                return stop(scan, now);
        }
        if (input != PD_SCAN_STARTED)
                return PD_SCAN_NOTHING;
        enter(scan, PD_SCAN_SCANNING, now, PD_SCAN_NOTHING);
        scan->deaf = PD_NEVER;
        return scanning(scan, now);
}

static enum pd_scan_action
stopping(struct pd_scan *scan, pd_usec now, enum pd_scan_input input)
{
        pd_usec span = now - scan->since;

        scan->silent |= input == PD_SCAN_SILENT;
        scan->stopped |= input == PD_SCAN_STOPPED;
        if (input == PD_SCAN_UNHEARD)
                scan->again = now + PD_SCAN_STOP_AGAIN;
        if ((scan->stopped && (scan->silent || span >= PD_SCAN_STOP_MAX)) || span >= PD_SCAN_STOP_GIVE_UP)
                return silenced(scan, now);
        if (now < scan->again)
                return PD_SCAN_NOTHING;
        scan->again = PD_NEVER;
        return PD_SCAN_STOP;
}

static enum pd_scan_action
resting(struct pd_scan *scan, pd_usec now)
{
        if (!scan->wanted)
                return enter(scan, PD_SCAN_OFF, now, PD_SCAN_NOTHING);
        if (now - scan->since < scan->rest || scan->turn_held)
                return PD_SCAN_NOTHING;
        scan->rest = scan->rest < PD_SCAN_REST_MAX / 2 ? 2 * scan->rest : PD_SCAN_REST_MAX;
        return enter(scan, PD_SCAN_STARTING, now, PD_SCAN_START);
}

void
pd_scan_init(struct pd_scan *scan)
{
        *scan = (struct pd_scan){.state = PD_SCAN_OFF, .rest = PD_SCAN_REST, .again = PD_NEVER, .deaf = PD_NEVER};
}

enum pd_scan_action
pd_scan_feed(struct pd_scan *scan, pd_usec now, enum pd_scan_input input)
{
        if (input == PD_SCAN_EXPECT || input == PD_SCAN_LOST)
                scan->rest = PD_SCAN_REST;
        if (input == PD_SCAN_AUDIBLE || input == PD_SCAN_SILENT || input == PD_SCAN_LOST)
                scan->audible = input == PD_SCAN_AUDIBLE;
        if (input == PD_SCAN_LOST) {
                scan->anew = false;
                return enter(scan, PD_SCAN_OFF, now, PD_SCAN_NOTHING);
        }

        switch (scan->state) {
        case PD_SCAN_OFF:
                return input == PD_SCAN_LOOK ? off(scan, now) : PD_SCAN_NOTHING; /* no answer is about the next scan */
        case PD_SCAN_STARTING:
                return starting(scan, now, input);
        case PD_SCAN_SCANNING:
                return scanning(scan, now);
        case PD_SCAN_STOPPING:
                return stopping(scan, now, input);
        case PD_SCAN_RESTING:
                return resting(scan, now);
        case PD_SCAN_STATE_COUNT:
                break;
        }
        assert(0 && "a scan without a state");
        return PD_SCAN_NOTHING;
}

static pd_usec
scanning_until(const struct pd_scan *scan)
{
        pd_usec until = scan->since + (scan->turn_wanted ? PD_SCAN_ON_MIN : PD_SCAN_ON);

        if (scan->anew || scan->deaf == PD_NEVER || scan->deaf + PD_SCAN_DEAF_MAX > until)
                return until;
        return scan->deaf + PD_SCAN_DEAF_MAX;
}

pd_usec
pd_scan_wake(const struct pd_scan *scan)
{
        switch (scan->state) {
        case PD_SCAN_OFF:
        case PD_SCAN_STARTING:
                return PD_NEVER;
        case PD_SCAN_SCANNING:
                return scanning_until(scan);
        case PD_SCAN_STOPPING:
                if (scan->stopped)
                        return scan->since + PD_SCAN_STOP_MAX;
                return scan->again < scan->since + PD_SCAN_STOP_GIVE_UP ? scan->again : scan->since + PD_SCAN_STOP_GIVE_UP;
        case PD_SCAN_RESTING:
                return scan->turn_held ? PD_NEVER : scan->since + scan->rest;
        case PD_SCAN_STATE_COUNT:
                break;
        }
        return PD_NEVER;
}

bool
pd_scan_leaves_room(const struct pd_scan *scan, pd_usec now)
{
        return scan->state == PD_SCAN_OFF || (scan->state == PD_SCAN_RESTING && now - scan->since < scan->rest);
}
