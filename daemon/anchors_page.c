/* SPDX-License-Identifier: MIT */
#include "anchors_inside.h"

#include "core/anchor.h"

#include "purposed/pace.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS 100 /* of a line with a reason */
#define INDENT 20   /* of where it goes on, under the value */
#define ORIGIN_SIZE (PD_CONFIG_PATH_SIZE + 32)

/* ---- an anchor in words ------------------------------------------------------- */

/* "3.610 m/s (4:37 min/km) ± 0.140, field": as it may be written down, and as it is run. */
void
pd_anchors_write_value(const struct pd_setting *setting, const struct pd_anchor *anchor, int32_t units,
        char ret[static PD_ANCHORS_VALUE_SIZE])
{
        const char *provenance = pd_provenance_name(anchor->provenance);
        int length;

        if (anchor->value == 0) {
                snprintf(ret, PD_ANCHORS_VALUE_SIZE, "not known");
                return;
        }
        if (setting->kind == PD_SETTING_SPEED) {
                const int seconds = (int) pd_pace_seconds(units, anchor->value);

                length = snprintf(ret, PD_ANCHORS_VALUE_SIZE, "%d.%03d m/s (%d:%02d %s)", anchor->value / 1000, anchor->value % 1000,
                        seconds / 60, seconds % 60, pd_pace_unit(units));
                if (anchor->width > 0)
                        length += snprintf(ret + length, PD_ANCHORS_VALUE_SIZE - (size_t) length, " \u00b1 %d.%03d", anchor->width / 1000,
                                anchor->width % 1000);
        } else {
                length = snprintf(ret, PD_ANCHORS_VALUE_SIZE, "%d %s", anchor->value, pd_setting_unit(setting));
                if (anchor->width > 0)
                        length += snprintf(ret + length, PD_ANCHORS_VALUE_SIZE - (size_t) length, " \u00b1 %d", anchor->width);
        }
        snprintf(ret + length, PD_ANCHORS_VALUE_SIZE - (size_t) length, ", %s", provenance);
}

/* As purposed.conf takes it: "lt1_hr = 152 +-4 field". */
void
pd_anchors_write_line(const struct pd_setting *setting, const struct pd_anchor *anchor, char ret[static PD_ANCHORS_VALUE_SIZE])
{
        struct pd_athlete holder = {.id = ""};
        char value[PD_TEXT_SIZE];

        *pd_athlete_anchor(&holder, setting) = *anchor;
        (void) pd_setting_format(setting, &holder, value, sizeof(value));
        snprintf(ret, PD_ANCHORS_VALUE_SIZE, "%.16s = %s", setting->key, value);
}

/* ---- where it comes from --------------------------------------------------------- */

bool
pd_anchors_page_is_configured(const struct pd_anchors_page *page, const struct pd_setting *setting)
{
        return pd_athlete_anchor_of(&page->config->athlete, setting)->value != 0;
}

static const char *
derivation(const struct pd_anchors_page *page, const struct pd_setting *setting)
{
        if (pd_athlete_anchor_of(&page->today, setting)->value == 0)
                return "";
        if (strcmp(setting->key, "hr_max") == 0)
                return "from the age";
        if (strcmp(setting->key, "lt2_hr") == 0 && page->known.lthr.value != 0)
                return "is lthr";
        if (strcmp(setting->key, "lt2_speed") == 0)
                return "is critical_speed";
        if (strcmp(setting->key, "lt2_power") == 0)
                return "is critical_power";
        return "from hr_max";
}

static void
write_origin(const struct pd_anchors_page *page, const struct pd_setting *setting, char ret[static ORIGIN_SIZE])
{
        const size_t index = pd_anchor_index(setting);
        const struct pd_config_place *place = &page->config->anchor_places[index];
        const struct pd_kept_anchor *kept;
        enum pd_kept_fate fate;
        char date[PD_DATE_SIZE];

        kept = pd_kept_anchor_in_force(page->kept, index, &fate);
        if (pd_anchors_page_is_configured(page, setting)) {
                snprintf(ret, ORIGIN_SIZE, "%s, line %u", place->file, place->line);
        } else if (kept != NULL && pd_athlete_anchor_of(&page->known, setting)->value != 0) {
                pd_day_format(kept->day, date);
                snprintf(ret, ORIGIN_SIZE, "%s on %s", pd_kept_fate_name(fate), date);
        } else {
                snprintf(ret, ORIGIN_SIZE, "%s", derivation(page, setting));
        }
}

void
pd_anchors_page_open(const struct pd_anchors *anchors, const char *athlete, struct pd_anchors_page *ret)
{
        const struct pd_athlete *today = pd_history_athlete(anchors->context->history, athlete);

        ret->anchors = anchors;
        ret->config = pd_anchors_config(anchors, athlete);
        ret->kept = pd_anchors_kept(anchors, athlete);
        ret->known = ret->config->athlete;
        pd_kept_anchors_apply(ret->kept, &ret->known);
        ret->today = ret->known;
        if (today != NULL)
                ret->today.age = today->age;
        pd_athlete_estimate(&ret->today);
        ret->n_offers = pd_anchors_offers(anchors, athlete, ret->offers);
}

const struct pd_offer *
pd_anchors_page_offer(const struct pd_anchors_page *page, const struct pd_setting *setting)
{
        for (size_t i = 0; i < page->n_offers; i++)
                if (page->offers[i].setting == setting)
                        return &page->offers[i];
        return NULL;
}

/* ---- list --------------------------------------------------------------------------- */

static void
say_offer(const struct pd_anchors_page *page, const struct pd_offer *offer, struct pd_reply *reply)
{
        char value[PD_ANCHORS_VALUE_SIZE], line[PD_ANCHORS_VALUE_SIZE + sizeof(offer->why) + INDENT];
        int length;

        pd_anchors_write_value(offer->setting, &offer->anchor, page->today.units, value);
        length = snprintf(line, sizeof(line), "  %-14s  > %s: %s", "", value, offer->why);
        pd_reply_add_folded(reply, line, (size_t) length, COLUMNS, INDENT);
        pd_reply_add(reply, "\n");
        if (pd_anchors_is_declined(page->kept, offer))
                pd_reply_add(reply, "  %-14s    declined\n", "");
        else
                pd_reply_add(reply, "  %-14s    purposectl anchors accept %s, or decline %s\n", "", offer->setting->key,
                        offer->setting->key);
}

/* Accepted or set, and yet it does not count. */
static void
say_left_out(const struct pd_anchors_page *page, const struct pd_setting *setting, struct pd_reply *reply)
{
        char text[PD_LEFT_OUT_SIZE], line[PD_LEFT_OUT_SIZE + INDENT];
        int length;

        if (!pd_kept_anchors_left_out(page->kept, &page->config->athlete, setting, text))
                return;
        length = snprintf(line, sizeof(line), "  %-14s  ! %s", "", text);
        pd_reply_add_folded(reply, line, (size_t) length, COLUMNS, INDENT);
        pd_reply_add(reply, "\n");
}

static void
say_page(const struct pd_anchors_page *page, struct pd_reply *reply)
{
        pd_reply_add(reply, "%s: anchors %08x\n", page->today.id, pd_athlete_anchors_version(&page->today));
        for (const struct pd_setting *setting = pd_athlete_settings; setting->key != NULL; setting++) {
                char value[PD_ANCHORS_VALUE_SIZE], origin[ORIGIN_SIZE];
                const struct pd_offer *offer;

                if (!pd_setting_is_anchor(setting))
                        continue;
                offer = pd_anchors_page_offer(page, setting);
                pd_anchors_write_value(setting, pd_athlete_anchor_of(&page->today, setting), page->today.units, value);
                write_origin(page, setting, origin);
                pd_reply_add(reply, "  %-14s  %s%s%s\n", setting->key, value, origin[0] != '\0' ? "; " : "", origin);
                say_left_out(page, setting, reply);
                if (offer != NULL)
                        say_offer(page, offer, reply);
        }
}

static void
write_anchor(struct pd_json *json, const char *key, const struct pd_setting *setting, const struct pd_anchor *anchor)
{
        const unsigned decimals = setting->kind == PD_SETTING_SPEED ? 3 : 0;
        const bool known = anchor->value != 0;

        pd_json_object(json, key);
        if (key == NULL)
                pd_json_text(json, "anchor", setting->key);
        if (known && decimals > 0) {
                pd_json_decimal(json, "value", anchor->value, decimals);
                pd_json_decimal(json, "width", anchor->width, decimals);
        } else {
                pd_json_known(json, "value", known ? anchor->value : PD_UNKNOWN);
                pd_json_known(json, "width", known ? anchor->width : PD_UNKNOWN);
        }
        pd_json_text(json, "provenance", known ? pd_provenance_name(anchor->provenance) : NULL);
}

static void
write_anchors(struct pd_json *json, const struct pd_anchors_page *page)
{
        for (const struct pd_setting *setting = pd_athlete_settings; setting->key != NULL; setting++) {
                const struct pd_offer *offer = pd_anchors_page_offer(page, setting);
                char origin[ORIGIN_SIZE], left_out[PD_LEFT_OUT_SIZE];
                bool counts;

                if (!pd_setting_is_anchor(setting))
                        continue;
                counts = !pd_kept_anchors_left_out(page->kept, &page->config->athlete, setting, left_out);
                write_origin(page, setting, origin);
                write_anchor(json, NULL, setting, pd_athlete_anchor_of(&page->today, setting));
                pd_json_text(json, "origin", origin[0] != '\0' ? origin : NULL);
                pd_json_text(json, "left_out", counts ? NULL : left_out);
                if (offer != NULL) {
                        write_anchor(json, "proposal", setting, &offer->anchor);
                        pd_json_text(json, "why", offer->why);
                        pd_json_bool(json, "declined", pd_anchors_is_declined(page->kept, offer));
                        pd_json_object_end(json);
                } else {
                        pd_json_null(json, "proposal");
                }
                pd_json_object_end(json);
        }
}

struct list {
        const struct pd_anchors *anchors;
        const char *athlete; /* "": everybody */
};

static const char *
listed(const struct list *list, size_t i)
{
        const struct pd_config *config = list->anchors->context->config;

        if (list->athlete[0] != '\0')
                return i == 0 ? list->athlete : NULL;
        return i < config->n_athletes ? config->athletes[i].athlete.id : NULL;
}

static void
write_list(struct pd_json *json, void *user)
{
        const struct list *list = user;
        const char *athlete;

        pd_json_array(json, NULL);
        for (size_t i = 0; (athlete = listed(list, i)) != NULL; i++) {
                struct pd_anchors_page page;
                char version[9];

                pd_anchors_page_open(list->anchors, athlete, &page);
                snprintf(version, sizeof(version), "%08x", pd_athlete_anchors_version(&page.today));
                pd_json_object(json, NULL);
                pd_json_text(json, "athlete", athlete);
                pd_json_text(json, "version", version);
                pd_json_array(json, "anchors");
                write_anchors(json, &page);
                pd_json_array_end(json);
                pd_json_object_end(json);
        }
        pd_json_array_end(json);
}

void
pd_anchors_page_list(const struct pd_anchors *anchors, const char *athlete, struct pd_reply *reply)
{
        struct list list = {anchors, athlete};
        const char *one;

        pd_reply_say(reply, 0, "%s", listed(&list, 0) != NULL ? "" : "No athlete is configured.");
        for (size_t i = 0; (one = listed(&list, i)) != NULL; i++) {
                struct pd_anchors_page page;

                pd_anchors_page_open(anchors, one, &page);
                if (i > 0)
                        pd_reply_add(reply, "\n");
                say_page(&page, reply);
        }
        pd_reply_write_json(reply, write_list, &list);
}
