/* SPDX-License-Identifier: MIT */
/*
 * A watch's activity as Garmin, Coros, Suunto, Polar and others write it:
 * FIT, read by its messages (fit_record.h has the container).
 *
 *   file_id, event (timer start), record, hrv, record, hrv, …, lap, …, event (stop), session, activity
 *
 * The totals stand at the end. So each file of a chain is read twice: once
 * for its sessions and laps, once for what happened. A record belongs to the
 * last session that began before it; without a session, all is one activity.
 *
 * An hrv message has the beats up to the record before it. RR, speed and
 * distance that a frame cannot carry are skipped and counted, as are records
 * whose time goes back. Unknown messages and fields, and those of developers,
 * are stepped over.
 *
 * Numbers are those of the FIT Profile (developer.garmin.com/fit), Profile.xlsx.
 *
 * Limits: 32 sessions and 4000 laps a file, 4096 RR a record.
 */
#include "formats/activity.h"
#include "formats/fit_record.h"

#include "purposed/event.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SESSIONS_MAX 32
#define LAPS_MAX 4000
#define RECORD_RR_MAX 4096

#define EPOCH ((pd_usec) 631065600 * PD_SEC) /* 1989-12-31 UTC */
#define DATED_FROM 0x10000000u               /* below, seconds since the watch was switched on */
#define OFFSET_MAX (14 * 3600)               /* Kiribati */
#define OFFSET_STEP (15 * 60)
#define CLOCK_WAS_SET (6 * 3600)             /* as in activity.c */
#define NO_TIME INT64_MIN

enum message {
        MESSAGE_FILE_ID = 0,
        MESSAGE_SESSION = 18,
        MESSAGE_LAP = 19,
        MESSAGE_RECORD = 20,
        MESSAGE_EVENT = 21,
        MESSAGE_DEVICE_INFO = 23,
        MESSAGE_WORKOUT = 26,
        MESSAGE_ACTIVITY = 34,
        MESSAGE_HRV = 78,
};

#define FILE_ACTIVITY 4

struct session {
        int64_t start; /* FIT seconds; of the first one NO_TIME: everything before the second belongs to it */
        int64_t end;   /* NO_TIME */
        int64_t elapsed_ms, distance_cm, sport; /* -1: not said */
};

struct lap {
        int64_t start, elapsed_ms, distance_cm, step; /* as above */
};

/* What one file of the chain says of itself. */
struct survey {
        int64_t type; /* -1 */
        char device[PD_TEXT_SIZE], workout[PD_TEXT_SIZE];
        int64_t utc_offset_s; /* PD_UNKNOWN */
        int64_t first, last;  /* records; NO_TIME */
        size_t n_sessions, n_laps;
        struct session sessions[SESSIONS_MAX];
        struct lap laps[LAPS_MAX];
};

/* One reading of a whole chain. */
struct reader {
        struct pd_fit fit;
        const struct pd_recording_ops *ops;
        bool any_activity;
        size_t session; /* that is played */
        struct survey survey;
        struct pd_recording_about about;
        struct pd_activity activity;
        bool pending; /* `reading` waits for its beats */
        int64_t pending_at;
        uint32_t odometer_16; /* of compressed distance, 1/16 m */
        struct pd_reading reading;
        size_t n_rr;
        uint16_t rr[RECORD_RR_MAX];
};

static int64_t
number_or(const struct pd_fit_message *message, uint8_t field, int64_t otherwise)
{
        int64_t value;

        return pd_fit_number(message, field, &value) ? value : otherwise;
}

/* ---- the survey ----------------------------------------------------------- */

/* "garmin 3224": the makers that are met, by the profile's `manufacturer`. */
static void
name_device(struct survey *survey, int64_t maker, int64_t product)
{
        static const struct {
                uint8_t number;
                const char *name;
        } makers[] = {{1, "Garmin"}, {23, "Suunto"}, {32, "Wahoo"}, {123, "Polar"}};
        const char *name = maker == 294 ? "Coros" : NULL;
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
survey_file_id(struct survey *survey, const struct pd_fit_message *message)
{
        survey->type = number_or(message, 0, -1);
        if (!pd_fit_text(message, 8, survey->device, sizeof(survey->device)))
                name_device(survey, number_or(message, 1, -1), number_or(message, 2, -1));
}

/* The creator is device 0; others are straps and pods. */
static void
survey_device(struct survey *survey, const struct pd_fit_message *message)
{
        if (number_or(message, 0, -1) == 0)
                (void) pd_fit_text(message, 27, survey->device, sizeof(survey->device));
}

/* Kept in the order of their beginning. */
static void
survey_session(struct survey *survey, const struct pd_fit_message *message)
{
        const int64_t end = message->timed ? (int64_t) message->timestamp : NO_TIME;
        const int64_t elapsed_ms = number_or(message, 7, -1);
        const struct session session = {
                .start = number_or(message, 2, end != NO_TIME && elapsed_ms >= 0 ? end - elapsed_ms / 1000 : NO_TIME),
                .end = end,
                .elapsed_ms = elapsed_ms,
                .distance_cm = number_or(message, 9, -1),
                .sport = number_or(message, 5, -1),
        };
        size_t i = survey->n_sessions;

        if (i == SESSIONS_MAX)
                return;
        for (; i > 0 && survey->sessions[i - 1].start > session.start; i--)
                survey->sessions[i] = survey->sessions[i - 1];
        survey->sessions[i] = session;
        survey->n_sessions++;
}

static void
survey_lap(struct survey *survey, const struct pd_fit_message *message)
{
        const int64_t end = message->timed ? (int64_t) message->timestamp : NO_TIME;

        if (survey->n_laps == LAPS_MAX)
                return;
        survey->laps[survey->n_laps++] = (struct lap) {
                .start = number_or(message, 2, end),
                .elapsed_ms = number_or(message, 7, -1),
                .distance_cm = number_or(message, 9, -1),
                .step = number_or(message, 71, -1),
        };
}

/* Local time minus UTC; some devices write nonsense. */
static void
survey_activity(struct survey *survey, const struct pd_fit_message *message)
{
        const int64_t local = number_or(message, 5, -1);
        const int64_t offset = message->timed && local >= 0 ? local - (int64_t) message->timestamp : OFFSET_MAX + 1;

        if (offset >= -OFFSET_MAX && offset <= OFFSET_MAX && offset % OFFSET_STEP == 0)
                survey->utc_offset_s = offset;
}

static void
survey_record(struct survey *survey, const struct pd_fit_message *message)
{
        if (!message->timed)
                return;
        if (survey->first == NO_TIME)
                survey->first = message->timestamp;
        survey->last = message->timestamp;
}

static void
take_survey(struct survey *survey, struct pd_fit *fit)
{
        struct pd_fit_message message;

        survey->type = -1;
        survey->utc_offset_s = PD_UNKNOWN;
        survey->first = survey->last = NO_TIME;
        survey->n_sessions = survey->n_laps = 0;
        survey->device[0] = survey->workout[0] = '\0';
        while (pd_fit_message(fit, &message)) {
                if (message.global == MESSAGE_FILE_ID)
                        survey_file_id(survey, &message);
                else if (message.global == MESSAGE_DEVICE_INFO)
                        survey_device(survey, &message);
                else if (message.global == MESSAGE_SESSION)
                        survey_session(survey, &message);
                else if (message.global == MESSAGE_LAP)
                        survey_lap(survey, &message);
                else if (message.global == MESSAGE_ACTIVITY)
                        survey_activity(survey, &message);
                else if (message.global == MESSAGE_WORKOUT)
                        (void) pd_fit_text(&message, 8, survey->workout, sizeof(survey->workout));
                else if (message.global == MESSAGE_RECORD)
                        survey_record(survey, &message);
        }
        if (survey->n_sessions > 0 || survey->first == NO_TIME)
                return;
        survey->sessions[survey->n_sessions++] = (struct session) {
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
true_start(const struct survey *survey, size_t i)
{
        const struct session *const session = &survey->sessions[i];
        const int64_t start = session->start != NO_TIME ? session->start : survey->first;
        const int64_t by_end = session->end - session->elapsed_ms / 1000;

        if (session->end == NO_TIME || session->elapsed_ms < 0 || start == NO_TIME || i + 1 < survey->n_sessions)
                return start;
        return by_end - start > CLOCK_WAS_SET || start - by_end > CLOCK_WAS_SET ? by_end : start;
}

static void
add_laps(struct pd_recording_about *about, const struct survey *survey, size_t session)
{
        const int64_t from = session == 0 ? NO_TIME : survey->sessions[session].start;
        const int64_t to = session + 1 < survey->n_sessions ? survey->sessions[session + 1].start : INT64_MAX;
        const int64_t start = survey->sessions[session].start;
        const int64_t truth = true_start(survey, session);

        for (size_t i = 0; i < survey->n_laps; i++) {
                const struct lap *const lap = &survey->laps[i];

                if (lap->start < from || lap->start >= to)
                        continue;
                if (about->n_laps++ >= PD_RECORDING_LAPS_MAX)
                        continue;
                const int64_t zero = lap->start >= truth && truth > start ? truth : start;
                about->laps[about->n_laps - 1] = (struct pd_recording_lap) {
                        .start = lap->start == NO_TIME || zero == NO_TIME || lap->start < zero ? 0 : (lap->start - zero) * PD_SEC,
                        .elapsed = lap->elapsed_ms < 0 ? PD_NEVER : lap->elapsed_ms * PD_MSEC,
                        .distance_mm = lap->distance_cm < 0 ? PD_UNKNOWN : lap->distance_cm * 10,
                        .step = lap->step < 0 ? PD_UNKNOWN : (int32_t) lap->step,
                };
        }
}

static void
say(struct reader *reader)
{
        const struct survey *const survey = &reader->survey;
        const struct session *const session = &survey->sessions[reader->session];
        const int64_t start = true_start(survey, reader->session);
        struct pd_recording_about *const about = &reader->about;

        *about = (struct pd_recording_about) {
                .start_real = start < (int64_t) DATED_FROM ? PD_NEVER : start * PD_SEC + EPOCH,
                .elapsed = session->elapsed_ms < 0 ? PD_NEVER : session->elapsed_ms * PD_MSEC,
                .distance_mm = session->distance_cm < 0 ? PD_UNKNOWN : session->distance_cm * 10,
                .utc_offset_s = (int32_t) survey->utc_offset_s,
        };
        strcpy(about->sport, sport_word(session->sport));
        memcpy(about->device, survey->device, sizeof(about->device));
        memcpy(about->workout, survey->workout, sizeof(about->workout));
        add_laps(about, survey, reader->session);
}

/* ---- what happened ----------------------------------------------------------- */

static pd_usec
real_of(int64_t timestamp)
{
        return timestamp * PD_SEC + EPOCH;
}

static int
flush(struct reader *reader)
{
        if (!reader->pending)
                return 0;
        reader->pending = false;
        reader->reading.n_rr = reader->n_rr;
        reader->reading.rr = reader->rr;
        reader->n_rr = 0;
        return pd_activity_reading(&reader->activity, real_of(reader->pending_at), &reader->reading);
}

/* Beats without a record have no time. */
static int
begin(struct reader *reader)
{
        say(reader);
        reader->activity.skipped += reader->n_rr;
        reader->n_rr = 0;
        reader->odometer_16 = 0;
        return pd_activity_begin(&reader->activity, reader->ops, &reader->about);
}

/* All sessions up to that of TIMESTAMP. */
static int
reach(struct reader *reader, int64_t timestamp)
{
        int r = flush(reader);

        while (r == 0 && reader->session + 1 < reader->survey.n_sessions &&
                timestamp >= reader->survey.sessions[reader->session + 1].start) {
                r = pd_activity_end(&reader->activity);
                if (r < 0)
                        return r;
                reader->session++;
                r = begin(reader);
        }
        return r;
}

/* Twelve bits of speed, 1/100 m/s, and twelve of an odometer, 1/16 m, that rolls over. */
static void
read_compressed(struct reader *reader, const struct pd_fit_message *message, struct pd_reading *reading)
{
        size_t size = 0;
        const uint8_t *const bytes = pd_fit_bytes(message, 8, &size);

        if (bytes == NULL || size != 3 || (bytes[0] == 0xff && bytes[1] == 0xff && bytes[2] == 0xff))
                return;
        const unsigned speed = bytes[0] | (bytes[1] & 0x0fu) << 8;
        const unsigned distance = bytes[1] >> 4 | (unsigned) bytes[2] << 4;
        if (speed != 0xfff)
                reading->speed_um_s = (int64_t) speed * 10000;
        reader->odometer_16 += (distance - reader->odometer_16) & 0xfff;
        reading->distance_mm = (int64_t) reader->odometer_16 * 1000 / 16;
}

static int
play_record(struct reader *reader, const struct pd_fit_message *message)
{
        struct pd_reading *const reading = &reader->reading;
        int64_t value;
        const int r = reach(reader, message->timestamp);

        if (r < 0)
                return r;
        pd_reading_init(reading);
        reader->pending = true;
        reader->pending_at = message->timestamp;
        read_compressed(reader, message, reading);
        reading->hr_bpm = number_or(message, 3, PD_READING_ABSENT);
        if (pd_fit_number(message, 4, &value)) /* of one foot, and 1/128 */
                reading->cadence_mspm = 2 * (value * 1000 + number_or(message, 53, 0) * 1000 / 128);
        if (pd_fit_number(message, 5, &value))
                reading->distance_mm = value * 10;
        if (pd_fit_number(message, 73, &value) || pd_fit_number(message, 6, &value))
                reading->speed_um_s = value * 1000;
        return 0;
}

static void
play_hrv(struct reader *reader, const struct pd_fit_message *message)
{
        int64_t ms;

        for (size_t i = 0; pd_fit_element(message, 0, i, &ms); i++) {
                const uint16_t rr = pd_reading_rr(ms * 1000);

                if (rr == 0 || reader->n_rr == RECORD_RR_MAX)
                        reader->activity.skipped++;
                else
                        reader->rr[reader->n_rr++] = rr;
        }
}

/* Event 0 is the timer; its types: 0 starts, the others below stop. Beats of
 * the last record may stand behind a stop. */
static int
play_event(struct reader *reader, const struct pd_fit_message *message)
{
        const int64_t type = number_or(message, 1, -1);
        int r;

        if (number_or(message, 0, -1) != 0)
                return 0;
        if (type == 1 || type == 4 || type == 8 || type == 9) /* stop, stop_all, stop_disable, stop_disable_all */
                return pd_activity_timer(&reader->activity, real_of(message->timestamp), false);
        if (type != 0)
                return 0;
        r = reach(reader, message->timestamp);
        return r < 0 ? r : pd_activity_timer(&reader->activity, real_of(message->timestamp), true);
}

static int
play_message(struct reader *reader, const struct pd_fit_message *message)
{
        if (message->global == MESSAGE_HRV)
                play_hrv(reader, message);
        else if (message->timed && message->global == MESSAGE_RECORD)
                return play_record(reader, message);
        else if (message->timed && message->global == MESSAGE_EVENT)
                return play_event(reader, message);
        return 0;
}

static int
play(struct reader *reader)
{
        struct pd_fit_message message;
        int r;

        reader->session = 0;
        reader->any_activity = true;
        r = begin(reader);
        while (r == 0 && pd_fit_message(&reader->fit, &message))
                r = play_message(reader, &message);
        if (r == 0)
                r = reach(reader, INT64_MAX);
        return r < 0 ? r : pd_activity_end(&reader->activity);
}

/* One file of the chain. */
static int
read_file(struct reader *reader)
{
        struct pd_fit first = reader->fit;
        struct pd_fit_message message;

        take_survey(&reader->survey, &first);
        if ((reader->survey.type == FILE_ACTIVITY || reader->survey.type == -1) && reader->survey.n_sessions > 0)
                return play(reader);
        while (pd_fit_message(&reader->fit, &message))
                ;
        return 0;
}

static int
fail(size_t at, const char *expected, struct pd_format_error *ret)
{
        *ret = (struct pd_format_error) {.line = 0, .column = at};
        pd_text_copy(ret->expected, sizeof(ret->expected), expected, strlen(expected));
        return -EBADMSG;
}

static int
read_chain(struct reader *reader, struct pd_format_error *ret_error)
{
        const struct pd_fit *const fit = &reader->fit;

        while (pd_fit_file(&reader->fit)) {
                const int r = read_file(reader);
                if (r < 0)
                        return r;
        }
        if (fit->expected != NULL)
                return fail(fit->fault_at, fit->expected, ret_error);
        if (!reader->any_activity)
                return fail(fit->file_start, "an activity: this FIT file holds something else", ret_error);
        return 0;
}

static int
read_recording(const char *bytes, size_t size, const struct pd_recording_ops *ops, uint64_t *ret_skipped, struct pd_format_error *ret_error)
{
        struct reader *const reader = calloc(1, sizeof(*reader));
        int r;

        if (reader == NULL)
                return -ENOMEM;
        reader->ops = ops;
        pd_fit_init(&reader->fit, bytes, size);
        r = read_chain(reader, ret_error);
        if (r == 0)
                *ret_skipped = reader->activity.skipped + reader->n_rr;
        free(reader);
        return r;
}

const struct pd_format pd_format_fit = {
        .key = "fit",
        .title = "FIT activity, as watches of Garmin and others write it",
        .probe = pd_fit_probe,
        .read = read_recording,
};
