/* SPDX-License-Identifier: MIT */
/* The rules of one sensor's connection: see the picture in link.h. */
#include "bluez/link.h"

#include <assert.h>

/* The only writer of the state. WAKE is an instant or PD_NEVER. */
static void
enter(struct pd_link *link, enum pd_link_state state, pd_usec now, pd_usec wake)
{
        link->state = state;
        link->since = now;
        link->wake = wake;
}

/* Marsaglia, "Xorshift RNGs" (2003), the 13-17-5 triple. */
static uint32_t
draw(struct pd_link *link)
{
        link->random ^= link->random << 13;
        link->random ^= link->random >> 17;
        link->random ^= link->random << 5;
        return link->random;
}

/* Three quarters of the nominal span and a random part of the last one, so
 * that sensors which were lost together do not come back in step. */
static pd_usec
backoff(struct pd_link *link)
{
        pd_usec span = PD_LINK_BACKOFF_MIN;

        for (unsigned i = 0; i < link->failures && span < PD_LINK_BACKOFF_MAX; i++)
                span *= 2;
        if (span > PD_LINK_BACKOFF_MAX)
                span = PD_LINK_BACKOFF_MAX;
        return span - span / 4 + (pd_usec) (draw(link) % (uint32_t) (span / 4));
}

static enum pd_link_action
wait_a_while(struct pd_link *link, pd_usec now)
{
        unsigned most = link->silent ? PD_LINK_SILENT_FAILURES_MAX : PD_LINK_FAILURES_MAX;

        if (link->failures > most)
                link->failures = most;
        enter(link, PD_LINK_WAITING, now, now + backoff(link));
        if (!link->heard && link->failures < most)
                link->failures++;
        link->heard = link->silent = false;
        return PD_LINK_NOTHING;
}

static enum pd_link_action
give_up(struct pd_link *link, pd_usec now)
{
        link->silent = link->state == PD_LINK_RESUBSCRIBING;
        enter(link, PD_LINK_DISCONNECTING, now, now + PD_LINK_DISCONNECT_MAX);
        return PD_LINK_DISCONNECT;
}

/* The state that the facts ask for, whatever was before: how a link that
 * someone else made is adopted. */
static enum pd_link_action
settle(struct pd_link *link, pd_usec now)
{
        if (!link->adapter) {
                enter(link, PD_LINK_DOWN, now, PD_NEVER);
                return PD_LINK_NOTHING;
        }
        if (!link->present) {
                enter(link, PD_LINK_ABSENT, now, PD_NEVER);
                return PD_LINK_DISCOVER;
        }
        if (link->connected && link->resolved) {
                enter(link, PD_LINK_SUBSCRIBING, now, now + PD_LINK_SUBSCRIBE_MAX);
                return PD_LINK_SUBSCRIBE;
        }
        if (link->connected) {
                enter(link, PD_LINK_RESOLVING, now, now + PD_LINK_RESOLVE_MAX);
                return PD_LINK_NOTHING;
        }
        if (link->connect_pending) /* a second Connect would only be refused */
                return wait_a_while(link, now);
        enter(link, PD_LINK_QUEUED, now, PD_NEVER);
        return PD_LINK_QUEUE;
}

static void
hear(struct pd_link *link)
{
        link->heard = true;
        link->failures = 0;
}

static enum pd_link_action
go_live(struct pd_link *link, pd_usec now)
{
        enter(link, PD_LINK_LIVE, now, now + link->silence);
        return PD_LINK_NOTHING;
}

/* What an input says beyond the state in which it arrives. */
static void
note(struct pd_link *link, enum pd_link_input input)
{
        switch (input) {
        case PD_LINK_OWNER_LOST:
                link->adapter = link->present = link->connected = link->resolved = false;
                link->connect_pending = false;
                break;
        case PD_LINK_ADAPTER_UP:
        case PD_LINK_ADAPTER_DOWN:
                link->adapter = input == PD_LINK_ADAPTER_UP;
                link->connect_pending &= link->adapter;
                break;
        case PD_LINK_APPEARED:
                link->present = true;
                break;
        case PD_LINK_VANISHED:
                link->present = link->connected = link->resolved = false;
                link->connect_pending = false;
                break;
        case PD_LINK_CONNECTED:
                link->connected = true;
                break;
        case PD_LINK_DISCONNECTED:
                link->connected = link->resolved = false;
                break;
        case PD_LINK_RESOLVED:
        case PD_LINK_UNRESOLVED:
                link->resolved = input == PD_LINK_RESOLVED;
                break;
        case PD_LINK_CONNECT_OK:
        case PD_LINK_CONNECT_FAILED:
        case PD_LINK_CONNECT_BUSY:
                link->connect_pending = false;
                break;
        case PD_LINK_DATA:
        case PD_LINK_SUBSCRIBE_OK:
        case PD_LINK_SUBSCRIBE_FAILED:
        case PD_LINK_DISCONNECT_DONE:
        case PD_LINK_TURN:
        case PD_LINK_TURN_OVER:
        case PD_LINK_TIMER:
        case PD_LINK_INPUT_COUNT:
                break;
        }
}

static enum pd_link_action
waiting(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input == PD_LINK_CONNECTED || input == PD_LINK_TIMER)
                return settle(link, now);
        return PD_LINK_NOTHING;
}

static enum pd_link_action
queued(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input == PD_LINK_CONNECTED)
                return settle(link, now);
        if (input != PD_LINK_TURN)
                return PD_LINK_NOTHING;
        enter(link, PD_LINK_CONNECTING, now, now + PD_LINK_CONNECT_MAX);
        link->connect_pending = true;
        link->heard = link->silent = false;
        return PD_LINK_CONNECT;
}

static enum pd_link_action
connecting(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input == PD_LINK_CONNECTED)
                return settle(link, now);
        if (input == PD_LINK_CONNECT_FAILED)
                return wait_a_while(link, now);
        if (input == PD_LINK_TURN_OVER || input == PD_LINK_TIMER)
                return give_up(link, now);
        if (input == PD_LINK_CONNECT_OK && now + PD_LINK_EMPTY_OK_MAX < link->wake)
                link->wake = now + PD_LINK_EMPTY_OK_MAX;
        return PD_LINK_NOTHING;
}

static enum pd_link_action
resolving(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input == PD_LINK_DISCONNECTED)
                return wait_a_while(link, now);
        if (input == PD_LINK_RESOLVED)
                return settle(link, now);
        if (input == PD_LINK_TIMER)
                return give_up(link, now);
        return PD_LINK_NOTHING;
}

static enum pd_link_action
subscribing(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input == PD_LINK_DISCONNECTED)
                return wait_a_while(link, now);
        if (input == PD_LINK_SUBSCRIBE_FAILED || input == PD_LINK_TIMER)
                return give_up(link, now);
        if (input == PD_LINK_DATA)
                hear(link);
        if (input == PD_LINK_SUBSCRIBE_OK || input == PD_LINK_DATA)
                return go_live(link, now);
        return PD_LINK_NOTHING;
}

static enum pd_link_action
live(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input == PD_LINK_DISCONNECTED)
                return wait_a_while(link, now);
        if (input == PD_LINK_DATA) {
                hear(link);
                link->wake = now + link->silence;
        }
        if (input != PD_LINK_TIMER)
                return PD_LINK_NOTHING;
        enter(link, PD_LINK_RESUBSCRIBING, now, now + link->silence);
        return PD_LINK_RESUBSCRIBE;
}

static enum pd_link_action
resubscribing(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input == PD_LINK_DISCONNECTED)
                return wait_a_while(link, now);
        if (input == PD_LINK_SUBSCRIBE_FAILED || input == PD_LINK_TIMER)
                return give_up(link, now);
        if (input != PD_LINK_DATA)
                return PD_LINK_NOTHING;
        hear(link);
        return go_live(link, now);
}

static enum pd_link_action
disconnecting(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input == PD_LINK_DISCONNECTED || input == PD_LINK_TIMER)
                return wait_a_while(link, now);
        if (input == PD_LINK_DISCONNECT_DONE && !link->connected)
                return wait_a_while(link, now);
        return PD_LINK_NOTHING;
}

/* Inputs that decide alone, in every state: is there anything to work with? */
static bool
ground_moved(const struct pd_link *link)
{
        if (!link->adapter)
                return link->state != PD_LINK_DOWN;
        if (!link->present)
                return link->state != PD_LINK_ABSENT;
        return link->state == PD_LINK_DOWN || link->state == PD_LINK_ABSENT;
}

void
pd_link_init(struct pd_link *link, uint32_t seed)
{
        *link = (struct pd_link){
                .state = PD_LINK_DOWN,
                .wake = PD_NEVER,
                .silence = PD_LINK_SILENCE,
                .random = seed ? seed : 1, /* zero would stay zero */
        };
}

void
pd_link_set_silence(struct pd_link *link, pd_usec silence)
{
        link->silence = silence;
}

enum pd_link_action
pd_link_feed(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input == PD_LINK_TIMER && now < link->wake)
                return PD_LINK_NOTHING;
        note(link, input);
        if (ground_moved(link))
                return settle(link, now);

        switch (link->state) {
        case PD_LINK_DOWN:
        case PD_LINK_ABSENT:
                return PD_LINK_NOTHING; /* only the ground can move */
        case PD_LINK_WAITING:
                return waiting(link, now, input);
        case PD_LINK_QUEUED:
                return queued(link, now, input);
        case PD_LINK_CONNECTING:
                return connecting(link, now, input);
        case PD_LINK_RESOLVING:
                return resolving(link, now, input);
        case PD_LINK_SUBSCRIBING:
                return subscribing(link, now, input);
        case PD_LINK_LIVE:
                return live(link, now, input);
        case PD_LINK_RESUBSCRIBING:
                return resubscribing(link, now, input);
        case PD_LINK_DISCONNECTING:
                return disconnecting(link, now, input);
        case PD_LINK_STATE_COUNT:
                break;
        }
        assert(0 && "a link without a state");
        return PD_LINK_NOTHING;
}

bool
pd_link_holds_turn(const struct pd_link *link)
{
        if (link->state == PD_LINK_CONNECTING)
                return true;
        return link->connect_pending && (link->state == PD_LINK_RESOLVING || link->state == PD_LINK_DISCONNECTING);
}

const char *
pd_link_state_name(enum pd_link_state state)
{
        switch (state) {
        case PD_LINK_DOWN:
                return "down";
        case PD_LINK_ABSENT:
                return "absent";
        case PD_LINK_WAITING:
                return "waiting";
        case PD_LINK_QUEUED:
                return "queued";
        case PD_LINK_CONNECTING:
                return "connecting";
        case PD_LINK_RESOLVING:
                return "resolving";
        case PD_LINK_SUBSCRIBING:
                return "subscribing";
        case PD_LINK_LIVE:
                return "live";
        case PD_LINK_RESUBSCRIBING:
                return "resubscribing";
        case PD_LINK_DISCONNECTING:
                return "disconnecting";
        case PD_LINK_STATE_COUNT:
                break;
        }
        return "nowhere";
}
