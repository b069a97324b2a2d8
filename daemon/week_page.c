/* SPDX-License-Identifier: MIT */
#include "week_page.h"

#include "formats/payload.h"

#include "purposed/pace.h"

#include <stdio.h>
#include <string.h>

#define PAGE_COLUMNS 80
#define BAR_COLUMNS 40
#define LABEL_COLUMNS 11 /* "  moderate " */
#define SPAN_SIZE 16

static void
write_span(int32_t seconds, char ret[static SPAN_SIZE])
{
        snprintf(ret, SPAN_SIZE, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

static void
say_heading(struct pd_reply *reply, const struct pd_week *week)
{
        char id[PD_WEEK_ID_SIZE], monday[PD_DATE_SIZE], sunday[PD_DATE_SIZE];

        pd_week_id(week->monday, id);
        pd_day_format(week->monday, monday);
        pd_day_format(week->monday + PD_SUNDAY, sunday);
        pd_reply_add(reply, "Week %s, %s to %s%s\n", id, monday, sunday, week->final ? ", over" : "");
        if (week->number > 0)
                pd_reply_add(reply, "  week %d of %d%s%s\n", week->number, week->of, week->goal[0] != '\0' ? ": " : "", week->goal);
        else if (week->goal[0] != '\0')
                pd_reply_add(reply, "  %s\n", week->goal);
        pd_reply_add(reply, "\n");
}

/* "  sessions   2 of 4" */
static void
say_row(struct pd_reply *reply, const char *label, const char *done, const char *planned)
{
        pd_reply_add(reply, "  %-*s%s%s%s\n", LABEL_COLUMNS, label, done, planned[0] != '\0' ? " of " : "", planned);
}

static void
say_count(struct pd_reply *reply, const char *label, int32_t done, int32_t of)
{
        char text[16], planned[16] = "";

        snprintf(text, sizeof(text), "%d", done);
        if (of != PD_UNKNOWN)
                snprintf(planned, sizeof(planned), "%d", of);
        say_row(reply, label, text, planned);
}

static void
say_distance(struct pd_reply *reply, const struct pd_athlete *athlete, const struct pd_week *week)
{
        char done[PD_DISTANCE_SIZE] = "not measured", planned[PD_DISTANCE_SIZE] = "";

        if (week->distance_m != PD_UNKNOWN)
                pd_distance_format(athlete->units, week->distance_m * (int64_t) 1000, done);
        if (week->distance_planned_m != PD_UNKNOWN)
                pd_distance_format(athlete->units, week->distance_planned_m * (int64_t) 1000, planned);
        say_row(reply, "distance", done, planned);
        if (week->unmeasured > 0 && week->distance_m != PD_UNKNOWN)
                pd_reply_add(reply, "  %-*swithout %d that nobody measured\n", LABEL_COLUMNS, "", week->unmeasured);
}

static void
say_time(struct pd_reply *reply, const struct pd_week *week)
{
        char done[SPAN_SIZE], planned[SPAN_SIZE] = "";

        write_span(week->moving_s, done);
        if (week->moving_planned_s != PD_UNKNOWN)
                write_span(week->moving_planned_s, planned);
        say_row(reply, "moving", done, planned);
}

static void
say_shares(struct pd_reply *reply, const struct pd_week *week)
{
        char text[SPAN_SIZE];

        if (week->easy_percent != PD_UNKNOWN)
                pd_reply_add(reply, "  %-*s%d %% of the time; %s %d %%\n", LABEL_COLUMNS, "easy", week->easy_percent,
                        week->easy_aim_basis == PD_WEEK_BASIS_PLAN ? "planned" : "often advised", week->easy_aim_percent);
        if (week->grey_s > 0) {
                write_span(week->grey_s, text);
                say_row(reply, "grey", text, "");
        }
        if (week->trimp_tenths != PD_UNKNOWN)
                pd_reply_add(reply, "  %-*s%d\n", LABEL_COLUMNS, "load", (week->trimp_tenths + 5) / 10);
        if (week->rest_days > 0)
                say_count(reply, "rest days", week->rest_days, PD_UNKNOWN);
        if (week->days_away > 0)
                say_count(reply, "days away", week->days_away, PD_UNKNOWN);
}

/* The longest is as long as the page has room for; what is there at all is seen. */
static void
say_bars(struct pd_reply *reply, const struct pd_week *week)
{
        static const char bar[BAR_COLUMNS + 1] = "########################################";
        int32_t most = 0;

        for (size_t i = PD_INTENSITY_RECOVERY; i < PD_INTENSITY_COUNT; i++)
                most = week->seconds[i] > most ? week->seconds[i] : most;
        if (most == 0)
                return;
        pd_reply_add(reply, "\n");
        for (size_t i = PD_INTENSITY_RECOVERY; i < PD_INTENSITY_COUNT; i++) {
                const int32_t seconds = week->seconds[i];
                const int n = (int) ((seconds * (int64_t) BAR_COLUMNS + most - 1) / most);
                char span[SPAN_SIZE];

                write_span(seconds, span);
                pd_reply_add(reply, "  %-*s%-*.*s %8s\n", LABEL_COLUMNS, pd_intensity_name((enum pd_intensity) i), BAR_COLUMNS, n, bar,
                        span);
        }
}

static void
say_left(struct pd_reply *reply, const struct pd_week *week)
{
        if (week->n_left == 0)
                return;
        pd_reply_add(reply, "\nStill to come\n");
        for (size_t i = 0; i < week->n_left; i++) {
                char date[PD_DATE_SIZE];

                pd_day_format(week->left[i].day, date);
                pd_reply_add(reply, "  %.3s  %s  %-*s %s\n", pd_weekday_name(pd_day_weekday(week->left[i].day)), date, LABEL_COLUMNS,
                        pd_purpose_name(week->left[i].purpose), week->left[i].title);
        }
}

static void
put(struct pd_json *json, void *user)
{
        (void) pd_payload_put_event(json, user);
}

void
pd_week_page_write(const struct pd_athlete *athlete, const struct pd_week *week, struct pd_reply *reply)
{
        struct pd_event event = {.kind = PD_EVENT_WEEK, .real = PD_NEVER, .athlete = athlete, .t_s = PD_UNKNOWN, .week = week};

        pd_reply_say(reply, 0, "%s", "");
        say_heading(reply, week);
        say_count(reply, "sessions", week->sessions, week->sessions_planned);
        say_count(reply, "hard", week->hard, week->hard_planned);
        say_distance(reply, athlete, week);
        say_time(reply, week);
        say_shares(reply, week);
        say_bars(reply, week);
        say_left(reply, week);
        pd_reply_add(reply, "\n");
        pd_reply_add_folded(reply, week->sentence, strlen(week->sentence), PAGE_COLUMNS, 0);
        pd_reply_add(reply, "\n");
        pd_reply_write_json(reply, put, &event);
}
