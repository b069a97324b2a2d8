/* SPDX-License-Identifier: MIT */
#include "support/telling.h"

#include "support/cm.h"

#include "purposed/event.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

__attribute__((format(printf, 2, 3))) static void
tell(struct telling *telling, const char *format, ...)
{
        const size_t left = sizeof(telling->text) - telling->length;
        va_list arguments;
        int n;

        va_start(arguments, format);
        n = vsnprintf(telling->text + telling->length, left, format, arguments);
        va_end(arguments);
        telling->length += n < 0 ? 0 : (size_t) n < left ? (size_t) n : left - 1;
}

static void
tell_number(struct telling *telling, const char *before, int64_t value, double unit, const char *after)
{
        if (value == PD_NEVER || value == PD_UNKNOWN)
                tell(telling, "%s-%s", before, after);
        else
                tell(telling, "%s%.1f%s", before, (double) value / unit, after);
}

static int
note_about(void *user, const struct pd_recording_about *about)
{
        struct telling *telling = user;
        const size_t n = about->n_laps < PD_RECORDING_LAPS_MAX ? about->n_laps : PD_RECORDING_LAPS_MAX;

        telling->started = false;
        if (telling->headless)
                return 0;
        tell(telling, "about %s, %s, %s", about->sport, about->device, about->workout);
        tell_number(telling, "; real ", about->start_real, 1e6, "");
        tell_number(telling, ", ", about->elapsed, 1e6, " s");
        tell_number(telling, ", ", about->distance_mm, 1e3, " m");
        tell_number(telling, ", offset ", about->utc_offset_s, 1, "");
        for (size_t i = 0; i < n; i++) {
                tell_number(telling, "; lap ", about->laps[i].start, 1e6, "");
                tell_number(telling, " ", about->laps[i].elapsed, 1e6, "");
                tell_number(telling, " ", about->laps[i].distance_mm, 1e3, "");
                tell_number(telling, " ", about->laps[i].step, 1, "");
        }
        tell(telling, "\n");
        return 0;
}

static unsigned
u16(const uint8_t *at)
{
        return at[0] | (unsigned) at[1] << 8;
}

static void
tell_frame(struct telling *telling, const struct pd_frame *frame)
{
        const uint8_t *at = frame->bytes;

        if (frame->characteristic == 0x2A37) {
                tell(telling, "strap %u%s", at[0] & 1 ? u16(at + 1) : at[1], at[0] & 0x10 ? " rr" : "");
                for (size_t i = at[0] & 1 ? 3 : 2; i + 2 <= frame->length; i += 2)
                        tell(telling, " %u", u16(at + i));
                return;
        }
        if (frame->characteristic == 0x2A63) {
                assert_int_equal(frame->length, 4);
                tell(telling, "power %u", u16(at + 2));
                return;
        }
        assert_int_equal(frame->characteristic, 0x2A53);
        assert_int_equal(frame->length, at[0] & 2 ? 8 : 4);
        tell(telling, "pod %u %u ", u16(at + 1), at[3]);
        if (at[0] & 2)
                tell(telling, "%" PRIu32, u16(at + 4) | (uint32_t) u16(at + 6) << 16);
        else
                tell(telling, "-");
}

static bool
is_of_the_head(struct telling *telling, const struct pd_input *input)
{
        const bool starts = input->kind == PD_INPUT_COMMAND && input->command.verb == PD_COMMAND_START;
        const bool first = starts && !telling->started;

        telling->started |= starts;
        return first || (input->kind == PD_INPUT_CLOCK && input->at == 0) ||
               (input->kind == PD_INPUT_COMMAND && input->command.verb == PD_COMMAND_STOP);
}

static int
note_input(void *user, const struct pd_input *input)
{
        struct telling *telling = user;

        if (is_of_the_head(telling, input) && telling->headless)
                return 0;
        tell(telling, "%.1f ", (double) input->at / 1e6);
        if (input->kind == PD_INPUT_FRAME)
                tell_frame(telling, &input->frame);
        else if (input->kind == PD_INPUT_COMMAND)
                tell(telling, "%s", pd_command_verb_name(input->command.verb));
        else if (input->kind == PD_INPUT_CLOCK)
                tell(telling, "clock %.1f %d", (double) input->clock.real / 1e6, input->clock.utc_offset_s);
        tell(telling, "\n");
        return ++telling->inputs == telling->stop_after ? -ECANCELED : 0;
}

struct pd_recording_ops
telling_ops(struct telling *telling)
{
        telling->length = 0;
        telling->text[0] = '\0';
        telling->inputs = 0;
        telling->started = false;
        return (struct pd_recording_ops) {.about = note_about, .input = note_input, .user = telling};
}

int
telling_read(struct telling *telling, const struct pd_format *format, const void *bytes, size_t size)
{
        const struct pd_recording_ops ops = telling_ops(telling);
        char *const copy = malloc(size > 0 ? size : 1);

        assert_non_null(copy);
        memcpy(copy, bytes, size);
        const int r = format->read(copy, size, &ops, &telling->skipped, &telling->error);
        free(copy);
        return r;
}

void
telling_is(const struct pd_format *format, const void *bytes, size_t size, bool headless, const char *text)
{
        static struct telling telling;

        telling.headless = headless;
        telling.skipped = 99;
        assert_int_equal(telling_read(&telling, format, bytes, size), 0);
        assert_string_equal(telling.text, text);
        assert_int_equal(telling.skipped, 0);
}

static int
restart(void *user, const struct pd_recording_about *about)
{
        (void) about;
        *(pd_usec *) user = INT64_MIN;
        return 0;
}

static int
go_forward(void *user, const struct pd_input *input)
{
        pd_usec *last = user;

        assert_true(input->at >= *last);
        assert_true(input->kind != PD_INPUT_FRAME || (input->frame.length > 0 && input->frame.length <= 20));
        *last = input->at;
        return 0;
}

static uint64_t
roll(uint64_t *random)
{
        *random = *random * 6364136223846793005u + 1442695040888963407u;
        return *random >> 20;
}

int
telling_damaged(const struct pd_format *format, const void *bytes, size_t size, const char letters[16], int rounds)
{
        const char *given = getenv("PD_SEED");
        uint64_t random = given != NULL ? strtoull(given, NULL, 10) : (uint64_t) time(NULL);
        int faults = 0;

        print_message("PD_SEED=%" PRIu64 "\n", random);
        for (int round = 0; round < rounds; round++) {
                const size_t cut = roll(&random) % 2 ? size : 1 + roll(&random) % size;
                pd_usec last = INT64_MIN;
                const struct pd_recording_ops ops = {.about = restart, .input = go_forward, .user = &last};
                struct pd_format_error error = {0};
                char *const damaged = malloc(cut);
                uint64_t skipped;

                assert_non_null(damaged);
                memcpy(damaged, bytes, cut);
                for (uint64_t n = roll(&random) % 4; n > 0; n--)
                        damaged[roll(&random) % cut] = letters[roll(&random) % 16];
                pd_format_probe(damaged, cut);
                const int r = format->read(damaged, cut, &ops, &skipped, &error);
                assert_true(r == 0 || r == -EBADMSG);
                assert_true(r == 0 || (error.expected[0] != '\0' && (error.line > 0 ? error.column > 0 : error.column <= cut)));
                faults += r < 0;
                free(damaged);
        }
        return faults;
}
