/* SPDX-License-Identifier: MIT */
#include "formats/plan_yaml.h"

#include "formats/numbers.h"
#include "formats/plan_workouts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SESSIONS_MOST 21 /* of a week */

/* ---- goal and aims ----------------------------------------------------------- */

static void
read_event(struct pd_plan_reader *reader, const yaml_node_t *value, void *object)
{
        struct pd_plan_goal *const goal = object;

        (void) pd_plan_value_read_text(&reader->source, value, "event", goal->event, sizeof goal->event);
}

static void
read_target(struct pd_plan_reader *reader, const yaml_node_t *value, void *object)
{
        struct pd_plan_goal *const goal = object;

        (void) pd_plan_value_read_text(&reader->source, value, "target", goal->target, sizeof goal->target);
}

static void
read_goal_why(struct pd_plan_reader *reader, const yaml_node_t *value, void *object)
{
        struct pd_plan_goal *const goal = object;

        (void) pd_plan_value_read_text(&reader->source, value, "why", goal->why, sizeof goal->why);
}

static void
read_goal_date(struct pd_plan_reader *reader, const yaml_node_t *value, void *object)
{
        struct pd_plan_goal *const goal = object;

        (void) pd_plan_value_read_date(&reader->source, value, "date", &goal->day);
}

/* One line will do: `goal: run in the morning`. */
static void
read_goal(struct pd_plan_reader *reader, const yaml_node_t *value, void *object)
{
        static const struct pd_plan_key keys[] = {
                {"event", read_event}, {"date", read_goal_date}, {"target", read_target}, {"why", read_goal_why}, {NULL, NULL},
        };
        struct pd_plan_goal *const goal = &reader->plan.goal;

        (void) object;
        goal->line = (uint32_t) pd_plan_source_line(value);
        if (value->type == YAML_SCALAR_NODE && !pd_plan_value_is_empty(value))
                read_event(reader, value, goal);
        else if (pd_plan_keys_expect(reader, value, "goal", "event: half marathon"))
                pd_plan_keys_read(reader, value, "a goal", keys, goal);
}

static void
read_distance(struct pd_plan_reader *reader, const yaml_node_t *value, void *object)
{
        struct pd_plan_aims *const aims = object;

        if (pd_plan_value_read_distance(&reader->source, value, &aims->distance_m) && aims->line == 0)
                aims->line = (uint32_t) pd_plan_source_line(value);
}

static void
read_sessions(struct pd_plan_reader *reader, const yaml_node_t *value, void *object)
{
        struct pd_plan_aims *const aims = object;

        if (pd_plan_value_read_count(&reader->source, value, "sessions", SESSIONS_MOST, &aims->sessions) && aims->line == 0)
                aims->line = (uint32_t) pd_plan_source_line(value);
}

static void
read_hard(struct pd_plan_reader *reader, const yaml_node_t *value, void *object)
{
        struct pd_plan_aims *const aims = object;

        if (pd_plan_value_read_count(&reader->source, value, "hard", SESSIONS_MOST, &aims->hard) && aims->line == 0)
                aims->line = (uint32_t) pd_plan_source_line(value);
}

static const struct pd_plan_key aim_keys[] = {
        {"distance", read_distance}, {"sessions", read_sessions}, {"hard", read_hard}, {NULL, NULL},
};

static void
read_week_aims(struct pd_plan_reader *reader, const yaml_node_t *value, void *object)
{
        (void) object;
        if (pd_plan_keys_expect(reader, value, "week", "sessions: 4"))
                pd_plan_keys_read(reader, value, "the week's aims", aim_keys, &reader->plan.aims);
}

static void
read_workouts(struct pd_plan_reader *reader, const yaml_node_t *value, void *object)
{
        (void) object;
        pd_plan_workouts_read(reader, value);
}

/* ---- the days ------------------------------------------------------------------ */

static void
unknown_day(struct pd_plan_reader *reader, const yaml_node_t *key, const char *what, const char *const *more, size_t n_more)
{
        const char *names[PD_DAYS_A_WEEK + 4];
        size_t n = 0;

        for (unsigned i = 0; i < PD_DAYS_A_WEEK; i++)
                names[n++] = pd_weekday_name((enum pd_weekday) i);
        for (size_t i = 0; i < n_more; i++)
                names[n++] = more[i];
        pd_plan_keys_unknown(reader, key, what, names, n);
}

static void
read_weekday(struct pd_plan_reader *reader, const yaml_node_t *key, enum pd_weekday weekday, const yaml_node_t *value,
        struct pd_plan_slot days[static PD_DAYS_A_WEEK])
{
        if (days[weekday].workout != PD_PLAN_NO_WORKOUT)
                pd_plan_source_fault(&reader->source, key, "This is %s again, as in line %u: keep one of them.", pd_weekday_name(weekday),
                        days[weekday].line);
        else
                (void) pd_plan_workouts_read_day(reader, value, &days[weekday]);
}

/* Kept in their order. */
static void
read_date(struct pd_plan_reader *reader, const yaml_node_t *key, const yaml_node_t *value)
{
        struct pd_plan *const plan = &reader->plan;
        struct pd_plan_date date;
        size_t at = plan->n_dates;

        if (!pd_plan_value_read_date(&reader->source, key, "schedule", &date.day) ||
                !pd_plan_workouts_read_day(reader, value, &date.slot))
                return;
        if (plan->n_dates == PD_PLAN_DATES_MAX) {
                pd_plan_source_fault(&reader->source, key, "A plan holds at most %d days by date: use weekdays for the rest.",
                        PD_PLAN_DATES_MAX);
                return;
        }
        for (; at > 0 && plan->dates[at - 1].day > date.day; at--)
                plan->dates[at] = plan->dates[at - 1];
        plan->dates[at] = date;
        plan->n_dates++;
}

static void
read_schedule(struct pd_plan_reader *reader, const yaml_node_t *value, void *object)
{
        static const char *const more[] = {"dates such as 2026-12-24"};

        (void) object;
        if (!pd_plan_keys_expect(reader, value, "schedule", "tuesday: easy 45m"))
                return;
        for (const yaml_node_pair_t *pair = value->data.mapping.pairs.start; pair < value->data.mapping.pairs.top; pair++) {
                const yaml_node_t *const key = pd_plan_keys_check(reader, value, pair);
                const yaml_node_t *const day = pd_plan_source_node(&reader->source, pair->value);
                enum pd_weekday weekday;

                if (key == NULL)
                        continue;
                if (pd_weekday_parse(pd_plan_value_text(key), &weekday) == 0)
                        read_weekday(reader, key, weekday, day, reader->plan.every);
                else if (pd_number_is_digit(pd_plan_value_text(key)[0]))
                        read_date(reader, key, day);
                else
                        unknown_day(reader, key, "the schedule", more, 1);
        }
}

/* ---- the weeks of a build -------------------------------------------------------- */

/* "3", "1-4" */
static bool
read_numbers(struct pd_plan_reader *reader, const yaml_node_t *key, struct pd_plan_week *ret)
{
        const char *const text = pd_plan_value_text(key), *at = text, *const end = text + strlen(text);
        int64_t first, last;
        char word[PD_PLAN_WORD_SIZE];
        bool good = pd_number_is_digit(*at) && pd_number_integer(&at, end, &first) == 0;

        if (good)
                last = first;
        if (good && *at == '-') {
                at++;
                good = at < end && pd_number_is_digit(*at) && pd_number_integer(&at, end, &last) == 0;
        }
        if (good && at == end && first >= 1 && last >= first && last <= PD_PLAN_WEEKS_MAX) {
                ret->first = (int32_t) first;
                ret->last = (int32_t) last;
                return true;
        }
        pd_plan_value_word(key, word);
        pd_plan_source_fault(&reader->source, key,
                "'%s' is no week: write its number, such as 3, or several, such as 1-4, up to %d; or start.",
                word, PD_PLAN_WEEKS_MAX);
        return false;
}

static const struct pd_plan_week *
overlapping(const struct pd_plan *plan, const struct pd_plan_week *week)
{
        for (size_t i = 0; i < plan->n_weeks; i++)
                if (plan->weeks[i].first <= week->last && week->first <= plan->weeks[i].last)
                        return &plan->weeks[i];
        return NULL;
}

static void
read_week_line(struct pd_plan_reader *reader, const yaml_node_t *key, const yaml_node_t *value, struct pd_plan_week *week)
{
        static const char *const more[] = {"distance", "sessions", "hard"};
        enum pd_weekday weekday;

        if (pd_weekday_parse(pd_plan_value_text(key), &weekday) == 0) {
                read_weekday(reader, key, weekday, value, week->days);
                return;
        }
        for (const struct pd_plan_key *aim = aim_keys; aim->key != NULL; aim++)
                if (strcmp(aim->key, pd_plan_value_text(key)) == 0) {
                        aim->read(reader, value, &week->aims);
                        return;
                }
        unknown_day(reader, key, "a week", more, sizeof more / sizeof more[0]);
}

static void
read_week(struct pd_plan_reader *reader, const yaml_node_t *key, const yaml_node_t *value)
{
        struct pd_plan *const plan = &reader->plan;
        struct pd_plan_week week = {.line = (uint32_t) pd_plan_source_line(key)};
        const struct pd_plan_week *other;

        if (!read_numbers(reader, key, &week) || !pd_plan_keys_expect(reader, value, pd_plan_value_text(key), "tuesday: easy 45m"))
                return;
        if ((other = overlapping(plan, &week)) != NULL) {
                pd_plan_source_fault(&reader->source, key, "This week stands in line %u already: each has one place.", other->line);
                return;
        }
        week.aims = (struct pd_plan_aims){.distance_m = PD_UNKNOWN, .sessions = PD_UNKNOWN, .hard = PD_UNKNOWN};
        for (size_t i = 0; i < PD_DAYS_A_WEEK; i++)
                week.days[i].workout = PD_PLAN_NO_WORKOUT;
        for (const yaml_node_pair_t *pair = value->data.mapping.pairs.start; pair < value->data.mapping.pairs.top; pair++) {
                const yaml_node_t *const line = pd_plan_keys_check(reader, value, pair);

                if (line != NULL)
                        read_week_line(reader, line, pd_plan_source_node(&reader->source, pair->value), &week);
        }
        plan->weeks[plan->n_weeks++] = week; /* numbers do not overlap, so there are no more than numbers */
}

/* Week 1 begins on the Monday of its `start`; without one, the last week is the goal's. */
static void
anchor_weeks(struct pd_plan_reader *reader, const yaml_node_t *weeks, pd_day start)
{
        struct pd_plan *const plan = &reader->plan;

        if (start != PD_DAY_NONE)
                plan->start = pd_day_monday(start);
        else if (plan->goal.day != PD_DAY_NONE)
                plan->start = pd_day_monday(plan->goal.day) - (pd_plan_last_week(plan) - 1) * PD_DAYS_A_WEEK;
        else
                pd_plan_source_fault(&reader->source, weeks,
                        "When week 1 begins is not said: write 'start: 2026-11-30' here, or give the goal a date.");
}

static void
read_weeks(struct pd_plan_reader *reader, const yaml_node_t *value, void *object)
{
        pd_day start = PD_DAY_NONE;
        bool has_start = false;

        (void) object;
        if (!pd_plan_keys_expect(reader, value, "weeks", "1: {tuesday: easy 45m}"))
                return;
        for (const yaml_node_pair_t *pair = value->data.mapping.pairs.start; pair < value->data.mapping.pairs.top; pair++) {
                const yaml_node_t *const key = pd_plan_keys_check(reader, value, pair);
                const yaml_node_t *const week = pd_plan_source_node(&reader->source, pair->value);

                if (key == NULL)
                        continue;
                if (strcmp(pd_plan_value_text(key), "start") != 0) {
                        read_week(reader, key, week);
                        continue;
                }
                has_start = true;
                (void) pd_plan_value_read_date(&reader->source, week, "start", &start);
        }
        if (reader->plan.n_weeks > 0 && (start != PD_DAY_NONE || !has_start))
                anchor_weeks(reader, value, start);
}

/* ---- the whole --------------------------------------------------------------------- */

static void
read_plan(struct pd_plan_reader *reader)
{
        static const struct pd_plan_key keys[] = {
                {"goal", read_goal}, {"week", read_week_aims}, {"workouts", read_workouts}, {"schedule", read_schedule},
                {"weeks", read_weeks}, {NULL, NULL},
        };
        const yaml_node_t *const root = yaml_document_get_root_node(&reader->source.document);
        const struct pd_plan *const plan = &reader->plan;

        if (root == NULL || pd_plan_value_is_empty(root)) {
                pd_plan_source_fault_at(&reader->source, 0, "The file is empty: purposectl plan init writes an example.");
                return;
        }
        if (root->type != YAML_MAPPING_NODE) {
                pd_plan_source_fault(&reader->source, root,
                        "A plan is made of goal, week, workouts, schedule and weeks, each with ':' behind it.");
                return;
        }
        if (!pd_plan_keys_expect(reader, root, "the plan", "goal: half marathon"))
                return;
        pd_plan_keys_read(reader, root, "a plan", keys, NULL);
        if (reader->source.faults->n == 0 && plan->goal.line == 0 && plan->n_workouts == 2 && plan->n_weeks == 0)
                pd_plan_source_fault(&reader->source, root, "The plan has no goal and no workout: one of them is what it is for.");
}

int
pd_plan_yaml_read(const char *bytes, size_t size, struct pd_plan **ret, struct pd_plan_faults *ret_faults)
{
        struct pd_plan_reader *const reader = malloc(sizeof *reader);
        struct pd_plan *plan = NULL;
        int r;

        if (reader == NULL)
                return -ENOMEM;
        pd_plan_init(&reader->plan);
        reader->n_ids = 0;
        reader->ids[reader->n_ids++] = "rest";
        reader->ids[reader->n_ids++] = "free";
        r = pd_plan_source_open(&reader->source, bytes, size, ret_faults);
        if (r == 0) {
                read_plan(reader);
                pd_plan_source_close(&reader->source);
                r = ret_faults->n > 0 ? -EBADMSG : 0;
        }
        if (r == 0 && (plan = malloc(sizeof *plan)) == NULL)
                r = -ENOMEM;
        if (r == 0) {
                memcpy(plan, &reader->plan, sizeof *plan);
                *ret = plan;
        }
        free(reader);
        return r;
}

struct pd_plan *
pd_plan_yaml_free(struct pd_plan *plan)
{
        free(plan);
        return NULL;
}
