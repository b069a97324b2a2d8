/* SPDX-License-Identifier: MIT */
/* `sensors scan`: who is near, whosever it is. */
#include "sensor_orders.h"

#include <errno.h>
#include <string.h>

#define NEAR_MAX 32

struct view {
        size_t n;
        struct pd_near_sensor near[NEAR_MAX];
        const struct pd_enrolment *enrolment;
};

static const char *
owner_of(const struct view *view, size_t i)
{
        const struct pd_enrolled *enrolled = pd_enrolment_find(view->enrolment, view->near[i].address);

        return enrolled != NULL ? enrolled->sensor.athlete : NULL;
}

/* One that is away and may have this address now; NULL. */
static const struct pd_enrolled *
lookalike_of(const struct view *view, size_t i)
{
        for (size_t k = 0; k < pd_enrolment_count(view->enrolment); k++)
                if (strcmp(pd_enrolment_at(view->enrolment, k)->lookalike, view->near[i].address) == 0)
                        return pd_enrolment_at(view->enrolment, k);
        return NULL;
}

static void
put_near(struct pd_json *json, const struct view *view, size_t i)
{
        const struct pd_near_sensor *near = &view->near[i];

        pd_json_object(json, NULL);
        pd_json_text(json, "address", near->address);
        pd_json_text(json, "name", near->name[0] != '\0' ? near->name : NULL);
        pd_json_text(json, "kind", near->kind[0] != '\0' ? near->kind : NULL);
        pd_json_known(json, "rssi_dbm", near->rssi_dbm);
        pd_json_known(json, "hr_bpm", near->hr_bpm);
        pd_json_text(json, "athlete", owner_of(view, i));
        pd_json_object_end(json);
}

static void
write_view(struct pd_json *json, void *user)
{
        const struct view *view = user;

        pd_json_array(json, NULL);
        for (size_t i = 0; i < view->n; i++)
                put_near(json, view, i);
        pd_json_array_end(json);
}

/* As wide as the widest, so that what follows stands in a column. */
static size_t
widest_name(const struct view *view)
{
        size_t most = 0;

        pd_reply_widen(&most, PD_SENSOR_NO_NAME);
        for (size_t i = 0; i < view->n; i++)
                pd_reply_widen(&most, view->near[i].name);
        return most;
}

/* "C0:00:00:00:00:01   -61 dBm   152 bpm  Polar H10 12345678  heart-rate strap, enrolled: anna" */
static void
say_near(const struct view *view, size_t i, size_t width, struct pd_reply *reply)
{
        const struct pd_near_sensor *near = &view->near[i];
        const struct pd_enrolled *old = lookalike_of(view, i);
        const char *owner = owner_of(view, i);

        pd_reply_add(reply, "%s  ", near->address);
        if (near->rssi_dbm != PD_UNKNOWN)
                pd_reply_add(reply, "%4d dBm  ", near->rssi_dbm);
        else
                pd_reply_add(reply, "%10s", "");
        if (near->hr_bpm != PD_UNKNOWN)
                pd_reply_add(reply, "%3d bpm  ", near->hr_bpm);
        else
                pd_reply_add(reply, "%9s", "");
        pd_reply_add_column(reply, near->name[0] != '\0' ? near->name : PD_SENSOR_NO_NAME, width + PD_SENSOR_GAP);
        pd_reply_add(reply, "%s", near->kind[0] != '\0' ? near->kind : "-");
        if (owner != NULL)
                pd_reply_add(reply, ", enrolled: %s%s", owner,
                        pd_enrolment_find(view->enrolment, near->address)->released ? ", released" : "");
        if (old != NULL)
                pd_reply_add(reply, "\n    perhaps %s's with a new address: then\n    purposectl sensors replace %s %s",
                        old->sensor.athlete, old->sensor.address, near->address);
        pd_reply_add(reply, "\n");
}

void
pd_sensor_say_obstacle(const struct pd_sensor_orders *orders, struct pd_reply *reply)
{
        const char *obstacle = orders->obstacle(orders->user);

        pd_reply_say(reply, -ENETDOWN, "Bluetooth is not ready: %s.\npurposectl doctor says what to do.",
                obstacle != NULL ? obstacle : "no adapter can be used");
}

void
pd_sensor_scan(const struct pd_sensor_orders *orders, const struct pd_order *order, struct pd_reply *reply)
{
        struct view view = {.enrolment = orders->enrolment};

        (void) order;
        view.n = orders->scan(orders->user, view.near, NEAR_MAX);
        if (orders->obstacle(orders->user) != NULL) {
                pd_sensor_say_obstacle(orders, reply);
                return;
        }
        pd_reply_say(reply, 0, "%s",
                view.n > 0 ? "" : "Listening; nothing is heard yet. Put it on, and ask again in some seconds.\n"
                                  "Still nothing? purposectl doctor says whether Bluetooth is well.");
        for (size_t i = 0; i < view.n; i++)
                say_near(&view, i, widest_name(&view), reply);
        pd_reply_write_json(reply, write_view, &view);
}
