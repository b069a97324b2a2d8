/* SPDX-License-Identifier: MIT */
#include "sensor_orders.h"

#include "core/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define NEAR_MAX 32
#define NO_NAME "no name"
#define LIST_COLUMNS 80

/* ---- list -------------------------------------------------------------------- */

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
static const char *
name_of(const struct pd_enrolled *enrolled, const struct pd_sensor_report *report)
{
        if (enrolled->sensor.name[0] != '\0')
                return enrolled->sensor.name;
        if (report != NULL && report->name[0] != '\0')
                return report->name;
        return enrolled->called[0] != '\0' ? enrolled->called : NO_NAME;
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

static void
widen(size_t *width, const char *text)
{
        size_t columns = pd_text_columns(text, strlen(text));

        if (columns > *width)
                *width = columns;
}

static struct columns
columns_of(const struct pd_sensor_orders *orders)
{
        struct columns columns = {0, 0, 0};

        for (size_t i = 0; i < pd_enrolment_count(orders->enrolment); i++) {
                const struct pd_enrolled *enrolled = pd_enrolment_at(orders->enrolment, i);

                widen(&columns.athlete, enrolled->sensor.athlete);
                widen(&columns.condition, condition_of(orders, enrolled));
                widen(&columns.name, name_of(enrolled, report_of(orders->pump, enrolled->sensor.address)));
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
                pd_reply_add_folded(reply, trouble.text, strlen(trouble.text), LIST_COLUMNS - 4, 4);
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

static void
say_column(struct pd_reply *reply, const char *text, size_t width)
{
        pd_reply_add_column(reply, text, width);
        pd_reply_add(reply, "  ");
}

/* "A0:9E:1A:0B:1C:2D  anna  live    Anna's strap  purposed.conf:12", with columns as wide as they must be. */
static void
say_sensor(const struct pd_sensor_orders *orders, const struct pd_enrolled *enrolled, const struct columns *columns, struct pd_reply *reply)
{
        const struct pd_config_sensor *sensor = &enrolled->sensor;
        const char *slash = strrchr(sensor->place.file, '/');

        pd_reply_add(reply, "%s  ", sensor->address);
        say_column(reply, sensor->athlete, columns->athlete);
        say_column(reply, condition_of(orders, enrolled), columns->condition);
        say_column(reply, name_of(enrolled, report_of(orders->pump, sensor->address)), columns->name);
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
                pd_json_text(json, "name", name_of(enrolled, report));
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

static void
list(const struct pd_sensor_orders *orders, const struct pd_order *order, struct pd_reply *reply)
{
        const struct columns columns = columns_of(orders);

        (void) order;
        pd_reply_say(reply, 0, "%s",
                pd_enrolment_count(orders->enrolment) > 0 ? "" : "No sensor is enrolled. Who is near? purposectl sensors scan");
        for (size_t i = 0; i < pd_enrolment_count(orders->enrolment); i++)
                say_sensor(orders, pd_enrolment_at(orders->enrolment, i), &columns, reply);
        pd_reply_write_json(reply, write_list, (void *) orders);
}

/* ---- scan ---------------------------------------------------------------------- */

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

        widen(&most, NO_NAME);
        for (size_t i = 0; i < view->n; i++)
                widen(&most, view->near[i].name);
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
        say_column(reply, near->name[0] != '\0' ? near->name : NO_NAME, width);
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

static void
scan(const struct pd_sensor_orders *orders, const struct pd_order *order, struct pd_reply *reply)
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

/* ---- enroll, forget, release, take ---------------------------------------------------- */

/* Whose it shall be: who was named, or the only one there is. */
static const char *
owner_for(const struct pd_sensor_orders *orders, const struct pd_order *order)
{
        if (order->athlete[0] != '\0')
                return order->athlete;
        return orders->config->n_athletes == 1 ? orders->config->athletes[0].athlete.id : NULL;
}

static void
refuse(const struct pd_sensor_orders *orders, const char *address, int r, struct pd_reply *reply)
{
        const struct pd_enrolled *enrolled = pd_enrolment_find(orders->enrolment, address);

        if (r == -EINVAL)
                pd_reply_say(reply, r, "'%.40s' is no Bluetooth address, such as A0:9E:1A:0B:1C:2D.", address);
        else if (r == -EEXIST && enrolled != NULL)
                pd_reply_say(reply, r, "%s is enrolled for %s already.", enrolled->sensor.address, enrolled->sensor.athlete);
        else if (r == -EROFS && enrolled != NULL)
                pd_reply_say(reply, r, "%s stands in %s, line %u: take it out there.", enrolled->sensor.address,
                        enrolled->sensor.place.file, enrolled->sensor.place.line);
        else if (r == -ENOENT)
                pd_reply_say(reply, r, "%.40s is nobody's: purposectl sensors list shows those that are enrolled.", address);
        else if (r == -ENOSPC)
                pd_reply_say(reply, r, "There are as many sensors as there can be; forget one first.");
        else
                pd_reply_say(reply, r, "That failed: %s.", strerror(-r));
}

/* The order's words from FIRST on, as one. */
static void
join_words(const struct pd_order *order, size_t first, char ret[static PD_TEXT_SIZE])
{
        ret[0] = '\0';
        for (size_t i = first; i < order->n_words; i++) {
                size_t length = strlen(ret);

                pd_text_copy(ret + length, PD_TEXT_SIZE - length, i > first ? " " : "", i > first);
                length = strlen(ret);
                pd_text_copy(ret + length, PD_TEXT_SIZE - length, order->words[i], strlen(order->words[i]));
        }
}

/* Whom the order means, by address or by name in whatever case; NULL: it was
 * answered why nobody. */
static const struct pd_enrolled *
meant(const struct pd_sensor_orders *orders, const struct pd_order *order, struct pd_reply *reply)
{
        const struct pd_enrolled *found = pd_enrolment_find(orders->enrolment, order->words[1]);
        char said[PD_TEXT_SIZE], address[PD_ADDRESS_SIZE];
        size_t n = 0;

        join_words(order, 1, said);
        if (found != NULL && order->n_words == 2)
                return found;
        if (pd_config_spell_address(said, address) == 0) {
                refuse(orders, said, -ENOENT, reply);
                return NULL;
        }
        for (size_t i = 0; i < pd_enrolment_count(orders->enrolment); i++) {
                const struct pd_enrolled *enrolled = pd_enrolment_at(orders->enrolment, i);
                const char *name = name_of(enrolled, report_of(orders->pump, enrolled->sensor.address));

                if (strcmp(name, NO_NAME) == 0 || strcasecmp(name, said) != 0)
                        continue;
                found = enrolled;
                n++;
        }
        if (n == 1)
                return found;
        if (n == 0)
                pd_reply_say(reply, -ENOENT,
                        "No sensor with the address or the name '%.40s' is enrolled.\npurposectl sensors list shows those that are.",
                        said);
        else
                pd_reply_say(reply, -ENOTUNIQ, "%zu sensors are called '%.40s': say the address.", n, said);
        return NULL;
}

static void
enroll(const struct pd_sensor_orders *orders, const struct pd_order *order, struct pd_reply *reply)
{
        const char *owner = owner_for(orders, order), *address = order->words[1];
        char name[PD_TEXT_SIZE];
        int r;

        if (owner == NULL || strcmp(owner, PD_GUEST_ID) == 0) {
                pd_reply_say(reply, -ENOTUNIQ, "Whose is it? Say for which athlete.");
                return;
        }
        join_words(order, 2, name);
        r = pd_enrolment_add(orders->enrolment, address, owner, name);
        if (r == 0) {
                r = orders->enroll(orders->user, &pd_enrolment_find(orders->enrolment, address)->sensor);
                if (r < 0)
                        (void) pd_enrolment_remove(orders->enrolment, address);
        }
        if (r < 0)
                refuse(orders, address, r, reply);
        else
                pd_reply_say(reply, 0, "%s is %s's now.", address, owner);
}

static void
forget(const struct pd_sensor_orders *orders, const struct pd_order *order, struct pd_reply *reply)
{
        const struct pd_enrolled *enrolled = meant(orders, order, reply);
        char address[PD_ADDRESS_SIZE];
        int r;

        if (enrolled == NULL)
                return;
        memcpy(address, enrolled->sensor.address, sizeof(address));
        r = pd_enrolment_remove(orders->enrolment, address);
        if (r < 0) {
                refuse(orders, address, r, reply);
                return;
        }
        orders->forget(orders->user, address);
        pd_reply_say(reply, 0, "%s is nobody's now.", address);
}

/* "anna, ben": those of its athletes whose session runs; "" if nobody's does. What does not fit is left out. */
static void
list_runners(const struct pd_sensor_orders *orders, const struct pd_config_sensor *sensor, char *ret, size_t size)
{
        size_t length = 0;

        ret[0] = '\0';
        for (size_t i = 0; i < pd_pump_n_athletes(orders->pump); i++) {
                const char *id = pd_pump_snapshot(orders->pump, i)->athlete.id;

                if (pd_engine_session_id(pd_pump_engine(orders->pump, i))[0] == '\0' || !pd_config_sensor_is_of(sensor, id))
                        continue;
                if (length + strlen(id) + sizeof(", ") > size)
                        return;
                length += (size_t) snprintf(ret + length, size - length, "%s%s", length > 0 ? ", " : "", id);
        }
}

static void
release(const struct pd_sensor_orders *orders, const struct pd_order *order, struct pd_reply *reply)
{
        const struct pd_enrolled *enrolled = meant(orders, order, reply);
        const char *address = enrolled != NULL ? enrolled->sensor.address : NULL;
        char runners[PD_CONFIG_OWNERS_MAX * PD_ID_SIZE];
        int r;

        if (enrolled == NULL)
                return;
        r = pd_enrolment_release(orders->enrolment, address, true);
        if (r == -EALREADY) {
                pd_reply_say(reply, 0, "%s is released already.", address);
                return;
        }
        if (r < 0) {
                refuse(orders, address, r, reply);
                return;
        }
        orders->release(orders->user, address, true);
        pd_reply_say(reply, 0, "%s is released: it is neither looked for nor connected. To have it back:\n"
                "purposectl sensors take %s",
                address, address);
        list_runners(orders, &enrolled->sensor, runners, sizeof(runners));
        if (runners[0] != '\0')
                pd_reply_add(reply, "\nThe session goes on without what it measures: %s.", runners);
}

static void
take(const struct pd_sensor_orders *orders, const struct pd_order *order, struct pd_reply *reply)
{
        const struct pd_enrolled *enrolled = meant(orders, order, reply);
        const char *address = enrolled != NULL ? enrolled->sensor.address : NULL;
        int r;

        if (enrolled == NULL)
                return;
        r = pd_enrolment_release(orders->enrolment, address, false);
        if (r == -EALREADY) {
                pd_reply_say(reply, 0, "%s is not released: it is %s's as ever.", address, enrolled->sensor.athlete);
                return;
        }
        if (r < 0) {
                refuse(orders, address, r, reply);
                return;
        }
        orders->release(orders->user, address, false);
        pd_reply_say(reply, 0, "%s is %s's again: it is looked for, and connected.", address, enrolled->sensor.athlete);
}

/* ---- the verb ------------------------------------------------------------------------- */

static void
carry_out(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        static const struct {
                const char *word;
                size_t least, most; /* words, this one included */
                void (*carry_out)(const struct pd_sensor_orders *orders, const struct pd_order *order, struct pd_reply *reply);
        } kinds[] = {
                {"list", 1, 1, list},
                {"scan", 1, 1, scan},
                {"identify", 2, 2, pd_sensor_identify},
                {"enroll", 2, SIZE_MAX, enroll},
                {"replace", 3, 3, pd_sensor_replace},
                {"forget", 2, SIZE_MAX, forget},
                {"release", 2, SIZE_MAX, release},
                {"take", 2, SIZE_MAX, take},
        };
        const char *word = order->n_words > 0 ? order->words[0] : "list";
        size_t n = order->n_words > 0 ? order->n_words : 1;

        for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
                if (strcmp(kinds[i].word, word) == 0 && n >= kinds[i].least && n <= kinds[i].most) {
                        kinds[i].carry_out(user, order, reply);
                        return;
                }
        pd_reply_say(reply, -EINVAL,
                "'sensors' takes list, scan, identify ADDRESS, enroll ADDRESS [NAME], replace OLD NEW, or forget, release or take "
                "ADDRESS|NAME.");
}

const struct pd_order_service pd_sensor_services[] = {
        {PD_COMMAND_SENSORS, true, carry_out},
};
const size_t pd_sensor_n_services = sizeof(pd_sensor_services) / sizeof(pd_sensor_services[0]);
