/* SPDX-License-Identifier: MIT */
#include "support/telling.h"

#include "purposed/event.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
        assert(frame->characteristic == 0x2A53 && frame->length == (at[0] & 2 ? 8 : 4));
        tell(telling, "pod %u %u ", u16(at + 1), at[3]);
        if (at[0] & 2)
                tell(telling, "%" PRIu32, u16(at + 4) | (uint32_t) u16(at + 6) << 16);
        else
                tell(telling, "-");
}

static bool
is_of_the_head(const struct pd_input *input)
{
        return (input->kind == PD_INPUT_CLOCK && input->at == 0) ||
               (input->kind == PD_INPUT_COMMAND &&
                       (input->command.verb == PD_COMMAND_STOP || (input->command.verb == PD_COMMAND_START && input->at == 0)));
}

static int
note_input(void *user, const struct pd_input *input)
{
        struct telling *telling = user;

        if (telling->headless && is_of_the_head(input))
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
        return (struct pd_recording_ops) {.about = note_about, .input = note_input, .user = telling};
}

int
telling_read(struct telling *telling, const struct pd_format *format, const void *bytes, size_t size)
{
        const struct pd_recording_ops ops = telling_ops(telling);
        char *const copy = malloc(size > 0 ? size : 1);

        assert(copy != NULL);
        memcpy(copy, bytes, size);
        const int r = format->read(copy, size, &ops, &telling->skipped, &telling->error);
        free(copy);
        return r;
}
