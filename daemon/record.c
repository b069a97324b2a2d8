/* SPDX-License-Identifier: MIT */
#include "record.h"

#include "formats/trace.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static pd_usec
real_at(const struct pd_event *event, pd_usec at)
{
        return event->real == PD_NEVER ? PD_NEVER : event->real - (event->at - at);
}

void
pd_record_of(const struct pd_event *event, struct pd_record *ret)
{
        const struct pd_summary *summary = &event->summary;
        struct pd_past *past = &ret->past;

        memset(ret, 0, sizeof(*ret));
        memcpy(ret->athlete, event->athlete->id, sizeof(ret->athlete));
        memcpy(past->id, event->session, sizeof(past->id));
        past->start_real = real_at(event, summary->start);
        ret->end_real = real_at(event, summary->end);
        past->day = past->start_real == PD_NEVER ? PD_DAY_NONE
                                                 : pd_day_at(past->start_real, event->utc_offset_s, event->athlete->day_starts);
        if (event->workout != NULL && event->workout->purpose != PD_PURPOSE_NONE) {
                memcpy(past->workout, event->workout->id, sizeof(past->workout));
                past->purpose = event->workout->purpose;
        }
        past->result = summary->purpose_result;
        past->verdict = summary->verdict;
        past->moving_s = summary->moving_s;
        past->distance_m = summary->distance_m;
        memcpy(past->seconds, summary->seconds, sizeof(past->seconds));
        past->grey_s = summary->grey_s;
        past->trimp_tenths = summary->trimp_tenths;
        past->rpe = summary->rpe;
        ret->revision = summary->revision;
        ret->duration_s = summary->duration_s;
        ret->unheard_m = summary->distance_unheard_m;
        ret->stopped = summary->stopped;
        ret->stop_reason = summary->stop_reason;
        memcpy(ret->note, summary->note, sizeof(ret->note));
        memcpy(ret->sentence, summary->sentence, sizeof(ret->sentence));
}

/* Engine time is not in the text: here the session ended at 0. */
void
pd_record_event(const struct pd_summary_text *text, const struct pd_athlete *athlete, const struct pd_workout *workout,
        int32_t utc_offset_s, struct pd_event *ret)
{
        bool dated = text->start_real != PD_NEVER && text->end_real != PD_NEVER;

        *ret = (struct pd_event) {
                .kind = PD_EVENT_SUMMARY,
                .real = text->end_real,
                .utc_offset_s = utc_offset_s,
                .athlete = athlete,
                .workout = workout,
                .t_s = text->summary.duration_s,
                .summary = text->summary,
        };
        memcpy(ret->session, text->id, sizeof(ret->session));
        ret->summary.start = dated ? text->start_real - text->end_real : -text->summary.duration_s * PD_SEC;
        ret->summary.end = 0;
        ret->summary.steps = text->steps;
}

/* ---- a trace, without a replay ------------------------------------------------------ */

struct reading {
        struct pd_telling *telling;
        bool clocked, is_enough; /* the first clock is */
};

static int
take_snapshot(void *user, const struct pd_snapshot *snapshot)
{
        struct reading *reading = user;

        reading->telling->snapshot = *snapshot;
        return 0;
}

static int
take_input(void *user, const struct pd_input *input)
{
        struct reading *reading = user;

        if (input->kind == PD_INPUT_CLOCK && !reading->clocked) {
                reading->clocked = true;
                reading->telling->utc_offset_s = input->clock.utc_offset_s;
        }
        return reading->clocked && reading->is_enough ? -ECANCELED : 0;
}

static int
take_summary(void *user, const char *json, size_t length)
{
        struct reading *reading = user;
        int r = pd_summary_read(json, length, &reading->telling->text);

        reading->telling->closed = r == 0;
        return r;
}

static int
read_telling(const char *trace, size_t size, bool beginning, struct pd_telling *ret)
{
        struct reading reading = {.telling = ret, .is_enough = beginning};
        const struct pd_trace_ops ops = {.snapshot = take_snapshot, .input = take_input, .summary = take_summary, .user = &reading};
        struct pd_trace_reader *reader = malloc(sizeof(*reader)); /* a workout is large */
        struct pd_format_error error;
        int r;

        if (reader == NULL)
                return -ENOMEM;
        ret->closed = false;
        ret->utc_offset_s = 0;
        pd_trace_reader_init(reader, &ops);
        r = pd_trace_reader_read(reader, trace, size, &error);
        if (r == -ECANCELED)
                r = 0;
        if (r == 0 && reader->stage != PD_TRACE_INPUTS)
                r = -EBADMSG;
        free(reader);
        return r;
}

int
pd_telling_read(const char *trace, size_t size, struct pd_telling *ret)
{
        return read_telling(trace, size, false, ret);
}

int
pd_telling_begin(const char *trace, size_t size, struct pd_telling *ret)
{
        return read_telling(trace, size, true, ret);
}
