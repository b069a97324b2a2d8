/* SPDX-License-Identifier: MIT */
#include "anchors_kept.h"

#include "core/anchors/offer.h"
#include "core/athlete/contradiction.h"
#include "core/word.h"

#include <stdio.h>
#include <string.h>

#define HEAD "# Anchors accepted, set and declined by command; purposed writes this file.\n"
#define LINE_SIZE 128 /* the longest has 70 */

_Static_assert(sizeof(HEAD) + PD_KEPT_FATE_COUNT * PD_CONFIG_ANCHORS_MAX * LINE_SIZE <= PD_KEPT_ANCHORS_SIZE + LINE_SIZE, "all fit");

static const char *const fates[PD_KEPT_FATE_COUNT] = {
        [PD_KEPT_ACCEPTED] = "accepted",
        [PD_KEPT_SET] = "set",
        [PD_KEPT_DECLINED] = "declined",
        [PD_KEPT_PROPOSED] = "proposed",
};

const char *
pd_kept_fate_name(enum pd_kept_fate fate)
{
        return pd_word_at(fates, PD_KEPT_FATE_COUNT, fate);
}

static size_t
write_line(const char *fate, const struct pd_setting *setting, const struct pd_kept_anchor *kept, char *ret, size_t size)
{
        struct pd_athlete holder = {.id = ""};
        char date[PD_DATE_SIZE], value[PD_TEXT_SIZE];
        int length;

        *pd_athlete_anchor(&holder, setting) = kept->anchor;
        (void) pd_setting_format(setting, &holder, value, sizeof(value));
        pd_day_format(kept->day, date);
        length = snprintf(ret, size, "%s %s %s %s\n", fate, setting->key, date, value);
        return length > 0 && (size_t) length < size ? (size_t) length : 0;
}

size_t
pd_kept_anchors_write(const struct pd_kept_anchors *kept, char ret[static PD_KEPT_ANCHORS_SIZE])
{
        size_t head = (size_t) snprintf(ret, PD_KEPT_ANCHORS_SIZE, HEAD), length = head;

        for (size_t fate = 0; fate < PD_KEPT_FATE_COUNT; fate++) {
                for (const struct pd_setting *setting = pd_athlete_settings; setting->key != NULL; setting++) {
                        const struct pd_kept_anchor *anchor;

                        if (!pd_setting_is_anchor(setting))
                                continue;
                        anchor = &kept->of[fate][pd_anchor_index(setting)];
                        if (anchor->anchor.value != 0)
                                length += write_line(fates[fate], setting, anchor, ret + length, PD_KEPT_ANCHORS_SIZE - length);
                }
        }
        return length > head ? length : 0;
}

/* The next word of *TEXT, which moves behind it. */
static bool
take_word(char **text, char **ret)
{
        *ret = *text;
        *text += strcspn(*text, " ");
        if (**text != ' ')
                return false;
        *(*text)++ = '\0';
        return (*ret)[0] != '\0';
}

static bool
read_line(char *line, struct pd_kept_anchors *kept)
{
        struct pd_athlete holder = {.id = ""};
        const struct pd_setting *setting;
        struct pd_kept_anchor anchor;
        char *fate, *key, *date;
        size_t which;

        if (!take_word(&line, &fate) || !take_word(&line, &key) || !take_word(&line, &date))
                return false;
        which = pd_word_index(fates, PD_KEPT_FATE_COUNT, fate);
        setting = pd_setting_find(pd_athlete_settings, key);
        if (which == PD_KEPT_FATE_COUNT || setting == NULL || !pd_setting_is_anchor(setting) || pd_day_parse(date, &anchor.day) < 0)
                return false;
        if (line[0] == '\0' || pd_setting_parse(setting, line, &holder) < 0)
                return false;
        anchor.anchor = *pd_athlete_anchor(&holder, setting);
        kept->of[which][pd_anchor_index(setting)] = anchor;
        return true;
}

unsigned
pd_kept_anchors_read(const char *bytes, size_t size, struct pd_kept_anchors *ret)
{
        const char *at = bytes, *const end = bytes + size;
        unsigned bad = 0;

        memset(ret, 0, sizeof(*ret));
        for (unsigned number = 1; at < end; number++) {
                const char *const newline = memchr(at, '\n', (size_t) (end - at));
                const size_t length = (size_t) ((newline != NULL ? newline : end) - at);
                char line[LINE_SIZE];

                snprintf(line, sizeof(line), "%.*s", (int) (length < sizeof(line) ? length : sizeof(line) - 1), at);
                if (length > 0 && at[0] != '#' && (length >= sizeof(line) || !read_line(line, ret)) && bad == 0)
                        bad = number;
                at += length + 1;
        }
        return bad;
}

const struct pd_kept_anchor *
pd_kept_anchor_in_force(const struct pd_kept_anchors *kept, size_t index, enum pd_kept_fate *ret_fate)
{
        for (enum pd_kept_fate fate = PD_KEPT_ACCEPTED; fate <= PD_KEPT_SET; fate++) {
                if (kept->of[fate][index].anchor.value == 0)
                        continue;
                *ret_fate = fate;
                return &kept->of[fate][index];
        }
        return NULL;
}

void
pd_kept_anchors_apply(const struct pd_kept_anchors *kept, struct pd_athlete *athlete)
{
        struct pd_contradiction contradictions[PD_CONTRADICTIONS_MAX];
        const struct pd_kept_anchor *in_force;
        enum pd_kept_fate fate;

        for (const struct pd_setting *setting = pd_athlete_settings; setting->key != NULL; setting++) {
                struct pd_anchor *anchor;

                if (!pd_setting_is_anchor(setting))
                        continue;
                anchor = pd_athlete_anchor(athlete, setting);
                in_force = pd_kept_anchor_in_force(kept, pd_anchor_index(setting), &fate);
                if (anchor->value != 0 || in_force == NULL)
                        continue;
                *anchor = in_force->anchor;
                if (pd_athlete_contradictions(athlete, contradictions) > 0)
                        *anchor = (struct pd_anchor) {.value = 0};
        }
}

bool
pd_kept_anchors_left_out(const struct pd_kept_anchors *kept, const struct pd_athlete *configured,
        const struct pd_setting *setting, char ret[static PD_LEFT_OUT_SIZE])
{
        struct pd_contradiction contradictions[PD_CONTRADICTIONS_MAX];
        struct pd_athlete athlete = *configured;
        const struct pd_kept_anchor *in_force;
        char date[PD_DATE_SIZE], value[PD_TEXT_SIZE];
        enum pd_kept_fate fate;

        in_force = pd_kept_anchor_in_force(kept, pd_anchor_index(setting), &fate);
        pd_kept_anchors_apply(kept, &athlete);
        if (in_force == NULL || pd_athlete_anchor_of(&athlete, setting)->value != 0)
                return false;
        *pd_athlete_anchor(&athlete, setting) = in_force->anchor;
        if (pd_athlete_contradictions(&athlete, contradictions) == 0)
                return false;
        (void) pd_setting_format(setting, &athlete, value, sizeof(value));
        pd_day_format(in_force->day, date);
        snprintf(ret, PD_LEFT_OUT_SIZE, "%.16s = %.48s, %s on %s, does not count, for %s must be below %s: mend that in purposed.conf, "
                                        "or take this back: purposectl anchors unset %.16s",
                setting->key, value, fates[fate], date, contradictions[0].low, contradictions[0].high, setting->key);
        return true;
}
