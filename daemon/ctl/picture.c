/* SPDX-License-Identifier: MIT */
/*
 *  anna  Recovery 4mi                                        running   24:31
 *
 *      █ █   █ ██████   …                            heart, pace, distance
 *  bpm                  min/mi                       mi
 *
 *  █ moderate          ▲ over             asked: under 140 bpm
 *
 *  Step 2 of 5: easy                                           0.35 mi left
 *  ■ ■ □ □ □
 *
 *  “Recovery day. Ease off.”
 *  Recovery: pace 9:00 min/mi, no faster than 10:57, for 22 s
 *  12 s ago
 *
 *  q quit
 */
#include "ctl/picture.h"

#include "ctl/digits.h"
#include "ctl/stroke.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define MARGIN 1
#define BESIDE_WIDTH 79   /* from here on the three numbers stand side by side, squares for blocks */
#define STACKED_WIDTH 38  /* below it they are plain */
#define BESIDE_HEIGHT 17
#define STACKED_HEIGHT 22
#define AIRY_HEIGHT 20    /* room for empty lines */
#define MM_PER_MILE 1609344 /* by definition */
#define PACE_FROM_MM_S 500  /* slower is no pace */

struct drawing {
        const struct pd_watched *watched;
        const struct pd_picture_frame *frame;
        struct pd_picture *picture;
        int width, most; /* columns, and lines above the last */
};

static const struct word {
        const char *word, *shown, *style, *mark, *plain_mark;
} words[] = {
        {"rest", "rest", "2", "", ""},
        {"unknown", "cannot tell", "2", "", ""},
        {"recovery", "recovery", "36", "", ""},
        {"easy", "easy", "32", "", ""},
        {"moderate", "moderate", "33", "", ""},
        {"hard", "hard", "31", "", ""},
        {"settling", "settling", "2", "· ", ". "},
        {"in", "on target", "32", "✓ ", "+ "},
        {"borderline", "borderline", "33", "· ", ". "},
        {"over", "over", "1;31", "▲ ", "^ "},
        {"under", "under", "1;34", "▼ ", "v "},
        {"running", "running", "1;32", "", ""},
        {"paused", "paused", "1;33", "", ""},
        {"away", "out of earshot", "1;33", "", ""},
        {"armed", "waiting for a run", "2", "", ""},
        {"idle", "no sensor is heard", "2", "", ""},
};

static const struct word *
word_of(const char *word)
{
        static const struct word unknown = {"", "", NULL, "", ""};

        for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
                if (strcmp(words[i].word, word) == 0)
                        return &words[i];
        return &unknown;
}

/* ---- lines --------------------------------------------------------------------- */

/* The next line; one beyond the last is drawn into the air. */
static struct pd_stroke
line(struct drawing *drawing)
{
        static char air[PD_PICTURE_LINE_SIZE];
        struct pd_picture *picture = drawing->picture;
        struct pd_stroke stroke;

        pd_stroke_init(&stroke, picture->n < drawing->most ? picture->lines[picture->n++] : air, PD_PICTURE_LINE_SIZE, drawing->width);
        stroke.colour = drawing->frame->colour;
        stroke.utf8 = drawing->frame->utf8;
        pd_stroke_to(&stroke, MARGIN);
        return stroke;
}

static void
gap(struct drawing *drawing)
{
        if (drawing->frame->height >= AIRY_HEIGHT && drawing->width >= BESIDE_WIDTH)
                (void) line(drawing);
}

static const char *
sign(const struct drawing *drawing, const char *drawn, const char *plain)
{
        return drawing->frame->utf8 ? drawn : plain;
}

static void
add_right(struct drawing *drawing, struct pd_stroke *stroke, const char *style, const char *text)
{
        pd_stroke_to(stroke, drawing->width - MARGIN - pd_stroke_columns(text));
        pd_stroke_add(stroke, style, text);
}

/* TEXT in lines of whole words, at most MOST of them. */
static void
add_wrapped(struct drawing *drawing, const char *style, const char *text, int most)
{
        int room = drawing->width - 2 * MARGIN;
        char piece[PD_SENTENCE_SIZE * 2];

        while (*text != '\0' && most-- > 0) {
                size_t n = 0, last = 0;
                struct pd_stroke stroke = line(drawing);
                for (int columns = 0; text[n] != '\0' && columns < room; n++) {
                        columns += ((unsigned char) text[n + 1] & 0xC0) != 0x80;
                        if (text[n] == ' ')
                                last = n;
                }
                if (text[n] != '\0' && text[n] != ' ' && last > 0)
                        n = last;
                snprintf(piece, sizeof(piece), "%.*s", (int) n, text);
                pd_stroke_add(&stroke, style, piece);
                text += n;
                text += strspn(text, " ");
        }
}

const char *
pd_picture_clock(int64_t seconds, char ret[static 24])
{
        if (seconds < 0)
                snprintf(ret, 24, "-:--");
        else if (seconds < 3600)
                snprintf(ret, 24, "%d:%02d", (int) (seconds / 60), (int) (seconds % 60));
        else
                snprintf(ret, 24, "%" PRId64 ":%02d:%02d", seconds / 3600, (int) (seconds / 60 % 60), (int) (seconds % 60));
        return ret;
}

/* ---- head ------------------------------------------------------------------------ */

static void
draw_head(struct drawing *drawing)
{
        const struct pd_watched *watched = drawing->watched;
        const struct word *state = word_of(watched->state);
        bool narrow = drawing->width < BESIDE_WIDTH;
        char clock[24], right[64];
        struct pd_stroke stroke = line(drawing);

        pd_stroke_add(&stroke, "1", watched->id);
        if (!narrow) {
                pd_stroke_add(&stroke, NULL, "  ");
                pd_stroke_add(&stroke, NULL, watched->workout);
        }
        snprintf(right, sizeof(right), "%s%s%s%s", state->shown, watched->muted ? ", silent" : "", watched->t_s != PD_UNKNOWN ? "  " : "",
                watched->t_s != PD_UNKNOWN ? pd_picture_clock(watched->t_s, clock) : "");
        add_right(drawing, &stroke, state->style, right);
        if (narrow && watched->workout[0] != '\0') {
                stroke = line(drawing);
                pd_stroke_add(&stroke, NULL, watched->workout);
        }
}

/* ---- numbers ----------------------------------------------------------------------- */

struct number {
        char text[PD_WATCHED_WORD_SIZE];
        const char *unit, *style;
        int end, scale; /* it stands to the left of that column */
};

/* "12.31 mi" to three digits, "12.3", and its unit. */
static const char *
split_distance(const char *distance, char ret[static PD_WATCHED_WORD_SIZE])
{
        size_t length = strcspn(distance, " "), digits = 0, n = 0;
        const char *unit = distance + length + strspn(distance + length, " ");

        for (; n < length && digits < 3; n++)
                digits += distance[n] != '.';
        if (n > 0 && distance[n - 1] == '.')
                n--;
        snprintf(ret, PD_WATCHED_WORD_SIZE, "%.*s", (int) n, n > 0 ? distance : "");
        if (n == 0)
                snprintf(ret, PD_WATCHED_WORD_SIZE, "--");
        return unit;
}

static void
find_numbers(const struct pd_watched *watched, struct number ret[static 3])
{
        memset(ret, 0, 3 * sizeof(ret[0]));
        snprintf(ret[0].text, sizeof(ret[0].text), "--");
        if (watched->hr_bpm != PD_UNKNOWN)
                snprintf(ret[0].text, sizeof(ret[0].text), "%d", (int) watched->hr_bpm);
        ret[0].unit = "bpm";
        ret[0].style = word_of(watched->intensity)->style;
        snprintf(ret[1].text, sizeof(ret[1].text), "%s", watched->pace[0] != '\0' ? watched->pace : "--");
        ret[1].unit = watched->pace_unit;
        ret[2].unit = split_distance(watched->distance, ret[2].text);
}

#define RUN_SIZE (3 * 64)

/* One row of a number, in runs of blocks and of blanks. */
static void
draw_row(struct pd_stroke *stroke, const struct number *number, int row)
{
        int columns = pd_digits_columns(number->text, number->scale);

        for (int column = 0; column < columns;) {
                bool filled = pd_digits_filled(number->text, number->scale, row, column);
                char run[RUN_SIZE + 1] = "";
                size_t length = 0;
                for (; column < columns && length + 3 < RUN_SIZE; column++) {
                        if (pd_digits_filled(number->text, number->scale, row, column) != filled)
                                break;
                        length += (size_t) snprintf(run + length, sizeof(run) - length, "%s", filled ? "█" : " ");
                }
                pd_stroke_add(stroke, filled ? number->style : NULL, run);
        }
}

/* Five rows of blocks and one of units. */
static void
draw_big(struct drawing *drawing, const struct number *numbers, size_t n)
{
        for (int row = 0; row < PD_DIGITS_ROWS; row++) {
                struct pd_stroke stroke = line(drawing);
                for (size_t i = 0; i < n; i++) {
                        pd_stroke_to(&stroke, numbers[i].end - pd_digits_columns(numbers[i].text, numbers[i].scale));
                        draw_row(&stroke, &numbers[i], row);
                }
        }
        struct pd_stroke stroke = line(drawing);
        for (size_t i = 0; i < n; i++) {
                pd_stroke_to(&stroke, numbers[i].end - pd_stroke_columns(numbers[i].unit));
                pd_stroke_add(&stroke, "2", numbers[i].unit);
        }
}

static void
draw_plain(struct drawing *drawing, const struct number numbers[static 3])
{
        struct pd_stroke stroke = line(drawing);

        for (size_t i = 0; i < 3; i++) {
                pd_stroke_add(&stroke, NULL, i > 0 ? "   " : "");
                pd_stroke_add(&stroke, i == 0 ? numbers[i].style : "1", numbers[i].text);
                pd_stroke_add(&stroke, NULL, " ");
                pd_stroke_add(&stroke, NULL, numbers[i].unit);
        }
}

/* Places are kept for the widest: 100 bpm and more, a pace of ten minutes. */
static void
draw_numbers(struct drawing *drawing)
{
        struct number numbers[3];
        int height = drawing->frame->height;

        find_numbers(drawing->watched, numbers);
        if (drawing->frame->utf8 && drawing->width >= BESIDE_WIDTH && height >= BESIDE_HEIGHT) {
                int heart = pd_digits_columns("100", 2), pace = pd_digits_columns("00:00", 2), distance = pd_digits_columns("00.0", 2);
                int air = (drawing->width - 2 * MARGIN - heart - pace - distance) / 2;
                numbers[0].scale = numbers[1].scale = numbers[2].scale = 2;
                numbers[0].end = MARGIN + heart;
                numbers[1].end = numbers[0].end + air + pace;
                numbers[2].end = drawing->width - MARGIN;
                draw_big(drawing, numbers, 3);
        } else if (drawing->frame->utf8 && drawing->width >= STACKED_WIDTH && height >= STACKED_HEIGHT) {
                numbers[0].scale = 2;
                numbers[1].scale = numbers[2].scale = 1;
                numbers[0].end = MARGIN + pd_digits_columns("100", 2);
                numbers[1].end = MARGIN + pd_digits_columns("00:00", 1);
                numbers[2].end = numbers[1].end + 4 + pd_digits_columns("00.0", 1);
                draw_big(drawing, numbers, 1);
                draw_big(drawing, numbers + 1, 2);
        } else {
                draw_plain(drawing, numbers);
        }
}

/* ---- effort and what is asked ---------------------------------------------------------- */

static void
say_pace(const struct pd_watched *watched, int64_t mm_s, char ret[static 24])
{
        int64_t length_mm = strcmp(watched->pace_unit, "min/mi") == 0 ? MM_PER_MILE : 1000000;

        pd_picture_clock(mm_s >= PACE_FROM_MM_S ? (length_mm + mm_s / 2) / mm_s : -1, ret);
}

/* "under 140 bpm", "8:20 to 8:40 min/mi"; "" where nothing is asked. */
static void
say_asked(const struct pd_watched *watched, char *ret, size_t size)
{
        bool by_pace = strcmp(watched->target_kind, "speed") == 0;
        bool has_low = watched->target_low != PD_UNKNOWN, has_high = watched->target_high != PD_UNKNOWN;
        const char *unit = by_pace ? watched->pace_unit : strcmp(watched->target_kind, "power") == 0 ? "W" : "bpm";
        char low[24], high[24];

        if (by_pace) {
                say_pace(watched, watched->target_low, low);
                say_pace(watched, watched->target_high, high);
        } else {
                snprintf(low, sizeof(low), "%" PRId64, watched->target_low / 1000);
                snprintf(high, sizeof(high), "%" PRId64, watched->target_high / 1000);
        }
        if (watched->target_kind[0] == '\0' || (!has_low && !has_high))
                ret[0] = '\0';
        else if (has_low && has_high)
                snprintf(ret, size, "%s to %s %s", by_pace ? high : low, by_pace ? low : high, unit);
        else if (has_high)
                snprintf(ret, size, by_pace ? "no faster than %s %s" : "under %s %s", high, unit);
        else
                snprintf(ret, size, by_pace ? "%s %s or faster" : "%s %s or more", low, unit);
}

static void
draw_effort(struct drawing *drawing)
{
        const struct pd_watched *watched = drawing->watched;
        const struct word *intensity = word_of(watched->intensity), *target = word_of(watched->target_state);
        bool narrow = drawing->width < BESIDE_WIDTH;
        struct pd_stroke stroke = line(drawing);
        char asked[80], named[96];

        pd_stroke_add(&stroke, intensity->style, sign(drawing, "██ ", "* "));
        snprintf(named, sizeof(named), "%s%s", intensity->shown, watched->grey ? " (grey)" : "");
        pd_stroke_add(&stroke, intensity->style, named);
        pd_stroke_to(&stroke, MARGIN + 22);
        if (target != intensity) { /* once is enough for "cannot tell" */
                pd_stroke_add(&stroke, target->style, sign(drawing, target->mark, target->plain_mark));
                pd_stroke_add(&stroke, target->style, target->shown);
        }
        say_asked(watched, asked, sizeof(asked));
        if (asked[0] == '\0')
                return;
        snprintf(named, sizeof(named), "asked: %s", asked);
        if (narrow) {
                stroke = line(drawing);
                pd_stroke_add(&stroke, "2", named);
        } else {
                add_right(drawing, &stroke, NULL, named);
        }
}

/* A line of its own, for the few whose pod tells it. */
static void
draw_power(struct drawing *drawing)
{
        struct pd_stroke stroke;
        char text[24];

        if (drawing->watched->power_w == PD_UNKNOWN)
                return;
        snprintf(text, sizeof(text), "%d W", (int) drawing->watched->power_w);
        stroke = line(drawing);
        pd_stroke_add(&stroke, "1", text);
}

/* Why a number is not to be trusted: "not trusted: cadence lock". */
static void
draw_doubt(struct drawing *drawing)
{
        struct pd_stroke stroke;
        char text[48];

        if (drawing->watched->doubt[0] == '\0')
                return;
        snprintf(text, sizeof(text), "not trusted: %s", drawing->watched->doubt);
        for (char *c = text; *c != '\0'; c++)
                if (*c == '_')
                        *c = ' ';
        stroke = line(drawing);
        pd_stroke_add(&stroke, "33", text);
}

/* ---- where in the workout -------------------------------------------------------------- */

static void
say_remaining(const struct pd_watched *watched, char *ret, size_t size)
{
        bool imperial = strcmp(watched->pace_unit, "min/mi") == 0;
        int64_t m = watched->step_remaining_m;
        char clock[24];

        if (watched->step_remaining_s != PD_UNKNOWN)
                snprintf(ret, size, "%s left", pd_picture_clock(watched->step_remaining_s, clock));
        else if (m == PD_UNKNOWN)
                ret[0] = '\0';
        else if (imperial)
                snprintf(ret, size, "%d.%02d mi left", (int) (m * 1000 / MM_PER_MILE), (int) (m * 100000 / MM_PER_MILE % 100));
        else if (m >= 1000)
                snprintf(ret, size, "%d.%02d km left", (int) (m / 1000), (int) (m / 10 % 100));
        else
                snprintf(ret, size, "%d m left", (int) m);
}

/* A box a step, as long as they stand on the line; beyond that a bar. */
static void
draw_boxes(struct drawing *drawing)
{
        const struct pd_watched *watched = drawing->watched;
        int room = drawing->width - 2 * MARGIN;
        bool each = watched->step_count * 2 - 1 <= room;
        int n = each ? (int) watched->step_count : room;
        int here = each ? (int) watched->step_index - 1 : (int) ((watched->step_index - 1) * room / watched->step_count);
        const char *style = word_of(watched->intensity)->style;
        struct pd_stroke stroke = line(drawing);

        for (int i = 0; i < n; i++) {
                pd_stroke_add(&stroke, NULL, each && i > 0 ? " " : "");
                if (i <= here)
                        pd_stroke_add(&stroke, i == here ? style : "2", sign(drawing, "■", "#"));
                else
                        pd_stroke_add(&stroke, "2", sign(drawing, "□", "."));
        }
}

static void
draw_step(struct drawing *drawing)
{
        const struct pd_watched *watched = drawing->watched;
        char text[128], remaining[40];
        struct pd_stroke stroke;

        if (watched->step_index == PD_UNKNOWN || watched->step_count == PD_UNKNOWN)
                return;
        stroke = line(drawing);
        say_remaining(watched, remaining, sizeof(remaining));
        snprintf(text, sizeof(text), "Step %d of %d: %s", (int) watched->step_index, (int) watched->step_count, watched->step);
        stroke.width = drawing->width - MARGIN - pd_stroke_columns(remaining) - 1;
        pd_stroke_add(&stroke, "1", text);
        stroke.width = drawing->width;
        add_right(drawing, &stroke, "1", remaining);
        if (watched->step_count > 1)
                draw_boxes(drawing);
        gap(drawing);
}

/* ---- what was said ------------------------------------------------------------------------ */

static void
say_age(int64_t seconds, char *ret, size_t size)
{
        if (seconds < 5)
                snprintf(ret, size, "just now");
        else if (seconds < 60)
                snprintf(ret, size, "%d s ago", (int) seconds);
        else if (seconds < 3600)
                snprintf(ret, size, "%d min ago", (int) (seconds / 60));
        else
                snprintf(ret, size, "%" PRId64 " h ago", seconds / 3600);
}

static const char *
style_of_sentence(const struct pd_watched *watched)
{
        if (watched->resolved)
                return "1;32";
        if (strcmp(watched->severity, "warning") == 0)
                return "1;31";
        return strcmp(watched->severity, "notice") == 0 ? "1;33" : "1;36";
}

static void
draw_sentence(struct drawing *drawing)
{
        const struct pd_watched *watched = drawing->watched;
        char text[PD_SENTENCE_SIZE + 8];
        struct pd_stroke stroke;

        if (watched->say[0] == '\0' && watched->message[0] == '\0')
                return;
        snprintf(text, sizeof(text), "%s%s%s", sign(drawing, "“", "\""), watched->say, sign(drawing, "”", "\""));
        if (watched->say[0] != '\0')
                add_wrapped(drawing, style_of_sentence(watched), text, 3);
        if (pd_watched_runs(watched) || strcmp(watched->message, watched->summary.sentence) != 0) /* it stands there already */
                add_wrapped(drawing, NULL, watched->message, 3);
        say_age(pd_watched_age(watched, drawing->frame->now), text, sizeof(text));
        stroke = line(drawing);
        pd_stroke_add(&stroke, "2", text);
}

/* ---- while nobody runs ---------------------------------------------------------------------- */

static void
draw_summary(struct drawing *drawing)
{
        const struct pd_watched *watched = drawing->watched;
        const int64_t trimp_tenths = watched->summary.trimp_tenths;
        char text[160], clock[24];
        size_t length;

        if (watched->summary.sentence[0] == '\0')
                return;
        gap(drawing);
        snprintf(text, sizeof(text), "%s%s%s moving%s%s%s%s", watched->summary.distance, watched->summary.distance[0] != '\0' ? " in " : "",
                pd_picture_clock(watched->summary.moving_s, clock), watched->summary.pace[0] != '\0' ? ", " : "", watched->summary.pace,
                watched->summary.pace[0] != '\0' ? " " : "", watched->summary.pace[0] != '\0' ? watched->pace_unit : "");
        length = strlen(text);
        if (trimp_tenths != PD_UNKNOWN)
                snprintf(text + length, sizeof(text) - length, ", load %" PRId64 ".%d TRIMP", trimp_tenths / 10,
                        (int) (trimp_tenths % 10));
        add_wrapped(drawing, "1", text, 2);
        add_wrapped(drawing, NULL, watched->summary.sentence, 3);
}

static void
draw_sensors(struct drawing *drawing)
{
        const struct pd_watched *watched = drawing->watched;
        char text[PD_TEXT_SIZE + 40];

        for (size_t i = 0; i < watched->n_sensors; i++) {
                const struct pd_watched_sensor *sensor = &watched->sensors[i];
                struct pd_stroke stroke = line(drawing);
                if (sensor->connected)
                        pd_stroke_add(&stroke, "32", sign(drawing, "● ", "* "));
                else
                        pd_stroke_add(&stroke, "2", sign(drawing, "○ ", "- "));
                snprintf(text, sizeof(text), "%s", sensor->name[0] != '\0' ? sensor->name : sensor->address);
                pd_stroke_add(&stroke, sensor->connected ? NULL : "2", text);
                if (sensor->battery_percent == PD_UNKNOWN)
                        continue;
                snprintf(text, sizeof(text), "  battery %d %%", (int) sensor->battery_percent);
                pd_stroke_add(&stroke, sensor->battery_percent <= 15 ? "1;33" : "2", text);
        }
        if (watched->n_sensors == 0)
                add_wrapped(drawing, "2", "No sensor is enrolled: see purposectl sensors --help", 2);
}

static void
draw_rest(struct drawing *drawing)
{
        gap(drawing);
        draw_sensors(drawing);
        draw_summary(drawing);
        gap(drawing);
        draw_sentence(drawing);
        if (drawing->watched->goal[0] == '\0' && drawing->watched->week[0] == '\0')
                return;
        gap(drawing);
        if (drawing->watched->goal[0] != '\0')
                add_wrapped(drawing, "2", drawing->watched->goal, 2);
        if (drawing->watched->week[0] != '\0')
                add_wrapped(drawing, NULL, drawing->watched->week, 3);
}

/* ---- the whole --------------------------------------------------------------------------------- */

static void
draw_run(struct drawing *drawing)
{
        gap(drawing);
        draw_numbers(drawing);
        gap(drawing);
        draw_effort(drawing);
        draw_power(drawing);
        draw_doubt(drawing);
        gap(drawing);
        draw_step(drawing);
        draw_sentence(drawing);
}

static void
draw_foot(struct drawing *drawing)
{
        const struct pd_picture_frame *frame = drawing->frame;
        char text[96];
        struct pd_stroke stroke;

        while (drawing->picture->n < drawing->most)
                (void) line(drawing);
        drawing->most++;
        stroke = line(drawing);
        pd_stroke_add(&stroke, "2", "q quit");
        if (frame->next != NULL) {
                snprintf(text, sizeof(text), "   Tab %s (%zu of %zu)", frame->next, frame->index + 1, frame->n);
                pd_stroke_add(&stroke, "2", text);
        }
        if (frame->trouble != NULL) {
                pd_stroke_add(&stroke, NULL, "   ");
                pd_stroke_add(&stroke, "1;31", frame->trouble);
        }
}

static int
within(int value, int least, int most)
{
        return value < least ? least : value > most ? most : value;
}

void
pd_picture_draw(const struct pd_watched *watched, const struct pd_picture_frame *frame, struct pd_picture *ret)
{
        struct drawing drawing = {
                .watched = watched,
                .frame = frame,
                .picture = ret,
                .width = within(frame->width, PD_PICTURE_WIDTH_MIN, PD_PICTURE_WIDTH_MAX),
                .most = within(frame->height, 2, PD_PICTURE_LINES_MAX) - 1,
        };

        ret->n = 0;
        draw_head(&drawing);
        if (pd_watched_runs(watched))
                draw_run(&drawing);
        else
                draw_rest(&drawing);
        draw_foot(&drawing);
}

void
pd_picture_line(const struct pd_watched *watched, char *ret, size_t size)
{
        const char *pace = watched->pace[0] != '\0' ? watched->pace : "--";
        const char *distance = watched->distance[0] != '\0' ? watched->distance : "--";
        char clock[24], hr[16] = "--", power[24] = "";

        if (watched->power_w != PD_UNKNOWN)
                snprintf(power, sizeof(power), "  %d W", (int) watched->power_w);
        if (watched->hr_bpm != PD_UNKNOWN)
                snprintf(hr, sizeof(hr), "%d", (int) watched->hr_bpm);
        snprintf(ret, size, "%7s  %3s bpm  %5s %s  %8s  %-8s  %s%s", pd_picture_clock(watched->t_s, clock), hr, pace, watched->pace_unit,
                distance, watched->intensity, word_of(watched->target_state)->shown, power);
}
