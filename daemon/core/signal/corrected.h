/* SPDX-License-Identifier: MIT */
/*
 * RR intervals with their artefacts mended, as Lipponen & Tarvainen 2019 do
 * it: an extra beat is taken out, a missed one put into the middle, and one
 * at the wrong instant moved to the middle between its neighbours. What
 * remains is classed and mended once more, if there is less of it.
 *
 * They move by cubic splines in Kubios and to the middle in NeuroKit; so do we.
 */
#pragma once

#include "core/signal/rr.h"

#define PD_CORRECTED_BEATS (PD_RR_BEATS + 40) /* missed ones come in addition */

struct pd_corrected {
        size_t n;
        double ms[PD_CORRECTED_BEATS]; /* oldest first */
};

/* The intervals that end in the last SPAN_MS of a finished RR, of which those
 * before FROM are not looked at. */
void pd_corrected_of(const struct pd_rr *rr, uint32_t from, int32_t span_ms, struct pd_corrected *ret);
