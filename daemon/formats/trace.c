/* SPDX-License-Identifier: MIT */
/*
 * Reads our own traces (trace.h), line by line. Frames are the hot path: a
 * month of runs is replayed in seconds, so their lines are taken apart by
 * hand.
 */
#include "formats/trace.h"

#include "formats/numbers.h"

#include <errno.h>
#include <string.h>

/* A line, how far it has been read, and what should have stood there. */
struct cursor {
        const char *start, *at, *end;
        const char *expected;
};

static int
fail(struct cursor *cursor, const char *expected)
{
        cursor->expected = expected;
        return -EBADMSG;
}

static size_t
rest(const struct cursor *cursor)
{
        return (size_t) (cursor->end - cursor->at);
}

/* Moves behind WORD if it stands here. */
static bool
take(struct cursor *cursor, const char *word, size_t length)
{
        if (rest(cursor) < length || memcmp(cursor->at, word, length) != 0)
                return false;
        cursor->at += length;
        return true;
}

#define TAKE(cursor, literal) take(cursor, literal, sizeof(literal) - 1)

static int
take_end(struct cursor *cursor)
{
        return cursor->at == cursor->end ? 0 : fail(cursor, "the end of the line");
}

/* Everything up to the next space or control into RET; 0 is no word, or too long a one. */
static size_t
take_word(struct cursor *cursor, char *ret, size_t size)
{
        size_t length = 0;

        while (length < rest(cursor) && (unsigned char) cursor->at[length] > ' ')
                length++;
        if (length == 0 || length >= size)
                return 0;
        memcpy(ret, cursor->at, length);
        ret[length] = '\0';
        cursor->at += length;
        return length;
}

static int
take_number(struct cursor *cursor, int64_t min, int64_t max, int64_t *ret)
{
        const char *at = cursor->at;
        int64_t value;

        if (pd_number_integer(&at, cursor->end, &value) < 0 || value < min || value > max)
                return fail(cursor, min >= 0 ? "a whole number, not below zero" : "a whole number");
        cursor->at = at;
        *ret = value;
        return 0;
}

static int
take_int32(struct cursor *cursor, int32_t *ret)
{
        int64_t value;
        const int r = take_number(cursor, INT32_MIN, INT32_MAX, &value);

        if (r == 0)
                *ret = (int32_t) value;
        return r;
}

static int
take_uint32(struct cursor *cursor, uint32_t *ret)
{
        int64_t value;
        const int r = take_number(cursor, 0, UINT32_MAX, &value);

        if (r == 0)
                *ret = (uint32_t) value;
        return r;
}

static int
take_id(struct cursor *cursor, char ret[static PD_ID_SIZE])
{
        char id[PD_ID_SIZE];
        const char *at = cursor->at;

        if (!take_word(cursor, id, sizeof id) || !pd_id_valid(id)) {
                cursor->at = at;
                return fail(cursor, "a name of 1 to 32 of a-z, 0-9, _ and -");
        }
        memcpy(ret, id, sizeof id);
        return 0;
}

static int
take_address(struct cursor *cursor, char ret[static PD_ADDRESS_SIZE])
{
        bool valid = rest(cursor) >= PD_ADDRESS_SIZE - 1;

        for (size_t i = 0; valid && i < PD_ADDRESS_SIZE - 1; i++) {
                const char c = cursor->at[i];
                valid = i % 3 == 2 ? c == ':' : pd_number_hex[(unsigned char) c] >= 0 && c < 'a';
        }
        if (!valid)
                return fail(cursor, "a device address such as AA:BB:CC:DD:EE:FF");
        memcpy(ret, cursor->at, PD_ADDRESS_SIZE - 1);
        ret[PD_ADDRESS_SIZE - 1] = '\0';
        cursor->at += PD_ADDRESS_SIZE - 1;
        return 0;
}

/* The rest of the line. */
static int
take_text(struct cursor *cursor, char ret[static PD_TEXT_SIZE])
{
        if (rest(cursor) >= PD_TEXT_SIZE)
                return fail(cursor, "at most 63 bytes of text");
        pd_text_copy(ret, PD_TEXT_SIZE, cursor->at, rest(cursor));
        cursor->at = cursor->end;
        return 0;
}

/* The snapshot: a word, a space, and what a function below makes of the rest. */

static int
read_engine(struct pd_trace_reader *reader, struct cursor *cursor)
{
        return take_uint32(cursor, &reader->snapshot.engine_version);
}

static int
read_athlete(struct pd_trace_reader *reader, struct cursor *cursor)
{
        char id[PD_ID_SIZE];

        if (reader->snapshot.athlete.id[0])
                return fail(cursor, "one athlete a trace");
        const int r = take_id(cursor, id);
        if (r == 0)
                pd_athlete_init(&reader->snapshot.athlete, id);
        return r;
}

/* "lt1_hr 141 +-4 test", what follows "athlete." */
static int
read_athlete_setting(struct pd_trace_reader *reader, struct cursor *cursor)
{
        const char *at = cursor->at;
        char key[PD_ID_SIZE], value[2 * PD_TEXT_SIZE];
        const struct pd_setting *setting = NULL;

        if (!reader->snapshot.athlete.id[0])
                return fail(cursor, "'athlete ID' before what is known of the athlete");
        if (take_word(cursor, key, sizeof key))
                setting = pd_setting_find(pd_athlete_settings, key);
        if (!setting) {
                cursor->at = at;
                return fail(cursor, "a key of the athlete's settings");
        }
        if (!TAKE(cursor, " ") || rest(cursor) >= sizeof value)
                return fail(cursor, setting->expected);
        memcpy(value, cursor->at, rest(cursor));
        value[rest(cursor)] = '\0';
        if (strlen(value) != rest(cursor) || pd_setting_parse(setting, value, &reader->snapshot.athlete) < 0)
                return fail(cursor, setting->expected);
        cursor->at = cursor->end;
        return 0;
}

static int
read_workout(struct pd_trace_reader *reader, struct cursor *cursor)
{
        return take_id(cursor, reader->snapshot.workout.id);
}

static int
read_workout_title(struct pd_trace_reader *reader, struct cursor *cursor)
{
        return take_text(cursor, reader->snapshot.workout.title);
}

static int
read_workout_purpose(struct pd_trace_reader *reader, struct cursor *cursor)
{
        const char *at = cursor->at;
        char word[PD_ID_SIZE];

        if (!take_word(cursor, word, sizeof word) || pd_purpose_parse(word, &reader->snapshot.workout.purpose) < 0) {
                cursor->at = at;
                return fail(cursor, "a purpose such as recovery or intervals");
        }
        return 0;
}

static int
take_extent(struct cursor *cursor, enum pd_extent *ret)
{
        if (TAKE(cursor, "open"))
                *ret = PD_EXTENT_OPEN;
        else if (TAKE(cursor, "time"))
                *ret = PD_EXTENT_TIME;
        else if (TAKE(cursor, "distance"))
                *ret = PD_EXTENT_DISTANCE;
        else
                return fail(cursor, "open, time or distance");
        return 0;
}

static int
take_intensity(struct cursor *cursor, enum pd_intensity *ret)
{
        const char *at = cursor->at;
        char word[PD_ID_SIZE];

        if (!take_word(cursor, word, sizeof word) || pd_intensity_parse(word, ret) < 0) {
                cursor->at = at;
                return fail(cursor, "an intensity such as easy or hard");
        }
        return 0;
}

static int
take_band(struct cursor *cursor, struct pd_band *ret)
{
        int32_t *const parts[] = {&ret->low, &ret->high, &ret->width};

        for (size_t i = 0; i < 3; i++) {
                if (i > 0 && !TAKE(cursor, ","))
                        return fail(cursor, "a band: low,high,width");
                const int r = take_int32(cursor, parts[i]);
                if (r < 0)
                        return r;
        }
        return 0;
}

static int
read_step(struct pd_trace_reader *reader, struct cursor *cursor)
{
        struct pd_workout *const workout = &reader->snapshot.workout;
        struct pd_step *const step = &workout->steps[workout->n_steps];
        int r;

        if (workout->n_steps == PD_STEPS_MAX)
                return fail(cursor, "at most 200 steps");
        if (!TAKE(cursor, "extent="))
                return fail(cursor, "extent=");
        if ((r = take_extent(cursor, &step->extent)) < 0)
                return r;
        if (!TAKE(cursor, " amount="))
                return fail(cursor, "amount= after a space");
        if ((r = take_number(cursor, INT64_MIN, INT64_MAX, &step->amount)) < 0)
                return r;
        if (!TAKE(cursor, " intensity="))
                return fail(cursor, "intensity= after a space");
        if ((r = take_intensity(cursor, &step->intensity)) < 0)
                return r;
        if (!TAKE(cursor, " hr="))
                return fail(cursor, "hr= after a space");
        if ((r = take_band(cursor, &step->hr)) < 0)
                return r;
        if (!TAKE(cursor, " speed="))
                return fail(cursor, "speed= after a space");
        if ((r = take_band(cursor, &step->speed)) < 0)
                return r;
        step->key = TAKE(cursor, " key=1");
        if (!step->key && !TAKE(cursor, " key=0"))
                return fail(cursor, "key=0 or key=1 after a space");
        if (!TAKE(cursor, " cue="))
                return fail(cursor, "cue= after a space");
        if ((r = take_text(cursor, step->cue)) < 0)
                return r;
        workout->n_steps++;
        return 0;
}

static int
read_sensor(struct pd_trace_reader *reader, struct cursor *cursor)
{
        struct pd_snapshot *const snapshot = &reader->snapshot;
        struct pd_snapshot_sensor *const sensor = &snapshot->sensors[snapshot->n_sensors];
        int r;

        if (snapshot->n_sensors == PD_ENGINE_SENSORS_MAX)
                return fail(cursor, "at most 16 sensors");
        if ((r = take_address(cursor, sensor->address)) < 0)
                return r;
        for (size_t i = 0; i < snapshot->n_sensors; i++)
                if (strcmp(snapshot->sensors[i].address, sensor->address) == 0)
                        return fail(cursor, "each address once");
        if (rest(cursor) > 0 && !TAKE(cursor, " "))
                return fail(cursor, "a space and the sensor's name");
        if ((r = take_text(cursor, sensor->name)) < 0)
                return r;
        snapshot->n_sensors++;
        return 0;
}

static int
begin(struct pd_trace_reader *reader, struct cursor *cursor)
{
        if (!reader->snapshot.engine_version || !reader->snapshot.athlete.id[0])
                return fail(cursor, "'engine VERSION' and 'athlete ID' before 'begin'");
        reader->stage = PD_TRACE_INPUTS;
        return reader->ops.snapshot ? reader->ops.snapshot(reader->ops.user, &reader->snapshot) : 0;
}

static int
read_snapshot_line(struct pd_trace_reader *reader, struct cursor *cursor)
{
        static const struct {
                const char *word;
                int (*read)(struct pd_trace_reader *reader, struct cursor *cursor);
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
                if (!take(cursor, words[i].word, strlen(words[i].word)))
                        continue;
                const int r = words[i].read(reader, cursor);
                return r < 0 ? r : take_end(cursor);
        }
        if (rest(cursor) == 5 && TAKE(cursor, "begin"))
                return begin(reader, cursor);
        return fail(cursor, "engine, athlete, athlete.KEY, workout, workout.title, workout.purpose, step, sensor or begin");
}

/* " AA:BB:CC:DD:EE:FF 2a37 16483c03" */
static int
read_frame(struct cursor *cursor, struct pd_frame *ret)
{
        const int r = take_address(cursor, ret->address);
        unsigned uuid = 0;
        int digits = 0;

        if (r < 0)
                return r;
        if (!TAKE(cursor, " "))
                return fail(cursor, "a space and the characteristic");
        for (int digit; digits < 4 && cursor->at < cursor->end; digits++, cursor->at++) {
                if ((digit = pd_number_hex[(unsigned char) *cursor->at]) < 0)
                        break;
                uuid = uuid << 4 | (unsigned) digit;
        }
        if (digits < 4)
                return fail(cursor, "four hexadecimal digits");
        ret->characteristic = (uint16_t) uuid;
        ret->length = 0;
        if (cursor->at == cursor->end)
                return 0;
        if (!TAKE(cursor, " "))
                return fail(cursor, "a space and the bytes");
        if (rest(cursor) > 2 * PD_FRAME_BYTES_MAX)
                return fail(cursor, "at most 244 bytes");
        for (; rest(cursor) >= 2; cursor->at += 2) {
                const int high = pd_number_hex[(unsigned char) cursor->at[0]], low = pd_number_hex[(unsigned char) cursor->at[1]];
                if ((high | low) < 0)
                        break;
                ret->bytes[ret->length++] = (uint8_t) (high << 4 | low);
        }
        return cursor->at == cursor->end ? 0 : fail(cursor, "two hexadecimal digits a byte");
}

static int
read_link(struct cursor *cursor, struct pd_link_change *ret)
{
        const int r = take_address(cursor, ret->address);

        if (r < 0)
                return r;
        ret->connected = TAKE(cursor, " up");
        if (!ret->connected && !TAKE(cursor, " down"))
                return fail(cursor, "up or down after a space");
        return 0;
}

static int
read_command(struct cursor *cursor, struct pd_command *ret)
{
        const char *at = cursor->at;
        char word[PD_ID_SIZE];

        if (!take_word(cursor, word, sizeof word) || pd_command_verb_parse(word, &ret->verb) < 0) {
                cursor->at = at;
                return fail(cursor, "a command such as start or stop");
        }
        return 0;
}

/* "0123…cdef boot=1 real=2 offset=3600 sync=1" */
static int
read_clock(struct cursor *cursor, struct pd_clock *ret)
{
        const char *at = cursor->at;
        const size_t length = take_word(cursor, ret->boot_id, sizeof ret->boot_id);
        int r;

        if (length == 1 && ret->boot_id[0] == '-')
                ret->boot_id[0] = '\0';
        else if (length == 0 || strspn(ret->boot_id, "0123456789abcdef") != length) {
                cursor->at = at;
                return fail(cursor, "a boot id of at most 32 hexadecimal digits, or -");
        }
        if (!TAKE(cursor, " boot="))
                return fail(cursor, "boot= after a space");
        if ((r = take_number(cursor, INT64_MIN, INT64_MAX, &ret->boot)) < 0)
                return r;
        if (!TAKE(cursor, " real="))
                return fail(cursor, "real= after a space");
        if ((r = take_number(cursor, INT64_MIN, INT64_MAX, &ret->real)) < 0)
                return r;
        if (!TAKE(cursor, " offset="))
                return fail(cursor, "offset= after a space");
        if ((r = take_int32(cursor, &ret->utc_offset_s)) < 0)
                return r;
        ret->synchronised = TAKE(cursor, " sync=1");
        if (!ret->synchronised && !TAKE(cursor, " sync=0"))
                return fail(cursor, "sync=0 or sync=1 after a space");
        return 0;
}

static int
read_input(struct pd_trace_reader *reader, struct cursor *cursor)
{
        struct pd_input *const input = &reader->input;
        int r = take_number(cursor, INT64_MIN, INT64_MAX, &input->at);

        if (r < 0)
                return r;
        if (TAKE(cursor, " frame ")) {
                input->kind = PD_INPUT_FRAME;
                r = read_frame(cursor, &input->frame);
        } else if (TAKE(cursor, " link ")) {
                input->kind = PD_INPUT_LINK;
                r = read_link(cursor, &input->link);
        } else if (TAKE(cursor, " command ")) {
                input->kind = PD_INPUT_COMMAND;
                r = read_command(cursor, &input->command);
        } else if (TAKE(cursor, " clock ")) {
                input->kind = PD_INPUT_CLOCK;
                r = read_clock(cursor, &input->clock);
        } else if (TAKE(cursor, " tick")) {
                input->kind = PD_INPUT_TICK;
        } else {
                return fail(cursor, "frame, link, command, clock or tick after a space");
        }
        if (r == 0)
                r = take_end(cursor);
        if (r < 0)
                return r;
        return reader->ops.input ? reader->ops.input(reader->ops.user, input) : 0;
}

/* "mqtt 20261122T101503Z 7" */
static int
read_ack(struct pd_trace_reader *reader, struct cursor *cursor)
{
        struct pd_trace_ack ack;
        int r = take_id(cursor, ack.sink);

        if (r < 0)
                return r;
        if (!TAKE(cursor, " ") || !take_word(cursor, ack.session, sizeof ack.session))
                return fail(cursor, "a session's id after a space");
        if (!TAKE(cursor, " "))
                return fail(cursor, "a space and the event's number");
        if ((r = take_uint32(cursor, &ack.sequence)) < 0 || (r = take_end(cursor)) < 0)
                return r;
        return reader->ops.ack ? reader->ops.ack(reader->ops.user, &ack) : 0;
}

static int
read_summary(struct pd_trace_reader *reader, struct cursor *cursor)
{
        const size_t length = rest(cursor);

        if (length > PD_TRACE_SUMMARY_MAX)
                return fail(cursor, "at most 8192 bytes of JSON");
        for (; cursor->at < cursor->end; cursor->at++)
                if ((unsigned char) *cursor->at < ' ')
                        return fail(cursor, "JSON without control characters");
        return reader->ops.summary ? reader->ops.summary(reader->ops.user, cursor->end - length, length) : 0;
}

static int
read_head(struct pd_trace_reader *reader, struct cursor *cursor)
{
        int64_t version;

        if (!TAKE(cursor, "purposed-trace "))
                return fail(cursor, "'purposed-trace 1', the first line of a trace");
        if (take_number(cursor, PD_TRACE_VERSION, PD_TRACE_VERSION, &version) < 0)
                return fail(cursor, "version 1 of the format, the only one that is known here");
        reader->stage = PD_TRACE_SNAPSHOT;
        return take_end(cursor);
}

static int
read_line(struct pd_trace_reader *reader, struct cursor *cursor)
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
        if (TAKE(cursor, "ack "))
                return read_ack(reader, cursor);
        if (TAKE(cursor, "summary "))
                return read_summary(reader, cursor);
        return fail(cursor, "an instant in microseconds, ack or summary");
}

void
pd_trace_reader_init(struct pd_trace_reader *reader, const struct pd_trace_ops *ops)
{
        memset(reader, 0, sizeof *reader);
        reader->ops = *ops;
        pd_workout_init(&reader->snapshot.workout);
}

static void
set_error(struct pd_format_error *ret, size_t line, size_t column, const char *expected)
{
        ret->line = line;
        ret->column = column;
        pd_text_copy(ret->expected, sizeof ret->expected, expected, strlen(expected));
}

int
pd_trace_reader_read(struct pd_trace_reader *reader, const char *bytes, size_t size, struct pd_format_error *ret_error)
{
        const char *newline;

        reader->whole = 0;
        while (reader->whole < size && (newline = memchr(bytes + reader->whole, '\n', size - reader->whole))) {
                const char *const start = bytes + reader->whole;
                struct cursor cursor = {.start = start, .at = start, .end = newline};

                if (newline - start > PD_TRACE_LINE_MAX) {
                        set_error(ret_error, reader->line + 1, PD_TRACE_LINE_MAX + 1, "the end of the line: at most 8208 bytes");
                        return -EBADMSG;
                }
                if (newline > start && newline[-1] == '\r') /* it has been through a mail or an editor */
                        cursor.end--;
                const int r = read_line(reader, &cursor);
                if (r < 0) {
                        if (cursor.expected)
                                set_error(ret_error, reader->line + 1, (size_t) (cursor.at - start) + 1, cursor.expected);
                        return r;
                }
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
        if (reader.stage != PD_TRACE_INPUTS) {
                set_error(ret_error, reader.line + 1, 1, "the rest of the snapshot, up to 'begin'");
                return -EBADMSG;
        }
        *ret_skipped = 0;
        return 0;
}

const struct pd_format pd_format_trace = {
        .key = "trace",
        .title = "purposed's own trace",
        .probe = probe,
        .read = read_recording,
};
