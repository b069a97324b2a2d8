/* SPDX-License-Identifier: MIT */
#include "fuzz/fuzz.h"

#include "formats/line.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
fuzz_broken(const char *condition, const char *file, int line)
{
        fprintf(stderr, "%s:%d: broken: %s\n", file, line, condition);
        abort();
}

void
fuzz_fault(const struct pd_format_error *error, const uint8_t *bytes, size_t size)
{
        const char *const text = (const char *) bytes, *line;

        FUZZ_EXPECT(error->expected[0] != '\0');
        FUZZ_EXPECT(memchr(error->expected, '\0', sizeof error->expected) != NULL);
        if (error->line == 0)
                return;
        line = pd_line_find(text, size, error->line);
        FUZZ_EXPECT(error->column <= (size_t) (text + size - line) + 1);
}

static int
take_snapshot(void *user, const struct pd_snapshot *snapshot)
{
        (void) user;
        FUZZ_EXPECT(pd_id_valid(snapshot->athlete.id));
        FUZZ_EXPECT(snapshot->workout.n_steps <= PD_STEPS_MAX);
        FUZZ_EXPECT(snapshot->n_sensors <= PD_ENGINE_SENSORS_MAX);
        return 0;
}

static int
take_input(void *user, const struct pd_input *input)
{
        (void) user;
        if (input->kind == PD_INPUT_FRAME) {
                FUZZ_EXPECT(input->frame.length <= PD_FRAME_BYTES_MAX);
                FUZZ_EXPECT(pd_address_valid(input->frame.address));
        }
        if (input->kind == PD_INPUT_LINK)
                FUZZ_EXPECT(pd_address_valid(input->link.address));
        return 0;
}

static const struct pd_format *
format_of(const char *key)
{
        for (const struct pd_format *const *format = pd_formats; *format; format++)
                if (strcmp((*format)->key, key) == 0)
                        return *format;
        fuzz_broken("a format of that name", __FILE__, __LINE__);
}

void
fuzz_recording(const char *key, const uint8_t *bytes, size_t size)
{
        const struct pd_recording_ops ops = {.snapshot = take_snapshot, .input = take_input};
        const struct pd_format *const format = format_of(key);
        struct pd_format_error error = {.line = 0};
        uint64_t skipped = 0;
        int r;

        format->probe((const char *) bytes, size);
        r = format->read((const char *) bytes, size, &ops, &skipped, &error);
        FUZZ_EXPECT(r == 0 || r == -EBADMSG || r == -ENOMEM || r == -EFBIG);
        if (r != -EBADMSG)
                return;
        if (strcmp(key, "tcx") == 0) /* XML ends lines at a lone CR, too */
                FUZZ_EXPECT(error.expected[0] != '\0' && error.line <= size + 1 && error.column <= size + 1);
        else
                fuzz_fault(&error, bytes, size);
}
