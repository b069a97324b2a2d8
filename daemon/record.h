/* SPDX-License-Identifier: MIT */
/*
 * Between a summary as it is published and a session as the record has it:
 * one is made of the other, in both directions.
 */
#pragma once

#include "formats/summary.h"
#include "store/store.h"

#include "purposed/snapshot.h"

/* Of a final summary. Its source is LIVE, its fate KEPT. */
void pd_record_of(const struct pd_event *event, struct pd_record *ret);

/* The event that a summary's text was made of, as far as the text has it.
 * TEXT, ATHLETE and WORKOUT (as in the trace's snapshot) are lent to it. */
void pd_record_event(const struct pd_summary_text *text, const struct pd_athlete *athlete, const struct pd_workout *workout,
        int32_t utc_offset_s, struct pd_event *ret);

/* What a trace says of its session without being replayed. */
struct pd_telling {
        bool closed; /* it has a summary: `text` is the last */
        struct pd_snapshot snapshot;
        int32_t utc_offset_s; /* of its first clock */
        struct pd_summary_text text;
};

/* -EBADMSG: it cannot be read to its end. */
int pd_telling_read(const char *trace, size_t size, struct pd_telling *ret);

/* What its beginning says, up to its first clock: no summary. Of the first
 * PD_TELLING_BEGINNING bytes it is all there: nobody's samples wait for hours of inputs. */
#define PD_TELLING_BEGINNING ((size_t) 128 << 10)
int pd_telling_begin(const char *trace, size_t size, struct pd_telling *ret);
