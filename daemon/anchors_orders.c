/* SPDX-License-Identifier: MIT */
#include "anchors_inside.h"

#include "core/anchor.h"
#include "core/athlete/contradiction.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

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
is_free(const struct pd_anchors_page *page, const struct pd_setting *setting, const struct pd_anchor *anchor, struct pd_reply *reply)
{
        const struct pd_config_place *place = &page->config->anchor_places[pd_anchor_index(setting)];
        char line[PD_ANCHORS_VALUE_SIZE] = "";

        if (!pd_anchors_page_is_configured(page, setting))
                return true;
        if (anchor != NULL)
                pd_anchors_write_line(setting, anchor, line);
        pd_reply_say(reply, -EROFS, "%s stands in %s, line %u, and counts: %s%s%s", setting->key, place->file, place->line,
                anchor != NULL ? "write there " : "take it out there", line, anchor != NULL ? " and restart purposed." : ".");
        return false;
}

static bool
agrees(const struct pd_anchors_page *page, const struct pd_setting *setting, const struct pd_anchor *anchor, struct pd_reply *reply)
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
take(struct pd_anchors_page *page, const struct pd_setting *setting, enum pd_kept_fate fate, const struct pd_anchor *anchor,
        struct pd_reply *reply)
{
        const struct pd_anchors_context *context = page->anchors->context;
        struct pd_kept_anchors *kept = pd_anchors_kept(page->anchors, page->config->athlete.id);
        const size_t index = pd_anchor_index(setting);
        const pd_day day = context->day(context->user, &page->config->athlete);
        char value[PD_ANCHORS_VALUE_SIZE];

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
        pd_anchors_write_value(setting, anchor, page->today.units, value);
        pd_reply_say(reply, 0, "%s is %s, from the next session on. Sessions before keep what they were judged by.",
                pd_anchor_title(setting), value);
}

static const struct pd_offer *
offered(const struct pd_anchors_page *page, const struct pd_setting *setting, struct pd_reply *reply)
{
        const struct pd_offer *offer = pd_anchors_page_offer(page, setting);

        if (offer == NULL)
                pd_reply_say(reply, -ENOENT, "Nothing is proposed for %s; purposectl anchors shows what is, anchors set %s VALUE sets it.",
                        setting->key, setting->key);
        return offer;
}

static void
accept(struct pd_anchors_page *page, const struct pd_setting *setting, struct pd_reply *reply)
{
        const struct pd_offer *offer = offered(page, setting, reply);

        if (offer != NULL)
                take(page, setting, PD_KEPT_ACCEPTED, &offer->anchor, reply);
}

static void
decline(struct pd_anchors_page *page, const struct pd_setting *setting, struct pd_reply *reply)
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
set(struct pd_anchors_page *page, const struct pd_setting *setting, const char *value, struct pd_reply *reply)
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
unset(struct pd_anchors_page *page, const struct pd_setting *setting, struct pd_reply *reply)
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
        struct pd_anchors_page page;

        if (setting == NULL)
                return;
        pd_anchors_page_open(anchors, athlete, &page);
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
                pd_anchors_page_list(anchors, order->athlete, reply);
}

/* Who asks for one athlete is not told another's: an order over MQTT is for one. */
static void
list_of(const struct pd_anchors *anchors, const struct pd_order *order, struct pd_reply *reply)
{
        const char *named = order->words[0];

        if (order->athlete[0] != '\0' && strcmp(order->athlete, named) != 0)
                pd_reply_say(reply, -EINVAL, "You ask for %s: the anchors of %s are another's.", order->athlete, named);
        else
                pd_anchors_page_list(anchors, named, reply);
}

static void
anchors_order(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        struct pd_anchors *anchors = user;
        const size_t n = order->n_words;

        if (n == 0 || (n == 1 && is_word(order, "list")))
                list(anchors, order, reply);
        else if (n == 1 && pd_anchors_config(anchors, order->words[0]) != NULL)
                list_of(anchors, order, reply);
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
