/* SPDX-License-Identifier: MIT */
/*
 * Proposals of anchors: what the sessions of the last weeks show of a
 * runner's thresholds, where it differs from what is set. Pure and
 * deterministic; the athlete accepts or declines, nothing is applied by itself.
 *
 *   highest heart rate held     ─▶ hr_max
 *   30-min test                 ─▶ lthr, lt2_speed
 *   alpha-1 in ramps            ─▶ lt1_hr, lt2_hr
 *   best efforts of 2 to 15 min ─▶ critical_speed, d_prime
 */
#pragma once

#include "purposed/athlete.h"
#include "purposed/date.h"
#include "purposed/proof.h"

#include <stddef.h>

/* What was shown longer ago may not be true any more: thresholds move within a block of training. */
#define PD_OFFER_DAYS 56

#define PD_OFFERS_MAX 7

/* One session, as the record has it. */
struct pd_shown {
        pd_day day;
        struct pd_proof proof;
};

struct pd_offer {
        const struct pd_setting *setting; /* one of pd_athlete_settings */
        struct pd_anchor anchor;
        char why[PD_SENTENCE_SIZE]; /* "alpha-1 crossed 0.75 in 3 ramps since 2026-10-03" */
};

/* ATHLETE with what is written and accepted, nothing estimated; SESSIONS in
 * any order, of PD_OFFER_DAYS; CALIBRATED: a pod's factor is set. What is
 * worth a word, in the order of the settings: how many. */
size_t pd_offers_of(const struct pd_athlete *athlete, const struct pd_shown *sessions, size_t n, bool calibrated,
        struct pd_offer ret[static PD_OFFERS_MAX]);

/* Does EVIDENCE say enough more than what was said or declined before? It is
 * better known, or narrower by a third, or differs by more than its width. */
bool pd_offer_is_better(const struct pd_anchor *evidence, const struct pd_anchor *before);

/* What a runner calls it: "LT1", "critical speed". */
const char *pd_anchor_title(const struct pd_setting *setting);

/* As words, for an order and a trace: "anchor lt1_hr 152 +-4 field". The
 * reader: 0, or -EINVAL; it has no why. */
void pd_offer_write(const struct pd_offer *offer, char ret[static PD_TEXT_SIZE]);
int pd_offer_read(const char *text, struct pd_offer *ret);
