/* SPDX-License-Identifier: MIT */
/* The rules of recovery: see the picture in ladder.h. */
#include "bluez/ladder.h"

#include <assert.h>
#include <stddef.h>

/* How many of a kind, in a row and over how long, are enough. */
static const struct {
        unsigned n;
        pd_usec over;
        const char *name;
} limits[PD_LADDER_SIGN_COUNT] = {
        /* StopDiscovery is repeated after 6 s; one busy minute of a Raspberry Pi is no wedge. */
        [PD_LADDER_UNANSWERED] = {4, PD_MINUTE, "bluetoothd does not answer"},
        /* Scans begin 15 s, 30 s, 60 s, … apart. */
        [PD_LADDER_REFUSED] = {5, 2 * PD_MINUTE, "it refuses again and again to scan, or to be switched on"},
        /* Weak signals and lost races fail at once, too, but not for so long without one link. */
        [PD_LADDER_ABORTED] = {20, 10 * PD_MINUTE, "every connection fails at once"},
        /* Neighbours go on holiday; what counts only after as many scans that heard some. */
        [PD_LADDER_DEAF] = {8, 30 * PD_MINUTE, "nobody is heard any more"},
};

/* The only writer of the state. WAKE is an instant or PD_NEVER. */
static void
enter(struct pd_ladder *ladder, enum pd_ladder_state state, pd_usec now, pd_usec wake)
{
        ladder->state = state;
        ladder->since = now;
        ladder->wake = wake;
}

/* ---- signs and proofs ---- */

static void
count(struct pd_ladder *ladder, pd_usec now, enum pd_ladder_input input)
{
        struct pd_ladder_sign *sign = &ladder->signs[input];

        if (sign->n == 0 || now - sign->last > PD_LADDER_MEMORY)
                *sign = (struct pd_ladder_sign) {.first = now};
        sign->last = now;
        if (sign->n < limits[input].n)
                sign->n++;
}

/* Whoever scans has been answered, whoever hears has scanned, a link is made
 * with somebody who was heard. That bluetoothd answers says nothing of the
 * radio, and that the radio hears nothing of connections. */
static bool
disproves(enum pd_ladder_input proof, enum pd_ladder_input sign)
{
        switch (proof) {
        case PD_LADDER_ANSWERED:
                return sign == PD_LADDER_UNANSWERED;
        case PD_LADDER_SCANS:
                return sign == PD_LADDER_UNANSWERED || sign == PD_LADDER_REFUSED;
        case PD_LADDER_HEARD:
                return sign != PD_LADDER_ABORTED;
        case PD_LADDER_LINKED:
        case PD_LADDER_LIVE:
                return true;
        case PD_LADDER_UNANSWERED:
        case PD_LADDER_REFUSED:
        case PD_LADDER_ABORTED:
        case PD_LADDER_DEAF:
        case PD_LADDER_FREE:
        case PD_LADDER_TAKEN:
        case PD_LADDER_DONE:
        case PD_LADDER_FAILED:
        case PD_LADDER_CANNOT:
        case PD_LADDER_TIMER:
        case PD_LADDER_INPUT_COUNT:
                return false;
        case PD_LADDER_GONE: /* what was seen before is void: it comes back another */
                return true;
        }
        return false;
}

static void
note(struct pd_ladder *ladder, pd_usec now, enum pd_ladder_input input)
{
        if (input < PD_LADDER_SIGN_COUNT)
                count(ladder, now, input);
        for (size_t sign = 0; sign < PD_LADDER_SIGN_COUNT; sign++)
                if (disproves(input, (enum pd_ladder_input) sign))
                        ladder->signs[sign] = (struct pd_ladder_sign) {0};
        if (input == PD_LADDER_LIVE) {
                ladder->vain = 0;
                if (ladder->state != PD_LADDER_STEPPING)
                        ladder->rung = ladder->lowest;
        }
}

static void
forget_signs(struct pd_ladder *ladder)
{
        for (size_t sign = 0; sign < PD_LADDER_SIGN_COUNT; sign++)
                ladder->signs[sign] = (struct pd_ladder_sign) {0};
}

static bool
any_sign(const struct pd_ladder *ladder)
{
        for (size_t sign = 0; sign < PD_LADDER_SIGN_COUNT; sign++)
                if (ladder->signs[sign].n > 0)
                        return true;
        return false;
}

/* Some kind of sign has been seen often enough: it becomes the reason. */
static bool
enough(struct pd_ladder *ladder)
{
        for (size_t sign = 0; sign < PD_LADDER_SIGN_COUNT; sign++) {
                const struct pd_ladder_sign *seen = &ladder->signs[sign];

                if (seen->n < limits[sign].n || seen->last - seen->first < limits[sign].over)
                        continue;
                ladder->reason = (enum pd_ladder_input) sign;
                return true;
        }
        return false;
}

/* ---- steps ---- */

static bool
reaches(const struct pd_ladder *ladder, enum pd_ladder_rung rung)
{
        switch (ladder->reach) {
        case PD_LADDER_REACH_OFF:
                return false;
        case PD_LADDER_REACH_POWER:
                return rung <= PD_LADDER_POWER;
        case PD_LADDER_REACH_SERVICE:
                return rung <= PD_LADDER_SERVICE;
        case PD_LADDER_REACH_HARDWARE: /* bluetoothd has no hardware of its own */
                return rung <= (ladder->lowest == PD_LADDER_SERVICE ? PD_LADDER_SERVICE : PD_LADDER_HARDWARE);
        }
        return false;
}

static pd_usec
rest(const struct pd_ladder *ladder)
{
        pd_usec span = PD_LADDER_REST;

        for (unsigned i = 1; i < ladder->vain && span < PD_LADDER_REST_MAX; i++)
                span *= 2;
        return span < PD_LADDER_REST_MAX ? span : PD_LADDER_REST_MAX;
}

static enum pd_ladder_action
watch(struct pd_ladder *ladder, pd_usec now)
{
        forget_signs(ladder);
        ladder->next = now + PD_LADDER_PAUSE;
        enter(ladder, PD_LADDER_WATCHING, now, ladder->next);
        return PD_LADDER_NOTHING;
}

/* Somebody would suffer from it now: later, if there are signs then. */
static enum pd_ladder_action
put_off(struct pd_ladder *ladder, pd_usec now)
{
        forget_signs(ladder);
        ladder->next = now + PD_LADDER_PAUSE;
        enter(ladder, PD_LADDER_SOUND, now, PD_NEVER);
        return PD_LADDER_NOTHING;
}

static enum pd_ladder_action
resign(struct pd_ladder *ladder, pd_usec now)
{
        ladder->vain++;
        ladder->rung = ladder->lowest;
        ladder->next = now + rest(ladder);
        forget_signs(ladder);
        enter(ladder, PD_LADDER_RESTING, now, ladder->next);
        return PD_LADDER_RESIGN;
}

/* The step of ladder->rung, or what stands before it. */
static enum pd_ladder_action
climb(struct pd_ladder *ladder, pd_usec now)
{
        if (!reaches(ladder, ladder->rung))
                return resign(ladder, now);
        if (ladder->rung == PD_LADDER_SERVICE && ladder->live_elsewhere)
                return put_off(ladder, now);
        if (ladder->rung >= PD_LADDER_SERVICE && ladder->helper_busy) /* that one may have helped here, too */
                return put_off(ladder, now);
        if (ladder->rung == PD_LADDER_POWER && ladder->reach == PD_LADDER_REACH_POWER) {
                enter(ladder, PD_LADDER_ASKING, now, now + PD_LADDER_ASK_MAX);
                return PD_LADDER_ASK;
        }
        enter(ladder, PD_LADDER_STEPPING, now, now + PD_LADDER_STEP_MAX);
        return PD_LADDER_CLIMB;
}

static enum pd_ladder_action
skip(struct pd_ladder *ladder, pd_usec now)
{
        ladder->rung++;
        return climb(ladder, now);
}

/* Where the signs that there are lead to. */
static enum pd_ladder_action
weigh(struct pd_ladder *ladder, pd_usec now)
{
        if (!any_sign(ladder)) {
                enter(ladder, PD_LADDER_SOUND, now, PD_NEVER);
                return PD_LADDER_NOTHING;
        }
        if (enough(ladder) && now >= ladder->next)
                return climb(ladder, now);
        enter(ladder, PD_LADDER_SUSPECT, now, enough(ladder) ? ladder->next : PD_NEVER);
        return PD_LADDER_NOTHING;
}

/* ---- states ---- */

static enum pd_ladder_action
asking(struct pd_ladder *ladder, pd_usec now, enum pd_ladder_input input)
{
        if (input == PD_LADDER_FREE) {
                enter(ladder, PD_LADDER_STEPPING, now, now + PD_LADDER_STEP_MAX);
                return PD_LADDER_CLIMB;
        }
        if (input == PD_LADDER_TAKEN) /* whoever it is may leave */
                return put_off(ladder, now);
        if (input == PD_LADDER_CANNOT || input == PD_LADDER_FAILED || input == PD_LADDER_TIMER)
                return skip(ladder, now);
        if (disproves(input, ladder->reason))
                return weigh(ladder, now);
        return PD_LADDER_NOTHING;
}

static enum pd_ladder_action
stepping(struct pd_ladder *ladder, pd_usec now, enum pd_ladder_input input)
{
        if (input == PD_LADDER_CANNOT)
                return skip(ladder, now);
        if (input != PD_LADDER_DONE && input != PD_LADDER_FAILED && input != PD_LADDER_TIMER)
                return PD_LADDER_NOTHING;
        ladder->rung++;
        return watch(ladder, now);
}

static enum pd_ladder_action
watching(struct pd_ladder *ladder, pd_usec now, enum pd_ladder_input input)
{
        if (input == PD_LADDER_GONE || !disproves(input, ladder->reason)) {
                if (now < ladder->next)
                        return PD_LADDER_NOTHING;
                ladder->wake = PD_NEVER; /* from now on it is the signs that decide */
                return enough(ladder) ? climb(ladder, now) : PD_LADDER_NOTHING;
        }
        enter(ladder, PD_LADDER_SOUND, now, PD_NEVER);
        if (input == PD_LADDER_LIVE)
                return PD_LADDER_HELPED;
        ladder->rung--; /* the same may help again */
        ladder->vain++;
        ladder->next = now + rest(ladder);
        return PD_LADDER_HELPED;
}

static enum pd_ladder_action
resting(struct pd_ladder *ladder, pd_usec now, enum pd_ladder_input input)
{
        if (input == PD_LADDER_LINKED || input == PD_LADDER_LIVE)
                enter(ladder, PD_LADDER_SOUND, now, PD_NEVER);
        else if (input == PD_LADDER_TIMER)
                return weigh(ladder, now);
        return PD_LADDER_NOTHING;
}

void
pd_ladder_init(struct pd_ladder *ladder, enum pd_ladder_rung lowest, enum pd_ladder_reach reach)
{
        *ladder = (struct pd_ladder) {
                .state = PD_LADDER_SOUND, .wake = PD_NEVER, .rung = lowest, .lowest = lowest, .reach = reach};
}

enum pd_ladder_action
pd_ladder_feed(struct pd_ladder *ladder, pd_usec now, enum pd_ladder_input input)
{
        if (ladder->reach == PD_LADDER_REACH_OFF || (input == PD_LADDER_TIMER && now < ladder->wake))
                return PD_LADDER_NOTHING;
        note(ladder, now, input);

        switch (ladder->state) {
        case PD_LADDER_SOUND:
        case PD_LADDER_SUSPECT:
                return weigh(ladder, now);
        case PD_LADDER_ASKING:
                return asking(ladder, now, input);
        case PD_LADDER_STEPPING:
                return stepping(ladder, now, input);
        case PD_LADDER_WATCHING:
                return watching(ladder, now, input);
        case PD_LADDER_RESTING:
                return resting(ladder, now, input);
        case PD_LADDER_STATE_COUNT:
                break;
        }
        assert(0 && "a ladder without a state");
        return PD_LADDER_NOTHING;
}

const char *
pd_ladder_reason_name(enum pd_ladder_input sign)
{
        return sign < PD_LADDER_SIGN_COUNT ? limits[sign].name : "nothing";
}

const char *
pd_ladder_rung_name(enum pd_ladder_rung rung)
{
        switch (rung) {
        case PD_LADDER_STOP:
                return "forced end of scanning";
        case PD_LADDER_POWER:
                return "power cycle";
        case PD_LADDER_SERVICE:
                return "restart of bluetooth.service";
        case PD_LADDER_HARDWARE:
                return "reset of the hardware";
        case PD_LADDER_RUNG_COUNT:
                break;
        }
        return "nothing";
}
