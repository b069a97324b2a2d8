/* SPDX-License-Identifier: MIT */
/* What a sensor says of itself while somebody looks at it. */
#include "introduction.h"

#include "support/cm.h"
#include "support/strict_json.h"

#include <string.h>

#define STRAP "C0:00:00:00:00:01"

static struct pd_introduction introduction;
static char text[256];

static void
hear(pd_usec at, uint16_t characteristic, const void *bytes, size_t size)
{
        struct pd_frame frame = {.address = STRAP, .characteristic = characteristic, .length = (uint16_t) size};

        memcpy(frame.bytes, bytes, size);
        pd_introduction_frame(&introduction, at, &frame);
}

static void
assert_figures(pd_usec now, const char *expected)
{
        pd_introduction_figures(&introduction, now, text, sizeof(text));
        assert_string_equal(text, expected);
}

static int
set_up(void **state)
{
        (void) state;
        pd_introduction_begin(&introduction, STRAP);
        return 0;
}

static void
figures_are_of_the_last_seconds(void **state)
{
        (void) state;
        assert_figures(0, "");
        hear(PD_SEC, 0x2A37, "\x10\x48\x00\x04", 4); /* 72 bpm, an RR of 1024/1024 s */
        assert_figures(PD_SEC, "heart rate 72 bpm, RR 1000 ms");
        hear(3 * PD_SEC, 0x2A37, "\x00\x49", 2);
        assert_figures(PD_SEC + PD_INTRODUCTION_FRESH + 1, "heart rate 73 bpm");
        assert_figures(3 * PD_SEC + PD_INTRODUCTION_FRESH + 1, "");
        hear(60 * PD_SEC, 0x2A37, "\x00\x00", 2);
        assert_figures(60 * PD_SEC, "heart rate not measured");
}

static void
labels_are_told_as_far_as_they_are_known(void **state)
{
        (void) state;
        pd_introduction_labels(&introduction, text, sizeof(text));
        assert_string_equal(text, STRAP ": a sensor of unknown kind");
        strcpy(introduction.kind, "footpod, power meter"); /* advertised */
        pd_introduction_labels(&introduction, text, sizeof(text));
        assert_string_equal(text, STRAP ": footpod, power meter");
        pd_introduction_hint(&introduction, "Polar H10 12345678", PD_UNKNOWN);
        hear(0, 0x2A29, "Polar", 5);
        hear(0, 0x2A24, "H10", 3);
        hear(0, 0x2A25, "8C4CAF2E", 8);
        hear(0, 0x2A19, "\x57", 1);
        hear(0, 0x2A37, "\x00\x48", 2);
        pd_introduction_hint(&introduction, NULL, -61);
        pd_introduction_labels(&introduction, text, sizeof(text));
        assert_string_equal(text, "Polar H10 12345678: heart-rate strap, Polar H10, serial 8C4CAF2E, battery 87 %, -61 dBm");
        assert_figures(0, "heart rate 72 bpm");
}

static void
scripts_get_it_as_json(void **state)
{
        struct pd_json json;
        size_t length;

        (void) state;
        hear(0, 0x2A53, "\x01\x80\x02\x55\x5a\x00", 6); /* 2.5 m/s, 85 of one foot, 0.90 m */
        pd_json_init(&json, text, sizeof(text));
        pd_json_object(&json, NULL);
        pd_introduction_write(&introduction, 0, &json);
        pd_json_object_end(&json);
        assert_int_equal(pd_json_finish(&json, &length), 0);
        assert_true(strict_json_valid(text));
        assert_string_equal(text,
                "{\"name\":null,\"type\":\"running_speed\",\"maker\":null,\"model\":null,\"serial\":null,\"battery_percent\":null,"
                "\"rssi_dbm\":null,\"figures\":{\"speed_m_s\":2.50,\"cadence_spm\":170,\"stride_m\":0.90}}");
}

static void
what_nobody_knows_leaves_no_trace(void **state)
{
        (void) state;
        hear(0, 0xFFF1, "\x01\x02", 2);
        hear(0, 0x2A37, "", 0);
        assert_figures(0, "");
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup(function, set_up)
        const struct CMUnitTest tests[] = {
                TEST(figures_are_of_the_last_seconds),
                TEST(labels_are_told_as_far_as_they_are_known),
                TEST(scripts_get_it_as_json),
                TEST(what_nobody_knows_leaves_no_trace),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
