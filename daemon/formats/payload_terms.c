/* SPDX-License-Identifier: MIT */
#include "formats/payload_terms.h"

#include "purposed/clock.h"
#include "purposed/pace.h"

#include <stdio.h>

#define TIME_SIZE 80 /* more than any numbers fill */
#define PACE_SIZE 16
#define PACE_FROM_MM_S 500 /* slower is standing about: no pace */

void
pd_payload_thousandths(struct pd_json *json, const char *key, int32_t value)
{
        if (value == PD_UNKNOWN)
                pd_json_null(json, key);
        else
                pd_json_decimal(json, key, value, 3);
}

void
pd_payload_hr(struct pd_json *json, const char *key, int32_t bpm)
{
        pd_json_known(json, key, bpm > 0 ? bpm : PD_UNKNOWN);
}

void
pd_payload_speed_limit(struct pd_json *json, const char *key, int32_t mm_s)
{
        pd_payload_thousandths(json, key, mm_s > 0 ? mm_s : PD_UNKNOWN);
}

void
pd_payload_words(struct pd_json *json, const char *key, const char *text)
{
        pd_json_text(json, key, text && text[0] ? text : NULL);
}

void
pd_payload_trimp(struct pd_json *json, int32_t tenths)
{
        if (tenths == PD_UNKNOWN)
                pd_json_null(json, "trimp");
        else
                pd_json_decimal(json, "trimp", tenths, 1);
}

void
pd_payload_time(struct pd_json *json, const char *key, pd_usec real)
{
        char text[TIME_SIZE];
        struct pd_civil civil;

        if (real < 0 || real >= 253402300800 * PD_SEC) { /* the year 10000 has no such form */
                pd_json_null(json, key);
                return;
        }
        pd_clock_civil(real, &civil);
        snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", civil.year, civil.month, civil.day, civil.hour, civil.minute,
                civil.second, civil.millisecond);
        pd_json_text(json, key, text);
}

void
pd_payload_pace(struct pd_json *json, const struct pd_event *event, int32_t mm_s)
{
        char text[PACE_SIZE];

        if (mm_s < PACE_FROM_MM_S) {
                pd_json_null(json, "pace");
        } else {
                int seconds = (int) pd_pace_seconds(event->athlete->units, mm_s);

                snprintf(text, sizeof(text), "%d:%02d", seconds / 60, seconds % 60);
                pd_json_text(json, "pace", text);
        }
        pd_json_text(json, "pace_unit", pd_pace_unit(event->athlete->units));
}

void
pd_payload_pace_min_km(struct pd_json *json, int32_t mm_s)
{
        if (mm_s < PACE_FROM_MM_S)
                pd_json_null(json, "pace_min_km");
        else
                pd_json_decimal(json, "pace_min_km", (100000000 + 30 * (int64_t) mm_s) / (60 * (int64_t) mm_s), 2);
}

void
pd_payload_distance_as(struct pd_json *json, const struct pd_event *event, const char *key, const char *text_key, int64_t mm)
{
        char text[PD_DISTANCE_SIZE];

        if (mm < 0) { /* PD_UNKNOWN too */
                pd_json_null(json, key);
                pd_json_null(json, text_key);
                return;
        }
        pd_distance_format(event->athlete->units, mm, text);
        pd_json_integer(json, key, mm / 1000);
        pd_json_text(json, text_key, text);
}

void
pd_payload_distance(struct pd_json *json, const struct pd_event *event, int64_t mm)
{
        pd_payload_distance_as(json, event, "distance_m", "distance_text", mm);
}

void
pd_payload_seconds(struct pd_json *json, const int32_t seconds[static PD_INTENSITY_COUNT])
{
        static const char *const keys[PD_INTENSITY_COUNT] = {
                [PD_INTENSITY_UNKNOWN] = "unknown_s", [PD_INTENSITY_REST] = "rest_s",         [PD_INTENSITY_RECOVERY] = "recovery_s",
                [PD_INTENSITY_EASY] = "easy_s",       [PD_INTENSITY_MODERATE] = "moderate_s", [PD_INTENSITY_HARD] = "hard_s",
        };

        for (size_t i = 0; i < PD_INTENSITY_COUNT; i++)
                pd_json_known(json, keys[i], seconds[i]);
}

/* ---- the workout -------------------------------------------------------- */

bool
pd_payload_has_workout(const struct pd_event *event)
{
        return event->workout && event->workout->purpose != PD_PURPOSE_NONE;
}

void
pd_payload_workout(struct pd_json *json, const struct pd_event *event)
{
        pd_payload_words(json, "workout", pd_payload_has_workout(event) ? event->workout->id : NULL);
}

void
pd_payload_purpose(struct pd_json *json, const struct pd_event *event)
{
        pd_json_text(json, "purpose", pd_payload_has_workout(event) ? pd_purpose_name(event->workout->purpose) : NULL);
}

const struct pd_step *
pd_payload_step_at(const struct pd_event *event, int64_t index)
{
        if (!event->workout || index < 0 || (uint64_t) index >= event->workout->n_steps)
                return NULL;
        return &event->workout->steps[index];
}
