/* SPDX-License-Identifier: MIT */
/*
 * The live view, drawn: what has been heard in, whole screens out, as they
 * stand in picture.expected. To draw them anew, and then look at them:
 *   PD_DRAW=1 build/tests/unit/test_picture >tests/unit/picture.expected
 */
#include "ctl/picture.h"

#include "ctl/stroke.h"

#include "support/cm.h"
#include "support/rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPECTED PD_SOURCE_DIR "/tests/unit/picture.expected"

static const char plan[] = "{\"goal\":\"half marathon in spring\","
                           "\"workout\":{\"id\":\"r\",\"title\":\"recovery 4mi\",\"purpose\":\"recovery\"}}";
static const char week[] = "{\"final\":false,\"sentence\":\"Sessions: 2 of 4, 9.4 miles. All as planned so far. Next: Easy run, "
        "Thursday.\"}";
static const char strap[] = "{\"name\":\"Polar H10\",\"kind\":\"heart_rate\",\"connected\":true,\"battery\":12}";
static const char pod[] = "{\"name\":null,\"kind\":null,\"connected\":false,\"battery\":null}";
static const char running[] = "{\"state\":\"running\",\"id\":\"20261122T101503Z\"}";
static const char over[] =
        "{\"t_s\":1471,\"hr_bpm\":152,\"pace\":\"9:00\",\"pace_unit\":\"min/mi\",\"distance_text\":\"2.31 mi\",\"intensity\":\"moderate\","
        "\"target_state\":\"over\",\"grey\":true,"
        "\"step\":\"Run by feel, and slower than you would like to\",\"step_index\":2,\"step_count\":5,"
        "\"step_remaining_s\":null,\"step_remaining_m\":563,\"target_kind\":\"heart_rate\",\"target_low\":null,\"target_high\":140}";
static const char repeats[] =
        "{\"t_s\":4000,\"hr_bpm\":98,\"power_w\":243,\"pace\":\"10:12\",\"pace_unit\":\"min/km\","
        "\"distance_text\":\"12.31 km\",\"intensity\":\"hard\","
        "\"target_state\":\"under\",\"grey\":false,\"step\":\"hard\",\"step_index\":60,\"step_count\":120,"
        "\"step_remaining_s\":95,\"step_remaining_m\":null,\"target_kind\":\"speed\",\"target_low\":3.450,\"target_high\":3.700}";
static const char unheard[] =
        "{\"t_s\":31,\"hr_bpm\":null,\"pace\":null,\"pace_unit\":\"min/km\",\"distance_text\":null,\"intensity\":\"unknown\","
        "\"target_state\":\"unknown\",\"grey\":false,\"doubt\":\"cadence_lock\","
        "\"step\":null,\"step_index\":null,\"step_count\":null,\"step_remaining_s\":null,"
        "\"step_remaining_m\":null,\"target_kind\":null,\"target_low\":null,\"target_high\":null}";
static const char eased[] =
        "{\"event_type\":\"too_hard\",\"t_s\":1400,\"say\":\"Recovery day. Ease off.\",\"severity\":\"warning\",\"resolved\":false,"
        "\"message\":\"Recovery: pace 9:00 min/mi, no faster than 10:57, for 22 s, and so many words that they need a second line\"}";
static const char summary[] =
        "{\"final\":true,\"moving_s\":2834,\"distance_text\":\"4.00 mi\",\"pace\":\"11:48\",\"pace_unit\":\"min/mi\",\"hr_avg_bpm\":137,"
        "\"trimp\":70.5,\"sentence\":\"Recovery: done as meant.\"}";
static const char done[] = "{\"event_type\":\"session_ended\",\"t_s\":2900,\"say\":\"Done. That was training.\",\"severity\":\"info\","
                           "\"resolved\":true,\"message\":\"Recovery: done as meant.\"}";

struct screen {
        const char *title;
        int width, height;
        bool colour, ascii;
        size_t n; /* athletes */
        const char *trouble;
        const char *heard[16]; /* kind, payload, … */
};

#define TOO_FAST "plan", plan, "session", running, "live", over, "alert", eased

static const struct screen screens[] = {
        {"waiting, two athletes", 80, 24, .n = 2,
                .heard = {"plan", plan, "week", week, "sensor/C0:00:00:00:00:01", strap, "sensor/C0:00:00:00:00:02", pod}},
        {"nobody is enrolled", 40, 12, .n = 1, .heard = {NULL}},
        {"too fast on a recovery day", 80, 24, .n = 1, .heard = {TOO_FAST}},
        {"the same on a narrow screen", 40, 24, .n = 1, .heard = {TOO_FAST}},
        {"the same, and the coach is told to be silent", 40, 8, .n = 1,
                .heard = {TOO_FAST, "session", "{\"state\":\"running\",\"muted\":true,\"muted_until\":null}"}},
        {"the same on a low screen", 80, 12, .n = 1, .heard = {TOO_FAST}},
        {"the same without UTF-8", 80, 20, .ascii = true, .n = 1, .heard = {TOO_FAST}},
        {"the same in colour", 80, 14, .colour = true, .n = 1, .heard = {TOO_FAST}},
        {"many repeats", 80, 24, .n = 1, .heard = {"session", running, "live", repeats}},
        {"nothing is known", 80, 24, .n = 1, .trouble = "the daemon has stopped; waiting for it",
                .heard = {"session", running, "live", unheard}},
        {"after the run", 80, 24, .n = 1,
                .heard = {TOO_FAST, "session", "{\"state\":\"armed\"}", "summary", summary, "alert", done}},
};
#define N_SCREENS (sizeof(screens) / sizeof(screens[0]))

static struct pd_picture picture;

static void
draw(const struct screen *screen, struct pd_watched *watched)
{
        const struct pd_picture_frame frame = {
                .width = screen->width,
                .height = screen->height,
                .colour = screen->colour,
                .utf8 = !screen->ascii,
                .now = 100 * PD_SEC,
                .n = screen->n,
                .next = screen->n > 1 ? "ben" : NULL,
                .trouble = screen->trouble,
        };

        pd_watched_init(watched, "anna");
        for (size_t i = 0; screen->heard[i] != NULL; i += 2)
                pd_watched_hear(watched, screen->heard[i], screen->heard[i + 1], 90 * PD_SEC);
        pd_picture_draw(watched, &frame, &picture);
}

/* Without the blanks at its end. */
static size_t
length_of(const char *line)
{
        size_t n = strlen(line);

        while (n > 0 && line[n - 1] == ' ')
                n--;
        return n;
}

/* All screens, each in a frame of its size. */
static void
draw_all(struct rig_text *ret)
{
        struct pd_watched watched;
        char line[256];

        for (size_t i = 0; i < N_SCREENS; i++) {
                draw(&screens[i], &watched);
                rig_text_add(ret, line, (size_t) snprintf(line, sizeof(line), "=== %s: %d x %d\n", screens[i].title, screens[i].width,
                                                screens[i].height));
                for (int k = 0; k < picture.n; k++) {
                        rig_text_add(ret, picture.lines[k], length_of(picture.lines[k]));
                        rig_text_add(ret, "\n", 1);
                }
        }
}

static void
screens_are_as_drawn(void **state)
{
        struct rig_text drawn = {NULL, 0, 0};
        FILE *file = fopen(EXPECTED, "re");
        char *expected = NULL;
        size_t size = 0;

        (void) state;
        assert_non_null(file);
        assert_true(getdelim(&expected, &size, '\0', file) > 0);
        fclose(file);
        draw_all(&drawn);
        assert_string_equal(drawn.bytes, expected);
        free(expected);
        rig_text_clear(&drawn);
}

static void
no_screen_is_larger_than_its_terminal(void **state)
{
        struct pd_watched watched;

        (void) state;
        for (size_t i = 0; i < N_SCREENS; i++) {
                for (int width = PD_PICTURE_WIDTH_MIN; width <= 130; width += 7) {
                        for (int height = 2; height <= 40; height += 3) {
                                struct screen screen = screens[i];
                                screen.width = width;
                                screen.height = height;
                                screen.colour = false;
                                draw(&screen, &watched);
                                assert_int_equal(picture.n, height);
                                for (int k = 0; k < picture.n; k++)
                                        assert_true(pd_stroke_columns(picture.lines[k]) <= width);
                        }
                }
        }
}

static void
ascii_is_ascii(void **state)
{
        struct pd_watched watched;

        (void) state;
        for (size_t i = 0; i < N_SCREENS; i++) {
                struct screen screen = screens[i];
                screen.ascii = true;
                draw(&screen, &watched);
                for (int k = 0; k < picture.n; k++)
                        for (const char *c = picture.lines[k]; *c != '\0'; c++)
                                assert_true((*c >= ' ' && *c <= '~') || (screen.colour && *c == '\033'));
        }
}

static void
a_clock_has_hours_only_if_there_are_any(void **state)
{
        static const struct {
                int64_t seconds;
                const char *text;
        } rows[] = {{0, "0:00"}, {59, "0:59"}, {61, "1:01"}, {3599, "59:59"}, {3600, "1:00:00"}, {PD_UNKNOWN, "-:--"}};
        char text[24];

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                assert_string_equal(pd_picture_clock(rows[i].seconds, text), rows[i].text);
}

static void
a_line_says_the_same_in_one_row(void **state)
{
        struct pd_watched watched;
        char line[200];

        (void) state;
        draw(&screens[2], &watched);
        pd_picture_line(&watched, line, sizeof(line));
        assert_string_equal(line, "  24:31  152 bpm   9:00 min/mi   2.31 mi  moderate  over");
        watched.power_w = 236;
        pd_picture_line(&watched, line, sizeof(line));
        assert_string_equal(line, "  24:31  152 bpm   9:00 min/mi   2.31 mi  moderate  over  236 W");
        draw(&screens[9], &watched);
        pd_picture_line(&watched, line, sizeof(line));
        assert_string_equal(line, "   0:31   -- bpm     -- min/km        --  unknown   cannot tell");
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(screens_are_as_drawn),
                cmocka_unit_test(no_screen_is_larger_than_its_terminal),
                cmocka_unit_test(ascii_is_ascii),
                cmocka_unit_test(a_clock_has_hours_only_if_there_are_any),
                cmocka_unit_test(a_line_says_the_same_in_one_row),
        };
        struct rig_text drawn = {NULL, 0, 0};

        if (getenv("PD_DRAW") == NULL)
                return cmocka_run_group_tests(tests, NULL, NULL);
        draw_all(&drawn);
        fputs(drawn.bytes, stdout);
        rig_text_clear(&drawn);
        return 0;
}
