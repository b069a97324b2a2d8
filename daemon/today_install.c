/* SPDX-License-Identifier: MIT */
/*
 * Plans that are sent: plan install and plan restore. In the state directory,
 * under a name that is made of the athlete's id alone:
 *
 *   plans/anna.yaml          the one that counts
 *   plans/anna.yaml.before   the one before; restore makes the two change places
 *
 * What is written is read as any plan that is written there, and counts from
 * the next session on. /etc wins: where a plan of hers stands there, none is
 * taken.
 */
#include "today_inside.h"

#include "core/plan/review.h"

#include "formats/plan_yaml.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_SIZE (PD_ID_SIZE + 20) /* "plans/anna.yaml.before" */
#define FAULTS_SAID 3               /* the first ones; the rest is often their doing */
#define REMARKS_SAID 5

_Static_assert(PD_PLAN_FILE_MAX <= PD_STATE_FILE_MAX, "a plan can be kept");

struct names {
        char now[NAME_SIZE], before[NAME_SIZE];
};

static struct names
names_of(const struct pd_diary *diary)
{
        struct names names;

        snprintf(names.now, sizeof(names.now), "plans/%s.yaml", diary->config->athlete.id);
        snprintf(names.before, sizeof(names.before), "plans/%s.yaml.before", diary->config->athlete.id);
        return names;
}

/* False: the answer says why none is taken. */
static bool
may_install(const struct pd_diary *diary, struct pd_reply *reply)
{
        const struct pd_plan_file *file = &diary->file;
        struct stat status;

        if (file->n_paths == 1) {
                pd_reply_say(reply, -EPERM,
                        "The configuration says that your plan is %s, and that counts: nothing was changed. Put it there.", file->paths[0]);
                return false;
        }
        if (stat(file->paths[0], &status) < 0 && (errno == ENOENT || errno == ENOTDIR))
                return true;
        pd_reply_say(reply, -EPERM, "%s is there, and it counts: nothing was changed. Edit it, or take it away first.", file->paths[0]);
        return false;
}

static void
say_faults(const struct pd_plan_faults *faults, struct pd_reply *reply)
{
        pd_reply_say(reply, -EBADMSG, "The plan does not read, and the old one stays.");
        for (size_t i = 0; i < faults->n && i < FAULTS_SAID; i++)
                pd_reply_add(reply, "%s line %zu, column %zu: %s", i == 0 ? "" : ";", faults->items[i].line, faults->items[i].column,
                        faults->items[i].text);
        if (faults->cut || faults->n > FAULTS_SAID)
                pd_reply_add(reply, " There are more; mend these first.");
}

/* What a coach would say of it. */
static void
add_remarks(const struct pd_plan *plan, pd_day day, struct pd_reply *reply)
{
        struct pd_review *review = calloc(1, sizeof(*review));

        if (review != NULL)
                pd_review_plan(plan, day, review);
        for (size_t i = 0; review != NULL && i < review->n && i < REMARKS_SAID; i++)
                pd_reply_add(reply, "%s %s", i == 0 ? " A coach would say:" : "", review->items[i].text);
        free(review);
}

/* 0, or what the answer says. */
static int
check(const char *bytes, size_t size, pd_day day, struct pd_reply *reply)
{
        struct pd_plan_faults *faults = calloc(1, sizeof(*faults));
        struct pd_plan *plan = NULL;
        int r = faults != NULL ? pd_plan_yaml_read(bytes, size, &plan, faults) : -ENOMEM;

        if (r == -EBADMSG)
                say_faults(faults, reply);
        else if (r < 0)
                pd_reply_say(reply, r, "The plan cannot be read: %s.", strerror(-r));
        else
                add_remarks(plan, day, reply);
        pd_plan_yaml_free(plan);
        free(faults);
        return r;
}

/* The one that counts becomes the one before, and only then BYTES are the one that counts: what cannot be written
 * leaves the old one in force. They read well, and reply holds what a coach says of them. */
static void
put_in_place(struct pd_today *today, const struct names *names, const char *bytes, size_t size, struct pd_reply *reply)
{
        struct pd_state_files *files = today->context->files;
        char *old = NULL;
        size_t old_size;
        int r = pd_state_files_read(files, names->now, &old, &old_size);

        if (r == 0)
                r = pd_state_files_keep(files, names->before, old, old_size);
        if (r == 0)
                r = pd_state_files_keep_after(files, names->before, names->now, bytes, size);
        else if (r == -ENOENT)
                r = pd_state_files_keep(files, names->now, bytes, size);
        if (r < 0)
                pd_reply_say(reply, r, "The plan cannot be kept: %s. The old one still holds.", strerror(-r));
        else if (old != NULL)
                pd_reply_add(reply, " 'plan restore' brings back the one before, which is %s/%s.", today->context->state_dir,
                        names->before);
        free(old);
}

/* Sent once more, it would push the one before out. */
static bool
is_there(const struct pd_today *today, const struct names *names, const char *plan)
{
        char *bytes;
        bool same;
        size_t size;

        if (pd_state_files_read(today->context->files, names->now, &bytes, &size) < 0)
                return false;
        same = size == strlen(plan) && memcmp(bytes, plan, size) == 0;
        free(bytes);
        return same;
}

static void
install(struct pd_today *today, const struct pd_diary *diary, const char *bytes, struct pd_reply *reply)
{
        const struct names names = names_of(diary);

        if (is_there(today, &names, bytes)) {
                pd_reply_say(reply, 0, "This is the plan that is installed already: nothing was changed.");
                return;
        }
        pd_reply_say(reply, 0, "The plan is installed, and counts from the next session on.");
        if (check(bytes, strlen(bytes), diary->day, reply) == 0)
                put_in_place(today, &names, bytes, strlen(bytes), reply);
}

static void
restore(struct pd_today *today, const struct pd_diary *diary, struct pd_reply *reply)
{
        const struct names names = names_of(diary);
        char *bytes;
        size_t size;
        int r = pd_state_files_read(today->context->files, names.before, &bytes, &size);

        if (r < 0) {
                pd_reply_say(reply, r, r == -ENOENT ? "There is no plan from before." : "The plan from before cannot be read.");
                return;
        }
        pd_reply_say(reply, 0, "The plan from before is in force again, from the next session on.");
        if (check(bytes, size, diary->day, reply) == 0)
                put_in_place(today, &names, bytes, size, reply);
        free(bytes);
}

bool
pd_today_takes_plan(struct pd_today *today, struct pd_diary *diary, const struct pd_order *order, struct pd_reply *reply)
{
        const char *what = order->n_words > 0 ? order->words[0] : "";
        bool installs = strcmp(what, PD_COMMAND_INSTALL) == 0;

        if (!installs && strcmp(what, "restore") != 0)
                return false;
        if (!installs && order->n_words > 1)
                pd_reply_say(reply, -EINVAL, "'plan restore' takes nothing after it.");
        else if (may_install(diary, reply) && installs)
                install(today, diary, order->words[1], reply);
        else if (reply->result == 0)
                restore(today, diary, reply);
        return true;
}
