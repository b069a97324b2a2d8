/* SPDX-License-Identifier: MIT */
#include "today_inside.h"

#include <errno.h>
#include <string.h>

/* The diary that an order is about, if its day is known. */
static struct pd_diary *
opened(struct pd_today *today, const struct pd_order *order, struct pd_reply *reply)
{
        struct pd_diary *diary = pd_today_diary(today, order->athlete);

        if (diary == NULL)
                pd_reply_say(reply, -ENOENT, "A guest has no plan.");
        else if (diary->day == PD_DAY_NONE)
                pd_reply_say(reply, -ENODATA, "The wall clock is not set: nobody knows what day it is.");
        return diary != NULL && diary->day != PD_DAY_NONE ? diary : NULL;
}

static bool
is_known_workout(const struct pd_diary *diary, const struct pd_life_entry *entry, struct pd_reply *reply)
{
        if (entry->kind != PD_LIFE_WORKOUT)
                return true;
        if (diary->file.plan == NULL)
                pd_reply_say(reply, -ENOENT, "There is no plan, and so no workout %s.", entry->workout);
        else if (pd_plan_workout_find(diary->file.plan, entry->workout) == NULL)
                pd_reply_say(reply, -ENOENT, "The plan has no workout %s.", entry->workout);
        else
                return true;
        return false;
}

static void
change_life(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        struct pd_today *today = user;
        struct pd_diary *diary = opened(today, order, reply);
        char sentence[PD_SENTENCE_SIZE];
        struct pd_life_entry entry;
        int r;

        if (diary == NULL)
                return;
        r = pd_life_order(order->command->verb, order->command->text, diary->day, &entry, sentence);
        if (r < 0) {
                pd_reply_say(reply, r, "%s", sentence);
                return;
        }
        if (!is_known_workout(diary, &entry, reply))
                return;
        r = pd_life_add(&diary->life, &entry, diary->day);
        if (r < 0) {
                pd_reply_say(reply, r, "%s", r == -ENOENT ? "Nobody is away." : "Too many such orders are in force already.");
                return;
        }
        pd_today_keep_life(today, diary);
        pd_today_look_at_clock(today);
        pd_today_renew(today, diary);
        pd_life_sentence(&entry, sentence);
        pd_reply_say(reply, 0, "%s", sentence);
}

/* "Tuesday 2026-12-01  intervals, 6 x 3 min (swapped)" */
static void
say_day(struct pd_reply *reply, const struct pd_calendar_day *asks)
{
        char date[PD_DATE_SIZE];

        pd_day_format(asks->day, date);
        pd_reply_add(reply, "%-9s %s  %s", pd_weekday_name(pd_day_weekday(asks->day)), date,
                asks->purpose != PD_PURPOSE_NONE ? pd_purpose_name(asks->purpose) : "nothing");
        if (asks->title[0] != '\0')
                pd_reply_add(reply, ", %s", asks->title);
        if (asks->change != PD_CALENDAR_AS_PLANNED)
                pd_reply_add(reply, " (%s)", pd_calendar_change_name(asks->change));
        pd_reply_add(reply, "%s\n", asks->done ? ", done" : "");
}

static void
say_today(struct pd_reply *reply, const struct pd_calendar *calendar)
{
        struct pd_calendar_day asks;
        const char *text;

        pd_calendar_day(calendar, calendar->today, &asks);
        text = pd_calendar_text(calendar, &asks);
        say_day(reply, &asks);
        if (text[0] != '\0')
                pd_reply_add(reply, "  %s\n", text);
        if (asks.why[0] != '\0')
                pd_reply_add(reply, "  %s\n", asks.why);
        for (size_t i = 0; i < asks.n_proposals; i++) {
                pd_reply_add(reply, "  %s\n", asks.proposals[i].sentence);
                if (asks.proposals[i].command[0] != '\0')
                        pd_reply_add(reply, "    purposectl %s\n", asks.proposals[i].command);
        }
}

static void
say_week(struct pd_reply *reply, const struct pd_calendar *calendar)
{
        pd_day monday = pd_day_monday(calendar->today);
        struct pd_calendar_day asks;

        for (pd_day day = monday; day < monday + PD_DAYS_A_WEEK; day++) {
                pd_calendar_day(calendar, day, &asks);
                say_day(reply, &asks);
        }
}

static void
show_plan(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        struct pd_today *today = user;
        struct pd_diary *diary = opened(today, order, reply);
        const char *what = order->command->text;
        struct pd_calendar calendar;

        if (diary == NULL)
                return;
        if (what[0] != '\0' && strcmp(what, "today") != 0 && strcmp(what, "show") != 0) {
                pd_reply_say(reply, -EINVAL, "'plan %s' is not known; plan today or plan show is.", what);
                return;
        }
        calendar = pd_today_calendar(today, diary);
        pd_reply_say(reply, 0, "%s", "");
        if (diary->file.trouble[0] != '\0')
                pd_reply_add(reply, "%s\n", diary->file.trouble);
        else if (diary->file.plan == NULL)
                pd_reply_add(reply, "There is no plan: %s is not there.\n", diary->file.paths[0]);
        if (strcmp(what, "show") == 0)
                say_week(reply, &calendar);
        else
                say_today(reply, &calendar);
}

const struct pd_order_service pd_today_services[] = {
        {PD_COMMAND_AWAY, false, change_life},
        {PD_COMMAND_SWAP, false, change_life},
        {PD_COMMAND_EASIER, false, change_life},
        {PD_COMMAND_SKIP_DAY, false, change_life},
        {PD_COMMAND_WORKOUT, false, change_life},
        {PD_COMMAND_PLAN, false, show_plan},
};
const size_t pd_today_n_services = sizeof(pd_today_services) / sizeof(pd_today_services[0]);
