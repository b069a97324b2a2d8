/* SPDX-License-Identifier: MIT */
#include "sensor_orders.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

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
                const char *name = pd_sensor_name(orders, enrolled);

                if (strcmp(name, PD_SENSOR_NO_NAME) == 0 || strcasecmp(name, said) != 0)
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
                {"list", 1, 1, pd_sensor_list},
                {"scan", 1, 1, pd_sensor_scan},
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
