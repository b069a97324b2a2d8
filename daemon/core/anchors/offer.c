/* SPDX-License-Identifier: MIT */
#include "core/anchors/offer.h"

#include "core/anchors/conclusion.h"
#include "core/athlete/contradiction.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define WORD "anchor "

static const struct {
        const char *key, *title;
} titles[] = {
        {"hr_max", "HRmax"}, {"hr_rest", "HRrest"}, {"lthr", "LTHR"}, {"lt1_hr", "LT1"}, {"lt2_hr", "LT2"}, {"lt1_speed", "LT1 speed"},
        {"lt2_speed", "LT2 speed"}, {"critical_speed", "critical speed"}, {"d_prime", "D'"},
        {"lt1_power", "LT1 power"}, {"lt2_power", "LT2 power"}, {"critical_power", "critical power"},
};

const char *
pd_anchor_title(const struct pd_setting *setting)
{
        for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
                if (strcmp(titles[i].key, setting->key) == 0)
                        return titles[i].title;
        return setting->key;
}

/* ---- as words ------------------------------------------------------------- */

void
pd_offer_write(const struct pd_offer *offer, char ret[static PD_TEXT_SIZE])
{
        struct pd_athlete holder = {.id = ""};
        char value[PD_TEXT_SIZE - sizeof(WORD) - 16]; /* the longest: critical_speed, and "7.500 m/s +-7.500 estimated" */

        *pd_athlete_anchor(&holder, offer->setting) = offer->anchor;
        (void) pd_setting_format(offer->setting, &holder, value, sizeof(value));
        (void) snprintf(ret, PD_TEXT_SIZE, WORD "%.16s %s", offer->setting->key, value);
}

int
pd_offer_read(const char *text, struct pd_offer *ret)
{
        struct pd_athlete holder = {.id = ""};
        char key[PD_ID_SIZE];
        size_t length;

        if (strncmp(text, WORD, sizeof(WORD) - 1) != 0)
                return -EINVAL;
        text += sizeof(WORD) - 1;
        length = strcspn(text, " ");
        if (length >= sizeof(key) || text[length] == '\0' || text[length + 1] == '\0')
                return -EINVAL;
        memcpy(key, text, length);
        key[length] = '\0';
        *ret = (struct pd_offer) {.setting = pd_setting_find(pd_athlete_settings, key)};
        if (ret->setting == NULL || !pd_setting_is_anchor(ret->setting) || pd_setting_parse(ret->setting, text + length + 1, &holder) < 0)
                return -EINVAL;
        ret->anchor = *pd_athlete_anchor(&holder, ret->setting);
        return 0;
}

/* ---- is it worth a word? --------------------------------------------------- */

static int32_t
apart(const struct pd_anchor *a, const struct pd_anchor *b)
{
        return a->value > b->value ? a->value - b->value : b->value - a->value;
}

static int32_t
wider(const struct pd_anchor *a, const struct pd_anchor *b)
{
        return a->width > b->width ? a->width : b->width;
}

bool
pd_offer_is_better(const struct pd_anchor *evidence, const struct pd_anchor *before)
{
        if (evidence->provenance != before->provenance)
                return evidence->provenance > before->provenance;
        return apart(evidence, before) > wider(evidence, before) || evidence->width * 3 <= before->width * 2;
}

/* An estimate never contradicts what was measured; a field value a test only
 * where the two cannot both be right. */
static bool
is_worth_a_word(const struct pd_anchor *offered, const struct pd_anchor *present)
{
        if (offered->provenance > present->provenance)
                return true;
        if (offered->provenance == present->provenance)
                return apart(offered, present) > wider(offered, present);
        return offered->provenance >= PD_PROVENANCE_FIELD && apart(offered, present) > 2 * offered->width + present->width;
}

/* ---- together ------------------------------------------------------------------------------ */

/* What critical speed would stand for is known better: it is no news. */
static bool
is_idle(const struct pd_athlete *athlete, const struct pd_offer *offer)
{
        return offer->setting->offset == offsetof(struct pd_athlete, critical_speed)
                && offer->anchor.provenance < PD_PROVENANCE_FIELD && athlete->lt2_speed.provenance >= PD_PROVENANCE_FIELD;
}

static bool
fits(struct pd_athlete *athlete, const struct pd_offer *offer)
{
        const struct pd_anchor before = *pd_athlete_anchor_of(athlete, offer->setting);
        struct pd_contradiction contradictions[PD_CONTRADICTIONS_MAX];

        if (offer->setting->offset != offsetof(struct pd_athlete, hr_max) && !is_worth_a_word(&offer->anchor, &before))
                return false;
        if (is_idle(athlete, offer))
                return false;
        *pd_athlete_anchor(athlete, offer->setting) = offer->anchor;
        if (pd_athlete_contradictions(athlete, contradictions) == 0)
                return true;
        *pd_athlete_anchor(athlete, offer->setting) = before;
        return false;
}

size_t
pd_offers_of(const struct pd_athlete *athlete, const struct pd_shown *sessions, size_t n, bool calibrated,
        struct pd_offer ret[static PD_OFFERS_MAX])
{
        struct pd_athlete thought = *athlete; /* with what is offered */
        size_t kept = 0;

        n = pd_conclusions_of(athlete, sessions, n, calibrated, ret);
        for (size_t i = 0; i < n; i++)
                if (fits(&thought, &ret[i]))
                        ret[kept++] = ret[i];
        return kept;
}
