/* SPDX-License-Identifier: MIT */
#include "core/plan/review.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Runners whose week grew by more than 30 % were injured more often by what
 * too much does (Nielsen et al. 2014, J Orthop Sports Phys Ther 44, 739). */
#define JUMP_PERCENT 30
#define JUMP_LEAST_S 1800 /* half an hour more is never a jump */
#define JUMP_WEEKS 3      /* a week is compared with the longest of so many before it: easy weeks are no measure */

/* What nobody runs all week: outside of it an aim cannot be meant. */
#define SLOWEST_S_PER_KM 600
#define FASTEST_S_PER_KM 240

/* "Week 3 has no easy day" -> " has no easy day" */
static const char *
behind_week(const char *text)
{
        static const char week[] = "Week ";

        if (strncmp(text, week, strlen(week)) != 0)
                return text;
        text += strlen(week);
        return text + strspn(text, "0123456789");
}

static void __attribute__((format(printf, 3, 4)))
find(struct pd_review *review, uint32_t line, const char *format, ...)
{
        struct pd_review_finding finding = {.line = line};
        va_list arguments;

        va_start(arguments, format);
        (void) vsnprintf(finding.text, sizeof finding.text, format, arguments);
        va_end(arguments);
        for (size_t i = 0; i < review->n; i++) {
                struct pd_review_finding *const before = &review->items[i];
                if (before->line != line || strcmp(behind_week(before->text), behind_week(finding.text)) != 0)
                        continue;
                before->n_more_weeks += strcmp(before->text, finding.text) != 0; /* else two weekdays, named before */
                return;
        }
        if (review->n < PD_REVIEW_MAX)
                review->items[review->n++] = finding;
}

static const struct pd_plan_workout *
workout_of(const struct pd_plan *plan, struct pd_plan_slot slot)
{
        return slot.workout == PD_PLAN_NO_WORKOUT ? NULL : &plan->workouts[slot.workout];
}

static enum pd_purpose
purpose_of(const struct pd_plan *plan, struct pd_plan_slot slot)
{
        return slot.workout == PD_PLAN_NO_WORKOUT ? PD_PURPOSE_NONE : plan->workouts[slot.workout].purpose;
}

/* ---- the goal ------------------------------------------------------------- */

static bool
hard_training(enum pd_purpose purpose)
{
        return pd_plan_is_hard(purpose) && purpose != PD_PURPOSE_RACE;
}

static bool
any_hard(const struct pd_plan *plan)
{
        for (size_t d = 0; d < PD_DAYS_A_WEEK; d++)
                if (pd_plan_is_hard(purpose_of(plan, plan->every[d]))) /* a race every week is training, too */
                        return true;
        for (size_t i = 0; i < plan->n_weeks; i++)
                for (size_t d = 0; d < PD_DAYS_A_WEEK; d++)
                        if (hard_training(purpose_of(plan, plan->weeks[i].days[d])))
                                return true;
        for (size_t i = 0; i < plan->n_dates; i++)
                if (hard_training(purpose_of(plan, plan->dates[i].slot)))
                        return true;
        return false;
}

static bool
speaks_of_walking(const char *text)
{
        return strstr(text, "walk") != NULL || strstr(text, "Walk") != NULL || strstr(text, "finish") != NULL ||
               strstr(text, "Finish") != NULL;
}

/* Something to be run on a day, and not only to be got through. */
static bool
is_race(const struct pd_plan_goal *goal)
{
        return goal->event[0] != '\0' && (goal->day != PD_DAY_NONE || goal->target[0] != '\0') && !speaks_of_walking(goal->event) &&
               !speaks_of_walking(goal->target);
}

static void
review_goal(const struct pd_plan *plan, pd_day today, struct pd_review *review)
{
        char date[PD_DATE_SIZE];

        if (is_race(&plan->goal) && !any_hard(plan))
                find(review, plan->goal.line,
                        "The goal is a race, but no day is hard: one session a week of intervals, threshold, tempo or hills would help.");
        if (plan->goal.day == PD_DAY_NONE || today == PD_DAY_NONE || plan->goal.day >= today)
                return;
        pd_day_format(plan->goal.day, date);
        find(review, plan->goal.line, "The goal's date, %s, is over: give the plan a new one, or leave the date out.", date);
}

/* ---- what a workout is called ---------------------------------------------- */

/* A long run may have tempo in it, a race be run as one likes. */
static void
review_names(const struct pd_plan *plan, struct pd_review *review)
{
        for (size_t i = 0; i < plan->n_workouts; i++) {
                const struct pd_plan_workout *const workout = &plan->workouts[i];
                const bool easy = workout->purpose == PD_PURPOSE_EASY || workout->purpose == PD_PURPOSE_RECOVERY;

                if (easy && pd_plan_is_work(workout))
                        find(review, workout->line, "This is called %s, but %d min of it are not: call it what it is, or make them easy.",
                                pd_purpose_name(workout->purpose), (workout->work_s + 30) / 60);
                else if (hard_training(workout->purpose) && workout->work_s == 0 && !workout->open)
                        find(review, workout->line, "This is called %s, but no step of it is moderate or hard.",
                                pd_purpose_name(workout->purpose));
        }
}

/* ---- one day after the other ---------------------------------------------- */

static void
review_pair(const struct pd_plan *plan, enum pd_weekday weekday, struct pd_plan_slot first, struct pd_plan_slot second,
        struct pd_review *review)
{
        char a[16], b[16];

        if (!pd_plan_is_hard(purpose_of(plan, first)) || !pd_plan_is_hard(purpose_of(plan, second)))
                return;
        (void) snprintf(a, sizeof a, "%s", pd_weekday_name(weekday));
        (void) snprintf(b, sizeof b, "%s", pd_weekday_name((enum pd_weekday)((weekday + 1) % PD_DAYS_A_WEEK)));
        a[0] = (char) (a[0] - 'a' + 'A');
        b[0] = (char) (b[0] - 'a' + 'A');
        find(review, second.line, "Two hard days follow each other, %s (%s) and %s (%s): 48 hours between them make both better.", a,
                pd_purpose_name(purpose_of(plan, first)), b, pd_purpose_name(purpose_of(plan, second)));
}

/* The days that weeks and dates speak of, and one more on both sides. */
static bool
days_of(const struct pd_plan *plan, pd_day *ret_first, pd_day *ret_last)
{
        pd_day first = INT32_MAX, last = INT32_MIN;

        if (plan->start != PD_DAY_NONE) {
                first = plan->start;
                last = plan->start + pd_plan_last_week(plan) * PD_DAYS_A_WEEK;
        }
        if (plan->n_dates > 0) {
                const pd_day earliest = plan->dates[0].day, latest = plan->dates[plan->n_dates - 1].day;

                first = earliest - 1 < first ? earliest - 1 : first;
                last = latest > last ? latest : last;
        }
        *ret_first = first;
        *ret_last = last;
        return first <= last;
}

/* Does something stronger than the weekday speak of DAY? */
static bool
is_special(const struct pd_plan *plan, pd_day day)
{
        if (pd_plan_week_number(plan, day) > 0)
                return true;
        for (size_t i = 0; i < plan->n_dates; i++)
                if (plan->dates[i].day == day)
                        return true;
        return false;
}

static void
review_pairs(const struct pd_plan *plan, struct pd_review *review)
{
        pd_day first, last;

        for (unsigned d = 0; d < PD_DAYS_A_WEEK; d++)
                review_pair(plan, (enum pd_weekday) d, plan->every[d], plan->every[(d + 1) % PD_DAYS_A_WEEK], review);
        if (!days_of(plan, &first, &last))
                return;
        for (pd_day day = first; day <= last; day++)
                if (is_special(plan, day) || is_special(plan, day + 1))
                        review_pair(plan, pd_day_weekday(day), pd_plan_at(plan, day), pd_plan_at(plan, day + 1), review);
}

/* ---- a week ---------------------------------------------------------------- */

struct week {
        int32_t number; /* 0: every week */
        uint32_t line;
        int32_t sessions, runs, hard, medium, easy;
        int32_t seconds;  /* PD_UNKNOWN if a workout does not tell */
        int64_t least_m, most_m;
        struct pd_plan_aims aims;
};

/* The days of the week with this number, dates left aside. */
static void
collect(const struct pd_plan *plan, int32_t number, struct pd_plan_slot days[static PD_DAYS_A_WEEK], struct week *week)
{
        memcpy(days, plan->every, sizeof plan->every);
        *week = (struct week){.number = number, .aims = plan->aims};
        for (size_t i = 0; number > 0 && i < plan->n_weeks; i++) {
                if (number < plan->weeks[i].first || number > plan->weeks[i].last)
                        continue;
                week->line = plan->weeks[i].line;
                for (size_t d = 0; d < PD_DAYS_A_WEEK; d++)
                        if (plan->weeks[i].days[d].workout != PD_PLAN_NO_WORKOUT)
                                days[d] = plan->weeks[i].days[d];
        }
        if (number > 0)
                week->aims = pd_plan_aims_of(plan, plan->start + (number - 1) * PD_DAYS_A_WEEK);
}

static void
add(const struct pd_plan_workout *workout, struct week *week)
{
        const int32_t seconds = pd_plan_seconds(workout);

        week->sessions++;
        if (seconds == PD_UNKNOWN || week->seconds == PD_UNKNOWN)
                week->seconds = PD_UNKNOWN;
        else
                week->seconds += seconds;
        if (workout->purpose == PD_PURPOSE_CROSS)
                return;
        week->runs++;
        week->hard += pd_plan_is_hard(workout->purpose);
        week->medium += workout->purpose == PD_PURPOSE_TEMPO;
        week->easy += !pd_plan_is_hard(workout->purpose);
        week->least_m += workout->distance_m + (int64_t) workout->time_s * 1000 / SLOWEST_S_PER_KM;
        week->most_m += workout->distance_m + (int64_t) workout->time_s * 1000 / FASTEST_S_PER_KM;
}

static struct week
week_of(const struct pd_plan *plan, int32_t number)
{
        struct pd_plan_slot days[PD_DAYS_A_WEEK];
        struct week week;

        collect(plan, number, days, &week);
        for (size_t d = 0; d < PD_DAYS_A_WEEK; d++) {
                const struct pd_plan_workout *const workout = workout_of(plan, days[d]);

                if (workout != NULL && week.line == 0)
                        week.line = days[d].line;
                if (workout != NULL && pd_plan_is_session(workout->purpose))
                        add(workout, &week);
        }
        return week;
}

/* "Week 3", "The week" */
static void
write_name(const struct week *week, char ret[static 24])
{
        if (week->number > 0)
                (void) snprintf(ret, 24, "Week %d", week->number);
        else
                (void) snprintf(ret, 24, "The week");
}

static void
review_mixture(const struct week *week, struct pd_review *review)
{
        char name[24];

        write_name(week, name);
        if (week->runs >= 2 && week->medium == week->runs)
                find(review, week->line, "%s is medium on every day: make most runs easy and one of them truly hard.", name);
        else if (week->runs >= 2 && week->easy == 0)
                find(review, week->line, "%s has no easy day: most of what makes a runner fast is easy.", name);
        else if (week->runs >= 4 && week->hard > week->easy)
                find(review, week->line, "%s has more hard days (%d) than easy ones (%d): easy days are what lets the hard ones work.",
                        name, week->hard, week->easy);
        if (week->sessions == PD_DAYS_A_WEEK)
                find(review, week->line, "%s has no day of rest: one day off is when the work takes effect.", name);
}

static void
review_aims(const struct week *week, struct pd_review *review)
{
        const struct pd_plan_aims *const aims = &week->aims;
        const uint32_t line = aims->line != 0 ? aims->line : week->line;
        char name[24];

        write_name(week, name);
        if (aims->sessions != PD_UNKNOWN && aims->hard != PD_UNKNOWN && aims->hard > aims->sessions)
                find(review, line, "%s aims at more hard sessions (%d) than sessions (%d).", name, aims->hard, aims->sessions);
        if (aims->sessions != PD_UNKNOWN && aims->sessions != week->sessions)
                find(review, line, "%s aims at %d session%s, but its days hold %d.", name, aims->sessions, aims->sessions == 1 ? "" : "s",
                        week->sessions);
        if (aims->hard != PD_UNKNOWN && aims->hard != week->hard)
                find(review, line,
                        "%s aims at %d hard session%s, but its days hold %d.", name, aims->hard, aims->hard == 1 ? "" : "s", week->hard);
        if (aims->distance_m == PD_UNKNOWN || week->seconds == PD_UNKNOWN)
                return;
        if (aims->distance_m > week->most_m)
                find(review, line, "%s aims at %d km, but its days come to %d km at most.", name, aims->distance_m / 1000,
                        (int) (week->most_m / 1000));
        else if (aims->distance_m < week->least_m)
                find(review, line, "%s aims at %d km, but its days come to %d km at least.", name, aims->distance_m / 1000,
                        (int) (week->least_m / 1000));
}

static void
review_jump(const struct pd_plan *plan, const struct week *week, struct pd_review *review)
{
        int32_t longest = 0;

        for (int32_t number = week->number - JUMP_WEEKS; number < week->number; number++) {
                struct week before;

                if (number < 1)
                        continue;
                before = week_of(plan, number);
                if (before.seconds == PD_UNKNOWN)
                        return;
                longest = before.seconds > longest ? before.seconds : longest;
        }
        if (longest == 0 || week->seconds == PD_UNKNOWN || week->seconds < longest + JUMP_LEAST_S)
                return;
        if ((int64_t) week->seconds * 100 > (int64_t) longest * (100 + JUMP_PERCENT))
                find(review, week->line,
                        "Week %d is %d %% longer than the longest of the weeks before it: 30 %% is much, grow more slowly.",
                        week->number, (int) ((int64_t) week->seconds * 100 / longest - 100));
}

static void
review_week(const struct pd_plan *plan, int32_t number, struct pd_review *review)
{
        const struct week week = week_of(plan, number);

        review_mixture(&week, review);
        if (week.line != 0)
                review_aims(&week, review);
        if (number > 1)
                review_jump(plan, &week, review);
}

void
pd_review_plan(const struct pd_plan *plan, pd_day today, struct pd_review *ret)
{
        const int32_t weeks = pd_plan_last_week(plan);

        ret->n = 0;
        review_goal(plan, today, ret);
        review_names(plan, ret);
        review_pairs(plan, ret);
        if (weeks == 0)
                review_week(plan, 0, ret);
        for (int32_t number = 1; number <= weeks; number++)
                review_week(plan, number, ret);
}
