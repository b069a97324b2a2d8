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
 * Limits: 64 MiB, of which a day at 1 Hz with all that developers add is a
 * third; 32 sessions and 4000 laps a file, 4096 RR a record.
 */
#include "formats/activity.h"
#include "formats/fit_survey.h"


#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define BYTES_MAX ((size_t) 64 << 20)
#define RECORD_RR_MAX 4096

/* One reading of a whole chain. */
struct reader {
        struct pd_fit fit;
        const struct pd_recording_ops *ops;
        bool any_activity;
        const char *refusal; /* of the first file that is none; NULL */
        size_t session; /* that is played */
        struct pd_fit_survey survey;
        struct pd_recording_about about;
        struct pd_activity activity;
        bool pending; /* `reading` waits for its beats */
        int64_t pending_at;
        uint32_t odometer_16; /* of compressed distance, 1/16 m */
        struct pd_reading reading;
        size_t n_rr;
        uint16_t rr[RECORD_RR_MAX];
};

static int
flush(struct reader *reader)
{
        if (!reader->pending)
                return 0;
        reader->pending = false;
        reader->reading.n_rr = reader->n_rr;
        reader->reading.rr = reader->rr;
        reader->n_rr = 0;
        return pd_activity_reading(&reader->activity, pd_fit_real(reader->pending_at), &reader->reading);
}

/* Beats without a record have no time. */
static int
begin(struct reader *reader)
{
        pd_fit_survey_about(&reader->survey, reader->session, &reader->about);
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
        reading->hr_bpm = pd_fit_number_or(message, 3, PD_READING_ABSENT);
        if (pd_fit_number(message, 4, &value)) /* of one foot, and 1/128 */
                reading->cadence_mspm = 2 * (value * 1000 + pd_fit_number_or(message, 53, 0) * 1000 / 128);
        if (pd_fit_number(message, 5, &value))
                reading->distance_mm = value * 10;
        if (pd_fit_number(message, 73, &value) || pd_fit_number(message, 6, &value))
                reading->speed_um_s = value * 1000;
        reading->power_w = pd_fit_number_or(message, 7, PD_READING_ABSENT);
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
        const int64_t type = pd_fit_number_or(message, 1, -1);
        int r;

        if (pd_fit_number_or(message, 0, -1) != 0)
                return 0;
        if (type == 1 || type == 4 || type == 8 || type == 9) /* stop, stop_all, stop_disable, stop_disable_all */
                return pd_activity_timer(&reader->activity, pd_fit_real(message->timestamp), false);
        if (type != 0)
                return 0;
        r = reach(reader, message->timestamp);
        return r < 0 ? r : pd_activity_timer(&reader->activity, pd_fit_real(message->timestamp), true);
}

static int
play_message(struct reader *reader, const struct pd_fit_message *message)
{
        if (message->global == PD_FIT_HRV)
                play_hrv(reader, message);
        else if (message->timed && message->global == PD_FIT_RECORD)
                return play_record(reader, message);
        else if (message->timed && message->global == PD_FIT_EVENT)
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
        struct pd_fit ahead = reader->fit;
        struct pd_fit_message message;
        const char *refusal;

        pd_fit_survey_take(&reader->survey, &ahead);
        refusal = pd_fit_survey_refusal(&reader->survey);
        if (refusal == NULL)
                return play(reader);
        if (reader->refusal == NULL)
                reader->refusal = refusal;
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
                return fail(0, reader->refusal != NULL ? reader->refusal : "a FIT file: this one is empty", ret_error);
        return 0;
}

static int
read_recording(const char *bytes, size_t size, const struct pd_recording_ops *ops, uint64_t *ret_skipped, struct pd_format_error *ret_error)
{
        struct reader *reader;
        int r;

        if (size > BYTES_MAX)
                return fail(BYTES_MAX, "the end: a FIT file has at most 64 MiB", ret_error);
        reader = calloc(1, sizeof(*reader));
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
