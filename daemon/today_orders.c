/* SPDX-License-Identifier: MIT */
#include "today_inside.h"

#include "timetable.h"
#include "week_page.h"

#include <errno.h>
#include <stdlib.h>
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

static void
change_life(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        struct pd_today *today = user;
        struct pd_diary *diary = opened(today, order, reply);
        char sentence[PD_SENTENCE_SIZE];
        struct pd_calendar calendar;
        struct pd_life_entry entry;
        int r;

        if (diary == NULL)
                return;
        r = pd_life_order(order->command->verb, order->command->text, diary->day, &entry, sentence);
        if (r < 0) {
                pd_reply_say(reply, r, "%s", sentence);
                return;
        }
        calendar = pd_today_calendar(today, diary);
        r = pd_calendar_check(&calendar, &entry, sentence);
        if (r < 0) {
                pd_reply_say(reply, r, "%s", sentence);
                return;
        }
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

/* "today", "show", with a date and, for weeks, how many. False: the answer says what would read. */
static bool
read_page(const struct pd_order *order, pd_day today, struct pd_timetable *ret, struct pd_reply *reply)
{
        const char *what = order->n_words > 0 ? order->words[0] : "today";
        const bool show = strcmp(what, "show") == 0;
        char *end;

        *ret = (struct pd_timetable) {.day = today, .weeks = show};
        if (!show && strcmp(what, "today") != 0) {
                pd_reply_say(reply, -EINVAL, "'plan %s' is not known; plan today, show, install or restore is.", what);
                return false;
        }
        for (size_t i = 1; i < order->n_words; i++) {
                const long n = strtol(order->words[i], &end, 10);

                if (i == 1 && pd_day_parse(order->words[i], &ret->day) == 0)
                        continue;
                if (!show || *end != '\0' || n < 1 || n > PD_TIMETABLE_WEEKS_MAX || i + 1 < order->n_words) {
                        pd_reply_say(reply, -EINVAL, "'%s' is neither a date such as 2026-11-25 nor a number of weeks from 1 to %d.",
                                order->words[i], PD_TIMETABLE_WEEKS_MAX);
                        return false;
                }
                ret->weeks = (int32_t) n;
        }
        return true;
}

static void
show_plan(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        struct pd_today *today = user;
        struct pd_diary *diary = pd_today_diary(today, order->athlete);
        struct pd_timetable page;
        struct pd_calendar calendar;

        if (diary != NULL && pd_today_takes_plan(today, diary, order, reply))
                return;
        diary = opened(today, order, reply);
        if (diary == NULL || !read_page(order, diary->day, &page, reply))
                return;
        calendar = pd_today_calendar(today, diary);
        page.calendar = &calendar;
        pd_reply_say(reply, 0, "%s", "");
        pd_timetable_write(&page, reply);
        if (diary->file.trouble[0] != '\0')
                pd_reply_add(reply, "%s\n", diary->file.trouble);
        else if (diary->file.plan == NULL)
                pd_reply_add(reply, "There is no plan: %s is not there.\n", diary->file.paths[0]);
}

/* A date, or a week's name. */
static bool
read_week(const struct pd_order *order, pd_day today, pd_day *ret_monday, struct pd_reply *reply)
{
        const char *word = order->n_words > 0 ? order->words[0] : "";
        pd_day day = today;

        if (order->n_words > 1) {
                pd_reply_say(reply, -EINVAL, "'%s' is one too many: one week at a time.", order->words[1]);
                return false;
        }
        if (strcmp(word, "last") == 0)
                day -= PD_DAYS_A_WEEK;
        else if (word[0] != '\0' && pd_day_parse(word, &day) < 0 && pd_week_parse(word, &day) < 0) {
                pd_reply_say(reply, -EINVAL, "'%s' is neither a date such as 2026-11-25, nor a week such as 2026-W48, nor 'last'.", word);
                return false;
        }
        *ret_monday = pd_day_monday(day);
        return true;
}

static void
show_week(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        struct pd_today *today = user;
        struct pd_diary *diary = opened(today, order, reply);
        struct pd_week week;
        pd_day monday;

        if (diary == NULL || !read_week(order, diary->day, &monday, reply))
                return;
        pd_today_week(today, diary, monday, &week);
        pd_week_page_write(&diary->config->athlete, &week, reply);
}

const struct pd_order_service pd_today_services[] = {
        {PD_COMMAND_AWAY, false, change_life},
        {PD_COMMAND_SWAP, false, change_life},
        {PD_COMMAND_EASIER, false, change_life},
        {PD_COMMAND_SKIP_DAY, false, change_life},
        {PD_COMMAND_WORKOUT, false, change_life},
        {PD_COMMAND_PLAN, false, show_plan},
        {PD_COMMAND_WEEK, false, show_week},
};
const size_t pd_today_n_services = sizeof(pd_today_services) / sizeof(pd_today_services[0]);
