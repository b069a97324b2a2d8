/* SPDX-License-Identifier: MIT */
/* Writes a trace's lines (trace.h) into the caller's memory. */
#include "formats/trace.h"

#include "formats/numbers.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

/* Where the next character goes; once something did not fit, nothing does. */
struct page {
        char *at, *end;
        bool full;
};

static void
put(struct page *page, const char *text, size_t length)
{
        if (page->full || (size_t) (page->end - page->at) < length) {
                page->full = true;
                return;
        }
        memcpy(page->at, text, length);
        page->at += length;
}

static void
put_word(struct page *page, const char *word)
{
        put(page, word, strlen(word));
}

static void
put_number(struct page *page, int64_t value)
{
        char digits[PD_NUMBER_MAX];

        put(page, digits, (size_t) (pd_number_write(digits, value) - digits));
}

/* A line break in a name must not begin a line, and no byte of it is one that the reader refuses. */
static void
put_text(struct page *page, const char *text)
{
        char clean[2 * PD_TEXT_SIZE];

        pd_text_copy(clean, sizeof clean, text, strlen(text));
        put_word(page, clean);
}

static int
finish(const struct page *page, const char *start)
{
        return page->full ? -ENOBUFS : (int) (page->at - start);
}

static void
put_thousandths(struct page *page, int32_t value)
{
        const char digits[] = {'.', (char) ('0' + value / 100 % 10), (char) ('0' + value / 10 % 10), (char) ('0' + value % 10)};

        put_number(page, value / 1000);
        put(page, digits, sizeof digits);
}

/* Always with the width: a trace means the same when the usual widths are others. */
static void
put_anchor(struct page *page, enum pd_setting_kind kind, const struct pd_anchor *anchor)
{
        if (kind == PD_SETTING_SPEED) {
                put_thousandths(page, anchor->value);
                put_word(page, " m/s +-");
                put_thousandths(page, anchor->width);
        } else {
                put_number(page, anchor->value);
                put_word(page, " +-");
                put_number(page, anchor->width);
        }
        put_word(page, " ");
        put_word(page, pd_provenance_name(anchor->provenance));
}

static void
put_settings(struct page *page, const struct pd_setting *setting, const struct pd_athlete *athlete)
{
        char value[PD_SENTENCE_SIZE]; /* the longest: why */

        for (; setting->key; setting++) {
                const int r = pd_setting_format(setting, athlete, value, sizeof value);
                assert(r >= 0);
                if (!value[0])
                        continue;
                put_word(page, "athlete.");
                put_word(page, setting->key);
                put_word(page, " ");
                if (setting->kind == PD_SETTING_HEART_RATE || setting->kind == PD_SETTING_SPEED)
                        put_anchor(page, setting->kind, (const struct pd_anchor *) ((const char *) athlete + setting->offset));
                else
                        put_text(page, value);
                put_word(page, "\n");
        }
}

static void
put_athlete(struct page *page, const struct pd_athlete *athlete)
{
        put_word(page, "athlete ");
        put_word(page, athlete->id);
        put_word(page, "\n");
        put_settings(page, pd_athlete_settings, athlete);
        put_settings(page, pd_athlete_day_settings, athlete);
        if (athlete->kinetics.sessions > 0)
                put_settings(page, pd_athlete_learnt_settings, athlete);
}

static void
put_band(struct page *page, const char *name, const struct pd_band *band)
{
        put_word(page, name);
        put_number(page, band->low);
        put_word(page, ",");
        put_number(page, band->high);
        put_word(page, ",");
        put_number(page, band->width);
}

static const char *
extent_name(enum pd_extent extent)
{
        switch (extent) {
        case PD_EXTENT_OPEN:
                return "open";
        case PD_EXTENT_TIME:
                return "time";
        case PD_EXTENT_DISTANCE:
                return "distance";
        }
        assert(false);
        return "open";
}

static void
put_step(struct page *page, const struct pd_step *step)
{
        put_word(page, "step extent=");
        put_word(page, extent_name(step->extent));
        put_word(page, " amount=");
        put_number(page, step->amount);
        put_word(page, " intensity=");
        put_word(page, pd_intensity_name(step->intensity));
        put_band(page, " hr=", &step->hr);
        put_band(page, " speed=", &step->speed);
        put_word(page, step->key ? " key=1" : " key=0");
        put_word(page, step->hills ? " hills" : "");
        put_word(page, step->walk ? " walk" : "");
        put_word(page, step->ramp ? " ramp" : "");
        put_word(page, step->prescribed ? " prescribed" : "");
        put_word(page, " cue=");
        put_text(page, step->cue);
        put_word(page, "\n");
}

static void
put_workout(struct page *page, const struct pd_workout *workout)
{
        if (workout->id[0]) {
                put_word(page, "workout ");
                put_word(page, workout->id);
                put_word(page, "\n");
        }
        if (workout->title[0]) {
                put_word(page, "workout.title ");
                put_text(page, workout->title);
                put_word(page, "\n");
        }
        put_word(page, "workout.purpose ");
        put_word(page, pd_purpose_name(workout->purpose));
        put_word(page, "\n");
        assert(workout->n_steps <= PD_STEPS_MAX);
        for (size_t i = 0; i < workout->n_steps; i++)
                put_step(page, &workout->steps[i]);
}

/* A name that reads like a factor has one before it. */
static void
put_sensor(struct page *page, const struct pd_snapshot_sensor *sensor)
{
        put_word(page, "sensor ");
        put_word(page, sensor->address);
        if (sensor->factor != 0 || strncmp(sensor->name, "factor=", strlen("factor=")) == 0) {
                put_word(page, " factor=");
                put_number(page, sensor->factor);
        }
        put_word(page, sensor->name[0] ? " " : "");
        put_text(page, sensor->name);
        put_word(page, "\n");
}

int
pd_trace_write_snapshot(const struct pd_snapshot *snapshot, char *ret, size_t size)
{
        struct page page = {.at = ret, .end = ret + size};

        put_word(&page, "purposed-trace ");
        put_number(&page, PD_TRACE_VERSION);
        put_word(&page, "\nengine ");
        put_number(&page, snapshot->engine_version);
        put_word(&page, "\n");
        put_athlete(&page, &snapshot->athlete);
        put_workout(&page, &snapshot->workout);
        assert(snapshot->n_sensors <= PD_ENGINE_SENSORS_MAX);
        for (size_t i = 0; i < snapshot->n_sensors; i++)
                put_sensor(&page, &snapshot->sensors[i]);
        put_word(&page, "begin\n");
        return finish(&page, ret);
}

/* The one writer that runs for every notification of every sensor: room has
 * been checked for the longest, so it only copies. */
static char *
write_frame(char *at, const struct pd_frame *frame)
{
        static const char digits[] = "0123456789abcdef";

        memcpy(at, " frame ", 7);
        memcpy(at + 7, frame->address, PD_ADDRESS_SIZE - 1);
        at += 7 + PD_ADDRESS_SIZE - 1;
        *at++ = ' ';
        for (int shift = 12; shift >= 0; shift -= 4)
                *at++ = digits[frame->characteristic >> shift & 0xf];
        if (frame->length)
                *at++ = ' ';
        for (size_t i = 0; i < frame->length; i++) {
                *at++ = digits[frame->bytes[i] >> 4];
                *at++ = digits[frame->bytes[i] & 0xf];
        }
        return at;
}

static void
put_clock(struct page *page, const struct pd_clock *clock)
{
        put_word(page, " clock ");
        put_word(page, clock->boot_id[0] ? clock->boot_id : "-");
        put_word(page, " boot=");
        put_number(page, clock->boot);
        put_word(page, " real=");
        put_number(page, clock->real);
        put_word(page, " offset=");
        put_number(page, clock->utc_offset_s);
        put_word(page, clock->synchronised ? " sync=1" : " sync=0");
}

static void
put_command(struct page *page, const struct pd_command *command)
{
        char words[PD_TEXT_SIZE];

        put_word(page, pd_command_verb_name(command->verb));
        pd_command_words(command, words);
        if (words[0] == '\0')
                return;
        put_word(page, " ");
        put_text(page, words);
}

int
pd_trace_write_input(const struct pd_input *input, char *ret, size_t size)
{
        if (size < PD_TRACE_INPUT_SIZE)
                return -ENOBUFS;

        struct page page = {.at = pd_number_write(ret, input->at), .end = ret + size};
        switch (input->kind) {
        case PD_INPUT_TICK:
                put_word(&page, " tick");
                break;
        case PD_INPUT_FRAME:
                assert(input->frame.length <= PD_FRAME_BYTES_MAX);
                page.at = write_frame(page.at, &input->frame);
                break;
        case PD_INPUT_LINK:
                put_word(&page, " link ");
                put_word(&page, input->link.address);
                put_word(&page, input->link.connected ? " up" : " down");
                break;
        case PD_INPUT_COMMAND:
                put_word(&page, " command ");
                put_command(&page, &input->command);
                break;
        case PD_INPUT_CLOCK:
                put_clock(&page, &input->clock);
                break;
        }
        put_word(&page, "\n");
        return finish(&page, ret);
}

int
pd_trace_write_ack(const struct pd_trace_ack *ack, char *ret, size_t size)
{
        assert(ack->sink[0] && ack->session[0]);
        if (size < PD_TRACE_ACK_SIZE)
                return -ENOBUFS;

        struct page page = {.at = ret, .end = ret + size};
        put_word(&page, "ack ");
        put_word(&page, ack->sink);
        put_word(&page, " ");
        put_word(&page, ack->session);
        put_word(&page, " ");
        put_number(&page, ack->sequence);
        put_word(&page, "\n");
        return finish(&page, ret);
}

int
pd_trace_write_summary(const char *json, size_t length, char *ret, size_t size)
{
        if (length > PD_TRACE_SUMMARY_MAX)
                return -E2BIG;

        struct page page = {.at = ret, .end = ret + size};
        put_word(&page, "summary ");
        for (size_t i = 0; i < length; i++)
                put(&page, (unsigned char) json[i] < ' ' ? " " : json + i, 1);
        put_word(&page, "\n");
        return finish(&page, ret);
}
