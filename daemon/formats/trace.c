/* SPDX-License-Identifier: MIT */
/*
 * Reads our own traces (trace.h), line by line. Frames are the hot path: a
 * month of runs is replayed in seconds, so their lines are taken apart by
 * hand.
 */
#include "formats/trace.h"

#include "formats/cursor.h"
#include "formats/line.h"
#include "formats/numbers.h"

#include <errno.h>
#include <string.h>

/* The snapshot: a word, a space, and what a function below makes of the rest. */

static int
read_engine(struct pd_trace_reader *reader, struct pd_cursor *cursor)
{
        return pd_cursor_uint32(cursor, &reader->snapshot.engine_version);
}

static int
read_athlete(struct pd_trace_reader *reader, struct pd_cursor *cursor)
{
        char id[PD_ID_SIZE];

        if (reader->snapshot.athlete.id[0])
                return pd_cursor_fail(cursor, "one athlete a trace");
        const int r = pd_cursor_id(cursor, id);
        if (r == 0)
                pd_athlete_init(&reader->snapshot.athlete, id);
        return r;
}

static const struct pd_setting *
athlete_setting(const char *key)
{
        const struct pd_setting *setting = pd_setting_find(pd_athlete_settings, key);

        if (!setting)
                setting = pd_setting_find(pd_athlete_day_settings, key);
        return setting ? setting : pd_setting_find(pd_athlete_learnt_settings, key);
}

/* "lt1_hr 141 +-4 test", what follows "athlete." */
static int
read_athlete_setting(struct pd_trace_reader *reader, struct pd_cursor *cursor)
{
        const char *at = cursor->at;
        char key[PD_ID_SIZE], value[PD_SENTENCE_SIZE]; /* the longest: why */
        const struct pd_setting *setting = NULL;

        if (!reader->snapshot.athlete.id[0])
                return pd_cursor_fail(cursor, "'athlete ID' before what is known of the athlete");
        if (pd_cursor_word(cursor, key, sizeof key))
                setting = athlete_setting(key);
        if (!setting) {
                cursor->at = at;
                return pd_cursor_fail(cursor, "a key of the athlete's settings");
        }
        if (!PD_CURSOR_TAKE(cursor, " ") || pd_cursor_rest(cursor) >= sizeof value)
                return pd_cursor_fail(cursor, setting->expected);
        memcpy(value, cursor->at, pd_cursor_rest(cursor));
        value[pd_cursor_rest(cursor)] = '\0';
        if (strlen(value) != pd_cursor_rest(cursor) || pd_setting_parse(setting, value, &reader->snapshot.athlete) < 0)
                return pd_cursor_fail(cursor, setting->expected);
        cursor->at = cursor->end;
        return 0;
}

static int
read_workout(struct pd_trace_reader *reader, struct pd_cursor *cursor)
{
        return pd_cursor_id(cursor, reader->snapshot.workout.id);
}

static int
read_workout_title(struct pd_trace_reader *reader, struct pd_cursor *cursor)
{
        return pd_cursor_text(cursor, reader->snapshot.workout.title);
}

static int
read_workout_purpose(struct pd_trace_reader *reader, struct pd_cursor *cursor)
{
        const char *at = cursor->at;
        char word[PD_ID_SIZE];

        if (!pd_cursor_word(cursor, word, sizeof word) || pd_purpose_parse(word, &reader->snapshot.workout.purpose) < 0) {
                cursor->at = at;
                return pd_cursor_fail(cursor, "a purpose such as recovery or intervals");
        }
        return 0;
}

static int
take_extent(struct pd_cursor *cursor, enum pd_extent *ret)
{
        if (PD_CURSOR_TAKE(cursor, "open"))
                *ret = PD_EXTENT_OPEN;
        else if (PD_CURSOR_TAKE(cursor, "time"))
                *ret = PD_EXTENT_TIME;
        else if (PD_CURSOR_TAKE(cursor, "distance"))
                *ret = PD_EXTENT_DISTANCE;
        else
                return pd_cursor_fail(cursor, "open, time or distance");
        return 0;
}

static int
take_intensity(struct pd_cursor *cursor, enum pd_intensity *ret)
{
        const char *at = cursor->at;
        char word[PD_ID_SIZE];

        if (!pd_cursor_word(cursor, word, sizeof word) || pd_intensity_parse(word, ret) < 0) {
                cursor->at = at;
                return pd_cursor_fail(cursor, "an intensity such as easy or hard");
        }
        return 0;
}

static int
take_band(struct pd_cursor *cursor, struct pd_band *ret)
{
        int32_t *const parts[] = {&ret->low, &ret->high, &ret->width};

        for (size_t i = 0; i < 3; i++) {
                if (i > 0 && !PD_CURSOR_TAKE(cursor, ","))
                        return pd_cursor_fail(cursor, "a band: low,high,width");
                const int r = pd_cursor_int32(cursor, parts[i]);
                if (r < 0)
                        return r;
        }
        return 0;
}

static int
read_step(struct pd_trace_reader *reader, struct pd_cursor *cursor)
{
        struct pd_workout *const workout = &reader->snapshot.workout;
        struct pd_step *const step = &workout->steps[workout->n_steps];
        int r;

        if (workout->n_steps == PD_STEPS_MAX)
                return pd_cursor_fail(cursor, "at most 200 steps");
        if (!PD_CURSOR_TAKE(cursor, "extent="))
                return pd_cursor_fail(cursor, "extent=");
        if ((r = take_extent(cursor, &step->extent)) < 0)
                return r;
        if (!PD_CURSOR_TAKE(cursor, " amount="))
                return pd_cursor_fail(cursor, "amount= after a space");
        if ((r = pd_cursor_number(cursor, INT64_MIN, INT64_MAX, &step->amount)) < 0)
                return r;
        if (!PD_CURSOR_TAKE(cursor, " intensity="))
                return pd_cursor_fail(cursor, "intensity= after a space");
        if ((r = take_intensity(cursor, &step->intensity)) < 0)
                return r;
        if (!PD_CURSOR_TAKE(cursor, " hr="))
                return pd_cursor_fail(cursor, "hr= after a space");
        if ((r = take_band(cursor, &step->hr)) < 0)
                return r;
        if (!PD_CURSOR_TAKE(cursor, " speed="))
                return pd_cursor_fail(cursor, "speed= after a space");
        if ((r = take_band(cursor, &step->speed)) < 0)
                return r;
        step->key = PD_CURSOR_TAKE(cursor, " key=1");
        if (!step->key && !PD_CURSOR_TAKE(cursor, " key=0"))
                return pd_cursor_fail(cursor, "key=0 or key=1 after a space");
        step->hills = PD_CURSOR_TAKE(cursor, " hills");
        step->walk = PD_CURSOR_TAKE(cursor, " walk");
        step->ramp = PD_CURSOR_TAKE(cursor, " ramp");
        step->prescribed = PD_CURSOR_TAKE(cursor, " prescribed");
        if (!PD_CURSOR_TAKE(cursor, " cue="))
                return pd_cursor_fail(cursor, "cue= after a space");
        if ((r = pd_cursor_text(cursor, step->cue)) < 0)
                return r;
        workout->n_steps++;
        return 0;
}

/* "factor=10320", behind the address; without it the sensor is not calibrated. */
static int
take_factor(struct pd_cursor *cursor, int32_t *ret)
{
        const char *at = cursor->at;
        int r;

        if (!PD_CURSOR_TAKE(cursor, "factor="))
                return 0;
        r = pd_cursor_int32(cursor, ret);
        if (r < 0)
                return r;
        if (*ret != 0 && (*ret < PD_FACTOR_MIN || *ret > PD_FACTOR_MAX)) {
                cursor->at = at;
                return pd_cursor_fail(cursor, "factor=0, or 8500 to 11500");
        }
        if (pd_cursor_rest(cursor) > 0 && !PD_CURSOR_TAKE(cursor, " "))
                return pd_cursor_fail(cursor, "a space and the sensor's name");
        return 0;
}

static int
read_sensor(struct pd_trace_reader *reader, struct pd_cursor *cursor)
{
        struct pd_snapshot *const snapshot = &reader->snapshot;
        struct pd_snapshot_sensor *const sensor = &snapshot->sensors[snapshot->n_sensors];
        int r;

        if (snapshot->n_sensors == PD_ENGINE_SENSORS_MAX)
                return pd_cursor_fail(cursor, "at most 16 sensors");
        if ((r = pd_cursor_address(cursor, sensor->address)) < 0)
                return r;
        for (size_t i = 0; i < snapshot->n_sensors; i++)
                if (strcmp(snapshot->sensors[i].address, sensor->address) == 0)
                        return pd_cursor_fail(cursor, "each address once");
        if (pd_cursor_rest(cursor) > 0 && !PD_CURSOR_TAKE(cursor, " "))
                return pd_cursor_fail(cursor, "a space and the sensor's name");
        if ((r = take_factor(cursor, &sensor->factor)) < 0)
                return r;
        if ((r = pd_cursor_text(cursor, sensor->name)) < 0)
                return r;
        snapshot->n_sensors++;
        return 0;
}

static int
begin(struct pd_trace_reader *reader, struct pd_cursor *cursor)
{
        if (!reader->snapshot.engine_version || !reader->snapshot.athlete.id[0])
                return pd_cursor_fail(cursor, "'engine VERSION' and 'athlete ID' before 'begin'");
        reader->stage = PD_TRACE_INPUTS;
        return reader->ops.snapshot ? reader->ops.snapshot(reader->ops.user, &reader->snapshot) : 0;
}

static int
read_snapshot_line(struct pd_trace_reader *reader, struct pd_cursor *cursor)
{
        static const struct {
                const char *word;
                int (*read)(struct pd_trace_reader *reader, struct pd_cursor *cursor);
        } words[] = {
                {"engine ", read_engine},
                {"athlete ", read_athlete},
                {"athlete.", read_athlete_setting},
                {"workout ", read_workout},
                {"workout.title ", read_workout_title},
                {"workout.purpose ", read_workout_purpose},
                {"step ", read_step},
                {"sensor ", read_sensor},
        };

        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
                if (!pd_cursor_take(cursor, words[i].word, strlen(words[i].word)))
                        continue;
                const int r = words[i].read(reader, cursor);
                return r < 0 ? r : pd_cursor_end(cursor);
        }
        if (pd_cursor_rest(cursor) == 5 && PD_CURSOR_TAKE(cursor, "begin"))
                return begin(reader, cursor);
        return pd_cursor_fail(cursor, "engine, athlete, athlete.KEY, workout, workout.title, workout.purpose, step, sensor or begin");
}

/* " AA:BB:CC:DD:EE:FF 2a37 16483c03" */
static int
read_frame(struct pd_cursor *cursor, struct pd_frame *ret)
{
        const int r = pd_cursor_address(cursor, ret->address);
        unsigned uuid = 0;
        int digits = 0;

        if (r < 0)
                return r;
        if (!PD_CURSOR_TAKE(cursor, " "))
                return pd_cursor_fail(cursor, "a space and the characteristic");
        for (int digit; digits < 4 && cursor->at < cursor->end; digits++, cursor->at++) {
                if ((digit = pd_number_hex[(unsigned char) *cursor->at]) < 0)
                        break;
                uuid = uuid << 4 | (unsigned) digit;
        }
        if (digits < 4)
                return pd_cursor_fail(cursor, "four hexadecimal digits");
        ret->characteristic = (uint16_t) uuid;
        ret->length = 0;
        if (cursor->at == cursor->end)
                return 0;
        if (!PD_CURSOR_TAKE(cursor, " "))
                return pd_cursor_fail(cursor, "a space and the bytes");
        if (pd_cursor_rest(cursor) > 2 * PD_FRAME_BYTES_MAX)
                return pd_cursor_fail(cursor, "at most 244 bytes");
        for (; pd_cursor_rest(cursor) >= 2; cursor->at += 2) {
                const int high = pd_number_hex[(unsigned char) cursor->at[0]], low = pd_number_hex[(unsigned char) cursor->at[1]];
                if ((high | low) < 0)
                        break;
                ret->bytes[ret->length++] = (uint8_t) (high << 4 | low);
        }
        return cursor->at == cursor->end ? 0 : pd_cursor_fail(cursor, "two hexadecimal digits a byte");
}

static int
read_link(struct pd_cursor *cursor, struct pd_link_change *ret)
{
        const int r = pd_cursor_address(cursor, ret->address);

        if (r < 0)
                return r;
        ret->connected = PD_CURSOR_TAKE(cursor, " up");
        if (!ret->connected && !PD_CURSOR_TAKE(cursor, " down"))
                return pd_cursor_fail(cursor, "up or down after a space");
        return 0;
}

/* As a person would have typed it. */
static int
read_command(struct pd_cursor *cursor, struct pd_command *ret)
{
        const char *const at = cursor->at, *expected, *words[1];
        char verb[PD_ID_SIZE], text[PD_TEXT_SIZE];
        size_t n_words = 0;
        int r = pd_cursor_word(cursor, verb, sizeof verb) > 0 ? 0 : -ENOENT;

        if (r == 0 && PD_CURSOR_TAKE(cursor, " ")) {
                if ((r = pd_cursor_text(cursor, text)) < 0)
                        return r;
                words[n_words++] = text;
        }
        if (r == 0)
                r = pd_command_parse(verb, words, n_words, ret, &expected);
        if (r == 0 && pd_command_is_input(ret->verb))
                return 0;
        cursor->at = at;
        return pd_cursor_fail(cursor, r == -EINVAL ? expected : "a command such as start or stop");
}

/* "0123…cdef boot=1 real=2 offset=3600 sync=1" */
static int
read_clock(struct pd_cursor *cursor, struct pd_clock *ret)
{
        const char *at = cursor->at;
        const size_t length = pd_cursor_word(cursor, ret->boot_id, sizeof ret->boot_id);
        int r;

        if (length == 1 && ret->boot_id[0] == '-')
                ret->boot_id[0] = '\0';
        else if (length == 0 || strspn(ret->boot_id, "0123456789abcdef") != length) {
                cursor->at = at;
                return pd_cursor_fail(cursor, "a boot id of at most 32 hexadecimal digits, or -");
        }
        if (!PD_CURSOR_TAKE(cursor, " boot="))
                return pd_cursor_fail(cursor, "boot= after a space");
        if ((r = pd_cursor_number(cursor, INT64_MIN, INT64_MAX, &ret->boot)) < 0)
                return r;
        if (!PD_CURSOR_TAKE(cursor, " real="))
                return pd_cursor_fail(cursor, "real= after a space");
        if ((r = pd_cursor_number(cursor, INT64_MIN, INT64_MAX, &ret->real)) < 0)
                return r;
        if (!PD_CURSOR_TAKE(cursor, " offset="))
                return pd_cursor_fail(cursor, "offset= after a space");
        if ((r = pd_cursor_int32(cursor, &ret->utc_offset_s)) < 0)
                return r;
        ret->synchronised = PD_CURSOR_TAKE(cursor, " sync=1");
        if (!ret->synchronised && !PD_CURSOR_TAKE(cursor, " sync=0"))
                return pd_cursor_fail(cursor, "sync=0 or sync=1 after a space");
        return 0;
}

static int
read_input(struct pd_trace_reader *reader, struct pd_cursor *cursor)
{
        struct pd_input *const input = &reader->input;
        int r = pd_cursor_number(cursor, INT64_MIN, INT64_MAX, &input->at);

        if (r < 0)
                return r;
        if (PD_CURSOR_TAKE(cursor, " frame ")) {
                input->kind = PD_INPUT_FRAME;
                r = read_frame(cursor, &input->frame);
        } else if (PD_CURSOR_TAKE(cursor, " link ")) {
                input->kind = PD_INPUT_LINK;
                r = read_link(cursor, &input->link);
        } else if (PD_CURSOR_TAKE(cursor, " command ")) {
                input->kind = PD_INPUT_COMMAND;
                r = read_command(cursor, &input->command);
        } else if (PD_CURSOR_TAKE(cursor, " clock ")) {
                input->kind = PD_INPUT_CLOCK;
                r = read_clock(cursor, &input->clock);
        } else if (PD_CURSOR_TAKE(cursor, " tick")) {
                input->kind = PD_INPUT_TICK;
        } else {
                return pd_cursor_fail(cursor, "frame, link, command, clock or tick after a space");
        }
        if (r == 0)
                r = pd_cursor_end(cursor);
        if (r < 0)
                return r;
        return reader->ops.input ? reader->ops.input(reader->ops.user, input) : 0;
}

/* "mqtt 20261122T101503Z 7" */
static int
read_ack(struct pd_trace_reader *reader, struct pd_cursor *cursor)
{
        struct pd_trace_ack ack;
        int r = pd_cursor_id(cursor, ack.sink);

        if (r < 0)
                return r;
        if (!PD_CURSOR_TAKE(cursor, " ") || !pd_cursor_word(cursor, ack.session, sizeof ack.session))
                return pd_cursor_fail(cursor, "a session's id after a space");
        if (!PD_CURSOR_TAKE(cursor, " "))
                return pd_cursor_fail(cursor, "a space and the event's number");
        if ((r = pd_cursor_uint32(cursor, &ack.sequence)) < 0 || (r = pd_cursor_end(cursor)) < 0)
                return r;
        return reader->ops.ack ? reader->ops.ack(reader->ops.user, &ack) : 0;
}

static int
read_summary(struct pd_trace_reader *reader, struct pd_cursor *cursor)
{
        const size_t length = pd_cursor_rest(cursor);

        if (length > PD_TRACE_SUMMARY_MAX)
                return pd_cursor_fail(cursor, "at most 98304 bytes of JSON");
        for (; cursor->at < cursor->end; cursor->at++)
                if ((unsigned char) *cursor->at < ' ')
                        return pd_cursor_fail(cursor, "JSON without control characters");
        return reader->ops.summary ? reader->ops.summary(reader->ops.user, cursor->end - length, length) : 0;
}

static int
read_head(struct pd_trace_reader *reader, struct pd_cursor *cursor)
{
        int64_t version;

        if (!PD_CURSOR_TAKE(cursor, "purposed-trace "))
                return pd_cursor_fail(cursor, "'purposed-trace 1', the first line of a trace");
        if (pd_cursor_number(cursor, PD_TRACE_VERSION, PD_TRACE_VERSION, &version) < 0)
                return pd_cursor_fail(cursor, "version 1 of the format, the only one that is known here");
        reader->stage = PD_TRACE_SNAPSHOT;
        return pd_cursor_end(cursor);
}

static int
read_line(struct pd_trace_reader *reader, struct pd_cursor *cursor)
{
        if (cursor->at == cursor->end || *cursor->at == '#')
                return 0;
        switch (reader->stage) {
        case PD_TRACE_HEAD:
                return read_head(reader, cursor);
        case PD_TRACE_SNAPSHOT:
                return read_snapshot_line(reader, cursor);
        case PD_TRACE_INPUTS:
                break;
        }
        if (*cursor->at <= '9')
                return read_input(reader, cursor);
        if (PD_CURSOR_TAKE(cursor, "ack "))
                return read_ack(reader, cursor);
        if (PD_CURSOR_TAKE(cursor, "summary "))
                return read_summary(reader, cursor);
        return pd_cursor_fail(cursor, "an instant in microseconds, ack or summary");
}

void
pd_trace_reader_init(struct pd_trace_reader *reader, const struct pd_trace_ops *ops)
{
        memset(reader, 0, sizeof *reader);
        reader->ops = *ops;
        pd_workout_init(&reader->snapshot.workout);
}

int
pd_trace_reader_read(struct pd_trace_reader *reader, const char *bytes, size_t size, struct pd_format_error *ret_error)
{
        const char *newline;

        reader->whole = 0;
        while (reader->whole < size && (newline = memchr(bytes + reader->whole, '\n', size - reader->whole))) {
                const char *const start = bytes + reader->whole;
                struct pd_cursor cursor = {.at = start, .end = newline};

                if (newline - start > PD_TRACE_LINE_MAX)
                        return pd_line_fault(
                                ret_error, reader->line + 1, start, start + PD_TRACE_LINE_MAX, "the end of the line: at most 98320 bytes");
                if (newline > start && newline[-1] == '\r') /* it has been through a mail or an editor */
                        cursor.end--;
                const int r = read_line(reader, &cursor);
                if (cursor.expected)
                        return pd_line_fault(ret_error, reader->line + 1, start, cursor.at, cursor.expected);
                if (r < 0) /* from a listener */
                        return r;
                reader->line++;
                reader->whole = (size_t) (newline - bytes) + 1;
        }
        return 0;
}

static bool
probe(const char *bytes, size_t size)
{
        return size >= 15 && memcmp(bytes, "purposed-trace ", 15) == 0;
}

static int
read_recording(const char *bytes, size_t size, const struct pd_recording_ops *ops, uint64_t *ret_skipped, struct pd_format_error *ret_error)
{
        const struct pd_trace_ops trace_ops = {.snapshot = ops->snapshot, .input = ops->input, .user = ops->user};
        struct pd_trace_reader reader;

        pd_trace_reader_init(&reader, &trace_ops);
        const int r = pd_trace_reader_read(&reader, bytes, size, ret_error);
        if (r < 0)
                return r;
        if (reader.stage != PD_TRACE_INPUTS)
                return pd_line_fault(
                        ret_error, reader.line + 1, bytes + reader.whole, bytes + reader.whole, "the rest of the snapshot, up to 'begin'");
        *ret_skipped = 0;
        return 0;
}

const struct pd_format pd_format_trace = {
        .key = "trace",
        .title = "purposed's own trace",
        .probe = probe,
        .read = read_recording,
};
