/* SPDX-License-Identifier: MIT */
/* `sensors list`: those that are enrolled, and how each of them is. */
#include "sensor_orders.h"

#include <string.h>

#define COLUMNS 80

static const struct pd_sensor_report *
report_of(const struct pd_pump *pump, const char *address)
{
        for (size_t i = 0; i < pd_pump_n_athletes(pump); i++)
                for (size_t k = 0; k < pd_pump_n_sensors(pump, i); k++)
                        if (strcmp(pd_pump_sensor(pump, i, k)->address, address) == 0 && pd_pump_sensor_is_here(pump, i, k))
                                return pd_pump_sensor(pump, i, k);
        return NULL;
}

/* One that was not heard since the start, or since it has its address, is called what it called itself before. */
const char *
pd_sensor_name(const struct pd_sensor_orders *orders, const struct pd_enrolled *enrolled)
{
        const struct pd_sensor_report *report = report_of(orders->pump, enrolled->sensor.address);

        if (enrolled->sensor.name[0] != '\0')
                return enrolled->sensor.name;
        if (report != NULL && report->name[0] != '\0')
                return report->name;
        return enrolled->called[0] != '\0' ? enrolled->called : PD_SENSOR_NO_NAME;
}

static bool
is_live(const struct pd_sensor_report *report)
{
        return report != NULL && report->connected;
}

/* One that is released is expected to be away: nothing is wrong with it. */
static struct pd_sensor_trouble
trouble_of(const struct pd_sensor_orders *orders, const struct pd_enrolled *enrolled)
{
        return enrolled->released ? (struct pd_sensor_trouble) {NULL, NULL} : orders->trouble(orders->user, enrolled->sensor.address);
}

/* "live", "linked" if it has measured nothing yet, "away", "released", or a word of trouble. */
static const char *
condition_of(const struct pd_sensor_orders *orders, const struct pd_enrolled *enrolled)
{
        const struct pd_sensor_trouble trouble = trouble_of(orders, enrolled);
        const struct pd_sensor_report *report = report_of(orders->pump, enrolled->sensor.address);

        if (enrolled->released)
                return "released";
        if (trouble.word != NULL)
                return trouble.word;
        return !is_live(report) ? "away" : report->type == NULL ? "linked" : "live";
}

/* The widest of each, so that what follows stands in a column. */
struct columns {
        size_t athlete, condition, name;
};

static struct columns
columns_of(const struct pd_sensor_orders *orders)
{
        struct columns columns = {0, 0, 0};

        for (size_t i = 0; i < pd_enrolment_count(orders->enrolment); i++) {
                const struct pd_enrolled *enrolled = pd_enrolment_at(orders->enrolment, i);

                pd_reply_widen(&columns.athlete, enrolled->sensor.athlete);
                pd_reply_widen(&columns.condition, condition_of(orders, enrolled));
                pd_reply_widen(&columns.name, pd_sensor_name(orders, enrolled));
        }
        return columns;
}

/* What is to be said below its line: what is wrong, and what may be. */
static void
say_remarks(const struct pd_sensor_orders *orders, const struct pd_enrolled *enrolled, struct pd_reply *reply)
{
        const struct pd_sensor_trouble trouble = trouble_of(orders, enrolled);

        if (trouble.text != NULL) {
                pd_reply_add(reply, "    ");
                pd_reply_add_folded(reply, trouble.text, strlen(trouble.text), COLUMNS - 4, 4);
                pd_reply_add(reply, "\n");
        }
        if (enrolled->other_serial[0] != '\0')
                pd_reply_add(reply, "    its serial number is %s and was %s:\n"
                        "    if it is another sensor, forget it and enroll the right one\n",
                        enrolled->serial, enrolled->other_serial);
        if (enrolled->lookalike[0] != '\0')
                pd_reply_add(reply, "    with a new address? %s has its name:\n    purposectl sensors replace %s %s\n", enrolled->lookalike,
                        enrolled->sensor.address, enrolled->lookalike);
}

/* "A0:9E:1A:0B:1C:2D  anna  live    Anna's strap  purposed.conf:12", with columns as wide as they must be. */
static void
say_sensor(const struct pd_sensor_orders *orders, const struct pd_enrolled *enrolled, const struct columns *columns, struct pd_reply *reply)
{
        const struct pd_config_sensor *sensor = &enrolled->sensor;
        const char *slash = strrchr(sensor->place.file, '/');

        pd_reply_add(reply, "%s  ", sensor->address);
        pd_reply_add_column(reply, sensor->athlete, columns->athlete + PD_SENSOR_GAP);
        pd_reply_add_column(reply, condition_of(orders, enrolled), columns->condition + PD_SENSOR_GAP);
        pd_reply_add_column(reply, pd_sensor_name(orders, enrolled), columns->name + PD_SENSOR_GAP);
        if (enrolled->by_command)
                pd_reply_add(reply, "by command");
        else
                pd_reply_add(reply, "%s:%u", slash != NULL ? slash + 1 : sensor->place.file, sensor->place.line);
        if (sensor->factor != 0)
                pd_reply_add(reply, ", times %d.%04d%s", sensor->factor / PD_FACTOR_ONE, sensor->factor % PD_FACTOR_ONE,
                        enrolled->factor_by_command && !enrolled->by_command ? " (by command)" : "");
        pd_reply_add(reply, "\n");
        say_remarks(orders, enrolled, reply);
}

static void
write_list(struct pd_json *json, void *user)
{
        const struct pd_sensor_orders *orders = user;

        pd_json_array(json, NULL);
        for (size_t i = 0; i < pd_enrolment_count(orders->enrolment); i++) {
                const struct pd_enrolled *enrolled = pd_enrolment_at(orders->enrolment, i);
                const struct pd_sensor_report *report = report_of(orders->pump, enrolled->sensor.address);

                pd_json_object(json, NULL);
                pd_json_text(json, "address", enrolled->sensor.address);
                pd_json_text(json, "athlete", enrolled->sensor.athlete);
                pd_json_text(json, "name", pd_sensor_name(orders, enrolled));
                pd_json_bool(json, "connected", is_live(report) && !enrolled->released);
                pd_json_bool(json, "released", enrolled->released);
                pd_json_text(json, "serial", enrolled->serial[0] != '\0' ? enrolled->serial : NULL);
                pd_json_text(json, "lookalike", enrolled->lookalike[0] != '\0' ? enrolled->lookalike : NULL);
                pd_json_text(json, "trouble", trouble_of(orders, enrolled).word);
                pd_json_text(json, "source", enrolled->by_command ? "command" : enrolled->sensor.place.file);
                if (enrolled->sensor.factor != 0)
                        pd_json_decimal(json, "factor", enrolled->sensor.factor, 4);
                else
                        pd_json_null(json, "factor");
                pd_json_object_end(json);
        }
        pd_json_array_end(json);
}

void
pd_sensor_list(const struct pd_sensor_orders *orders, const struct pd_order *order, struct pd_reply *reply)
{
        const struct columns columns = columns_of(orders);

        (void) order;
        pd_reply_say(reply, 0, "%s",
                pd_enrolment_count(orders->enrolment) > 0 ? "" : "No sensor is enrolled. Who is near? purposectl sensors scan");
        for (size_t i = 0; i < pd_enrolment_count(orders->enrolment); i++)
                say_sensor(orders, pd_enrolment_at(orders->enrolment, i), &columns, reply);
        pd_reply_write_json(reply, write_list, (void *) orders);
}
