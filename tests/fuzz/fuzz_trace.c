/* SPDX-License-Identifier: MIT */
/* Traces: what is read can be written, and is read from that as the same. */
#include "formats/summary.h"
#include "formats/trace.h"
#include "fuzz/fuzz.h"

#include <string.h>

struct page {
        char text[PD_TRACE_SNAPSHOT_SIZE];
        int length;
};

static int
write_page(void *user, const struct pd_snapshot *snapshot)
{
        struct page *const page = user;

        page->length = pd_trace_write_snapshot(snapshot, page->text, sizeof page->text);
        FUZZ_EXPECT(page->length > 0);
        return 0;
}

static int
write_snapshot(void *user, const struct pd_snapshot *snapshot)
{
        static struct page first, second;
        static struct pd_trace_reader reader;
        const struct pd_trace_ops ops = {.snapshot = write_page, .user = &second};
        struct pd_format_error error;

        (void) user;
        write_page(&first, snapshot);
        pd_trace_reader_init(&reader, &ops);
        FUZZ_EXPECT(pd_trace_reader_read(&reader, first.text, (size_t) first.length, &error) == 0);
        FUZZ_EXPECT(first.length == second.length && memcmp(first.text, second.text, (size_t) first.length) == 0);
        return 0;
}

static int
write_input(void *user, const struct pd_input *input)
{
        char text[PD_TRACE_INPUT_SIZE];

        (void) user;
        FUZZ_EXPECT(pd_trace_write_input(input, text, sizeof text) > 0);
        return 0;
}

static int
read_summary(void *user, const char *json, size_t length)
{
        static struct pd_summary_text text;

        (void) user;
        if (pd_summary_read(json, length, &text) == 0)
                FUZZ_EXPECT(text.id[0] != '\0' && text.summary.n_steps <= PD_STEPS_MAX);
        return 0;
}

static void
write_again(const uint8_t *bytes, size_t size)
{
        const struct pd_trace_ops ops = {.snapshot = write_snapshot, .input = write_input, .summary = read_summary};
        static struct pd_trace_reader reader;
        struct pd_format_error error;

        pd_trace_reader_init(&reader, &ops);
        (void) pd_trace_reader_read(&reader, (const char *) bytes, size, &error);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
        fuzz_recording("trace", bytes, size);
        write_again(bytes, size);
        return 0;
}
