/* SPDX-License-Identifier: MIT */
/* Some weeks of an athlete, and what they propose; the highest heart rate is tested as 188. */
#pragma once

#include "core/anchors/offer.h"

#include <string.h>

#define WEEKS_TODAY 20800 /* 2026-12-13 */
#define WEEKS_SESSIONS 8

struct weeks {
        struct pd_athlete athlete;
        struct pd_shown sessions[WEEKS_SESSIONS];
        size_t n;
        struct pd_offer offers[PD_OFFERS_MAX];
        size_t n_offers;
};

static inline void
weeks_begin(struct weeks *weeks)
{
        pd_athlete_init(&weeks->athlete, "anna");
        weeks->athlete.hr_max = (struct pd_anchor) {188, 0, PD_PROVENANCE_TEST};
        weeks->n = 0;
}

static inline struct pd_proof *
weeks_session(struct weeks *weeks, pd_day ago)
{
        struct pd_shown *shown = &weeks->sessions[weeks->n++];

        shown->day = WEEKS_TODAY - ago;
        pd_proof_init(&shown->proof);
        return &shown->proof;
}

static inline const struct pd_offer *
weeks_look(struct weeks *weeks, const char *key)
{
        weeks->n_offers = pd_offers_of(&weeks->athlete, weeks->sessions, weeks->n, true, weeks->offers);
        for (size_t i = 0; i < weeks->n_offers; i++)
                if (strcmp(weeks->offers[i].setting->key, key) == 0)
                        return &weeks->offers[i];
        return NULL;
}
