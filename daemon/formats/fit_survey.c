/* SPDX-License-Identifier: MIT */
#include "formats/fit_survey.h"

#include "purposed/event.h"

#include <stdio.h>
#include <string.h>

#define FILE_ACTIVITY 4
#define DATED_FROM 0x10000000    /* below, seconds since the watch was switched on */
#define OFFSET_MAX (14 * 3600)   /* Kiribati */
#define OFFSET_STEP (15 * 60)
#define MAKER_COROS 294          /* writes UTC as its local time, wherever it is */
#define CLOCK_WAS_SET (6 * 3600) /* as in activity.c */

/* "Garmin 3224": the makers that are met, by the profile's `manufacturer`. */
static void
name_device(struct pd_fit_survey *survey, int64_t maker, int64_t product)
{
        static const struct {
                uint16_t number;
                const char *name;
        } makers[] = {{1, "Garmin"}, {23, "Suunto"}, {32, "Wahoo"}, {123, "Polar"}, {MAKER_COROS, "Coros"}};
        const char *name = NULL;
        char product_text[24] = "";

        for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++)
                if (makers[i].number == maker)
                        name = makers[i].name;
        if (name == NULL)
                return;
        if (product >= 0)
                snprintf(product_text, sizeof(product_text), " %d", (int) product);
        snprintf(survey->device, sizeof(survey->device), "%s%s", name, product_text);
}

static void
survey_file_id(struct pd_fit_survey *survey, const struct pd_fit_message *message)
{
        survey->type = pd_fit_number_or(message, 0, -1);
        survey->maker = pd_fit_number_or(message, 1, -1);
        if (!pd_fit_text(message, 8, survey->device, sizeof(survey->device)))
                name_device(survey, survey->maker, pd_fit_number_or(message, 2, -1));
}

/* The creator is device 0; others are straps and pods. */
static void
survey_device(struct pd_fit_survey *survey, const struct pd_fit_message *message)
{
        if (pd_fit_number_or(message, 0, -1) == 0)
                (void) pd_fit_text(message, 27, survey->device, sizeof(survey->device));
}

/* Kept in the order of their beginning. */
static void
survey_session(struct pd_fit_survey *survey, const struct pd_fit_message *message)
{
        const int64_t end = message->timed ? (int64_t) message->timestamp : PD_FIT_NO_TIME;
        const int64_t elapsed_ms = pd_fit_number_or(message, 7, -1);
        const struct pd_fit_session session = {
                .start = pd_fit_number_or(message, 2, end != PD_FIT_NO_TIME && elapsed_ms >= 0 ? end - elapsed_ms / 1000 : PD_FIT_NO_TIME),
                .end = end,
                .elapsed_ms = elapsed_ms,
                .distance_cm = pd_fit_number_or(message, 9, -1),
                .sport = pd_fit_number_or(message, 5, -1),
        };
        size_t i = survey->n_sessions;

        if (i == PD_FIT_SESSIONS_MAX)
                return;
        for (; i > 0 && survey->sessions[i - 1].start > session.start; i--)
                survey->sessions[i] = survey->sessions[i - 1];
        survey->sessions[i] = session;
        survey->n_sessions++;
}

static void
survey_lap(struct pd_fit_survey *survey, const struct pd_fit_message *message)
{
        const int64_t end = message->timed ? (int64_t) message->timestamp : PD_FIT_NO_TIME;

        if (survey->n_laps == PD_FIT_LAPS_MAX)
                return;
        survey->laps[survey->n_laps++] = (struct pd_fit_lap) {
                .start = pd_fit_number_or(message, 2, end),
                .elapsed_ms = pd_fit_number_or(message, 7, -1),
                .distance_cm = pd_fit_number_or(message, 9, -1),
                .step = pd_fit_number_or(message, 71, -1),
        };
}

/* Local time minus UTC; some devices write nonsense. */
static void
survey_activity(struct pd_fit_survey *survey, const struct pd_fit_message *message)
{
        const int64_t local = pd_fit_number_or(message, 5, -1);
        const int64_t offset = message->timed && local >= 0 ? local - (int64_t) message->timestamp : OFFSET_MAX + 1;

        if (offset == 0 && survey->maker == MAKER_COROS)
                return;
        if (offset >= -OFFSET_MAX && offset <= OFFSET_MAX && offset % OFFSET_STEP == 0)
                survey->utc_offset_s = offset;
}

static void
survey_record(struct pd_fit_survey *survey, const struct pd_fit_message *message)
{
        if (!message->timed)
                return;
        if (survey->first == PD_FIT_NO_TIME)
                survey->first = message->timestamp;
        survey->last = message->timestamp;
}

void
pd_fit_survey_take(struct pd_fit_survey *survey, struct pd_fit *fit)
{
        struct pd_fit_message message;

        survey->type = survey->maker = -1;
        survey->utc_offset_s = PD_UNKNOWN;
        survey->first = survey->last = PD_FIT_NO_TIME;
        survey->n_sessions = survey->n_laps = 0;
        survey->device[0] = survey->workout[0] = '\0';
        while (pd_fit_message(fit, &message)) {
                if (message.global == PD_FIT_FILE_ID)
                        survey_file_id(survey, &message);
                else if (message.global == PD_FIT_DEVICE_INFO)
                        survey_device(survey, &message);
                else if (message.global == PD_FIT_SESSION)
                        survey_session(survey, &message);
                else if (message.global == PD_FIT_LAP)
                        survey_lap(survey, &message);
                else if (message.global == PD_FIT_ACTIVITY)
                        survey_activity(survey, &message);
                else if (message.global == PD_FIT_WORKOUT)
                        (void) pd_fit_text(&message, 8, survey->workout, sizeof(survey->workout));
                else if (message.global == PD_FIT_RECORD)
                        survey_record(survey, &message);
        }
        if (survey->n_sessions > 0 || survey->first == PD_FIT_NO_TIME)
                return;
        survey->sessions[survey->n_sessions++] = (struct pd_fit_session) {
                .start = survey->first,
                .end = survey->last,
                .elapsed_ms = (survey->last - survey->first) * 1000,
                .distance_cm = -1,
                .sport = -1,
        };
}

/* ---- what is said of an activity ------------------------------------------- */

static const char *
sport_word(int64_t sport)
{
        static const char *const words[] = {
                [0] = "generic", [1] = "running", [2] = "cycling", [3] = "transition", [4] = "fitness_equipment", [5] = "swimming",
                [10] = "training", [11] = "walking", [12] = "cross_country_skiing", [13] = "alpine_skiing", [15] = "rowing",
                [16] = "mountaineering", [17] = "hiking", [18] = "multisport",
        };

        if (sport < 0)
                return "";
        return sport < (int64_t) (sizeof(words) / sizeof(words[0])) && words[sport] != NULL ? words[sport] : "other";
}

/* The session's own start, unless the clock was set meanwhile: then its end is
 * right, and lies further from the start than it lasted. Sessions before the
 * last may have been written when the next one began. */
static int64_t
true_start(const struct pd_fit_survey *survey, size_t i)
{
        const struct pd_fit_session *const session = &survey->sessions[i];
        const int64_t start = session->start != PD_FIT_NO_TIME ? session->start : survey->first;
        int64_t by_end;

        if (session->end == PD_FIT_NO_TIME || session->elapsed_ms < 0 || start == PD_FIT_NO_TIME || i + 1 < survey->n_sessions)
                return start;
        by_end = session->end - session->elapsed_ms / 1000;
        return by_end - start > CLOCK_WAS_SET || start - by_end > CLOCK_WAS_SET ? by_end : start;
}

static void
add_laps(struct pd_recording_about *about, const struct pd_fit_survey *survey, size_t session)
{
        const int64_t from = session == 0 ? PD_FIT_NO_TIME : survey->sessions[session].start;
        const int64_t to = session + 1 < survey->n_sessions ? survey->sessions[session + 1].start : INT64_MAX;
        const int64_t start = survey->sessions[session].start;
        const int64_t truth = true_start(survey, session);

        for (size_t i = 0; i < survey->n_laps; i++) {
                const struct pd_fit_lap *const lap = &survey->laps[i];

                if (lap->start < from || lap->start >= to)
                        continue;
                if (about->n_laps++ >= PD_RECORDING_LAPS_MAX)
                        continue;
                const int64_t zero = lap->start >= truth && truth > start ? truth : start;
                about->laps[about->n_laps - 1] = (struct pd_recording_lap) {
                        .start = zero == PD_FIT_NO_TIME || lap->start < zero ? 0 : (lap->start - zero) * PD_SEC,
                        .elapsed = lap->elapsed_ms < 0 ? PD_NEVER : lap->elapsed_ms * PD_MSEC,
                        .distance_mm = lap->distance_cm < 0 ? PD_UNKNOWN : lap->distance_cm * 10,
                        .step = lap->step < 0 ? PD_UNKNOWN : (int32_t) lap->step,
                };
        }
}

void
pd_fit_survey_about(const struct pd_fit_survey *survey, size_t i, struct pd_recording_about *ret)
{
        const struct pd_fit_session *const session = &survey->sessions[i];
        const int64_t start = true_start(survey, i);

        *ret = (struct pd_recording_about) {
                .start_real = start < DATED_FROM ? PD_NEVER : pd_fit_real(start),
                .elapsed = session->elapsed_ms < 0 ? PD_NEVER : session->elapsed_ms * PD_MSEC,
                .distance_mm = session->distance_cm < 0 ? PD_UNKNOWN : session->distance_cm * 10,
                .utc_offset_s = (int32_t) survey->utc_offset_s,
        };
        strcpy(ret->sport, sport_word(session->sport));
        memcpy(ret->device, survey->device, sizeof(ret->device));
        memcpy(ret->workout, survey->workout, sizeof(ret->workout));
        add_laps(ret, survey, i);
}

/* By the profile's `file`. */
const char *
pd_fit_survey_refusal(const struct pd_fit_survey *survey)
{
        switch (survey->type) {
        case FILE_ACTIVITY:
        case -1:
                return survey->n_sessions > 0 ? NULL : "an activity: nothing was recorded in this FIT file";
        case 5:
                return "an activity: this FIT file holds a workout";
        case 6:
                return "an activity: this FIT file holds a course";
        default:
                return "an activity: this FIT file holds settings, totals or the like";
        }
}
