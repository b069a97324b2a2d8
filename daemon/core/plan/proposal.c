/* SPDX-License-Identifier: MIT */
/*
 * When life came between: what the athlete may do about it. An easy day that
 * was missed is dropped; a hard one moves within its week if it is 48 h from
 * every other; after an illness come as many easy days as it had, at most four.
 */
#include "core/plan/inside.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define EASY_DAYS_MAX 4  /* after an illness */
#define HARD_APART_DAYS 2 /* 48 h */

/* KIND of LOST, and to which day; the sentence is a printf's. */
static void __attribute__((format(printf, 5, 6)))
propose(struct pd_calendar_day *day, enum pd_proposal_kind kind, const struct pd_calendar_day *lost, pd_day to, const char *format, ...)
{
        struct pd_proposal *proposal;
        va_list arguments;

        if (day->n_proposals == PD_PROPOSALS_MAX)
                return;
        proposal = &day->proposals[day->n_proposals++];
        *proposal = (struct pd_proposal) {.kind = kind, .purpose = lost->purpose, .about = lost->day, .to = to};
        pd_proposal_command(proposal, proposal->command);
        va_start(arguments, format);
        (void) vsnprintf(proposal->sentence, sizeof proposal->sentence, format, arguments);
        va_end(arguments);
}

static void
write_weekday(pd_day day, char ret[static 16])
{
        (void) snprintf(ret, 16, "%s", pd_weekday_name(pd_day_weekday(day)));
        ret[0] = (char) (ret[0] - 'a' + 'A');
}

/* ---- after an illness ---------------------------------------------------- */

static bool
ill_on(const struct pd_calendar *calendar, pd_day day)
{
        return calendar->life != NULL && pd_life_condition(calendar->life, day) == PD_CONDITION_ILL;
}

/* How many days the illness had that DAY should still be easy after; 0: none. */
static int32_t
easy_after(const struct pd_calendar *calendar, pd_day day)
{
        for (int32_t since = 1; since <= EASY_DAYS_MAX && !ill_on(calendar, day); since++) {
                int32_t ill = 0;

                while (ill < PD_LIFE_KEPT_DAYS && ill_on(calendar, day - since - ill))
                        ill++;
                if (ill > 0)
                        return since <= ill ? ill : 0;
        }
        return 0;
}

static void
propose_easier(const struct pd_calendar *calendar, struct pd_calendar_day *day)
{
        const int32_t ill = easy_after(calendar, day->day);

        if (ill == 0 || !pd_plan_is_hard(day->purpose))
                return;
        propose(day, PD_PROPOSAL_EASIER, day, PD_DAY_NONE, "You were ill for %d day%s: an easy run instead of %s?", ill,
                ill == 1 ? "" : "s", pd_purpose_name(day->purpose));
}

/* ---- a day that was missed ------------------------------------------------ */

static bool
missed(const struct pd_calendar *calendar, pd_day day, struct pd_calendar_day *ret)
{
        struct pd_matching matching;

        if (day < calendar->since)
                return false;
        pd_calendar_asks(calendar, day, ret);
        if (!pd_plan_is_session(ret->purpose))
                return false;
        pd_matching_of_week(calendar, pd_day_monday(day), &matching);
        return matching.of_day[pd_day_weekday(day)] == NULL;
}

static bool
ran_on(const struct pd_calendar *calendar, pd_day day, bool hard_only)
{
        for (size_t i = 0; i < calendar->n_past; i++)
                if (calendar->past[i].day == day && (!hard_only || pd_matching_was_hard(&calendar->past[i])))
                        return true;
        return false;
}

/* Is something hard planned or done on DAY? A plan of the past alone is none. */
static bool
hard_on(const struct pd_calendar *calendar, pd_day day)
{
        struct pd_calendar_day asked;

        if (ran_on(calendar, day, true))
                return true;
        pd_calendar_asks(calendar, day, &asked);
        return day >= calendar->today && pd_plan_is_hard(asked.purpose);
}

/* May the hard workout of MISSED come to DAY? */
static bool
has_room(const struct pd_calendar *calendar, pd_day day)
{
        struct pd_calendar_day asked;

        pd_calendar_asks(calendar, day, &asked);
        if (asked.condition != PD_CONDITION_WELL || asked.purpose == PD_PURPOSE_LONG || asked.purpose == PD_PURPOSE_CROSS)
                return false;
        if (ran_on(calendar, day, false) || easy_after(calendar, day) > 0)
                return false;
        for (pd_day other = day - HARD_APART_DAYS + 1; other < day + HARD_APART_DAYS; other++)
                if (hard_on(calendar, other))
                        return false;
        return true;
}

/* One day after the other, so that two that were missed do not meet. */
static pd_day
propose_move(const struct pd_calendar *calendar, const struct pd_calendar_day *lost, pd_day first, struct pd_calendar_day *today)
{
        const pd_day end = pd_day_monday(lost->day) + PD_DAYS_A_WEEK;
        char from_name[16], to_name[16];

        while (first < end && !has_room(calendar, first))
                first++;
        if (first >= end)
                return PD_DAY_NONE;
        write_weekday(lost->day, from_name);
        write_weekday(first, to_name);
        propose(today, PD_PROPOSAL_MOVE, lost, first,
                "%s's %s fell out; on %s it would be 48 hours from every other hard day: move it there?", from_name,
                pd_purpose_name(lost->purpose), to_name);
        return first + HARD_APART_DAYS;
}

static void
propose_for_missed(const struct pd_calendar *calendar, struct pd_calendar_day *today)
{
        const pd_day yesterday = today->day - 1;
        pd_day first = today->day;
        struct pd_calendar_day lost;

        for (pd_day day = pd_day_monday(today->day); day < today->day; day++) {
                pd_day next;

                if (!missed(calendar, day, &lost) || !pd_plan_is_hard(lost.purpose) || lost.purpose == PD_PURPOSE_RACE)
                        continue;
                next = propose_move(calendar, &lost, first, today);
                if (next == PD_DAY_NONE && day == yesterday)
                        propose(today, PD_PROPOSAL_NO_ROOM, &lost, PD_DAY_NONE,
                                "Yesterday's %s fell out, and no day of this week is 48 hours from every other hard one: let it go.",
                                pd_purpose_name(lost.purpose));
                first = next == PD_DAY_NONE ? first : next;
        }
        if (!missed(calendar, yesterday, &lost) || lost.purpose == PD_PURPOSE_RACE)
                return;
        if (!pd_plan_is_hard(lost.purpose))
                propose(today, PD_PROPOSAL_LET_GO, &lost, PD_DAY_NONE,
                        "Yesterday's %s session fell out: let it go, nothing has to be made up.", pd_purpose_name(lost.purpose));
        else if (pd_day_monday(yesterday) != pd_day_monday(today->day))
                propose(today, PD_PROPOSAL_WEEK_OVER, &lost, PD_DAY_NONE, "Yesterday's %s fell out, and its week is over: let it go.",
                        pd_purpose_name(lost.purpose));
}

void
pd_proposals_for(const struct pd_calendar *calendar, struct pd_calendar_day *day)
{
        if (calendar->plan == NULL || day->condition != PD_CONDITION_WELL)
                return;
        propose_easier(calendar, day);
        if (day->day == calendar->today)
                propose_for_missed(calendar, day);
}
