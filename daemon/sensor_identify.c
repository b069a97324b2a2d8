/* SPDX-License-Identifier: MIT */
/* `sensors identify ADDRESS`: asked each second until it is over. */
#include "sensor_orders.h"

#include <errno.h>
#include <string.h>

#define LINE_SIZE 320

struct page {
        const char *address;
        const struct pd_sensor_look *look;
        pd_usec now;
};

static const char *const states[] = {[PD_SENSOR_SOUGHT] = "seeking", [PD_SENSOR_HEARD] = "listening", [PD_SENSOR_LEFT] = "over"};

static void
write_page(struct pd_json *json, void *user)
{
        const struct page *page = user;
        const struct pd_sensor_look *look = page->look;

        pd_json_object(json, NULL);
        pd_json_text(json, "address", page->address);
        pd_json_text(json, "state", states[look->state]);
        pd_json_bool(json, "heard", look->heard);
        if (look->state != PD_SENSOR_LEFT)
                pd_json_integer(json, "seconds_left", (look->left + PD_SEC - 1) / PD_SEC);
        else
                pd_json_null(json, "seconds_left");
        pd_introduction_write(look->introduction, page->now, json);
        pd_json_object_end(json);
}

/* It has not been heard, or not yet: how far it has come. */
static void
say_sought(const struct page *page, struct pd_reply *reply)
{
        const struct pd_sensor_look *look = page->look;

        pd_reply_say(reply, -EINPROGRESS, "%s",
                look->linked     ? "Connected; nothing measured yet."
                        : look->seen ? "Connecting."
                                     : "Looking for it.");
}

static void
say_heard(const struct page *page, struct pd_reply *reply)
{
        char figures[LINE_SIZE];

        pd_introduction_figures(page->look->introduction, page->now, figures, sizeof(figures));
        pd_reply_say(reply, -EINPROGRESS, "%s", figures[0] != '\0' ? figures : "Silent just now.");
}

static void
say_left(const struct page *page, struct pd_reply *reply)
{
        const struct pd_sensor_look *look = page->look;
        char labels[LINE_SIZE];

        pd_introduction_labels(look->introduction, labels, sizeof(labels));
        if (look->heard)
                pd_reply_say(reply, 0, "%s\nIt has been let go. Is it yours? purposectl sensors enroll %s", labels, page->address);
        else if (look->linked)
                pd_reply_say(reply, -ENODATA, "%s connects, but nothing was measured: %s.\n"
                        "Is it worn, and are its electrodes wet? Is it a strap or a pod at all?", page->address, labels);
        else if (look->seen)
                pd_reply_say(reply, -EHOSTUNREACH, "%s cannot be connected.\nDoes a watch or a phone hold it? Most sensors have one link. "
                        "Come nearer, and ask\nagain.", page->address);
        else
                pd_reply_say(reply, -EHOSTUNREACH, "Nothing is heard of %s.\nPut it on, or shake it: asleep it is not to be heard. "
                        "What a watch or a phone holds\nis silent, too. purposectl sensors scan shows who is near.", page->address);
}

static void
refuse(const struct pd_sensor_orders *orders, const char *address, const char *other, int r, struct pd_reply *reply)
{
        const struct pd_enrolled *enrolled = pd_enrolment_find(orders->enrolment, address);

        if (r == -EEXIST && enrolled != NULL)
                pd_reply_say(reply, r, "%s is enrolled for %s: purposectl watch shows what it measures, status whether it is live.",
                        enrolled->sensor.address, enrolled->sensor.athlete);
        else if (r == -EBUSY)
                pd_reply_say(reply, r, "%s is being identified just now: one at a time. Ask again in a minute.", other);
        else if (r == -ENETDOWN)
                pd_sensor_say_obstacle(orders, reply);
        else if (r == -EINVAL)
                pd_reply_say(reply, r, "'%.40s' is no Bluetooth address, such as A0:9E:1A:0B:1C:2D.", address);
        else
                pd_reply_say(reply, r, "That failed: %s.", strerror(-r));
}

void
pd_sensor_identify(const struct pd_sensor_orders *orders, const struct pd_order *order, struct pd_reply *reply)
{
        static void (*const say[])(const struct page *page, struct pd_reply *reply) = {
                [PD_SENSOR_SOUGHT] = say_sought, [PD_SENSOR_HEARD] = say_heard, [PD_SENSOR_LEFT] = say_left};
        struct pd_sensor_look look = {.other = ""};
        char address[PD_ADDRESS_SIZE];
        struct page page = {.address = address, .look = &look, .now = order->at};
        int r = pd_config_spell_address(order->words[1], address);

        if (r >= 0 && pd_enrolment_find(orders->enrolment, address) != NULL)
                r = -EEXIST;
        if (r >= 0)
                r = orders->identify(orders->user, address, &look);
        if (r < 0) {
                refuse(orders, order->words[1], look.other, r, reply);
                return;
        }
        say[look.state](&page, reply);
        pd_reply_write_json(reply, write_page, &page);
}
