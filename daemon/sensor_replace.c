/* SPDX-License-Identifier: MIT */
/* `sensors replace OLD NEW`: the same sensor under another address. */
#include "sensor_orders.h"

#include <errno.h>
#include <string.h>

/* By its address, or by one that it had. */
static const struct pd_enrolled *
sensor_of(const struct pd_sensor_orders *orders, const char *address)
{
        const struct pd_enrolled *enrolled = pd_enrolment_find(orders->enrolment, address);

        return enrolled != NULL ? enrolled : pd_enrolment_find_former(orders->enrolment, address);
}

/* A slip of the hand is nobody's address: one that was heard or is known, or that it had, is somebody's. */
static bool
is_somebodys(const struct pd_sensor_orders *orders, const struct pd_enrolled *enrolled, const char *address)
{
        return strcmp(enrolled->lookalike, address) == 0 || pd_enrolment_find(orders->enrolment, address) != NULL ||
                pd_enrolment_find_former(orders->enrolment, address) == enrolled || orders->knows(orders->user, address);
}

static void
refuse(const struct pd_sensor_orders *orders, const struct pd_order *order, int r, struct pd_reply *reply)
{
        const char *old = order->words[1], *new = order->words[2];
        const struct pd_enrolled *other = pd_enrolment_find(orders->enrolment, new);

        if (r == -EEXIST && other == sensor_of(orders, old)) {
                pd_reply_say(reply, r, "%s is %s's already: there is nothing to replace.", other->sensor.address, other->sensor.athlete);
                return;
        }
        if (r == -ENOENT)
                pd_reply_say(reply, r, "%.40s is nobody's: there is nothing to replace. See 'sensors list'.", old);
        else if (r == -EEXIST && other != NULL)
                pd_reply_say(reply, r, "%s is enrolled for %s already: two sensors are never made one. Forget it first.",
                        other->sensor.address, other->sensor.athlete);
        else if (r == -EHOSTUNREACH)
                pd_reply_say(reply, r, "Nothing was heard of %.40s: is that its address? Nothing is replaced.\n"
                        "Put the sensor on, and ask: purposectl sensors scan\nOnce that lists it, order this again.", new);
        else if (r == -EINVAL)
                pd_reply_say(reply, r, "'%.40s' is no Bluetooth address, such as A0:9E:1A:0B:1C:2D.", new);
        else
                pd_reply_say(reply, r, "That failed: %s.", strerror(-r));
}

static int
change_seats(const struct pd_sensor_orders *orders, const char *from, const char *to)
{
        orders->forget(orders->user, from);
        return orders->enroll(orders->user, &pd_enrolment_find(orders->enrolment, to)->sensor);
}

void
pd_sensor_replace(const struct pd_sensor_orders *orders, const struct pd_order *order, struct pd_reply *reply)
{
        const struct pd_enrolled *enrolled = sensor_of(orders, order->words[1]);
        char from[PD_ADDRESS_SIZE], to[PD_ADDRESS_SIZE];
        int r = enrolled != NULL ? 0 : -ENOENT;

        if (r == 0) {
                memcpy(from, enrolled->sensor.address, sizeof(from));
                r = pd_config_spell_address(order->words[2], to);
        }
        if (r == 0 && !is_somebodys(orders, enrolled, to))
                r = -EHOSTUNREACH;
        if (r == 0)
                r = pd_enrolment_replace(orders->enrolment, from, to);
        if (r == 0) {
                r = change_seats(orders, from, to);
                if (r < 0 && pd_enrolment_replace(orders->enrolment, to, from) == 0)
                        (void) change_seats(orders, to, from);
        }
        if (r < 0) {
                refuse(orders, order, r, reply);
                return;
        }
        enrolled = pd_enrolment_find(orders->enrolment, to);
        pd_reply_say(reply, 0, "%s is %s's %s now, instead of %s.", to, enrolled->sensor.athlete,
                enrolled->sensor.name[0] != '\0' ? enrolled->sensor.name : enrolled->called[0] != '\0' ? enrolled->called : "sensor", from);
        if (enrolled->serial[0] != '\0')
                pd_reply_add(reply, "\nOnce it is connected its serial number is compared with %s: 'sensors list' says if it differs.",
                        enrolled->serial);
}
