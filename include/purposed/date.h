/* SPDX-License-Identifier: MIT */
/*
 * Days of the calendar, as an athlete counts them: local, and beginning at
 * `day_starts`, so that a run at one in the night belongs to the evening.
 */
#pragma once

#include "purposed/time.h"

#include <stdint.h>

/* Days since 1970-01-01, a Thursday. */
typedef int32_t pd_day;

#define PD_DAY_NONE INT32_MIN
#define PD_DAYS_A_WEEK 7
#define PD_DATE_SIZE 11 /* "2026-11-25" and NUL */
#define PD_WEEK_ID_SIZE 9 /* "2026-W48" and NUL */

enum pd_weekday { PD_MONDAY, PD_TUESDAY, PD_WEDNESDAY, PD_THURSDAY, PD_FRIDAY, PD_SATURDAY, PD_SUNDAY };

const char *pd_weekday_name(enum pd_weekday weekday); /* "monday" */
int pd_weekday_parse(const char *word, enum pd_weekday *ret); /* "monday", "mon", whatever case: 0 or -EINVAL */

/* Gregorian. YEAR from 1970 to 9999. */
pd_day pd_day_of_date(int32_t year, int32_t month, int32_t day);
/* "2026-11-25": 0, or -EINVAL for what is no such day. */
int pd_day_parse(const char *text, pd_day *ret);
void pd_day_format(pd_day day, char ret[static PD_DATE_SIZE]);

/* ISO 8601: a week begins on Monday, and is of the year that has its Thursday. */
void pd_week_id(pd_day monday, char ret[static PD_WEEK_ID_SIZE]);
/* "2026-W48": 0, or -EINVAL for what is no such week. */
int pd_week_parse(const char *text, pd_day *ret_monday);

enum pd_weekday pd_day_weekday(pd_day day);
pd_day pd_day_monday(pd_day day); /* of its week */

/* The day of an instant: REAL in microseconds since 1970 UTC, STARTS the minute
 * of the local day at which a new one begins. */
pd_day pd_day_at(pd_usec real, int32_t utc_offset_s, int32_t starts);
/* The instant at which DAY begins, by the offset that holds then. */
pd_usec pd_day_begin(pd_day day, int32_t utc_offset_s, int32_t starts);
