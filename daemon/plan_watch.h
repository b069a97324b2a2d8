/* SPDX-License-Identifier: MIT */
/*
 * Plans' files, watched: whoever asks is told when one of them may have
 * changed. An editor may write into the file or put another one in its place;
 * the folder may come later, go, and come again; the file may be a link into
 * another folder.
 *
 *   /srv/plans/anna.yaml       its folder is watched
 *   there is no /srv/plans     /srv is, for a "plans" that comes
 *   anna.yaml -> ../git/a.yaml the folder git is watched as well
 */
#pragma once

#include <systemd/sd-event.h>

struct pd_plan_watch;

/* CHANGED is called by the loop, once for all that happened in a turn of it.
 * NULL: no memory. */
struct pd_plan_watch *pd_plan_watch_new(sd_event *loop, void (*changed)(void *user), void *user);
struct pd_plan_watch *pd_plan_watch_free(struct pd_plan_watch *watch);

/* PATH, absolute or not, is borrowed for good. -ENOMEM. */
int pd_plan_watch_add(struct pd_plan_watch *watch, const char *path);

/* After all were added. What cannot be watched is said in the log. */
void pd_plan_watch_begin(struct pd_plan_watch *watch);
