/* SPDX-License-Identifier: MIT */
/* A plan for the eye: a week as a table, a day in a few lines. */
#include "ctl/plan.h"
#include "ctl/stroke.h"
#include "ctl/terminal.h"

#include "formats/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define JSON_SIZE (512 * 1024) /* 60 weeks */
#define PURPOSE_COLUMNS 9
#define TITLE_COLUMN 38  /* where a day's workout begins */
#define TITLE_INDENT 9   /* where it goes on, on a terminal too narrow for the table */

static bool
in_colour(void)
{
        const char *const refused = getenv("NO_COLOR");

        return isatty(STDOUT_FILENO) && (refused == NULL || refused[0] == '\0');
}

/* Green is easy, red is hard, as on the live view; what is no run is dim. */
static const char *
colour_of(enum pd_purpose purpose)
{
        if (!in_colour())
                return "";
        if (pd_plan_is_hard(purpose))
                return "\033[31m";
        if (!pd_plan_is_session(purpose))
                return "\033[2m";
        return purpose == PD_PURPOSE_CROSS ? "\033[36m" : "\033[32m";
}

static const char *
plain(void)
{
        return in_colour() ? "\033[0m" : "";
}

static const struct pd_plan_workout *
workout_of(const struct pd_calendar *calendar, const struct pd_calendar_day *day)
{
        return day->workout == PD_PLAN_NO_WORKOUT ? NULL : &calendar->plan->workouts[day->workout];
}

/* "55 min", "10.0 km": in the measure of its steps; "" where they do not say. */
static void
write_length(const struct pd_plan_workout *workout, char ret[static 16])
{
        ret[0] = '\0';
        if (workout == NULL || pd_plan_seconds(workout) == PD_UNKNOWN)
                return;
        if (workout->time_s == 0)
                (void) snprintf(ret, 16, "%d.%d km", workout->distance_m / 1000, workout->distance_m % 1000 / 100);
        else
                (void) snprintf(ret, 16, "%s%d min", workout->distance_m > 0 ? "~" : "", (pd_plan_seconds(workout) + 30) / 60);
}

/* TEXT from TITLE_COLUMN on, word by word, in as many lines as the terminal asks for. */
static void
print_wrapped(const char *text)
{
        int width = INT32_MAX, height, indent, column = TITLE_COLUMN;

        if (isatty(STDOUT_FILENO))
                pd_terminal_size(&width, &height);
        indent = width < TITLE_COLUMN + 24 ? TITLE_INDENT : TITLE_COLUMN;
        for (const char *word = text; *word != '\0';) {
                const int length = (int) strcspn(word, " ");
                char bytes[PD_TEXT_SIZE];

                pd_text_copy(bytes, sizeof bytes, word, (size_t) length);
                if (column > indent && column + pd_stroke_columns(bytes) >= width) {
                        printf("\n%*s", indent, "");
                        column = indent;
                }
                printf("%s%s", bytes, word[length] == ' ' ? " " : "");
                column += pd_stroke_columns(bytes) + 1;
                word += length + (word[length] == ' ');
        }
}

static void
print_day(const struct pd_calendar *calendar, pd_day day)
{
        struct pd_calendar_day asked;
        char date[PD_DATE_SIZE], length[16];
        const char *purpose, *title;

        pd_calendar_day(calendar, day, &asked);
        pd_day_format(day, date);
        write_length(workout_of(calendar, &asked), length);
        purpose = asked.purpose == PD_PURPOSE_NONE ? "-" : pd_purpose_name(asked.purpose);
        title = asked.purpose == PD_PURPOSE_REST ? "" : asked.title;
        printf("  %.3s  %s  %s%*s%s", pd_weekday_name(pd_day_weekday(day)), date, colour_of(asked.purpose),
                title[0] != '\0' ? -PURPOSE_COLUMNS : 0, purpose, plain());
        if (title[0] != '\0') {
                printf(" %7s  ", length);
                print_wrapped(title);
        }
        fputs(day == calendar->today ? "  < today\n" : "\n", stdout);
}

static void
print_aims(const struct pd_plan_aims *aims)
{
        const char *separator = "  aims: ";

        if (aims->distance_m != PD_UNKNOWN) {
                printf("%s%d.%d km", separator, aims->distance_m / 1000, aims->distance_m % 1000 / 100);
                separator = ", ";
        }
        if (aims->sessions != PD_UNKNOWN) {
                printf("%s%d sessions", separator, aims->sessions);
                separator = ", ";
        }
        if (aims->hard != PD_UNKNOWN) {
                printf("%s%d hard", separator, aims->hard);
                separator = ", ";
        }
        if (separator[0] == ',')
                putchar('\n');
}

static void
print_week(const struct pd_calendar *calendar, pd_day monday)
{
        struct pd_calendar_week week;
        char date[PD_DATE_SIZE];

        pd_calendar_week(calendar, monday, &week);
        pd_day_format(monday, date);
        if (week.number > 0)
                printf("Week %d of %d, from %s\n", week.number, week.of, date);
        else
                printf("Week from %s\n", date);
        for (int32_t i = 0; i < PD_DAYS_A_WEEK; i++)
                print_day(calendar, monday + i);
        printf("  planned: %d session%s, %d hard", week.planned.sessions, week.planned.sessions == 1 ? "" : "s", week.planned.hard);
        if (week.planned.time_s > 0)
                printf(", about %d:%02d h", week.planned.time_s / 3600, week.planned.time_s / 60 % 60);
        putchar('\n');
        print_aims(&week.aims);
}

/* ---- for scripts ---------------------------------------------------------------- */

static void
put_known(struct pd_json *json, const char *key, int32_t value)
{
        if (value == PD_UNKNOWN)
                pd_json_null(json, key);
        else
                pd_json_integer(json, key, value);
}

static void
put_day(struct pd_json *json, const struct pd_calendar *calendar, pd_day day)
{
        struct pd_calendar_day asked;
        const struct pd_plan_workout *workout;
        const char *text;
        char date[PD_DATE_SIZE];

        pd_calendar_day(calendar, day, &asked);
        pd_day_format(day, date);
        text = pd_calendar_text(calendar, &asked);
        workout = workout_of(calendar, &asked);
        pd_json_object(json, NULL);
        pd_json_text(json, "date", date);
        pd_json_text(json, "purpose", asked.purpose == PD_PURPOSE_NONE ? NULL : pd_purpose_name(asked.purpose));
        pd_json_text(json, "workout", asked.id[0] != '\0' ? asked.id : NULL);
        pd_json_text(json, "title", asked.title[0] != '\0' ? asked.title : NULL);
        pd_json_text(json, "steps", text[0] != '\0' ? text : NULL);
        pd_json_text(json, "why", asked.why[0] != '\0' ? asked.why : NULL);
        put_known(json, "seconds", workout != NULL ? pd_plan_seconds(workout) : PD_UNKNOWN);
        pd_json_object_end(json);
}

static void
put_week(struct pd_json *json, const struct pd_calendar *calendar, pd_day monday)
{
        struct pd_calendar_week week;
        char date[PD_DATE_SIZE];

        pd_calendar_week(calendar, monday, &week);
        pd_day_format(monday, date);
        pd_json_object(json, NULL);
        pd_json_text(json, "monday", date);
        put_known(json, "number", week.number > 0 ? week.number : PD_UNKNOWN);
        put_known(json, "aim_distance_m", week.aims.distance_m);
        put_known(json, "aim_sessions", week.aims.sessions);
        put_known(json, "aim_hard", week.aims.hard);
        pd_json_integer(json, "sessions", week.planned.sessions);
        pd_json_integer(json, "hard", week.planned.hard);
        pd_json_integer(json, "seconds", week.planned.time_s);
        put_known(json, "distance_m", week.planned.distance_m);
        pd_json_array(json, "days");
        for (int32_t i = 0; i < PD_DAYS_A_WEEK; i++)
                put_day(json, calendar, monday + i);
        pd_json_array_end(json);
        pd_json_object_end(json);
}

/* WEEKS from the day's, or with 0 the day alone. */
static int
print_json(const struct pd_calendar *calendar, pd_day day, int32_t weeks)
{
        char *const buffer = malloc(JSON_SIZE);
        struct pd_json json;
        size_t length;
        int r;

        if (buffer == NULL)
                return 1;
        pd_json_init(&json, buffer, JSON_SIZE);
        if (weeks == 0)
                put_day(&json, calendar, day);
        else
                pd_json_array(&json, NULL);
        for (int32_t i = 0; i < weeks; i++)
                put_week(&json, calendar, pd_day_monday(day) + i * PD_DAYS_A_WEEK);
        if (weeks > 0)
                pd_json_array_end(&json);
        r = pd_json_finish(&json, &length);
        if (r == 0)
                puts(buffer);
        free(buffer);
        return r == 0 ? 0 : 1;
}

/* ---- the verbs ------------------------------------------------------------------- */

int
pd_ctl_plan_show(const struct pd_ctl_plan_options *options)
{
        struct pd_plan *const plan = pd_ctl_plan_load(options);
        const struct pd_calendar calendar = {.plan = plan, .today = pd_ctl_plan_clock_day()};
        int status = 0;

        if (plan == NULL)
                return 1;
        if (options->json)
                status = print_json(&calendar, options->day, options->weeks);
        for (int32_t i = 0; !options->json && i < options->weeks; i++) {
                if (i > 0)
                        putchar('\n');
                print_week(&calendar, pd_day_monday(options->day) + i * PD_DAYS_A_WEEK);
        }
        pd_plan_yaml_free(plan);
        return status;
}

static void
print_today(const struct pd_calendar *calendar, pd_day day)
{
        struct pd_calendar_day asked;
        char date[PD_DATE_SIZE], goal[PD_TEXT_SIZE];
        const char *text, *weekday;

        pd_calendar_day(calendar, day, &asked);
        pd_day_format(day, date);
        pd_plan_goal_text(calendar->plan, goal);
        text = pd_calendar_text(calendar, &asked);
        weekday = pd_weekday_name(pd_day_weekday(day));
        printf("%c%s %s", weekday[0] - 'a' + 'A', weekday + 1, date);
        if (goal[0] != '\0')
                printf("  (%s)", goal);
        putchar('\n');
        if (asked.purpose == PD_PURPOSE_NONE) {
                puts("  Nothing is planned: free.");
                return;
        }
        printf("  %s%s%s", colour_of(asked.purpose), pd_purpose_name(asked.purpose), plain());
        if (asked.purpose != PD_PURPOSE_REST)
                printf("  %s", asked.title);
        putchar('\n');
        if (text[0] != '\0' && strcmp(text, asked.title) != 0)
                printf("  %s\n", text);
        if (asked.why[0] != '\0')
                printf("  %s\n", asked.why);
}

int
pd_ctl_plan_today(const struct pd_ctl_plan_options *options)
{
        struct pd_plan *const plan = pd_ctl_plan_load(options);
        const struct pd_calendar calendar = {.plan = plan, .today = options->day};
        int status = 0;

        if (plan == NULL)
                return 1;
        if (options->json)
                status = print_json(&calendar, options->day, 0);
        else
                print_today(&calendar, options->day);
        pd_plan_yaml_free(plan);
        return status;
}
