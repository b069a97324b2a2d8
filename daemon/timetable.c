/* SPDX-License-Identifier: MIT */
#include "timetable.h"

#include "formats/json.h"

#include <stdio.h>
#include <string.h>

#define PURPOSE_COLUMNS 9 /* "threshold"; so a line of the shipped plans has 79 at most */

/* NULL where the day has none that the plan knows: in words, or made easier. */
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

/* "  (swapped, done)": what became of the plan; "" if nothing did. */
static void
write_fate(const struct pd_calendar_day *asked, char ret[static PD_TEXT_SIZE])
{
        const bool changed = asked->change != PD_CALENDAR_AS_PLANNED;

        ret[0] = '\0';
        if (changed || asked->done)
                (void) snprintf(ret, PD_TEXT_SIZE, "  (%s%s%s)", changed ? pd_calendar_change_name(asked->change) : "",
                        changed && asked->done ? ", " : "", asked->done ? "done" : "");
}

static void
say_day(struct pd_reply *reply, const struct pd_calendar *calendar, pd_day day)
{
        struct pd_calendar_day asked;
        char date[PD_DATE_SIZE], length[16], fate[PD_TEXT_SIZE];
        const char *purpose, *title;

        pd_calendar_day(calendar, day, &asked);
        pd_day_format(day, date);
        write_length(workout_of(calendar, &asked), length);
        write_fate(&asked, fate);
        purpose = asked.purpose == PD_PURPOSE_NONE ? "-" : pd_purpose_name(asked.purpose);
        title = asked.purpose == PD_PURPOSE_REST ? "" : asked.title;
        pd_reply_add(reply, "  %.3s  %s  %*s", pd_weekday_name(pd_day_weekday(day)), date, title[0] != '\0' ? -PURPOSE_COLUMNS : 0,
                purpose);
        if (title[0] != '\0')
                pd_reply_add(reply, " %7s  %s", length, title);
        pd_reply_add(reply, "%s%s\n", fate, day == calendar->today ? "  < today" : "");
}

static void
say_aims(struct pd_reply *reply, const struct pd_plan_aims *aims)
{
        const char *separator = "  aims: ";

        if (aims->distance_m != PD_UNKNOWN) {
                pd_reply_add(reply, "%s%d.%d km", separator, aims->distance_m / 1000, aims->distance_m % 1000 / 100);
                separator = ", ";
        }
        if (aims->sessions != PD_UNKNOWN) {
                pd_reply_add(reply, "%s%d sessions", separator, aims->sessions);
                separator = ", ";
        }
        if (aims->hard != PD_UNKNOWN) {
                pd_reply_add(reply, "%s%d hard", separator, aims->hard);
                separator = ", ";
        }
        if (separator[0] == ',')
                pd_reply_add(reply, "\n");
}

static void
say_done(struct pd_reply *reply, const struct pd_calendar_count *done)
{
        if (done->sessions == 0)
                return;
        pd_reply_add(reply, "  done: %d session%s, %d hard", done->sessions, done->sessions == 1 ? "" : "s", done->hard);
        if (done->distance_m > 0)
                pd_reply_add(reply, ", %d.%d km", done->distance_m / 1000, done->distance_m % 1000 / 100);
        if (done->trimp_tenths > 0)
                pd_reply_add(reply, ", load %d", (done->trimp_tenths + 5) / 10);
        pd_reply_add(reply, "\n");
}

static void
say_week(struct pd_reply *reply, const struct pd_calendar *calendar, pd_day monday)
{
        struct pd_calendar_week week;
        char date[PD_DATE_SIZE];

        pd_calendar_week(calendar, monday, &week);
        pd_day_format(monday, date);
        if (week.number > 0)
                pd_reply_add(reply, "Week %d of %d, from %s\n", week.number, week.of, date);
        else
                pd_reply_add(reply, "Week from %s\n", date);
        for (int32_t i = 0; i < PD_DAYS_A_WEEK; i++)
                say_day(reply, calendar, monday + i);
        pd_reply_add(reply, "  planned: %d session%s, %d hard", week.planned.sessions, week.planned.sessions == 1 ? "" : "s",
                week.planned.hard);
        if (week.planned.time_s > 0)
                pd_reply_add(reply, ", about %d:%02d h", week.planned.time_s / 3600, week.planned.time_s / 60 % 60);
        pd_reply_add(reply, "\n");
        say_done(reply, &week.done);
        say_aims(reply, &week.aims);
}

/* What the calendar proposes, and the command for it. */
static void
say_proposals(struct pd_reply *reply, const struct pd_calendar_day *asked)
{
        for (size_t i = 0; i < asked->n_proposals; i++) {
                pd_reply_add(reply, "  %s\n", asked->proposals[i].sentence);
                if (asked->proposals[i].command[0] != '\0')
                        pd_reply_add(reply, "    purposectl %s\n", asked->proposals[i].command);
        }
}

static void
say_heading(struct pd_reply *reply, const struct pd_calendar *calendar, pd_day day)
{
        const char *const weekday = pd_weekday_name(pd_day_weekday(day));
        char date[PD_DATE_SIZE], goal[PD_TEXT_SIZE] = "";

        pd_day_format(day, date);
        if (calendar->plan != NULL)
                pd_plan_goal_text(calendar->plan, goal);
        pd_reply_add(reply, "%c%s %s", weekday[0] - 'a' + 'A', weekday + 1, date);
        if (goal[0] != '\0')
                pd_reply_add(reply, "  (%s)", goal);
        pd_reply_add(reply, "\n");
}

static void
say_today(struct pd_reply *reply, const struct pd_calendar *calendar, pd_day day)
{
        struct pd_calendar_day asked;
        char fate[PD_TEXT_SIZE];
        const char *text;

        pd_calendar_day(calendar, day, &asked);
        text = pd_calendar_text(calendar, &asked);
        write_fate(&asked, fate);
        say_heading(reply, calendar, day);
        if (asked.purpose == PD_PURPOSE_NONE)
                pd_reply_add(reply, "  Nothing is planned: free.%s\n", fate);
        else
                pd_reply_add(reply, "  %s%s%s%s\n", pd_purpose_name(asked.purpose), asked.purpose != PD_PURPOSE_REST ? "  " : "",
                        asked.purpose != PD_PURPOSE_REST ? asked.title : "", fate);
        if (text[0] != '\0' && strcmp(text, asked.title) != 0)
                pd_reply_add(reply, "  %s\n", text);
        if (asked.why[0] != '\0')
                pd_reply_add(reply, "  %s\n", asked.why);
        say_proposals(reply, &asked);
}

/* ---- for scripts ---------------------------------------------------------------- */

static void
put_proposals(struct pd_json *json, const struct pd_calendar_day *asked)
{
        pd_json_array(json, "proposals");
        for (size_t i = 0; i < asked->n_proposals; i++) {
                pd_json_object(json, NULL);
                pd_json_text(json, "sentence", asked->proposals[i].sentence);
                pd_json_text(json, "command", asked->proposals[i].command[0] != '\0' ? asked->proposals[i].command : NULL);
                pd_json_object_end(json);
        }
        pd_json_array_end(json);
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
        pd_json_known(json, "seconds", workout != NULL ? pd_plan_seconds(workout) : PD_UNKNOWN);
        pd_json_text(json, "change", asked.change != PD_CALENDAR_AS_PLANNED ? pd_calendar_change_name(asked.change) : NULL);
        pd_json_bool(json, "done", asked.done);
        put_proposals(json, &asked);
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
        pd_json_known(json, "number", week.number > 0 ? week.number : PD_UNKNOWN);
        pd_json_known(json, "aim_distance_m", week.aims.distance_m);
        pd_json_known(json, "aim_sessions", week.aims.sessions);
        pd_json_known(json, "aim_hard", week.aims.hard);
        pd_json_integer(json, "sessions", week.planned.sessions);
        pd_json_integer(json, "hard", week.planned.hard);
        pd_json_integer(json, "seconds", week.planned.time_s);
        pd_json_known(json, "distance_m", week.planned.distance_m);
        pd_json_array(json, "days");
        for (int32_t i = 0; i < PD_DAYS_A_WEEK; i++)
                put_day(json, calendar, monday + i);
        pd_json_array_end(json);
        pd_json_object_end(json);
}

static void
put_all(struct pd_json *json, void *user)
{
        const struct pd_timetable *timetable = user;

        if (timetable->weeks == 0) {
                put_day(json, timetable->calendar, timetable->day);
                return;
        }
        pd_json_array(json, NULL);
        for (int32_t i = 0; i < timetable->weeks; i++)
                put_week(json, timetable->calendar, pd_day_monday(timetable->day) + i * PD_DAYS_A_WEEK);
        pd_json_array_end(json);
}

void
pd_timetable_write(const struct pd_timetable *timetable, struct pd_reply *reply)
{
        struct pd_timetable page = *timetable;

        if (page.weeks == 0)
                say_today(reply, page.calendar, page.day);
        for (int32_t i = 0; i < page.weeks; i++) {
                pd_reply_add(reply, "%s", i > 0 ? "\n" : "");
                say_week(reply, page.calendar, pd_day_monday(page.day) + i * PD_DAYS_A_WEEK);
        }
        pd_reply_write_json(reply, put_all, &page);
}
