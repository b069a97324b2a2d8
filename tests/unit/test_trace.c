/* SPDX-License-Identifier: MIT */
/* Traces: what is written is read, and what is torn, foreign or garbage is told apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "formats/trace.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

extern const struct pd_format pd_format_trace;

#define HEAD "purposed-trace 1\nengine 1\nathlete anna\n"
#define ADDRESS "AA:BB:CC:DD:EE:FF"
#define INPUTS_MAX 512

struct reading {
        struct pd_trace_reader reader;
        struct pd_format_error error;
        int snapshots, acks, summaries;
        struct pd_snapshot snapshot;
        size_t n_inputs;
        struct pd_input inputs[INPUTS_MAX];
        struct pd_trace_ack ack;
        char summary[PD_TRACE_SUMMARY_MAX + 1];
        size_t stop_after; /* inputs; 0 = never */
};

static struct reading reading;

static int
note_snapshot(void *user, const struct pd_snapshot *snapshot)
{
        (void) user;
        reading.snapshots++;
        reading.snapshot = *snapshot;
        return 0;
}

static int
note_input(void *user, const struct pd_input *input)
{
        (void) user;
        if (reading.n_inputs < INPUTS_MAX)
                reading.inputs[reading.n_inputs] = *input;
        return ++reading.n_inputs == reading.stop_after ? -ECANCELED : 0;
}

static int
note_ack(void *user, const struct pd_trace_ack *ack)
{
        (void) user;
        reading.acks++;
        reading.ack = *ack;
        return 0;
}

static int
note_summary(void *user, const char *json, size_t length)
{
        (void) user;
        reading.summaries++;
        memcpy(reading.summary, json, length);
        reading.summary[length] = '\0';
        return 0;
}

static void
start_reading(void)
{
        const struct pd_trace_ops ops = {.snapshot = note_snapshot, .input = note_input, .ack = note_ack, .summary = note_summary};

        memset(&reading, 0, sizeof reading);
        pd_trace_reader_init(&reading.reader, &ops);
}

static int
go_on(const char *bytes, size_t size)
{
        return pd_trace_reader_read(&reading.reader, bytes, size, &reading.error);
}

static int
read_trace(const char *bytes, size_t size)
{
        start_reading();
        return go_on(bytes, size);
}

static int
read_text(const char *text)
{
        return read_trace(text, strlen(text));
}

static void
assert_same_frame(const struct pd_frame *a, const struct pd_frame *b)
{
        assert_string_equal(a->address, b->address);
        assert_int_equal(a->characteristic, b->characteristic);
        assert_int_equal(a->length, b->length);
        assert_memory_equal(a->bytes, b->bytes, a->length);
}

static void
assert_same_input(const struct pd_input *a, const struct pd_input *b)
{
        assert_true(a->at == b->at);
        assert_int_equal(a->kind, b->kind);
        switch (a->kind) {
        case PD_INPUT_TICK:
                break;
        case PD_INPUT_FRAME:
                assert_same_frame(&a->frame, &b->frame);
                break;
        case PD_INPUT_LINK:
                assert_string_equal(a->link.address, b->link.address);
                assert_int_equal(a->link.connected, b->link.connected);
                break;
        case PD_INPUT_COMMAND:
                assert_int_equal(a->command.verb, b->command.verb);
                break;
        case PD_INPUT_CLOCK:
                assert_string_equal(a->clock.boot_id, b->clock.boot_id);
                assert_true(a->clock.boot == b->clock.boot && a->clock.real == b->clock.real);
                assert_int_equal(a->clock.utc_offset_s, b->clock.utc_offset_s);
                assert_int_equal(a->clock.synchronised, b->clock.synchronised);
                break;
        }
}

static void
assert_same_anchor(const struct pd_anchor *a, const struct pd_anchor *b)
{
        assert_int_equal(a->value, b->value);
        assert_int_equal(a->width, b->width);
        assert_int_equal(a->provenance, b->provenance);
}

static void
assert_same_athlete(const struct pd_athlete *a, const struct pd_athlete *b)
{
        assert_string_equal(a->id, b->id);
        assert_string_equal(a->name, b->name);
        assert_string_equal(a->language, b->language);
        assert_string_equal(a->goal, b->goal);
        assert_int_equal(a->units, b->units);
        assert_int_equal(a->auto_start, b->auto_start);
        assert_same_anchor(&a->hr_max, &b->hr_max);
        assert_same_anchor(&a->hr_rest, &b->hr_rest);
        assert_same_anchor(&a->lt1_hr, &b->lt1_hr);
        assert_same_anchor(&a->lt2_hr, &b->lt2_hr);
        assert_same_anchor(&a->lt1_speed, &b->lt1_speed);
        assert_same_anchor(&a->lt2_speed, &b->lt2_speed);
}

static void
assert_same_step(const struct pd_step *a, const struct pd_step *b)
{
        assert_int_equal(a->extent, b->extent);
        assert_true(a->amount == b->amount);
        assert_int_equal(a->intensity, b->intensity);
        assert_memory_equal(&a->hr, &b->hr, sizeof a->hr);
        assert_memory_equal(&a->speed, &b->speed, sizeof a->speed);
        assert_int_equal(a->key, b->key);
        assert_string_equal(a->cue, b->cue);
}

static void
assert_same_snapshot(const struct pd_snapshot *a, const struct pd_snapshot *b)
{
        assert_int_equal(a->engine_version, b->engine_version);
        assert_same_athlete(&a->athlete, &b->athlete);
        assert_string_equal(a->workout.id, b->workout.id);
        assert_string_equal(a->workout.title, b->workout.title);
        assert_int_equal(a->workout.purpose, b->workout.purpose);
        assert_int_equal(a->workout.n_steps, b->workout.n_steps);
        for (size_t i = 0; i < a->workout.n_steps; i++)
                assert_same_step(&a->workout.steps[i], &b->workout.steps[i]);
        assert_int_equal(a->n_sensors, b->n_sensors);
        for (size_t i = 0; i < a->n_sensors; i++) {
                assert_string_equal(a->sensors[i].address, b->sensors[i].address);
                assert_string_equal(a->sensors[i].name, b->sensors[i].name);
                assert_int_equal(a->sensors[i].factor, b->sensors[i].factor);
        }
}

/* Random traces. The seed is PD_SEED, or today's. */

static uint64_t seed, random_state;

static uint64_t
next_random(void)
{
        random_state = random_state * 6364136223846793005u + 1442695040888963407u;
        return (random_state >> 32 | random_state << 32) ^ random_state >> 11;
}

static uint64_t
below(uint64_t n)
{
        return next_random() % n;
}

static void
random_characters(char *ret, size_t min, size_t max, const char *alphabet)
{
        const size_t length = min + below(max - min + 1);

        for (size_t i = 0; i < length; i++)
                ret[i] = alphabet[below(strlen(alphabet))];
        ret[length] = '\0';
}

static void
random_id(char *ret)
{
        random_characters(ret, 1, PD_ID_SIZE - 1, "abcxyz0189_-");
}

static void
random_text(char *ret)
{
        random_characters(ret, 0, PD_TEXT_SIZE - 3, "abc XYZ #=,:\"\\");
        if (below(2))
                strcat(ret, "\xc3\xbc");
}

static void
random_address(char *ret)
{
        snprintf(ret, PD_ADDRESS_SIZE, "%02X:%02X:%02X:%02X:%02X:%02X", (unsigned) below(256), (unsigned) below(256), (unsigned) below(256),
                (unsigned) below(256), (unsigned) below(256), (unsigned) below(256));
}

static int64_t
random_int64(void)
{
        const int64_t edges[] = {0, 1, -1, INT64_MAX, INT64_MIN};

        return below(8) ? (int64_t) (next_random() >> below(64)) : edges[below(5)];
}

static int32_t
random_int32(void)
{
        const int32_t edges[] = {0, 1, -1, INT32_MAX, INT32_MIN};

        return below(8) ? (int32_t) (next_random() >> (32 + below(32))) : edges[below(5)];
}

static struct pd_band
random_band(void)
{
        return (struct pd_band){.low = random_int32(), .high = random_int32(), .width = random_int32()};
}

static void
random_anchor(struct pd_anchor *ret, int32_t min, int32_t max)
{
        if (below(4) == 0)
                return;
        ret->value = min + (int32_t) below((uint64_t) (max - min + 1));
        ret->width = (int32_t) below((uint64_t) ret->value / 10);
        ret->provenance = PD_PROVENANCE_PRIOR + (enum pd_provenance) below(4);
}

static void
random_athlete(struct pd_athlete *ret)
{
        char id[PD_ID_SIZE];

        random_id(id);
        pd_athlete_init(ret, id);
        random_text(ret->name);
        random_text(ret->goal);
        random_characters(ret->language, 2, 2, "abcdefghij");
        ret->units = (int32_t) below(2);
        ret->auto_start = (int32_t) below(4);
        ret->quiet = (struct pd_hours){(int32_t) below(24 * 60), (int32_t) below(24 * 60)};
        if (ret->quiet.from == ret->quiet.to)
                ret->quiet = (struct pd_hours){0, 0};
        ret->level = (int32_t) below(2);
        ret->judge_by = (int32_t) below(4);
        ret->birth_year = 1900 + (int32_t) below(201);
        ret->live_idle = below(2);
        ret->retain_summary = below(2);
        ret->age = (int32_t) below(151);
        ret->sessions_done = (int32_t) below(1000);
        ret->condition = (int32_t) below(4);
        if (below(2))
                ret->kinetics = (struct pd_kinetics) {(int32_t) below(2300) - 500, (int32_t) below(411), (int32_t) below(771),
                        (int32_t) below(1431), (int32_t) below(601), (int32_t) below(61), 1 + (int32_t) below(100)};
        random_anchor(&ret->hr_max, 150, 210);
        random_anchor(&ret->lthr, 130, 190);
        random_anchor(&ret->critical_speed, 2000, 6000);
        random_anchor(&ret->hr_rest, 35, 80);
        random_anchor(&ret->lt1_hr, 100, 160);
        random_anchor(&ret->lt2_hr, 130, 190);
        random_anchor(&ret->lt1_speed, 1500, 4500);
        random_anchor(&ret->lt2_speed, 2000, 6000);
        random_anchor(&ret->lt1_power, 100, 400);
        random_anchor(&ret->lt2_power, 150, 500);
        random_anchor(&ret->critical_power, 150, 500);
}

static void
random_snapshot(struct pd_snapshot *ret)
{
        memset(ret, 0, sizeof *ret);
        ret->engine_version = 1 + (uint32_t) below(UINT32_MAX);
        random_athlete(&ret->athlete);
        pd_workout_init(&ret->workout);
        if (below(4)) {
                random_id(ret->workout.id);
                random_text(ret->workout.title);
                ret->workout.purpose = (enum pd_purpose) below(PD_PURPOSE_COUNT);
                ret->workout.n_steps = below(2) ? below(6) : below(PD_STEPS_MAX + 1);
        }
        for (size_t i = 0; i < ret->workout.n_steps; i++) {
                struct pd_step *step = &ret->workout.steps[i];

                step->extent = (enum pd_extent) below(3);
                step->amount = random_int64();
                step->intensity = (enum pd_intensity) below(PD_INTENSITY_COUNT);
                step->hr = random_band();
                step->speed = random_band();
                step->key = below(2);
                step->hills = below(2);
                step->walk = below(2);
                step->ramp = below(2);
                step->prescribed = below(2);
                random_text(step->cue);
        }
        ret->n_sensors = below(PD_ENGINE_SENSORS_MAX + 1);
        for (size_t i = 0; i < ret->n_sensors; i++) {
                random_address(ret->sensors[i].address);
                random_text(ret->sensors[i].name);
                ret->sensors[i].factor = below(2) ? PD_FACTOR_MIN + (int32_t) below(PD_FACTOR_MAX - PD_FACTOR_MIN + 1) : 0;
        }
}

/* One that a person could have typed, or the daemon. */
static void
random_command(struct pd_command *ret)
{
        memset(ret, 0, sizeof *ret);
        do
                ret->verb = (enum pd_command_verb) below(PD_COMMAND_VERB_COUNT);
        while (!pd_command_is_input(ret->verb));
        switch (pd_command_types[ret->verb].argument) {
        case PD_ARGUMENT_NONE:
        case PD_ARGUMENT_WORDS:
        case PD_ARGUMENT_PLAN:
                break;
        case PD_ARGUMENT_STOP_REASON:
                ret->number = (int32_t) below(PD_STOP_REASON_COUNT);
                break;
        case PD_ARGUMENT_MINUTES:
                ret->number = (int32_t) below(601);
                break;
        case PD_ARGUMENT_RATING:
                ret->number = 1 + (int32_t) below(10);
                break;
        case PD_ARGUMENT_TEXT:
                do
                        random_text(ret->text);
                while (ret->text[0] == '\0');
                break;
        }
}

static void
random_input(struct pd_input *ret)
{
        ret->at = random_int64();
        ret->kind = below(2) ? PD_INPUT_FRAME : (enum pd_input_kind) below(5);
        switch (ret->kind) {
        case PD_INPUT_TICK:
                break;
        case PD_INPUT_FRAME:
                random_address(ret->frame.address);
                ret->frame.characteristic = (uint16_t) next_random();
                ret->frame.length = (uint16_t) below(below(8) ? 21 : PD_FRAME_BYTES_MAX + 1);
                for (size_t i = 0; i < ret->frame.length; i++)
                        ret->frame.bytes[i] = (uint8_t) next_random();
                break;
        case PD_INPUT_LINK:
                random_address(ret->link.address);
                ret->link.connected = below(2);
                break;
        case PD_INPUT_COMMAND:
                random_command(&ret->command);
                break;
        case PD_INPUT_CLOCK:
                random_characters(ret->clock.boot_id, 0, 32, "0123456789abcdef");
                ret->clock.boot = random_int64();
                ret->clock.real = random_int64();
                ret->clock.utc_offset_s = random_int32();
                ret->clock.synchronised = below(2);
                break;
        }
}

static char page[PD_TRACE_SNAPSHOT_SIZE + INPUTS_MAX * PD_TRACE_INPUT_SIZE + PD_TRACE_SUMMARY_SIZE];

static void
written_traces_are_read_back_equal(void **state)
{
        static struct pd_snapshot snapshot;
        static struct pd_input inputs[INPUTS_MAX];

        (void) state;
        print_message("PD_SEED=%" PRIu64 "\n", seed);
        random_state = seed;
        for (int round = 0; round < 200; round++) {
                const size_t n = below(INPUTS_MAX);
                size_t length;
                int r;

                random_snapshot(&snapshot);
                r = pd_trace_write_snapshot(&snapshot, page, PD_TRACE_SNAPSHOT_SIZE);
                assert_true(r > 0);
                length = (size_t) r;
                for (size_t i = 0; i < n; i++) {
                        random_input(&inputs[i]);
                        r = pd_trace_write_input(&inputs[i], page + length, PD_TRACE_INPUT_SIZE);
                        assert_true(r > 0);
                        length += (size_t) r;
                }
                r = read_trace(page, length);
                if (r < 0)
                        fail_msg("line %zu column %zu: %s", reading.error.line, reading.error.column, reading.error.expected);
                assert_int_equal(reading.reader.whole, length);
                assert_int_equal(reading.snapshots, 1);
                assert_same_snapshot(&snapshot, &reading.snapshot);
                assert_int_equal(reading.n_inputs, n);
                for (size_t i = 0; i < n; i++)
                        assert_same_input(&inputs[i], &reading.inputs[i]);
        }
}

static const char story[] = HEAD "athlete.name Anna\n"
                                 "workout easy-45m\n"
                                 "workout.title easy 45m\n"
                                 "workout.purpose easy\n"
                                 "step extent=time amount=2700000000 intensity=easy hr=0,141,4 speed=0,2900,80 key=1 cue=stay easy\n"
                                 "sensor AA:BB:CC:DD:EE:FF Anna's strap\n"
                                 "begin\n"
                                 "1000000 clock 0123456789abcdef0123456789abcdef boot=1000000 real=1700000000000000 offset=3600 sync=1\n"
                                 "1000312 link AA:BB:CC:DD:EE:FF up\n"
                                 "1204518 frame AA:BB:CC:DD:EE:FF 2a37 16483c03\n"
                                 "1500000 command start\n"
                                 "2000000 tick\n"
                                 "ack mqtt 20261122T101503Z 7\n"
                                 "summary {\"final\":true}\n";

/* The same lines that the writers write, by hand: a change of either shows. */
static void
the_text_of_a_trace_is_what_its_header_shows(void **state)
{
        struct pd_input input = {.at = 1204518, .kind = PD_INPUT_FRAME};
        char line[PD_TRACE_INPUT_SIZE];

        (void) state;
        assert_int_equal(read_text(story), 0);
        assert_string_equal(reading.snapshot.athlete.name, "Anna");
        assert_int_equal(reading.snapshot.workout.steps[0].hr.high, 141);
        assert_string_equal(reading.snapshot.workout.steps[0].cue, "stay easy");
        assert_string_equal(reading.snapshot.sensors[0].name, "Anna's strap");
        assert_int_equal(reading.n_inputs, 5);
        assert_int_equal(reading.inputs[2].frame.characteristic, 0x2a37);
        assert_int_equal(reading.inputs[2].frame.length, 4);
        assert_int_equal(reading.inputs[2].frame.bytes[3], 0x03);
        assert_string_equal(reading.ack.sink, "mqtt");
        assert_string_equal(reading.ack.session, "20261122T101503Z");
        assert_int_equal(reading.ack.sequence, 7);
        assert_string_equal(reading.summary, "{\"final\":true}");

        input.frame = reading.inputs[2].frame;
        const int length = pd_trace_write_input(&input, line, sizeof line);
        assert_int_equal(length, 46);
        assert_memory_equal(line, "1204518 frame AA:BB:CC:DD:EE:FF 2a37 16483c03\n", 46);
}

static void
a_short_trace_is_the_same_text_again(void **state)
{
        static char again[PD_TRACE_SNAPSHOT_SIZE + 8 * PD_TRACE_INPUT_SIZE];
        size_t length;

        (void) state;
        assert_int_equal(read_text(story), 0);
        length = (size_t) pd_trace_write_snapshot(&reading.snapshot, again, PD_TRACE_SNAPSHOT_SIZE);
        for (size_t i = 0; i < reading.n_inputs; i++)
                length += (size_t) pd_trace_write_input(&reading.inputs[i], again + length, sizeof again - length);
        length += (size_t) pd_trace_write_ack(&reading.ack, again + length, sizeof again - length);
        length += (size_t) pd_trace_write_summary(reading.summary, strlen(reading.summary), again + length, sizeof again - length);
        again[length] = '\0';
        /* the settings that are never empty stand there, too */
        assert_string_equal(strstr(again, "workout easy-45m"), strstr(story, "workout easy-45m"));
        assert_int_equal(strncmp(again, HEAD, strlen(HEAD)), 0);
}

/* What is usual today may not be so when the trace is read. */
static void
an_anchor_is_written_with_its_width_even_if_it_is_the_usual_one(void **state)
{
        (void) state;
        assert_int_equal(read_text(HEAD "athlete.lt1_hr 141\nathlete.lt2_hr 170 test\nathlete.lt1_speed 2.9\nbegin\n"), 0);
        page[pd_trace_write_snapshot(&reading.snapshot, page, PD_TRACE_SNAPSHOT_SIZE)] = '\0';
        assert_non_null(strstr(page, "\nathlete.lt1_hr 141 +-3 field\n"));
        assert_non_null(strstr(page, "\nathlete.lt2_hr 170 +-0 test\n"));
        assert_non_null(strstr(page, "\nathlete.lt1_speed 2.900 m/s +-0.058 field\n"));
        assert_null(strstr(page, "athlete.hr_max"));
}

static void
a_torn_last_line_ends_the_reading(void **state)
{
        const size_t whole = (size_t) (strstr(story, "2000000 tick") - story);

        (void) state;
        for (size_t size = whole; size < whole + strlen("2000000 tick\n"); size++) {
                assert_int_equal(read_trace(story, size), 0);
                assert_int_equal(reading.reader.whole, whole);
                assert_int_equal(reading.n_inputs, 4);
        }
}

static void
wherever_a_trace_is_cut_its_whole_lines_are_read(void **state)
{
        (void) state;
        for (size_t size = 0; size <= strlen(story); size++) {
                size_t whole = size;

                while (whole > 0 && story[whole - 1] != '\n')
                        whole--;
                assert_int_equal(read_trace(story, size), 0);
                assert_int_equal(reading.reader.whole, whole);
        }
}

static void
the_zeros_of_a_preallocated_file_end_the_reading(void **state)
{
        static char file[65536];
        const size_t whole = strlen(story);

        (void) state;
        memset(file, 0, sizeof file);
        memcpy(file, story, whole);
        assert_int_equal(read_trace(file, sizeof file), 0);
        assert_int_equal(reading.reader.whole, whole);
        assert_int_equal(reading.summaries, 1);

        memcpy(file + whole, "3000000 fra", 11);
        assert_int_equal(read_trace(file, sizeof file), 0);
        assert_int_equal(reading.reader.whole, whole);
}

static void
a_hole_of_zeros_before_more_lines_is_a_fault_behind_the_whole_ones(void **state)
{
        static const char file[] = HEAD "begin\n1 tick\n2 ti\0\0\0\0k\n3 tick\n";
        static const char between[] = HEAD "begin\n1 tick\n\0\0\0\0"
                                           "3 tick\n";

        (void) state;
        assert_int_equal(read_trace(file, sizeof file - 1), -EBADMSG);
        assert_int_equal(reading.reader.whole, strlen(HEAD "begin\n1 tick\n"));
        assert_int_equal(reading.n_inputs, 1);
        assert_int_equal(read_trace(between, sizeof between - 1), -EBADMSG);
        assert_int_equal(reading.reader.whole, strlen(HEAD "begin\n1 tick\n"));
}

static void
a_trace_may_come_in_two_ranges(void **state)
{
        const size_t size = strlen(story);

        (void) state;
        for (size_t cut = 0; cut <= size; cut++) {
                start_reading();
                assert_int_equal(go_on(story, cut), 0);
                const size_t whole = reading.reader.whole;
                assert_int_equal(go_on(story + whole, size - whole), 0);
                assert_int_equal(reading.reader.whole, size - whole);
                assert_int_equal(reading.reader.line, 17);
                assert_int_equal(reading.snapshots, 1);
                assert_int_equal(reading.n_inputs, 5);
                assert_int_equal(reading.summaries, 1);
        }
}

static void
comments_blank_lines_and_carriage_returns_say_nothing(void **state)
{
        (void) state;
        assert_int_equal(
                read_text("# a bug\r\n\r\npurposed-trace 1\r\nengine 1\r\n\n# of\nathlete anna\r\nbegin\r\n\r\n1 tick\r\n# end\n"), 0);
        assert_string_equal(reading.snapshot.athlete.id, "anna");
        assert_int_equal(reading.n_inputs, 1);
}

static void
a_fault_is_named_by_line_column_and_what_was_expected(void **state)
{
        static const struct {
                const char *text;
                size_t line, column;
                const char *expected;
        } cases[] = {
                {"engine 1\n", 1, 1, "purposed-trace 1"},
                {"purposed-trace 2\n", 1, 16, "version 1"},
                {"purposed-trace 1 x\n", 1, 17, "end of the line"},
                {"purposed-trace 1\nmotor 1\n", 2, 1, "engine"},
                {"purposed-trace 1\nengine x\n", 2, 8, "number"},
                {"purposed-trace 1\nengine 4294967296\n", 2, 8, "number"},
                {"purposed-trace 1\nengine 1\nbegin\n", 3, 6, "'athlete ID'"},
                {"purposed-trace 1\nathlete anna\nbegin\n", 3, 6, "'engine VERSION'"},
                {"purposed-trace 1\nathlete Anna\n", 2, 9, "a-z"},
                {"purposed-trace 1\nathlete.name Anna\n", 2, 9, "'athlete ID'"},
                {HEAD "athlete bea\n", 4, 9, "one athlete"},
                {HEAD "athlete.shoes 7\n", 4, 9, "a key"},
                {HEAD "athlete.name\n", 4, 13, ""},
                {HEAD "athlete.lt1_hr fast\n", 4, 16, "heart rate"},
                {HEAD "workout Ü\n", 4, 9, "a-z"},
                {HEAD "workout.purpose fun\n", 4, 17, "purpose"},
                {HEAD "workout.colour red\n", 4, 1, "workout.title"},
                {HEAD "step extent=day amount=1 intensity=easy hr=0,0,0 speed=0,0,0 key=1 cue=\n", 4, 13, "distance"},
                {HEAD "step extent=time amount=x intensity=easy hr=0,0,0 speed=0,0,0 key=1 cue=\n", 4, 25, "number"},
                {HEAD "step extent=time amount=1 intensity=fun hr=0,0,0 speed=0,0,0 key=1 cue=\n", 4, 37, "intensity"},
                {HEAD "step extent=time amount=1 intensity=easy hr=0,0 speed=0,0,0 key=1 cue=\n", 4, 48, "low,high,width"},
                {HEAD "step extent=time amount=1 intensity=easy hr=0,0,0 speed=0,0,2147483648 key=1 cue=\n", 4, 61, "number"},
                {HEAD "step extent=time amount=1 intensity=easy hr=0,0,0 speed=0,0,0 key=2 cue=\n", 4, 62, "key=1"},
                {HEAD "step extent=time amount=1 intensity=easy hr=0,0,0 speed=0,0,0 key=1\n", 4, 68, "cue="},
                {HEAD "sensor AA:BB:CC:DD:EE:F\n", 4, 8, "address"},
                {HEAD "sensor aa:bb:cc:dd:ee:ff\n", 4, 8, "address"},
                {HEAD "sensor " ADDRESS "-x\n", 4, 25, "name"},
                {HEAD "sensor " ADDRESS " factor=8499 a\n", 4, 26, "8500 to 11500"},
                {HEAD "sensor " ADDRESS " factor=11501\n", 4, 26, "8500 to 11500"},
                {HEAD "sensor " ADDRESS " factor=1.03 a\n", 4, 26, "8500 to 11500"},
                {HEAD "sensor " ADDRESS " factor=10320x\n", 4, 38, "name"},
                {HEAD "sensor " ADDRESS " factor=long\n", 4, 33, "number"},
                {HEAD "sensor " ADDRESS " a\nsensor " ADDRESS " b\n", 5, 25, "once"},
                {HEAD "1 tick\n", 4, 1, "begin"},
                {HEAD "begin \n", 4, 1, "begin"},
                {HEAD "begin\nend\n", 5, 1, "instant"},
                {HEAD "begin\n1 tick\n1tick\n", 6, 2, "tick"},
                {HEAD "begin\n1 ticks\n", 5, 7, "end of the line"},
                {HEAD "begin\n1 stride 7\n", 5, 2, "frame"},
                {HEAD "begin\n9223372036854775808 tick\n", 5, 1, "number"},
                {HEAD "begin\n1 frame " ADDRESS "\n", 5, 26, "characteristic"},
                {HEAD "begin\n1 frame " ADDRESS " 2a3\n", 5, 30, "four"},
                {HEAD "begin\n1 frame " ADDRESS " 2a37-16\n", 5, 31, "bytes"},
                {HEAD "begin\n1 frame " ADDRESS " 2a37 1\n", 5, 32, "two"},
                {HEAD "begin\n1 frame " ADDRESS " 2a37 164x\n", 5, 34, "two"},
                {HEAD "begin\n1 link " ADDRESS " sideways\n", 5, 25, "up or down"},
                {HEAD "begin\n1 link " ADDRESS " upward\n", 5, 28, "end of the line"},
                {HEAD "begin\n1 command fly\n", 5, 11, "command"},
                {HEAD "begin\n1 clock XYZ boot=1 real=2 offset=3 sync=1\n", 5, 9, "boot id"},
                {HEAD "begin\n1 clock - boot=1 real=2 offset=3 sync=2\n", 5, 33, "sync=1"},
                {HEAD "begin\nack MQTT s 1\n", 5, 5, "a-z"},
                {HEAD "begin\nack mqtt s -1\n", 5, 12, "not below zero"},
                {HEAD "begin\nsummary {\t}\n", 5, 10, "control"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                if (read_text(cases[i].text) != -EBADMSG)
                        fail_msg("accepted: %s", cases[i].text);
                if (reading.error.line != cases[i].line || reading.error.column != cases[i].column ||
                        !strstr(reading.error.expected, cases[i].expected))
                        fail_msg("%s%zu:%zu: %s", cases[i].text, reading.error.line, reading.error.column, reading.error.expected);
        }
}

static void
steps_sensors_bytes_and_lines_have_limits(void **state)
{
        static const char step[] = "step extent=open amount=0 intensity=easy hr=0,0,0 speed=0,0,0 key=0 cue=\n";
        char *at = page;

        (void) state;
        at += sprintf(at, HEAD);
        for (int i = 0; i < PD_STEPS_MAX; i++)
                at += sprintf(at, "%s", step);
        assert_int_equal(read_text(page), 0);
        sprintf(at, "%s", step);
        assert_int_equal(read_text(page), -EBADMSG);
        assert_string_equal(reading.error.expected, "at most 200 steps");

        at = page + sprintf(page, HEAD);
        for (int i = 0; i < PD_ENGINE_SENSORS_MAX; i++)
                at += sprintf(at, "sensor AA:BB:CC:DD:EE:%02X\n", i);
        assert_int_equal(read_text(page), 0);
        sprintf(at, "sensor " ADDRESS "\n");
        assert_int_equal(read_text(page), -EBADMSG);
        assert_string_equal(reading.error.expected, "at most 16 sensors");

        at = page + sprintf(page, HEAD "begin\n1 frame " ADDRESS " 2a37 ");
        memset(at, 'f', 2 * PD_FRAME_BYTES_MAX);
        strcpy(at + 2 * PD_FRAME_BYTES_MAX, "\n");
        assert_int_equal(read_text(page), 0);
        assert_int_equal(reading.inputs[0].frame.length, PD_FRAME_BYTES_MAX);
        strcpy(at + 2 * PD_FRAME_BYTES_MAX, "ff\n");
        assert_int_equal(read_text(page), -EBADMSG);
        assert_string_equal(reading.error.expected, "at most 244 bytes");

        at = page + sprintf(page, HEAD "begin\n");
        memset(at, '#', PD_TRACE_LINE_MAX + 1);
        strcpy(at + PD_TRACE_LINE_MAX, "\n");
        assert_int_equal(read_text(page), 0);
        strcpy(at + PD_TRACE_LINE_MAX, "#\n");
        assert_int_equal(read_text(page), -EBADMSG);
        assert_int_equal(reading.error.column, PD_TRACE_LINE_MAX + 1);
}

/* Everything as long as it can be. */
static void
fill_snapshot(struct pd_snapshot *ret)
{
        const struct pd_band band = {INT32_MIN, INT32_MIN, INT32_MIN};

        random_snapshot(ret);
        ret->workout.purpose = PD_PURPOSE_THRESHOLD;
        ret->workout.n_steps = PD_STEPS_MAX;
        memset(ret->workout.title, 'w', PD_TEXT_SIZE - 1);
        memset(ret->athlete.name, 'w', PD_TEXT_SIZE - 1);
        memset(ret->athlete.goal, 'w', PD_TEXT_SIZE - 1);
        for (size_t i = 0; i < PD_STEPS_MAX; i++) {
                ret->workout.steps[i] = (struct pd_step){
                        .extent = PD_EXTENT_DISTANCE, .amount = INT64_MIN, .intensity = PD_INTENSITY_MODERATE, .hr = band, .speed = band,
                        .key = true, .hills = true, .walk = true, .ramp = true, .prescribed = true,
                };
                memset(ret->workout.steps[i].cue, 'w', PD_TEXT_SIZE - 1);
        }
        ret->n_sensors = PD_ENGINE_SENSORS_MAX;
        for (size_t i = 0; i < PD_ENGINE_SENSORS_MAX; i++) {
                random_address(ret->sensors[i].address);
                memset(ret->sensors[i].name, 'w', PD_TEXT_SIZE - 1);
                ret->sensors[i].factor = PD_FACTOR_MAX;
        }
}

static void
the_largest_of_everything_fits_its_constant(void **state)
{
        static struct pd_snapshot snapshot;
        struct pd_input input = {.at = INT64_MIN, .kind = PD_INPUT_FRAME, .frame = {.address = ADDRESS, .length = PD_FRAME_BYTES_MAX}};
        struct pd_trace_ack ack = {.sequence = UINT32_MAX};

        (void) state;
        fill_snapshot(&snapshot);
        assert_true(pd_trace_write_snapshot(&snapshot, page, PD_TRACE_SNAPSHOT_SIZE) > 0);
        assert_true(pd_trace_write_input(&input, page, PD_TRACE_INPUT_SIZE) > 0);
        input.kind = PD_INPUT_CLOCK;
        input.clock = (struct pd_clock){"0123456789abcdef0123456789abcdef", INT64_MIN, INT64_MIN, INT32_MIN, false};
        assert_true(pd_trace_write_input(&input, page, PD_TRACE_INPUT_SIZE) > 0);
        memset(ack.sink, 's', sizeof ack.sink - 1);
        memset(ack.session, 's', sizeof ack.session - 1);
        assert_true(pd_trace_write_ack(&ack, page, PD_TRACE_ACK_SIZE) > 0);
        assert_int_equal(pd_trace_write_summary(story, PD_TRACE_SUMMARY_MAX < sizeof story ? PD_TRACE_SUMMARY_MAX : sizeof story - 1, page,
                                 PD_TRACE_SUMMARY_SIZE),
                strlen("summary \n") + sizeof story - 1);
        static char json[PD_TRACE_SUMMARY_MAX + 1];
        memset(json, 'j', sizeof json);
        assert_int_equal(pd_trace_write_summary(json, PD_TRACE_SUMMARY_MAX, page, PD_TRACE_SUMMARY_SIZE), PD_TRACE_SUMMARY_MAX + 9);
        assert_int_equal(pd_trace_write_summary(json, PD_TRACE_SUMMARY_MAX + 1, page, sizeof page), -E2BIG);
}

static void
without_room_nothing_is_written_beyond_it(void **state)
{
        static struct pd_snapshot snapshot;
        const struct pd_input input = {.kind = PD_INPUT_TICK};
        const struct pd_trace_ack ack = {"mqtt", "s", 1};

        (void) state;
        assert_int_equal(read_text(story), 0);
        snapshot = reading.snapshot;
        const int length = pd_trace_write_snapshot(&snapshot, page, sizeof page);
        for (int size = 0; size < length; size++) {
                page[size] = '!';
                assert_int_equal(pd_trace_write_snapshot(&snapshot, page, (size_t) size), -ENOBUFS);
                assert_int_equal(page[size], '!');
        }
        assert_int_equal(pd_trace_write_snapshot(&snapshot, page, (size_t) length), length);
        assert_int_equal(pd_trace_write_input(&input, page, PD_TRACE_INPUT_SIZE - 1), -ENOBUFS);
        assert_int_equal(pd_trace_write_ack(&ack, page, PD_TRACE_ACK_SIZE - 1), -ENOBUFS);
        assert_int_equal(pd_trace_write_summary("{}", 2, page, 10), -ENOBUFS);
        assert_int_equal(pd_trace_write_summary("{}", 2, page, 11), 11);
}

static void
a_sensor_has_a_factor_before_its_name(void **state)
{
        static struct pd_snapshot snapshot;
        int length;

        (void) state;
        assert_int_equal(read_text(HEAD "sensor " ADDRESS " factor=10320 Left shoe\nsensor AA:BB:CC:DD:EE:01 factor=9524\nbegin\n"), 0);
        assert_int_equal(reading.snapshot.sensors[0].factor, 10320);
        assert_string_equal(reading.snapshot.sensors[0].name, "Left shoe");
        assert_int_equal(reading.snapshot.sensors[1].factor, 9524);
        assert_string_equal(reading.snapshot.sensors[1].name, "");
        snapshot = reading.snapshot;
        snapshot.sensors[0].factor = 0;
        strcpy(snapshot.sensors[0].name, "factor=9000 is what I call it");
        length = pd_trace_write_snapshot(&snapshot, page, sizeof page);
        assert_int_equal(read_trace(page, (size_t) length), 0);
        assert_same_snapshot(&reading.snapshot, &snapshot);
}

static void
a_line_break_in_a_name_begins_no_line(void **state)
{
        static struct pd_snapshot snapshot;

        (void) state;
        assert_int_equal(read_text(story), 0);
        snapshot = reading.snapshot;
        strcpy(snapshot.sensors[0].name, "strap\nbegin");
        const int length = pd_trace_write_snapshot(&snapshot, page, sizeof page);
        assert_int_equal(read_trace(page, (size_t) length), 0);
        assert_string_equal(reading.snapshot.sensors[0].name, "strap?begin");
        strcpy(snapshot.athlete.name, "\xff\xc2\x85");
        const int broken = pd_trace_write_snapshot(&snapshot, page, sizeof page);
        assert_int_equal(read_trace(page, (size_t) broken), 0);
        assert_string_equal(reading.snapshot.athlete.name, "???");
        const int summary = pd_trace_write_summary("{\n\"a\":1}", 8, page + length, sizeof page - (size_t) length);
        assert_int_equal(read_trace(page, (size_t) (length + summary)), 0);
        assert_string_equal(reading.summary, "{ \"a\":1}");
}

static void
a_listener_can_stop_the_reading(void **state)
{
        (void) state;
        start_reading();
        reading.stop_after = 3;
        assert_int_equal(go_on(story, strlen(story)), -ECANCELED);
        assert_int_equal(reading.n_inputs, 3);
        assert_int_equal(reading.reader.whole, strstr(story, "1204518 frame") - story);
}

static void
the_format_hands_over_snapshot_and_inputs(void **state)
{
        const struct pd_recording_ops ops = {.snapshot = note_snapshot, .input = note_input};
        uint64_t skipped = 99;

        (void) state;
        start_reading();
        assert_int_equal(pd_format_trace.read(story, strlen(story), &ops, &skipped, &reading.error), 0);
        assert_int_equal(reading.snapshots, 1);
        assert_int_equal(reading.n_inputs, 5);
        assert_int_equal(skipped, 0);
}

static void
the_format_wants_a_whole_snapshot(void **state)
{
        const struct pd_recording_ops ops = {.snapshot = note_snapshot, .input = note_input};
        uint64_t skipped;

        (void) state;
        start_reading();
        assert_int_equal(pd_format_trace.read(HEAD "begin", strlen(HEAD "begin"), &ops, &skipped, &reading.error), -EBADMSG);
        assert_int_equal(reading.error.line, 4);
        assert_non_null(strstr(reading.error.expected, "begin"));
        assert_int_equal(reading.snapshots, 0);
}

/* Damage of every kind to a valid trace, in a block of exactly its size, so
 * that the address sanitizer sees a byte too many. What was whole reads
 * again without a fault. */
static void
damaged_traces_get_an_answer(void **state)
{
        int faults = 0;

        (void) state;
        print_message("PD_SEED=%" PRIu64 "\n", seed);
        random_state = seed;
        for (int round = 0; round < 20000; round++) {
                size_t size = below(8) ? strlen(story) : 1 + below(strlen(story));
                char *bytes = malloc(size);

                assert_non_null(bytes);
                memcpy(bytes, story, size);
                for (uint64_t n = below(6); n > 0; n--) {
                        const size_t at = below(size), from = below(size);
                        const size_t most = size - (at > from ? at : from);

                        if (below(2))
                                bytes[at] = below(4) ? "0123 =,:-\n\0\r#\x7f\xc3"[below(15)] : (char) next_random();
                        else
                                memmove(bytes + at, bytes + from, below(most + 1));
                }
                const int r = read_trace(bytes, size);
                const size_t whole = reading.reader.whole;
                assert_true(whole <= size);
                if (r < 0) {
                        faults++;
                        assert_int_equal(r, -EBADMSG);
                        assert_int_equal(reading.error.line, reading.reader.line + 1);
                        assert_true(reading.error.column >= 1 && reading.error.expected[0]);
                }
                assert_int_equal(read_trace(bytes, whole), 0);
                assert_int_equal(reading.reader.whole, whole);
                free(bytes);
        }
        assert_true(faults > 1000);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(written_traces_are_read_back_equal),
                cmocka_unit_test(the_text_of_a_trace_is_what_its_header_shows),
                cmocka_unit_test(a_short_trace_is_the_same_text_again),
                cmocka_unit_test(an_anchor_is_written_with_its_width_even_if_it_is_the_usual_one),
                cmocka_unit_test(a_torn_last_line_ends_the_reading),
                cmocka_unit_test(wherever_a_trace_is_cut_its_whole_lines_are_read),
                cmocka_unit_test(the_zeros_of_a_preallocated_file_end_the_reading),
                cmocka_unit_test(a_hole_of_zeros_before_more_lines_is_a_fault_behind_the_whole_ones),
                cmocka_unit_test(a_trace_may_come_in_two_ranges),
                cmocka_unit_test(comments_blank_lines_and_carriage_returns_say_nothing),
                cmocka_unit_test(a_fault_is_named_by_line_column_and_what_was_expected),
                cmocka_unit_test(steps_sensors_bytes_and_lines_have_limits),
                cmocka_unit_test(the_largest_of_everything_fits_its_constant),
                cmocka_unit_test(without_room_nothing_is_written_beyond_it),
                cmocka_unit_test(a_sensor_has_a_factor_before_its_name),
                cmocka_unit_test(a_line_break_in_a_name_begins_no_line),
                cmocka_unit_test(a_listener_can_stop_the_reading),
                cmocka_unit_test(the_format_hands_over_snapshot_and_inputs),
                cmocka_unit_test(the_format_wants_a_whole_snapshot),
                cmocka_unit_test(damaged_traces_get_an_answer),
        };
        const char *given = getenv("PD_SEED");

        seed = given ? strtoull(given, NULL, 10) : (uint64_t) time(NULL);
        return cmocka_run_group_tests(tests, NULL, NULL);
}
