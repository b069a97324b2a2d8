/* SPDX-License-Identifier: MIT */
/*
 * The running week, told whenever it has changed, and the report of each that
 * is over:
 *
 *   a new week begins                     acknowledged
 *   ─────────────────▶ told, and owed ──────────────────▶ kept, so that it is not told twice
 *                         ▲     │ a start that finds it nowhere
 *                         └─────┘ worked out anew, as another revision
 *
 * As it was told it waits on record until it is delivered (owed.h).
 * A session of that week that comes later makes another revision of its report.
 * Of weeks that ended while nobody was here, those in which she ran are reported,
 * since the last that was, and the last one anyway.
 */
#include "today_inside.h"

#include "core/say/speech.h"
#include "core/season/week.h"

#include "purposed/log.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#define ACKNOWLEDGED "acknowledged"
#define WAITING "waiting"
#define LINE_SIZE 80 /* of the file: "2026-W47 1 5 18000 45000 acknowledged" */

void
pd_today_week(struct pd_today *today, const struct pd_diary *diary, pd_day monday, struct pd_week *ret)
{
        struct pd_calendar calendar = pd_today_calendar_of(today, diary, monday, monday + PD_DAYS_A_WEEK - 1);

        pd_season_week(&calendar, monday, ret);
        if (ret->goal[0] == '\0') /* any goal counts, also one without a plan */
                memcpy(ret->goal, diary->config->athlete.goal, sizeof(ret->goal));
        pd_speech_week(&diary->config->athlete, ret);
}

/* ---- which have been told ---------------------------------------------------------- */

static struct pd_told_week *
told_of(struct pd_diary *diary, pd_day monday)
{
        for (size_t i = 0; i < diary->n_told; i++)
                if (diary->told[i].monday == monday)
                        return &diary->told[i];
        return NULL;
}

static void
keep_told(const struct pd_today *today, const struct pd_diary *diary)
{
        char text[PD_TODAY_REPORTS_MAX * LINE_SIZE] = "", id[PD_WEEK_ID_SIZE];
        size_t length = 0;

        for (size_t i = 0; i < diary->n_told; i++) {
                const struct pd_told_week *told = &diary->told[i];

                pd_week_id(told->monday, id);
                length += (size_t) snprintf(text + length, sizeof(text) - length, "%s %d %d %d %d %s\n", id, told->revision, told->sessions,
                        told->moving_s, told->distance_m, told->acknowledged ? ACKNOWLEDGED : WAITING);
        }
        pd_today_keep(today, "week", diary, text, length);
}

/* A line that does not read ends it: what is behind it is told once more at most. */
void
pd_today_read_told(struct pd_diary *diary, const char *text)
{
        struct pd_told_week told;
        char id[PD_WEEK_ID_SIZE], word[sizeof(ACKNOWLEDGED)];

        while (diary->n_told < PD_TODAY_REPORTS_MAX
               && sscanf(text, "%8s %" SCNd32 " %" SCNd32 " %" SCNd32 " %" SCNd32 " %12s", id, &told.revision, &told.sessions,
                          &told.moving_s, &told.distance_m, word) == 6
               && pd_week_parse(id, &told.monday) == 0) {
                told.acknowledged = strcmp(word, ACKNOWLEDGED) == 0;
                diary->told[diary->n_told++] = told;
                text += strcspn(text, "\n");
                text += *text == '\n';
        }
}

void
pd_today_week_acknowledged(struct pd_today *today, const char *athlete, pd_day monday, uint32_t revision)
{
        struct pd_diary *diary = pd_today_diary(today, athlete);
        struct pd_told_week *told = diary != NULL ? told_of(diary, monday) : NULL;

        if (told == NULL || told->acknowledged || revision < (uint32_t) told->revision)
                return;
        told->acknowledged = true;
        keep_told(today, diary);
}

/* ---- reports --------------------------------------------------------------------------- */

static void
tell(struct pd_today *today, const struct pd_diary *diary, const struct pd_week *week)
{
        today->context->week(today->context->user, today->clock.boot, &diary->config->athlete, week);
}

static bool
is_as_told(const struct pd_told_week *told, const struct pd_week *week)
{
        return told->sessions == week->sessions && told->moving_s == week->moving_s && told->distance_m == week->distance_m;
}

/* The last one first; the oldest is forgotten: what came between then is, too (PD_LIFE_KEPT_DAYS). */
static struct pd_told_week *
new_told(struct pd_diary *diary, pd_day monday)
{
        memmove(&diary->told[1], &diary->told[0], sizeof(diary->told) - sizeof(diary->told[0]));
        diary->n_told += diary->n_told < PD_TODAY_REPORTS_MAX;
        diary->told[0] = (struct pd_told_week) {.monday = monday};
        return &diary->told[0];
}

/* Another revision each time: by then plan and life may make other words of the same runs. */
static void
tell_report(struct pd_today *today, const struct pd_diary *diary, struct pd_told_week *told, struct pd_week *week)
{
        told->revision++;
        told->sessions = week->sessions;
        told->moving_s = week->moving_s;
        told->distance_m = week->distance_m;
        told->acknowledged = false;
        keep_told(today, diary);
        week->revision = told->revision;
        tell(today, diary, week);
}

/* The last week before MONDAY that was told. */
static pd_day
last_told(const struct pd_diary *diary, pd_day monday)
{
        pd_day last = PD_DAY_NONE;

        for (size_t i = 0; i < diary->n_told; i++)
                if (diary->told[i].monday < monday && diary->told[i].monday > last)
                        last = diary->told[i].monday;
        return last;
}

/* A later one has been told: the clock was ahead then, or is behind now. Only one that is right knows which. */
static bool
is_in_doubt(const struct pd_today *today, const struct pd_diary *diary, pd_day monday)
{
        return !today->clock.synchronised && diary->n_told > 0 && diary->told[0].monday > monday;
}

/* Of the week of MONDAY, if there is news in it; and IF_RUN, if somebody ran. */
static bool
report(struct pd_today *today, struct pd_diary *diary, pd_day monday, bool if_run)
{
        struct pd_told_week *told = told_of(diary, monday);
        struct pd_week week;

        if (told == NULL && is_in_doubt(today, diary, monday))
                return false;
        pd_today_week(today, diary, monday, &week);
        if (told != NULL ? is_as_told(told, &week) : !pd_season_has_report(&week) || (if_run && week.sessions == 0))
                return false;
        tell_report(today, diary, told != NULL ? told : new_told(diary, monday), &week);
        return true;
}

/* A session came to one of those told, from a file, or left it. */
static bool
revise(struct pd_today *today, struct pd_diary *diary, pd_day monday)
{
        bool any = false;

        for (size_t i = diary->n_told; i-- > 0;)
                if (diary->told[i].monday < monday - PD_DAYS_A_WEEK)
                        any = report(today, diary, diary->told[i].monday, true) || any;
        return any;
}

/* Of the weeks that have ended before MONDAY. */
static bool
report_ended(struct pd_today *today, struct pd_diary *diary, pd_day monday)
{
        const pd_day told = last_told(diary, monday), earliest = monday - PD_TODAY_REPORTS_MAX * PD_DAYS_A_WEEK;
        pd_day week = told != PD_DAY_NONE ? told + PD_DAYS_A_WEEK : monday;
        bool any = false;

        for (week = week < earliest ? earliest : week; week < monday - PD_DAYS_A_WEEK; week += PD_DAYS_A_WEEK)
                any = report(today, diary, week, true) || any;
        return report(today, diary, monday - PD_DAYS_A_WEEK, false) || any;
}

static bool
is_on_its_way(const struct pd_today *today, const struct pd_diary *diary, const struct pd_told_week *told)
{
        const struct pd_today_context *context = today->context;

        return context->reported != NULL && context->reported(context->user, diary->config->athlete.id, told->monday, told->revision);
}

/* At a start: those that nobody has acknowledged, and that no record has: the power went just then. In their order. */
static bool
report_again(struct pd_today *today, struct pd_diary *diary)
{
        bool any = false;

        for (size_t i = diary->n_told; i-- > 0;) {
                struct pd_told_week *told = &diary->told[i];
                struct pd_week week;

                if (told->acknowledged || is_on_its_way(today, diary, told))
                        continue;
                pd_today_week(today, diary, told->monday, &week);
                tell_report(today, diary, told, &week);
                any = true;
        }
        return any;
}

/* ---- the running week --------------------------------------------------------------------- */

void
pd_today_look_at_week(struct pd_today *today, struct pd_diary *diary)
{
        const pd_day monday = diary->day != PD_DAY_NONE ? pd_day_monday(diary->day) : PD_DAY_NONE;
        const bool recount = diary->recount_at != PD_NEVER;
        bool reported = false;
        struct pd_week week;

        diary->recount_at = PD_NEVER;
        if (monday == PD_DAY_NONE || today->context->week == NULL)
                return;
        if (!diary->reported_again)
                reported = report_again(today, diary);
        diary->reported_again = true;
        reported = (recount && revise(today, diary, monday)) || reported;
        reported = report_ended(today, diary, monday) || reported;
        pd_today_week(today, diary, monday, &week);
        if (!reported && memcmp(&week, &diary->week, sizeof(week)) == 0)
                return;
        diary->week = week; /* what stays on the topic is the running week */
        tell(today, diary, &week);
}

void
pd_today_begin_weeks(struct pd_today *today)
{
        for (size_t i = 0; i < today->n_diaries; i++)
                pd_today_look_at_week(today, &today->diaries[i]);
}

void
pd_today_restate_weeks(struct pd_today *today, const char *athlete)
{
        for (size_t i = 0; i < today->n_diaries; i++) {
                const struct pd_diary *diary = &today->diaries[i];

                if (athlete != NULL && strcmp(diary->config->athlete.id, athlete) != 0)
                        continue;
                if (diary->day != PD_DAY_NONE && diary->reported_again)
                        tell(today, diary, &diary->week);
        }
}

void
pd_today_past_changed(struct pd_today *today, pd_usec at, const char *athlete)
{
        struct pd_diary *diary = pd_today_diary(today, athlete);

        if (diary != NULL)
                diary->recount_at = at;
}
