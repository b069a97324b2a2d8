/* SPDX-License-Identifier: MIT */
/*
 * Whatever goes wrong, a sensor that is worn is heard again: random sequences
 * of faults, in virtual time, around what decides (link.c, adapters.c, scan.c)
 * and the mirror (objects.c); after each of them
 *   - every worn sensor is back to data within BOUND: no deadlock, none lost;
 *   - no two Connects were under way at one time;
 *   - RemoveDevice was called at most once until data came, for none that is bonded;
 *   - the mirror, which has no room to spare, has grown by nothing.
 * Each sequence is a function of its own seed, one after the other from
 * PD_SEED on or, without it, from one that is drawn; PD_SESSIONS plays fewer
 * or more than SEQUENCES.
 */
#include "property/bad_bluez.h"

#include "bluez/adapters.h"
#include "bluez/link.h"
#include "bluez/objects.h"
#include "support/cm.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEQUENCES 10000
/* From the end of the last fault. The longest rest between scans is 5 min, and as long is a sensor
 * left to a list of the kernel's that does not have it; then a scan, an attempt for each who waits, a
 * link, and a silence that is found out. */
#define BOUND (7 * PD_MINUTE)
#define ADAPTER "/org/bluez/hci0"
#define SYNC_AGAIN (5 * PD_SEC)
#define OBJECTS_MAX (1 + 2 * BAD_SENSORS_MAX)

static uint64_t seed;
static unsigned reached[PD_LINK_STATE_COUNT]; /* that all of it was tried */

/* What the daemon is besides its decisions. */
struct house {
        struct bad_bluez bad;
        uint64_t seed;
        bool lists; /* the kernel's accept list is used */
        struct pd_objects *objects;
        struct pd_link links[BAD_SENSORS_MAX];
        struct pd_adapters adapters;
        struct pd_adapter *adapter; /* the only one */
        bool synced;
        pd_usec sync;
        unsigned tokens[BAD_SENSORS_MAX + 1][BAD_CALL_COUNT], token;
        /* Connect was called, and Disconnect not answered since: a Disconnect that does not end it is waited for, but not for ever. */
        bool connects[BAD_SENSORS_MAX];
        bool removed[BAD_SENSORS_MAX];  /* since the last data */
        pd_usec calm;                   /* the last fault is over */
        pd_usec heard[BAD_SENSORS_MAX]; /* the first data since then; PD_NEVER */
};

static const char *
path_of(int i, const char *below)
{
        static char path[PD_OBJECT_PATH_SIZE];

        snprintf(path, sizeof(path), ADAPTER "/dev_C0_00_00_00_00_%02d%s", i + 1, below);
        return path;
}

#define DEVICE(i) path_of(i, "")
#define CHARACTERISTIC(i) path_of(i, "/service000a/char000b")

static void
fail_house(const struct house *house, const char *what)
{
        for (int i = 0; i < (int) house->bad.n_sensors; i++)
                print_message("%s sensor %d: %s since %lld s%s%s%s%s%s\n", house->bad.sensors[i].worn ? "worn" : "laid away", i,
                        pd_link_state_name(house->links[i].state), (long long) (house->links[i].since / PD_SEC),
                        house->links[i].removed ? ", was removed" : "", house->bad.sensors[i].bonded ? ", bonded" : "",
                        house->bad.sensors[i].stale ? ", stale" : "", house->bad.sensors[i].stuck ? ", stuck" : "",
                        house->bad.sensors[i].mute ? ", mute" : "");
        for (size_t k = 0; k < house->bad.n_plans; k++)
                print_message("%s, %d: %lld to %lld s\n", bad_fault_name(house->bad.plans[k].fault), house->bad.plans[k].sensor,
                        (long long) (house->bad.plans[k].from / PD_SEC), (long long) (house->bad.plans[k].until / PD_SEC));
        fail_msg("%lld s: %s; PD_SEED=%llu PD_SESSIONS=1 plays it alone", (long long) (house->bad.now / PD_SEC), what,
                (unsigned long long) house->seed);
}

/* ---- calls ---------------------------------------------------------------------- */

static void
ask(struct house *house, enum bad_call call, int i)
{
        unsigned *token = &house->tokens[i + 1][call];

        *token = ++house->token;
        bad_ask(&house->bad, call, i, *token);
}

static void
drop_calls(struct house *house, int i, unsigned calls /* 1 << call */)
{
        for (int call = 0; call < BAD_CALL_COUNT; call++)
                if (1u << call & calls)
                        house->tokens[i + 1][call] = 0;
}

static void
feed_scan(struct house *house, enum pd_scan_input input)
{
        enum pd_scan_action action = pd_scan_feed(&house->adapter->scan, house->bad.now, input);

        if (input == PD_SCAN_LOST)
                drop_calls(house, -1, 1u << BAD_SCAN_START | 1u << BAD_SCAN_STOP);
        if (action == PD_SCAN_START && pd_objects_at(house->objects, ADAPTER))
                ask(house, BAD_SCAN_START, -1);
        else if (action == PD_SCAN_START)
                feed_scan(house, PD_SCAN_REFUSED);
        else if (action == PD_SCAN_STOP && pd_objects_at(house->objects, ADAPTER))
                ask(house, BAD_SCAN_STOP, -1);
        else if (action == PD_SCAN_STOP)
                feed_scan(house, PD_SCAN_STOPPED);
}

static void feed(struct house *house, int i, enum pd_link_input input);

static void
connect_device(struct house *house, int i)
{
        for (int k = 0; k < (int) house->bad.n_sensors; k++)
                if (k != i && house->bad.sensors[k].attempt && house->connects[k])
                        fail_house(house, "two connect at one time");
        house->connects[i] = true;
        drop_calls(house, i, 1u << BAD_DISCONNECT);
        ask(house, BAD_CONNECT, i);
}

static void
remove_device(struct house *house, int i)
{
        if (house->removed[i])
                fail_house(house, "removed for the second time");
        ask(house, BAD_REMOVE, i);
}

static void
subscribe(struct house *house, int i)
{
        if (pd_objects_at(house->objects, CHARACTERISTIC(i)))
                ask(house, BAD_SUBSCRIBE, i);
        else
                feed(house, i, PD_LINK_SUBSCRIBE_EMPTY);
}

static void
perform(struct house *house, int i, enum pd_link_action action)
{
        switch (action) {
        case PD_LINK_NOTHING:
        case PD_LINK_DISCOVER:
        case PD_LINK_QUEUE:
        case PD_LINK_ACTION_COUNT:
                break;
        case PD_LINK_CONNECT:
                connect_device(house, i);
                break;
        case PD_LINK_DISCONNECT:
                ask(house, BAD_DISCONNECT, i);
                break;
        case PD_LINK_REMOVE:
                remove_device(house, i);
                break;
        case PD_LINK_RELIST:
                ask(house, BAD_TREE, -1);
                break;
        case PD_LINK_RESUBSCRIBE:
                bad_stop_notify(&house->bad, i);
                subscribe(house, i);
                break;
        case PD_LINK_SUBSCRIBE:
                subscribe(house, i);
                break;
        }
}

static void
feed(struct house *house, int i, enum pd_link_input input)
{
        enum pd_link_state before = house->links[i].state;
        enum pd_link_action action = pd_link_feed(&house->links[i], house->bad.now, input);
        enum pd_link_state state = house->links[i].state;

        reached[state] += state != before;
        house->connects[i] &= state != PD_LINK_WAITING && state != PD_LINK_AWAITED;
        house->removed[i] |= input == PD_LINK_VANISHED && house->tokens[i + 1][BAD_REMOVE] != 0;
        if (input == PD_LINK_VANISHED || input == PD_LINK_ADAPTER_DOWN)
                drop_calls(house, i, 1u << BAD_CONNECT | 1u << BAD_DISCONNECT | 1u << BAD_REMOVE);
        if (input == PD_LINK_ADAPTER_UP || input == PD_LINK_APPEARED || input == PD_LINK_VANISHED || input == PD_LINK_DISCONNECTED)
                feed_scan(house, PD_SCAN_EXPECT);
        if (state != before && state != PD_LINK_SUBSCRIBING && state != PD_LINK_LIVE && state != PD_LINK_RESUBSCRIBING)
                drop_calls(house, i, 1u << BAD_SUBSCRIBE);
        perform(house, i, action);
}

/* ---- whose turn it is -------------------------------------------------------------- */

/* Everybody's claims; how many wait, and who connects, is counted. */
static void
read_claims(struct house *house, struct pd_claim *ret)
{
        const unsigned others[PD_ADAPTERS_MAX] = {0};

        house->adapter->scan.wanted = false;
        for (int i = 0; i < (int) house->bad.n_sensors; i++) {
                const struct pd_link *link = &house->links[i];

                ret[i] = (struct pd_claim) {.known = link->present, .failures = link->failures, .since = link->since};
                if (pd_link_holds_turn(link))
                        ret[i].state = PD_CLAIM_TURNS;
                else if (link->connected)
                        ret[i].state = PD_CLAIM_LINKED;
                else if (link->state == PD_LINK_QUEUED)
                        ret[i].state = PD_CLAIM_WAITS;
                house->adapter->scan.wanted |= link->state == PD_LINK_ABSENT;
        }
        pd_adapters_count(&house->adapters, ret, house->bad.n_sensors, others);
        house->adapter->scan.turn_held = house->adapter->holder >= 0;
        house->adapter->scan.turn_wanted = pd_adapters_next(&house->adapters, ret, house->bad.n_sensors, 0, house->bad.now) >= 0;
}

static pd_usec
turn_ends(const struct house *house, const struct pd_claim *claims)
{
        int holder = house->adapter->holder, rival = pd_adapters_rival(&house->adapters, claims, house->bad.n_sensors, 0);

        if (holder < 0 || house->links[holder].state != PD_LINK_CONNECTING)
                return PD_NEVER;
        if (rival >= 0 && claims[rival].failures < claims[holder].failures)
                return house->links[holder].since + PD_LINK_TURN_SHORT;
        return rival >= 0 || house->adapter->scan.wanted ? house->links[holder].since + PD_LINK_TURN_MAX : PD_NEVER;
}

static void
arrange(struct house *house)
{
        struct pd_claim claims[BAD_SENSORS_MAX];

        read_claims(house, claims);
        if (house->bad.now >= turn_ends(house, claims)) {
                feed(house, house->adapter->holder, PD_LINK_TURN_OVER);
                read_claims(house, claims);
        }
        if (pd_adapter_usable(house->adapter))
                feed_scan(house, PD_SCAN_LOOK);
        if (house->adapter->holder < 0 && house->adapter->scan.turn_wanted && pd_scan_leaves_room(&house->adapter->scan, house->bad.now))
                feed(house, pd_adapters_next(&house->adapters, claims, house->bad.n_sensors, 0, house->bad.now), PD_LINK_TURN);
}

/* ---- what BlueZ says ------------------------------------------------------------------ */

static void
appear(struct house *house, const char *path, const char *interface, const struct pd_property *properties, size_t n)
{
        const struct pd_object *object;

        if (pd_objects_appear(house->objects, path, interface, properties, n, &object) != 0)
                fail_house(house, "the mirror does not take it");
}

static void
mirror_adapter(struct house *house)
{
        const struct pd_property powered = {.name = "Powered", .type = 'b', .truth = house->bad.powered};

        house->adapter->powered = house->bad.powered;
        if (house->bad.adapter)
                appear(house, ADAPTER, "org.bluez.Adapter1", &powered, 1);
        else
                pd_objects_vanish(house->objects, ADAPTER, "org.bluez.Adapter1");
}

static void
mirror_device(struct house *house, int i)
{
        const struct bad_sensor *sensor = &house->bad.sensors[i];
        const struct pd_property properties[] = {
                {.name = "Address", .type = 's', .text = pd_objects_address(house->objects, (unsigned) i)},
                {.name = "Connected", .type = 'b', .truth = sensor->connected},
                {.name = "ServicesResolved", .type = 'b', .truth = sensor->resolved},
                {.name = "Bonded", .type = 'b', .truth = sensor->bonded},
        };

        if (sensor->known)
                appear(house, DEVICE(i), "org.bluez.Device1", properties, sizeof(properties) / sizeof(properties[0]));
        else if (!sensor->lost)
                pd_objects_vanish(house->objects, DEVICE(i), "org.bluez.Device1");
}

static void
mirror_service(struct house *house, int i)
{
        const struct pd_property uuid = {.name = "UUID", .type = 's', .text = "00002a37-0000-1000-8000-00805f9b34fb"};

        if (house->bad.sensors[i].shown)
                appear(house, CHARACTERISTIC(i), "org.bluez.GattCharacteristic1", &uuid, 1);
        else
                pd_objects_vanish(house->objects, CHARACTERISTIC(i), "org.bluez.GattCharacteristic1");
}

static void
reconcile(struct house *house, int i)
{
        const struct pd_object *device = pd_objects_device(house->objects, (unsigned) i);
        const struct pd_object *adapter = pd_objects_adapter(house->objects, NULL);
        struct pd_link_facts facts = {.adapter = adapter && adapter->adapter.powered, .present = device};
        struct pd_link *link = &house->links[i];
        enum pd_link_input input;

        if (device) {
                facts.connected = device->device.connected;
                facts.resolved = device->device.resolved;
                facts.bonded = device->device.bonded;
                house->bad.sensors[i].listed |= house->lists && facts.connected; /* trusted: from its first link on */
                facts.listed = house->bad.sensors[i].listed;
        }
        while ((input = pd_link_difference(link, &facts)) != PD_LINK_INPUT_COUNT)
                feed(house, i, input);
        if (link->state == PD_LINK_INCOMPLETE && pd_objects_at(house->objects, CHARACTERISTIC(i)))
                feed(house, i, PD_LINK_OFFERED);
}

static void
reconcile_all(struct house *house)
{
        for (int i = 0; i < (int) house->bad.n_sensors; i++)
                reconcile(house, i);
}

static void
read_tree(struct house *house)
{
        pd_objects_clear(house->objects);
        house->synced = true;
        mirror_adapter(house);
        for (int i = 0; i < (int) house->bad.n_sensors && house->bad.adapter; i++) {
                mirror_device(house, i);
                if (house->bad.sensors[i].known && house->bad.sensors[i].shown)
                        mirror_service(house, i);
        }
        reconcile_all(house);
}

/* BlueZ, or we, are another one than before. */
static void
begin_anew(struct house *house, bool reborn)
{
        memset(house->tokens, 0, sizeof(house->tokens));
        pd_objects_clear(house->objects);
        house->synced = false;
        house->sync = PD_NEVER;
        feed_scan(house, PD_SCAN_LOST);
        for (int i = 0; i < (int) house->bad.n_sensors; i++) {
                house->removed[i] = house->connects[i] = false;
                if (reborn)
                        pd_link_init(&house->links[i], (uint32_t) house->seed + (unsigned) i + 1);
                else
                        feed(house, i, PD_LINK_OWNER_LOST);
        }
        if (reborn)
                pd_scan_init(&house->adapter->scan);
}

static void
forget_device(struct house *house, int i)
{
        pd_objects_vanish(house->objects, DEVICE(i), "org.bluez.Device1");
        house->sync = house->bad.now + SYNC_AGAIN;
        reconcile_all(house);
}

static void
device_answered(struct house *house, int i, enum bad_call call, enum bad_result result)
{
        static const enum pd_link_input connect[] = {[BAD_OK] = PD_LINK_CONNECT_OK, [BAD_FAILED] = PD_LINK_CONNECT_FAILED,
                [BAD_BUSY] = PD_LINK_CONNECT_BUSY, [BAD_UNKNOWN] = PD_LINK_CONNECT_FAILED, [BAD_NO_REPLY] = PD_LINK_CONNECT_FAILED};
        static const enum pd_link_input subscribe[] = {[BAD_OK] = PD_LINK_SUBSCRIBE_OK, [BAD_FAILED] = PD_LINK_SUBSCRIBE_FAILED,
                [BAD_UNKNOWN] = PD_LINK_SUBSCRIBE_EMPTY, [BAD_REFUSED] = PD_LINK_SUBSCRIBE_HELD, [BAD_NO_REPLY] = PD_LINK_SUBSCRIBE_FAILED};
        enum pd_link_input input = call == BAD_CONNECT ? connect[result] : call == BAD_SUBSCRIBE ? subscribe[result] : PD_LINK_REMOVE_DONE;

        if (call == BAD_DISCONNECT && result == BAD_NO_REPLY)
                return;
        if (call == BAD_DISCONNECT) {
                input = PD_LINK_DISCONNECT_DONE;
                house->connects[i] = false;
                drop_calls(house, i, 1u << BAD_CONNECT);
        }
        if (result == BAD_UNKNOWN && call == BAD_SUBSCRIBE)
                pd_objects_vanish(house->objects, CHARACTERISTIC(i), "org.bluez.GattCharacteristic1");
        feed(house, i, input);
        if (result == BAD_UNKNOWN && call != BAD_SUBSCRIBE)
                forget_device(house, i);
}

static void
answered(struct house *house, const struct bad_message *message)
{
        unsigned *token = &house->tokens[message->sensor + 1][message->call];

        if (*token != message->token)
                return; /* dropped, or answered already */
        *token = 0;
        if (message->call == BAD_TREE && message->result == BAD_OK)
                read_tree(house);
        else if (message->call == BAD_TREE)
                house->sync = house->bad.now + SYNC_AGAIN;
        else if (message->call == BAD_SCAN_START)
                feed_scan(house, message->result == BAD_OK ? PD_SCAN_STARTED : PD_SCAN_REFUSED);
        else if (message->call == BAD_SCAN_STOP)
                feed_scan(house, message->result == BAD_OK ? PD_SCAN_STOPPED : PD_SCAN_UNHEARD);
        else
                device_answered(house, message->sensor, message->call, message->result);
}

static void
hear_value(struct house *house, int i)
{
        if (!pd_objects_at(house->objects, CHARACTERISTIC(i)))
                return;
        feed(house, i, PD_LINK_DATA);
        if (house->links[i].state != PD_LINK_LIVE)
                return;
        house->removed[i] = false;
        if (house->bad.now >= house->calm && house->heard[i] == PD_NEVER)
                house->heard[i] = house->bad.now;
}

static void
hear_adapter(struct house *house)
{
        mirror_adapter(house);
        if (!house->bad.powered)
                feed_scan(house, PD_SCAN_LOST);
        else if (!house->bad.discovering)
                feed_scan(house, PD_SCAN_SILENT);
        reconcile_all(house);
}

static void
hear(void *user, const struct bad_message *message)
{
        struct house *house = user;
        int i = message->sensor;

        if (message->word == BAD_REPLY) {
                answered(house, message);
        } else if (message->word == BAD_GONE) {
                begin_anew(house, false);
        } else if (message->word == BAD_ARRIVED) {
                ask(house, BAD_TREE, -1);
        } else if (message->word == BAD_REBORN) {
                begin_anew(house, true);
                ask(house, BAD_TREE, -1);
        } else if (!house->synced) {
                return;
        } else if (message->word == BAD_ADAPTER) {
                hear_adapter(house);
        } else if (message->word == BAD_DEVICE) {
                mirror_device(house, i);
                reconcile(house, i);
        } else if (message->word == BAD_SERVICE) {
                mirror_service(house, i);
                reconcile(house, i);
        } else if (message->word == BAD_ADVERT) {
                feed(house, i, PD_LINK_ADVERTISED);
        } else if (message->word == BAD_UNTRUE_KEYS) {
                feed(house, i, PD_LINK_AUTH_FAILED);
        } else if (message->word == BAD_VALUE) {
                hear_value(house, i);
        }
}

/* ---- the run of things ------------------------------------------------------------------ */

static pd_usec
earlier(pd_usec a, pd_usec b)
{
        return a < b ? a : b;
}

static pd_usec
next_wake(struct house *house)
{
        struct pd_claim claims[BAD_SENSORS_MAX];
        pd_usec at = earlier(bad_next(&house->bad), pd_scan_wake(&house->adapter->scan));

        read_claims(house, claims);
        at = earlier(earlier(at, house->sync), turn_ends(house, claims));
        for (size_t i = 0; i < house->bad.n_sensors; i++)
                at = earlier(at, house->links[i].wake);
        return at > house->bad.now ? at : house->bad.now;
}

static void
step(struct house *house)
{
        bad_run(&house->bad, next_wake(house));
        if (house->bad.now >= house->sync) {
                house->sync = PD_NEVER;
                ask(house, BAD_TREE, -1);
        }
        for (int i = 0; i < (int) house->bad.n_sensors; i++)
                if (house->bad.now >= house->links[i].wake)
                        feed(house, i, PD_LINK_TIMER);
        arrange(house);
}

/* When the last of the worn ones was heard again; PD_NEVER: not yet. */
static pd_usec
all_heard(const struct house *house)
{
        pd_usec last = 0;

        for (size_t i = 0; i < house->bad.n_sensors; i++)
                if (house->bad.sensors[i].worn && house->heard[i] > last)
                        last = house->heard[i];
        return last;
}

static bool
is_of_all(enum bad_fault fault)
{
        return fault >= BAD_RESTART;
}

static void
plan_fault(struct house *house, enum bad_fault fault, bool is_alone)
{
        struct bad_bluez *bad = &house->bad;
        struct bad_plan *plan = &bad->plans[bad->n_plans++];
        bool is_long = ticks_below(&bad->random, 16) == 0;

        plan->fault = fault;
        plan->sensor = is_of_all(fault) ? -1 : is_alone ? 0 : (int) ticks_below(&bad->random, (int64_t) bad->n_sensors);
        plan->from = 20 * PD_SEC + (pd_usec) ticks_below(&bad->random, 100 * PD_SEC);
        plan->until = plan->from + PD_SEC + (pd_usec) ticks_below(&bad->random, is_long ? 30 * PD_MINUTE : PD_MINUTE);
        if (plan->until > house->calm)
                house->calm = plan->until;
}

/* Half of the sequences have one fault, so that its price can be told. */
static void
plan_house(struct house *house, uint64_t own)
{
        struct bad_bluez *bad = &house->bad;
        int n = 1;

        house->seed = bad->random = own;
        house->lists = ticks_below(&bad->random, 2) == 0;
        house->sync = PD_NEVER;
        bad->n_sensors = 1 + (size_t) ticks_below(&bad->random, BAD_SENSORS_MAX);
        if (own % 2 == 0)
                n = 2 + (int) ticks_below(&bad->random, BAD_PLANS_MAX - 1);
        for (int k = 0; k < n; k++)
                plan_fault(house, (enum bad_fault) ticks_below(&bad->random, BAD_FAULT_COUNT), n == 1);
        for (size_t i = 0; i < bad->n_sensors; i++) {
                bad->sensors[i].worn = i == 0 || ticks_below(&bad->random, 3) > 0;
                bad->sensors[i].bonded = ticks_below(&bad->random, 4) == 0;
                bad->sensors[i].known = bad->sensors[i].bonded || ticks_below(&bad->random, 2) == 0;
                house->heard[i] = PD_NEVER;
        }
}

/* RET_PRICE is how long it took from the last fault's end to everyone's data. */
static void
play(uint64_t own, struct bad_plan *ret_plan, pd_usec *ret_price)
{
        struct house *house = calloc(1, sizeof(*house));

        plan_house(house, own);
        house->objects = pd_objects_new(OBJECTS_MAX);
        pd_adapters_init(&house->adapters, NULL, 0);
        house->adapter = pd_adapters_appear(&house->adapters, "A0:00:00:00:00:00", ADAPTER);
        house->bad.hear = hear;
        house->bad.user = house;
        for (int i = 0; i < (int) house->bad.n_sensors; i++) {
                char address[PD_ADDRESS_SIZE] = "C0:00:00:00:00:01";
                unsigned wanted;

                address[PD_ADDRESS_SIZE - 2] = (char) ('1' + i);
                assert_int_equal(pd_objects_want(house->objects, address, &wanted), 0);
                pd_link_init(&house->links[i], (uint32_t) own + (unsigned) i);
        }
        bad_begin(&house->bad);
        ask(house, BAD_TREE, -1);
        while (house->bad.now < house->calm || all_heard(house) == PD_NEVER) {
                step(house);
                if (house->bad.now > house->calm + BOUND)
                        fail_house(house, "one who is worn is not heard");
        }
        *ret_price = all_heard(house) - house->calm;
        *ret_plan = house->bad.plans[0];
        if (house->bad.n_plans > 1)
                ret_plan->fault = BAD_FAULT_COUNT;
        pd_objects_free(house->objects);
        free(house);
}

static void
whatever_goes_wrong_a_worn_sensor_is_heard_again(void **state)
{
        const char *given = getenv("PD_SESSIONS");
        int sequences = given ? atoi(given) : SEQUENCES;
        struct {
                int n;
                pd_usec sum, most;
                uint64_t seed;
        } rows[BAD_FAULT_COUNT + 1] = {0};

        (void) state;
        for (int k = 0; k < sequences; k++) {
                struct bad_plan plan;
                pd_usec price;

                play(seed + (uint64_t) k, &plan, &price);
                rows[plan.fault].n++;
                rows[plan.fault].sum += price;
                if (price <= rows[plan.fault].most)
                        continue;
                rows[plan.fault].most = price;
                rows[plan.fault].seed = seed + (uint64_t) k;
        }
        print_message("from the fault's end to everyone's data, seconds:\n");
        for (int i = 0; i <= BAD_FAULT_COUNT; i++)
                if (rows[i].n > 0)
                        print_message("%-31s %5d times  mean %5.1f  longest %5.1f (PD_SEED=%llu)\n",
                                i < BAD_FAULT_COUNT ? bad_fault_name((enum bad_fault) i) : "several at once", rows[i].n,
                                (double) rows[i].sum / rows[i].n / PD_SEC, (double) rows[i].most / PD_SEC,
                                (unsigned long long) rows[i].seed);
        for (int i = 0; i < PD_LINK_STATE_COUNT; i++)
                print_message("%s%s %u", i > 0 ? ", " : "states: ", pd_link_state_name((enum pd_link_state) i), reached[i]);
        print_message("\n");
        for (int i = 0; i < PD_LINK_STATE_COUNT && sequences >= 1000; i++)
                assert_true(reached[i] > 0);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(whatever_goes_wrong_a_worn_sensor_is_heard_again),
        };

        seed = ticks_seed();
        return cmocka_run_group_tests(tests, NULL, NULL);
}
