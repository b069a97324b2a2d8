/* SPDX-License-Identifier: MIT */
#include "core/plan/calendar.h"

#include "core/plan/inside.h"
#include "core/word.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>


static const char *const changes[PD_CALENDAR_CHANGE_COUNT] = {
        [PD_CALENDAR_AS_PLANNED] = "planned",
        [PD_CALENDAR_SWAPPED] = "swapped",
        [PD_CALENDAR_EASIER] = "easier",
        [PD_CALENDAR_SKIPPED] = "skipped",
        [PD_CALENDAR_CHOSEN] = "chosen",
        [PD_CALENDAR_AWAY] = "away",
};

const char *
pd_calendar_change_name(enum pd_calendar_change change)
{
        return pd_word_at(changes, PD_CALENDAR_CHANGE_COUNT, change);
}

/* What life has laid over a day. */
struct overlay {
        pd_day from;        /* the day of the plan that it leads to */
        bool skipped, easier;
        const char *chosen; /* a workout's id, or NULL */
};

/* From the last entry to the first: each speaks of the days as they stood
 * when it was given, so an exchange leads on to the day where the workout
 * stood before. */
static struct overlay
look_through(const struct pd_calendar *calendar, pd_day day)
{
        const struct pd_life *const life = calendar->life;
        struct overlay overlay = {.from = day};

        for (size_t i = life != NULL ? life->n : 0; i > 0; i--) {
                const struct pd_life_entry *const entry = &life->entries[i - 1];

                if (entry->kind == PD_LIFE_SWAP && entry->from == overlay.from) {
                        overlay.from = entry->to;
                } else if (entry->kind == PD_LIFE_SWAP && entry->to == overlay.from) {
                        overlay.from = entry->from;
                } else if (entry->from != overlay.from) {
                        continue;
                } else if (entry->kind == PD_LIFE_EASIER) {
                        overlay.easier = true;
                } else if (entry->kind == PD_LIFE_SKIP) {
                        overlay.skipped = true;
                        break;
                } else if (entry->kind == PD_LIFE_WORKOUT && pd_plan_workout_find(calendar->plan, entry->workout) != NULL) {
                        overlay.chosen = entry->workout;
                        break;
                }
        }
        return overlay;
}

/* From 100 min on with hours: what reads like metres is refused in a workout. */
static void
write_easy_minutes(int32_t minutes, char ret[static PD_TEXT_SIZE])
{
        if (minutes < 100)
                (void) snprintf(ret, PD_TEXT_SIZE, "easy %dm", minutes);
        else if (minutes % 60 == 0)
                (void) snprintf(ret, PD_TEXT_SIZE, "easy %dh", minutes / 60);
        else
                (void) snprintf(ret, PD_TEXT_SIZE, "easy %dh%dm", minutes / 60, minutes % 60);
}

/* "easy 45m", "easy 8km": as long as the workout that it replaces. What
 * mixes times and distances comes in whole five minutes. */
static void
write_easier(const struct pd_plan_workout *workout, char ret[static PD_TEXT_SIZE])
{
        int32_t seconds = pd_plan_seconds(workout);

        if (seconds == PD_UNKNOWN)
                (void) snprintf(ret, PD_TEXT_SIZE, "easy");
        else if (workout->time_s == 0)
                (void) snprintf(ret, PD_TEXT_SIZE, "easy %d.%02dkm", workout->distance_m / 1000, workout->distance_m % 1000 / 10);
        else if (workout->distance_m == 0)
                write_easy_minutes(seconds < 60 ? 1 : (seconds + 30) / 60, ret);
        else
                write_easy_minutes(seconds < 300 ? 5 : (seconds + 150) / 300 * 5, ret);
}

static void
make_easier(const struct pd_plan_workout *workout, struct pd_calendar_day *ret)
{
        if (ret->purpose != PD_PURPOSE_LONG && !pd_plan_is_hard(ret->purpose))
                return; /* it is easy already */
        write_easier(workout, ret->easier);
        ret->change = PD_CALENDAR_EASIER;
        ret->purpose = PD_PURPOSE_EASY;
        ret->id[0] = '\0';
        memcpy(ret->title, ret->easier, sizeof ret->title);
}

static void
fill(const struct pd_plan *plan, int32_t index, struct pd_calendar_day *ret)
{
        const struct pd_plan_workout *const workout = &plan->workouts[index];
        const bool goals = workout->why == 0 && pd_plan_is_session(workout->purpose);
        const char *const why = goals ? plan->goal.why : plan->texts + workout->why;

        if (index == PD_PLAN_FREE)
                return;
        ret->workout = index;
        ret->purpose = workout->purpose;
        memcpy(ret->id, workout->id, sizeof ret->id);
        memcpy(ret->title, workout->title, sizeof ret->title);
        pd_text_copy(ret->why, sizeof ret->why, why, strlen(why));
}

void
pd_calendar_asks(const struct pd_calendar *calendar, pd_day day, struct pd_calendar_day *ret)
{
        const struct pd_plan *const plan = calendar->plan;
        struct overlay overlay;
        int32_t index;

        memset(ret, 0, sizeof *ret);
        ret->day = ret->from = day;
        ret->workout = PD_PLAN_NO_WORKOUT;
        ret->condition = calendar->life != NULL ? pd_life_condition(calendar->life, day) : PD_CONDITION_WELL;
        if (ret->condition != PD_CONDITION_WELL) {
                ret->change = PD_CALENDAR_AWAY;
                return;
        }
        if (plan == NULL)
                return;
        overlay = look_through(calendar, day);
        ret->from = overlay.from;
        if (overlay.from != day)
                ret->change = PD_CALENDAR_SWAPPED;
        if (overlay.skipped) {
                ret->change = PD_CALENDAR_SKIPPED;
                return;
        }
        index = pd_plan_at(plan, overlay.from).workout;
        if (overlay.chosen != NULL) {
                index = (int32_t) (pd_plan_workout_find(plan, overlay.chosen) - plan->workouts);
                ret->change = PD_CALENDAR_CHOSEN;
        }
        if (index == PD_PLAN_NO_WORKOUT)
                return;
        fill(plan, index, ret);
        if (overlay.easier)
                make_easier(&plan->workouts[index], ret);
}

const char *
pd_calendar_text(const struct pd_calendar *calendar, const struct pd_calendar_day *day)
{
        if (day->easier[0] != '\0')
                return day->easier;
        if (day->workout == PD_PLAN_NO_WORKOUT)
                return "";
        return calendar->plan->texts + calendar->plan->workouts[day->workout].text;
}

void
pd_calendar_day(const struct pd_calendar *calendar, pd_day day, struct pd_calendar_day *ret)
{
        struct pd_matching matching;

        pd_calendar_asks(calendar, day, ret);
        pd_matching_of_week(calendar, pd_day_monday(day), &matching);
        ret->done = matching.of_day[pd_day_weekday(day)] != NULL;
        if (day >= calendar->today && !ret->done)
                pd_proposals_for(calendar, ret);
}
