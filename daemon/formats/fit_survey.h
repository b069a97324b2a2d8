/* SPDX-License-Identifier: MIT */
/*
 * What one file of a FIT chain says of itself: its device, sessions, laps,
 * local time. Most of it stands behind the records, so the file is read to its
 * end for it.
 *
 * Numbers are those of the FIT Profile (developer.garmin.com/fit), Profile.xlsx.
 */
#pragma once

#include "formats/fit_record.h"

#include "purposed/format.h"

#define PD_FIT_SESSIONS_MAX 32
#define PD_FIT_LAPS_MAX 4000

#define PD_FIT_NO_TIME INT64_MIN

enum pd_fit_global {
        PD_FIT_FILE_ID = 0,
        PD_FIT_SESSION = 18,
        PD_FIT_LAP = 19,
        PD_FIT_RECORD = 20,
        PD_FIT_EVENT = 21,
        PD_FIT_DEVICE_INFO = 23,
        PD_FIT_WORKOUT = 26,
        PD_FIT_ACTIVITY = 34,
        PD_FIT_HRV = 78,
};

/* Times are FIT seconds, or PD_FIT_NO_TIME; numbers -1 where the file does not say. */
struct pd_fit_session {
        int64_t start, end;
        int64_t elapsed_ms, distance_cm, sport;
};

struct pd_fit_lap {
        int64_t start, elapsed_ms, distance_cm, step;
};

struct pd_fit_survey {
        int64_t type, maker; /* of the file */
        char device[PD_TEXT_SIZE], workout[PD_TEXT_SIZE];
        int64_t utc_offset_s; /* PD_UNKNOWN */
        int64_t first, last;  /* records */
        size_t n_sessions, n_laps;
        struct pd_fit_session sessions[PD_FIT_SESSIONS_MAX]; /* in the order of their starts */
        struct pd_fit_lap laps[PD_FIT_LAPS_MAX];
};

/* Reads the messages that are left of the file. Records without a session are one. */
void pd_fit_survey_take(struct pd_fit_survey *survey, struct pd_fit *fit);

/* NULL: it is an activity; else what should have been there instead of this. */
const char *pd_fit_survey_refusal(const struct pd_fit_survey *survey);

void pd_fit_survey_about(const struct pd_fit_survey *survey, size_t session, struct pd_recording_about *ret);

/* Microseconds since 1970. */
static inline pd_usec
pd_fit_real(int64_t timestamp)
{
        return (timestamp + 631065600) * PD_SEC; /* 1989-12-31 UTC */
}
