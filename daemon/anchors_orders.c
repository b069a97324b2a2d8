/* SPDX-License-Identifier: MIT */
#include "anchors_inside.h"

#include "core/anchor.h"
#include "core/athlete/contradiction.h"

#include "purposed/pace.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define VALUE_SIZE 96
#define COLUMNS 100 /* of a line with a reason */
#define INDENT 20   /* of where it goes on, under the value */
#define ORIGIN_SIZE (PD_CONFIG_PATH_SIZE + 32)

/* ---- an anchor in words ------------------------------------------------------- */

/* "3.610 m/s (4:37 min/km) ± 0.140, field": as it may be written down, and as it is run. */
static void
write_value(const struct pd_setting *setting, const struct pd_anchor *anchor, int32_t units, char ret[static VALUE_SIZE])
{
        const char *provenance = pd_provenance_name(anchor->provenance), *unit = setting->kind == PD_SETTING_RESERVE ? "m" : "bpm";
        int length;

        if (anchor->value == 0) {
                snprintf(ret, VALUE_SIZE, "not known");
                return;
        }
        if (setting->kind == PD_SETTING_SPEED) {
                const int seconds = (int) pd_pace_seconds(units, anchor->value);

                length = snprintf(ret, VALUE_SIZE, "%d.%03d m/s (%d:%02d %s)", anchor->value / 1000, anchor->value % 1000, seconds / 60,
                        seconds % 60, pd_pace_unit(units));
                if (anchor->width > 0)
                        length += snprintf(ret + length, VALUE_SIZE - (size_t) length, " \u00b1 %d.%03d", anchor->width / 1000,
                                anchor->width % 1000);
        } else {
                length = snprintf(ret, VALUE_SIZE, "%d %s", anchor->value, unit);
                if (anchor->width > 0)
                        length += snprintf(ret + length, VALUE_SIZE - (size_t) length, " \u00b1 %d", anchor->width);
        }
        snprintf(ret + length, VALUE_SIZE - (size_t) length, ", %s", provenance);
}

/* As purposed.conf takes it: "lt1_hr = 152 +-4 field". */
static void
write_line(const struct pd_setting *setting, const struct pd_anchor *anchor, char ret[static VALUE_SIZE])
{
        struct pd_athlete holder = {.id = ""};
        char value[PD_TEXT_SIZE];

        *pd_athlete_anchor(&holder, setting) = *anchor;
        (void) pd_setting_format(setting, &holder, value, sizeof(value));
        snprintf(ret, VALUE_SIZE, "%.16s = %s", setting->key, value);
}

/* ---- where it comes from --------------------------------------------------------- */

struct page {
        const struct pd_anchors *anchors;
        const struct pd_config_athlete *config;
        const struct pd_kept_anchors *kept;
        struct pd_athlete today; /* with what is estimated: what the next session is judged by */
        struct pd_athlete known; /* without */
        size_t n_offers;
        struct pd_offer offers[PD_OFFERS_MAX];
};

static bool
is_configured(const struct page *page, const struct pd_setting *setting)
{
        return pd_athlete_anchor_of(&page->config->athlete, setting)->value != 0;
}

static const char *
derivation(const struct page *page, const struct pd_setting *setting)
{
        if (pd_athlete_anchor_of(&page->today, setting)->value == 0)
                return "";
        if (strcmp(setting->key, "hr_max") == 0)
                return "from the age";
        if (strcmp(setting->key, "lt2_hr") == 0 && page->known.lthr.value != 0)
                return "is lthr";
        if (strcmp(setting->key, "lt2_speed") == 0)
                return "is critical_speed";
        return "from hr_max";
}

static void
write_origin(const struct page *page, const struct pd_setting *setting, char ret[static ORIGIN_SIZE])
{
        const size_t index = pd_anchor_index(setting);
        const struct pd_config_place *place = &page->config->anchor_places[index];
        const struct pd_kept_anchor *kept;
        enum pd_kept_fate fate;
        char date[PD_DATE_SIZE];

        kept = pd_kept_anchor_in_force(page->kept, index, &fate);
        if (is_configured(page, setting)) {
                snprintf(ret, ORIGIN_SIZE, "%s, line %u", place->file, place->line);
        } else if (kept != NULL && pd_athlete_anchor_of(&page->known, setting)->value != 0) {
                pd_day_format(kept->day, date);
                snprintf(ret, ORIGIN_SIZE, "%s on %s", pd_kept_fate_name(fate), date);
        } else {
                snprintf(ret, ORIGIN_SIZE, "%s", derivation(page, setting));
        }
}

static void
open_page(const struct pd_anchors *anchors, const char *athlete, struct page *ret)
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

static const struct pd_offer *
offer_for(const struct page *page, const struct pd_setting *setting)
{
        for (size_t i = 0; i < page->n_offers; i++)
                if (page->offers[i].setting == setting)
                        return &page->offers[i];
        return NULL;
}

/* ---- list --------------------------------------------------------------------------- */

static void
say_offer(const struct page *page, const struct pd_offer *offer, struct pd_reply *reply)
{
        char value[VALUE_SIZE], line[VALUE_SIZE + sizeof(offer->why) + INDENT];
        int length;

        write_value(offer->setting, &offer->anchor, page->today.units, value);
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
say_left_out(const struct page *page, const struct pd_setting *setting, struct pd_reply *reply)
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
say_page(const struct page *page, struct pd_reply *reply)
{
        pd_reply_add(reply, "%s: anchors %08x\n", page->today.id, pd_athlete_anchors_version(&page->today));
        for (const struct pd_setting *setting = pd_athlete_settings; setting->key != NULL; setting++) {
                char value[VALUE_SIZE], origin[ORIGIN_SIZE];
                const struct pd_offer *offer;

                if (!pd_setting_is_anchor(setting))
                        continue;
                offer = offer_for(page, setting);
                write_value(setting, pd_athlete_anchor_of(&page->today, setting), page->today.units, value);
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
write_anchors(struct pd_json *json, const struct page *page)
{
        for (const struct pd_setting *setting = pd_athlete_settings; setting->key != NULL; setting++) {
                const struct pd_offer *offer = offer_for(page, setting);
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
                struct page page;
                char version[9];

                open_page(list->anchors, athlete, &page);
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

static void
say_list(const struct pd_anchors *anchors, const char *athlete, struct pd_reply *reply)
{
        struct list list = {anchors, athlete};
        const char *one;

        pd_reply_say(reply, 0, "%s", listed(&list, 0) != NULL ? "" : "No athlete is configured.");
        for (size_t i = 0; (one = listed(&list, i)) != NULL; i++) {
                struct page page;

                open_page(anchors, one, &page);
                if (i > 0)
                        pd_reply_add(reply, "\n");
                say_page(&page, reply);
        }
        pd_reply_write_json(reply, write_list, &list);
}

/* ---- accept, decline, set, unset -------------------------------------------------------- */

static const struct pd_setting *
find_anchor(const char *name, struct pd_reply *reply)
{
        const struct pd_setting *setting = pd_setting_find(pd_athlete_settings, name), *near;

        if (setting != NULL && pd_setting_is_anchor(setting))
                return setting;
        near = pd_setting_nearest(pd_athlete_settings, name);
        pd_reply_say(reply, -EINVAL, "There is no anchor '%.*s'", PD_ID_SIZE, name);
        if (near != NULL && pd_setting_is_anchor(near))
                pd_reply_add(reply, "; did you mean %s?", near->key);
        else
                pd_reply_add(reply, "; purposectl anchors lists them.");
        return NULL;
}

/* /etc is the administrator's: what he writes counts, and he is told what to write. */
static bool
is_free(const struct page *page, const struct pd_setting *setting, const struct pd_anchor *anchor, struct pd_reply *reply)
{
        const struct pd_config_place *place = &page->config->anchor_places[pd_anchor_index(setting)];
        char line[VALUE_SIZE] = "";

        if (!is_configured(page, setting))
                return true;
        if (anchor != NULL)
                write_line(setting, anchor, line);
        pd_reply_say(reply, -EROFS, "%s stands in %s, line %u, and counts: %s%s%s", setting->key, place->file, place->line,
                anchor != NULL ? "write there " : "take it out there", line, anchor != NULL ? " and restart purposed." : ".");
        return false;
}

static bool
agrees(const struct page *page, const struct pd_setting *setting, const struct pd_anchor *anchor, struct pd_reply *reply)
{
        struct pd_contradiction contradictions[PD_CONTRADICTIONS_MAX];
        struct pd_athlete athlete = page->known;

        *pd_athlete_anchor(&athlete, setting) = *anchor;
        if (pd_athlete_contradictions(&athlete, contradictions) == 0)
                return true;
        pd_reply_say(reply, -EINVAL, "%s must be below %s; change that first, or take it back: purposectl anchors unset %s",
                contradictions[0].low, contradictions[0].high,
                strcmp(contradictions[0].low, setting->key) == 0 ? contradictions[0].high : contradictions[0].low);
        return false;
}

static void
take(struct page *page, const struct pd_setting *setting, enum pd_kept_fate fate, const struct pd_anchor *anchor, struct pd_reply *reply)
{
        const struct pd_anchors_context *context = page->anchors->context;
        struct pd_kept_anchors *kept = pd_anchors_kept(page->anchors, page->config->athlete.id);
        const size_t index = pd_anchor_index(setting);
        const pd_day day = context->day(context->user, &page->config->athlete);
        char value[VALUE_SIZE];

        if (day == PD_DAY_NONE) {
                pd_reply_say(reply, -ENODATA, "The wall clock is not set: nobody knows what day it is.");
                return;
        }
        if (!is_free(page, setting, anchor, reply) || !agrees(page, setting, anchor, reply))
                return;
        kept->of[PD_KEPT_ACCEPTED][index] = kept->of[PD_KEPT_SET][index] = (struct pd_kept_anchor) {.day = 0};
        kept->of[fate][index] = (struct pd_kept_anchor) {day, *anchor};
        pd_anchors_keep(page->anchors, page->config->athlete.id);
        context->changed(context->user, page->config->athlete.id);
        write_value(setting, anchor, page->today.units, value);
        pd_reply_say(reply, 0, "%s is %s, from the next session on. Sessions before keep what they were judged by.",
                pd_anchor_title(setting), value);
}

static const struct pd_offer *
offered(const struct page *page, const struct pd_setting *setting, struct pd_reply *reply)
{
        const struct pd_offer *offer = offer_for(page, setting);

        if (offer == NULL)
                pd_reply_say(reply, -ENOENT, "Nothing is proposed for %s; purposectl anchors shows what is, anchors set %s VALUE sets it.",
                        setting->key, setting->key);
        return offer;
}

static void
accept(struct page *page, const struct pd_setting *setting, struct pd_reply *reply)
{
        const struct pd_offer *offer = offered(page, setting, reply);

        if (offer != NULL)
                take(page, setting, PD_KEPT_ACCEPTED, &offer->anchor, reply);
}

static void
decline(struct page *page, const struct pd_setting *setting, struct pd_reply *reply)
{
        const struct pd_anchors_context *context = page->anchors->context;
        const struct pd_offer *offer = offered(page, setting, reply);

        if (offer == NULL)
                return;
        pd_anchors_kept(page->anchors, page->config->athlete.id)->of[PD_KEPT_DECLINED][pd_anchor_index(setting)] =
                (struct pd_kept_anchor) {context->day(context->user, &page->config->athlete), offer->anchor};
        pd_anchors_keep(page->anchors, page->config->athlete.id);
        context->changed(context->user, page->config->athlete.id);
        pd_reply_say(reply, 0, "Declined. %s is proposed again only on better evidence.", pd_anchor_title(setting));
}

static void
set(struct page *page, const struct pd_setting *setting, const char *value, struct pd_reply *reply)
{
        struct pd_athlete holder = {.id = ""};
        int r = value[0] != '\0' ? pd_setting_parse(setting, value, &holder) : -EINVAL;

        if (r == -ERANGE)
                pd_reply_say(reply, r, "%s = %.64s is no runner's; expected %s.", setting->key, value, setting->expected);
        else if (r < 0)
                pd_reply_say(reply, -EINVAL, "%s takes %s.", setting->key, setting->expected);
        else
                take(page, setting, PD_KEPT_SET, pd_athlete_anchor(&holder, setting), reply);
}

static void
unset(struct page *page, const struct pd_setting *setting, struct pd_reply *reply)
{
        const struct pd_anchors_context *context = page->anchors->context;
        struct pd_kept_anchors *kept = pd_anchors_kept(page->anchors, page->config->athlete.id);
        const size_t index = pd_anchor_index(setting);
        enum pd_kept_fate fate;

        if (!is_free(page, setting, NULL, reply))
                return;
        if (pd_kept_anchor_in_force(kept, index, &fate) == NULL) {
                pd_reply_say(reply, -ENOENT, "%s was neither accepted nor set.", setting->key);
                return;
        }
        kept->of[fate][index] = (struct pd_kept_anchor) {.day = 0};
        pd_anchors_keep(page->anchors, page->config->athlete.id);
        context->changed(context->user, page->config->athlete.id);
        pd_reply_say(reply, 0, "%s is taken back, from the next session on.", setting->key);
}

/* ---- orders --------------------------------------------------------------------------------- */

/* Behind the NAME: the value's words as they came, with a blank between. */
static void
join_words(const struct pd_order *order, char ret[static PD_TEXT_SIZE])
{
        size_t length = 0;

        ret[0] = '\0';
        for (size_t i = 2; i < order->n_words && length < PD_TEXT_SIZE; i++)
                length += (size_t) snprintf(ret + length, PD_TEXT_SIZE - length, "%s%s", i > 2 ? " " : "", order->words[i]);
}

/* Whoever runs can be named, the guest, too. */
static bool
has_anchors(const struct pd_anchors *anchors, const char *athlete, struct pd_reply *reply)
{
        if (pd_anchors_config(anchors, athlete) != NULL)
                return true;
        pd_reply_say(reply, -ENOENT, "A guest has no anchors.");
        return false;
}

/* The one who is named, or the only one; NULL: it has been said. */
static const char *
whom(const struct pd_anchors *anchors, const struct pd_order *order, struct pd_reply *reply)
{
        const struct pd_config *config = anchors->context->config;

        if (order->athlete[0] != '\0')
                return has_anchors(anchors, order->athlete, reply) ? order->athlete : NULL;
        if (config->n_athletes == 1)
                return config->athletes[0].athlete.id;
        pd_reply_say(reply, -ENOTUNIQ, "Whose anchors do you mean?");
        return NULL;
}

static bool
is_word(const struct pd_order *order, const char *word)
{
        return strcmp(order->words[0], word) == 0;
}

static void
change(struct pd_anchors *anchors, const struct pd_order *order, struct pd_reply *reply)
{
        const char *athlete = whom(anchors, order, reply);
        const struct pd_setting *setting = athlete != NULL ? find_anchor(order->words[1], reply) : NULL;
        char value[PD_TEXT_SIZE];
        struct page page;

        if (setting == NULL)
                return;
        open_page(anchors, athlete, &page);
        join_words(order, value);
        if (is_word(order, "accept"))
                accept(&page, setting, reply);
        else if (is_word(order, "decline"))
                decline(&page, setting, reply);
        else if (is_word(order, "set"))
                set(&page, setting, value, reply);
        else
                unset(&page, setting, reply);
}

static void
list(const struct pd_anchors *anchors, const struct pd_order *order, struct pd_reply *reply)
{
        if (order->athlete[0] == '\0' || has_anchors(anchors, order->athlete, reply))
                say_list(anchors, order->athlete, reply);
}

static void
anchors_order(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        struct pd_anchors *anchors = user;
        const size_t n = order->n_words;

        if (n == 0 || (n == 1 && is_word(order, "list")))
                list(anchors, order, reply);
        else if (n == 1 && pd_anchors_config(anchors, order->words[0]) != NULL)
                say_list(anchors, order->words[0], reply);
        else if (n == 2 && (is_word(order, "accept") || is_word(order, "decline") || is_word(order, "unset")))
                change(anchors, order, reply);
        else if (n >= 2 && is_word(order, "set"))
                change(anchors, order, reply);
        else
                pd_reply_say(reply, -EINVAL, "anchors takes: nothing or an athlete's id; accept, decline or unset and an anchor's name; "
                                             "set, a name and a value.");
}

const struct pd_order_service pd_anchors_services[] = {
        {PD_COMMAND_ANCHORS, true, anchors_order},
};
const size_t pd_anchors_n_services = sizeof(pd_anchors_services) / sizeof(pd_anchors_services[0]);
