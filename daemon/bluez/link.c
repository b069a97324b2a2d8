/* SPDX-License-Identifier: MIT */
/* The rules of one sensor's connection: see the picture in link.h. */
#include "bluez/link.h"

#include <assert.h>
#include <stddef.h>

/* The only writer of the state. WAKE is an instant or PD_NEVER. */
static void
enter(struct pd_link *link, enum pd_link_state state, pd_usec now, pd_usec wake)
{
        link->state = state;
        link->since = now;
        link->wake = wake;
}

/* Was there anything to work with? */
static bool
has_ground(const struct pd_link *link)
{
        return link->state != PD_LINK_DOWN && link->state != PD_LINK_ABSENT;
}

/* Keys that do not fit make every link fail in some other way besides. */
static void
complain(struct pd_link *link, enum pd_trouble trouble)
{
        link->trouble = link->auth >= PD_LINK_AUTH_MAX ? PD_TROUBLE_AUTHENTICATION : trouble;
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
spread(struct pd_link *link, pd_usec span)
{
        return span - span / 4 + (pd_usec) (draw(link) % (uint32_t) (span / 4));
}

static pd_usec
backoff(struct pd_link *link)
{
        pd_usec span = PD_LINK_BACKOFF_MIN;

        for (unsigned i = 0; i < link->failures && span < PD_LINK_BACKOFF_MAX; i++)
                span *= 2;
        return spread(link, span < PD_LINK_BACKOFF_MAX ? span : PD_LINK_BACKOFF_MAX);
}

static void
count(unsigned *counter, unsigned most)
{
        if (*counter < most)
                ++*counter;
}

static bool
is_left_to_kernel(const struct pd_link *link)
{
        return link->listed && link->failures >= PD_LINK_AWAITED_AFTER;
}

static enum pd_link_action
wait_a_while(struct pd_link *link, pd_usec now)
{
        unsigned most = link->silent ? PD_LINK_SILENT_FAILURES_MAX : PD_LINK_FAILURES_MAX;
        pd_usec span;

        if (link->failures > most)
                link->failures = most;
        span = backoff(link);
        if (!link->heard)
                count(&link->failures, most);
        link->heard = link->silent = false;
        if (is_left_to_kernel(link) && !link->connected && !link->connect_pending)
                enter(link, PD_LINK_AWAITED, now, now + spread(link, PD_LINK_AWAITED_TRY));
        else
                enter(link, PD_LINK_WAITING, now, now + span);
        return PD_LINK_NOTHING;
}

static enum pd_link_action
give_up(struct pd_link *link, pd_usec now)
{
        link->silent = link->state == PD_LINK_RESUBSCRIBING;
        enter(link, PD_LINK_DISCONNECTING, now, now + PD_LINK_DISCONNECT_MAX);
        return PD_LINK_DISCONNECT;
}

/* If that did not help, the next one would hardly do so either, and each
 * costs a scan. One that was refused did nothing. */
static bool
may_remove(const struct pd_link *link, pd_usec now)
{
        return !link->bonded && !link->remove_pending && (!link->removed || now - link->remove_asked >= PD_LINK_REMOVE_AGAIN);
}

static enum pd_link_action
remove_device(struct pd_link *link, pd_usec now)
{
        link->removed = link->remove_pending = true;
        link->remove_asked = now;
        enter(link, PD_LINK_REMOVING, now, now + PD_LINK_REMOVE_MAX);
        return PD_LINK_REMOVE;
}

/* The link stands and is no good. */
static enum pd_link_action
end_useless(struct pd_link *link, pd_usec now, enum pd_trouble trouble)
{
        unsigned most = trouble == PD_TROUBLE_SILENT ? PD_LINK_SILENT_USELESS_MAX : PD_LINK_USELESS_MAX;

        complain(link, trouble);
        count(&link->useless, PD_LINK_SILENT_USELESS_MAX);
        if (link->useless >= most && may_remove(link, now))
                return remove_device(link, now);
        return give_up(link, now);
}

/* The attempt has taken long enough. */
static enum pd_link_action
end_attempt(struct pd_link *link, pd_usec now)
{
        complain(link, link->stuck > 0 ? PD_TROUBLE_BUSY : PD_TROUBLE_UNSEEN);
        if (link->stuck >= PD_LINK_STUCK_MAX && may_remove(link, now))
                return remove_device(link, now);
        return give_up(link, now);
}

/* Connected=false, and we did not ask for it. */
static enum pd_link_action
lose(struct pd_link *link, pd_usec now)
{
        if (!link->heard)
                complain(link, PD_TROUBLE_REFUSED);
        else if (now - link->up <= PD_LINK_DROP_SPAN)
                count(&link->drops, PD_LINK_DROPS_MAX);
        else
                link->drops = 0;
        return wait_a_while(link, now);
}

static enum pd_link_action
subscribe(struct pd_link *link, pd_usec now)
{
        enter(link, PD_LINK_SUBSCRIBING, now, now + PD_LINK_SUBSCRIBE_MAX);
        return PD_LINK_SUBSCRIBE;
}

/* The state that the facts ask for, whatever was before: how a link that
 * someone else made is adopted. */
static enum pd_link_action
settle(struct pd_link *link, pd_usec now)
{
        if (!link->adapter) {
                link->trouble = PD_TROUBLE_DOWN;
                enter(link, PD_LINK_DOWN, now, PD_NEVER);
                return PD_LINK_NOTHING;
        }
        if (!link->present) {
                link->trouble = PD_TROUBLE_UNSEEN;
                enter(link, PD_LINK_ABSENT, now, PD_NEVER);
                return PD_LINK_DISCOVER;
        }
        if (!has_ground(link))
                link->trouble = PD_TROUBLE_NONE;
        if (link->connected && link->resolved)
                return subscribe(link, now);
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
hear(struct pd_link *link, pd_usec now)
{
        if (now - link->up > PD_LINK_DROP_SPAN)
                link->drops = 0;
        link->heard = true;
        link->removed = false;
        link->failures = link->useless = link->auth = 0;
        link->trouble = link->drops >= PD_LINK_DROPS_MAX ? PD_TROUBLE_DROPS : PD_TROUBLE_NONE;
}

static enum pd_link_action
go_live(struct pd_link *link, pd_usec now)
{
        enter(link, PD_LINK_LIVE, now, now + link->silence);
        return PD_LINK_NOTHING;
}

static enum pd_link_action
hear_first(struct pd_link *link, pd_usec now)
{
        hear(link, now);
        return go_live(link, now);
}

/* Another program has it: its link is not torn, its turn is not disputed. */
static enum pd_link_action
hold_back(struct pd_link *link, pd_usec now)
{
        complain(link, PD_TROUBLE_HELD);
        enter(link, PD_LINK_HELD, now, now + backoff(link));
        count(&link->failures, PD_LINK_FAILURES_MAX);
        return PD_LINK_NOTHING;
}

/* What is not there when all have been listed is no matter of a second try. */
static enum pd_link_action
end_unfit(struct pd_link *link, pd_usec now)
{
        link->useless = PD_LINK_USELESS_MAX;
        return end_useless(link, now, PD_TROUBLE_UNFIT);
}

static enum pd_link_action
look_for_measurements(struct pd_link *link, pd_usec now)
{
        if (link->relisted)
                return end_unfit(link, now);
        enter(link, PD_LINK_INCOMPLETE, now, now + PD_LINK_EXPORT_MAX);
        return PD_LINK_NOTHING;
}

/* A new link; who made it does not matter. */
static void
begin(struct pd_link *link, pd_usec now)
{
        link->up = now;
        link->heard = link->silent = link->relisted = false;
        link->stuck = 0;
        if (link->trouble <= PD_TROUBLE_REFUSED && has_ground(link))
                link->trouble = PD_TROUBLE_NONE;
}

static void
forget_object(struct pd_link *link)
{
        link->present = link->connected = link->resolved = link->bonded = link->listed = false;
        link->connect_pending = link->remove_pending = false;
        link->stuck = link->auth = 0; /* its keys went with it */
}

/* Whatever was asked for was not done. */
static void
lose_removal(struct pd_link *link)
{
        link->removed &= !link->remove_pending;
        link->remove_pending = false;
}

static void
note_auth_failed(struct pd_link *link)
{
        count(&link->auth, PD_LINK_AUTH_MAX);
        if (link->auth == PD_LINK_AUTH_MAX && has_ground(link))
                link->trouble = PD_TROUBLE_AUTHENTICATION;
}

static void
note_answer(struct pd_link *link, enum pd_link_input input)
{
        link->connect_pending = false;
        if (input == PD_LINK_CONNECT_BUSY)
                count(&link->stuck, PD_LINK_STUCK_MAX);
}

/* What an input says beyond the state in which it arrives. */
static void
note(struct pd_link *link, enum pd_link_input input)
{
        switch (input) {
        case PD_LINK_OWNER_LOST:
                link->adapter = link->removed = false; /* the next BlueZ may remember something else */
                forget_object(link);
                break;
        case PD_LINK_ADAPTER_UP:
        case PD_LINK_ADAPTER_DOWN:
                link->adapter = input == PD_LINK_ADAPTER_UP;
                link->connect_pending &= link->adapter;
                if (!link->adapter)
                        lose_removal(link);
                break;
        case PD_LINK_APPEARED:
                link->present = true;
                break;
        case PD_LINK_VANISHED:
                forget_object(link);
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
        case PD_LINK_BONDED:
        case PD_LINK_UNBONDED:
                link->bonded = input == PD_LINK_BONDED;
                break;
        case PD_LINK_LISTED:
        case PD_LINK_UNLISTED:
                link->listed = input == PD_LINK_LISTED;
                break;
        case PD_LINK_AUTH_FAILED:
                note_auth_failed(link);
                break;
        case PD_LINK_CONNECT_OK:
        case PD_LINK_CONNECT_FAILED:
        case PD_LINK_CONNECT_BUSY:
                note_answer(link, input);
                break;
        case PD_LINK_DISCONNECT_DONE:
                link->connect_pending = false;
                break;
        case PD_LINK_REMOVE_FAILED:
                lose_removal(link);
                break;
        case PD_LINK_DATA:
        case PD_LINK_ADVERTISED:
        case PD_LINK_OFFERED:
        case PD_LINK_SUBSCRIBE_OK:
        case PD_LINK_SUBSCRIBE_FAILED:
        case PD_LINK_SUBSCRIBE_HELD:
        case PD_LINK_SUBSCRIBE_EMPTY:
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

/* An advertisement that reaches us by a scan is one that the kernel did not
 * see: it does not look at its list while some program discovers. */
static enum pd_link_action
awaited(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        pd_usec soonest = link->since + PD_LINK_BACKOFF_MAX;

        if (input == PD_LINK_CONNECTED || input == PD_LINK_UNLISTED || input == PD_LINK_TIMER)
                return settle(link, now);
        if (input != PD_LINK_ADVERTISED)
                return PD_LINK_NOTHING;
        if (now >= soonest)
                return settle(link, now);
        if (link->wake > soonest)
                link->wake = soonest;
        return PD_LINK_NOTHING;
}

static enum pd_link_action
queued(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input == PD_LINK_CONNECTED)
                return settle(link, now);
        if (input != PD_LINK_TURN)
                return PD_LINK_NOTHING;
        enter(link, PD_LINK_CONNECTING, now, now + (is_left_to_kernel(link) ? PD_LINK_TURN_MAX : PD_LINK_CONNECT_MAX));
        link->connect_pending = true;
        link->heard = link->silent = false;
        return PD_LINK_CONNECT;
}

static void
wake_within(struct pd_link *link, pd_usec now, pd_usec span)
{
        if (now + span < link->wake)
                link->wake = now + span;
}

static enum pd_link_action
connecting(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input == PD_LINK_CONNECTED)
                return settle(link, now);
        if (input == PD_LINK_TURN_OVER || input == PD_LINK_TIMER)
                return end_attempt(link, now);
        if (input == PD_LINK_CONNECT_FAILED) {
                complain(link, PD_TROUBLE_REFUSED);
                return wait_a_while(link, now);
        }
        if (input == PD_LINK_CONNECT_OK)
                wake_within(link, now, PD_LINK_EMPTY_OK_MAX);
        if (input == PD_LINK_CONNECT_BUSY)
                wake_within(link, now, PD_LINK_BUSY_MAX);
        return PD_LINK_NOTHING;
}

static enum pd_link_action
resolving(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input == PD_LINK_DISCONNECTED)
                return lose(link, now);
        if (input == PD_LINK_TIMER)
                return end_useless(link, now, PD_TROUBLE_UNRESOLVED);
        if (input != PD_LINK_RESOLVED)
                return PD_LINK_NOTHING;
        if (link->trouble == PD_TROUBLE_UNRESOLVED)
                link->trouble = PD_TROUBLE_NONE;
        return settle(link, now);
}

static enum pd_link_action
incomplete(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input == PD_LINK_DISCONNECTED)
                return lose(link, now);
        if (input == PD_LINK_DATA)
                return hear_first(link, now);
        if (input == PD_LINK_OFFERED || input == PD_LINK_UNRESOLVED)
                return settle(link, now);
        if (input != PD_LINK_TIMER)
                return PD_LINK_NOTHING;
        if (!link->relisted) {
                link->relisted = true;
                link->wake = now + PD_LINK_RELIST_MAX;
                return PD_LINK_RELIST;
        }
        return end_unfit(link, now);
}

static enum pd_link_action
subscribing(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input == PD_LINK_DISCONNECTED)
                return lose(link, now);
        if (input == PD_LINK_DATA)
                return hear_first(link, now);
        if (input == PD_LINK_SUBSCRIBE_OK)
                return go_live(link, now);
        if (input == PD_LINK_SUBSCRIBE_HELD)
                return hold_back(link, now);
        if (input == PD_LINK_SUBSCRIBE_EMPTY)
                return look_for_measurements(link, now);
        if (input == PD_LINK_SUBSCRIBE_FAILED || input == PD_LINK_TIMER)
                return end_useless(link, now, PD_TROUBLE_UNSUBSCRIBED);
        return PD_LINK_NOTHING;
}

static enum pd_link_action
held(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input == PD_LINK_DISCONNECTED)
                return lose(link, now);
        if (input == PD_LINK_DATA)
                return hear_first(link, now);
        if (input == PD_LINK_TIMER)
                return settle(link, now);
        return PD_LINK_NOTHING;
}

static enum pd_link_action
live(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input == PD_LINK_DISCONNECTED)
                return lose(link, now);
        if (input == PD_LINK_DATA) {
                hear(link, now);
                link->wake = now + link->silence;
        }
        if (input != PD_LINK_TIMER)
                return PD_LINK_NOTHING;
        complain(link, PD_TROUBLE_SILENT);
        enter(link, PD_LINK_RESUBSCRIBING, now, now + link->silence);
        return PD_LINK_RESUBSCRIBE;
}

static enum pd_link_action
resubscribing(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input == PD_LINK_DISCONNECTED)
                return lose(link, now);
        if (input == PD_LINK_DATA)
                return hear_first(link, now);
        if (input == PD_LINK_SUBSCRIBE_HELD)
                return hold_back(link, now);
        if (input == PD_LINK_SUBSCRIBE_EMPTY)
                return look_for_measurements(link, now);
        if (input == PD_LINK_SUBSCRIBE_FAILED || input == PD_LINK_TIMER)
                return end_useless(link, now, PD_TROUBLE_SILENT);
        return PD_LINK_NOTHING;
}

static enum pd_link_action
disconnecting(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input == PD_LINK_DISCONNECTED || (input == PD_LINK_DISCONNECT_DONE && !link->connected))
                return wait_a_while(link, now);
        if (input != PD_LINK_TIMER)
                return PD_LINK_NOTHING;
        if (link->connected || link->connect_pending)
                count(&link->stuck, PD_LINK_STUCK_MAX);
        if (link->stuck >= PD_LINK_STUCK_MAX && may_remove(link, now))
                return remove_device(link, now);
        return wait_a_while(link, now);
}

/* Well done, it has vanished: that decides alone. */
static enum pd_link_action
removing(struct pd_link *link, pd_usec now, enum pd_link_input input)
{
        if (input != PD_LINK_REMOVE_FAILED && input != PD_LINK_TIMER)
                return PD_LINK_NOTHING;
        link->useless = link->stuck = 0; /* it is asked for no sooner than the first time */
        return link->connected ? give_up(link, now) : wait_a_while(link, now);
}

/* Inputs that decide alone, in every state: is there anything to work with? */
static bool
ground_moved(const struct pd_link *link)
{
        if (!link->adapter)
                return link->state != PD_LINK_DOWN;
        if (!link->present)
                return link->state != PD_LINK_ABSENT;
        return !has_ground(link);
}

void
pd_link_init(struct pd_link *link, uint32_t seed)
{
        *link = (struct pd_link){
                .state = PD_LINK_DOWN,
                .wake = PD_NEVER,
                .silence = PD_LINK_SILENCE,
                .trouble = PD_TROUBLE_DOWN,
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
        bool connected = link->connected;

        if (input == PD_LINK_TIMER && now < link->wake)
                return PD_LINK_NOTHING;
        note(link, input);
        if (link->connected && !connected)
                begin(link, now);
        if (ground_moved(link))
                return settle(link, now);

        switch (link->state) {
        case PD_LINK_DOWN:
        case PD_LINK_ABSENT:
                return PD_LINK_NOTHING; /* only the ground can move */
        case PD_LINK_WAITING:
                return waiting(link, now, input);
        case PD_LINK_AWAITED:
                return awaited(link, now, input);
        case PD_LINK_QUEUED:
                return queued(link, now, input);
        case PD_LINK_CONNECTING:
                return connecting(link, now, input);
        case PD_LINK_RESOLVING:
                return resolving(link, now, input);
        case PD_LINK_INCOMPLETE:
                return incomplete(link, now, input);
        case PD_LINK_SUBSCRIBING:
                return subscribing(link, now, input);
        case PD_LINK_HELD:
                return held(link, now, input);
        case PD_LINK_LIVE:
                return live(link, now, input);
        case PD_LINK_RESUBSCRIBING:
                return resubscribing(link, now, input);
        case PD_LINK_DISCONNECTING:
                return disconnecting(link, now, input);
        case PD_LINK_REMOVING:
                return removing(link, now, input);
        case PD_LINK_STATE_COUNT:
                break;
        }
        assert(0 && "a link without a state");
        return PD_LINK_NOTHING;
}

enum pd_link_input
pd_link_difference(const struct pd_link *link, const struct pd_link_facts *facts)
{
        bool connected = facts->present && facts->connected, resolved = connected && facts->resolved;
        bool bonded = facts->present && facts->bonded, listed = facts->present && facts->listed;

        if (link->adapter && !facts->adapter)
                return PD_LINK_ADAPTER_DOWN;
        if (link->present && !facts->present)
                return PD_LINK_VANISHED;
        if (link->bonded != bonded)
                return bonded ? PD_LINK_BONDED : PD_LINK_UNBONDED;
        if (link->listed != listed)
                return listed ? PD_LINK_LISTED : PD_LINK_UNLISTED;
        if (link->connected && !connected)
                return PD_LINK_DISCONNECTED;
        if (link->resolved != resolved)
                return resolved ? PD_LINK_RESOLVED : PD_LINK_UNRESOLVED;
        if (!link->connected && connected)
                return PD_LINK_CONNECTED;
        if (!link->present && facts->present)
                return PD_LINK_APPEARED;
        if (!link->adapter && facts->adapter)
                return PD_LINK_ADAPTER_UP;
        return PD_LINK_INPUT_COUNT;
}

bool
pd_link_holds_turn(const struct pd_link *link)
{
        if (link->state == PD_LINK_CONNECTING)
                return true;
        if (link->state == PD_LINK_DISCONNECTING || link->state == PD_LINK_REMOVING)
                return link->connect_pending || link->stuck > 0; /* an attempt is cancelled, ours or the one that was in its way */
        return link->connect_pending && link->state == PD_LINK_RESOLVING;
}

bool
pd_link_subscribes(const struct pd_link *link)
{
        return link->state == PD_LINK_SUBSCRIBING || link->state == PD_LINK_LIVE || link->state == PD_LINK_RESUBSCRIBING;
}

const char *
pd_link_state_name(enum pd_link_state state)
{
        static const char *const names[PD_LINK_STATE_COUNT] = {
                [PD_LINK_DOWN] = "down",
                [PD_LINK_ABSENT] = "absent",
                [PD_LINK_WAITING] = "waiting",
                [PD_LINK_AWAITED] = "awaited",
                [PD_LINK_QUEUED] = "queued",
                [PD_LINK_CONNECTING] = "connecting",
                [PD_LINK_RESOLVING] = "resolving",
                [PD_LINK_INCOMPLETE] = "incomplete",
                [PD_LINK_SUBSCRIBING] = "subscribing",
                [PD_LINK_HELD] = "held",
                [PD_LINK_LIVE] = "live",
                [PD_LINK_RESUBSCRIBING] = "resubscribing",
                [PD_LINK_DISCONNECTING] = "disconnecting",
                [PD_LINK_REMOVING] = "removing",
        };

        return state < PD_LINK_STATE_COUNT ? names[state] : "nowhere";
}
