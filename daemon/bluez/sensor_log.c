/* SPDX-License-Identifier: MIT */
/* What is logged of a sensor: once, not with each attempt and each link, since
 * a sensor may be in a drawer for months. */
#include "bluez/inside.h"

#include "purposed/log.h"

#include <syslog.h>

/* Told beside the troubles. */
#define REMOVAL (1u << PD_TROUBLE_COUNT)

const char *
pd_bluez_sensor_name(const struct pd_bluez_sensor *sensor)
{
        const struct pd_object *device = pd_objects_device(sensor->self->objects, sensor->wanted);

        if (device && *device->device.name)
                return device->device.name;
        return pd_objects_address(sensor->self->objects, sensor->wanted);
}

/* Each trouble is told once and not again until data has come: a sensor that
 * is in a drawer, or linked and silent, goes through the same for days. */
static void
log_trouble(struct pd_bluez_sensor *sensor)
{
        enum pd_trouble trouble = sensor->link.trouble;

        if (sensor->told & 1u << trouble)
                return;
        sensor->told |= 1u << trouble;
        if (trouble != PD_TROUBLE_NONE && trouble != PD_TROUBLE_DOWN) /* of that the adapter's owner speaks */
                pd_log(LOG_NOTICE, "%s: %s", pd_bluez_sensor_name(sensor), pd_trouble_text(trouble));
}

/* The level of what is said with each link: where each falls within minutes,
 * that is told as a trouble, once. */
static int
level(const struct pd_link *link, int usual)
{
        return link->drops >= PD_LINK_DROPS_MAX ? LOG_DEBUG : usual;
}

void
pd_bluez_sensor_log_step(struct pd_bluez_sensor *sensor, const struct pd_link *before, pd_usec now)
{
        const struct pd_link *link = &sensor->link;
        bool began = link->state == PD_LINK_LIVE && before->state == PD_LINK_SUBSCRIBING;
        bool recovered = before->failures > 0 && link->failures == 0;

        if (recovered || (began && before->failures == 0))
                pd_log(level(link, LOG_INFO), "%s: listening", pd_bluez_sensor_name(sensor));
        if (link->state == PD_LINK_LIVE && link->trouble == PD_TROUBLE_NONE && link->failures == 0)
                sensor->told = 0;
        if (link->state == PD_LINK_WAITING && pd_link_subscribes(before) && before->failures == 0)
                pd_log(level(before, LOG_NOTICE), "%s: link lost while %s; connecting again in %d ms", pd_bluez_sensor_name(sensor),
                        pd_link_state_name(before->state), (int) ((link->wake - now) / PD_MSEC));
        if (link->trouble != before->trouble)
                log_trouble(sensor);
}

/* Why it ended, said beside Connected=false by BlueZ 5.83 and later. That it was ended from here tells nobody anything. */
void
pd_bluez_sensor_log_end(const struct pd_bluez_sensor *sensor, const char *reason, const char *why)
{
        bool tells = sensor->link.failures <= 1 && strcmp(reason, "org.bluez.Reason.Local") != 0;

        pd_log(tells ? level(&sensor->link, LOG_NOTICE) : LOG_DEBUG, "%s: why the link ended: %s", pd_bluez_sensor_name(sensor), why);
}

void
pd_bluez_sensor_log_refusal(struct pd_bluez_sensor *sensor, const sd_bus_error *error)
{
        bool fresh = !(sensor->told & 1u << PD_TROUBLE_REFUSED);

        if (fresh && sensor->link.state == PD_LINK_CONNECTING)
                pd_log(LOG_NOTICE, "%s: cannot connect (%s); trying again every %d s at most", pd_bluez_sensor_name(sensor),
                        error->message ? error->message : error->name, (int) (PD_LINK_BACKOFF_MAX / PD_SEC));
        sensor->told |= 1u << PD_TROUBLE_REFUSED;
}

void
pd_bluez_sensor_log_removal(struct pd_bluez_sensor *sensor)
{
        pd_log(sensor->told & REMOVAL ? LOG_DEBUG : LOG_NOTICE,
                "%s: has BlueZ forget it, as it may remember it wrongly; it is looked for anew", pd_bluez_sensor_name(sensor));
        sensor->told |= REMOVAL;
}
