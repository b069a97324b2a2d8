/* SPDX-License-Identifier: MIT */
#include "guests.h"

#include "purposed/log.h"

#include <errno.h>
#include <string.h>
#include <syslog.h>

/* One whose trace the journal still holds, or a record that did not answer. */
#define AGAIN_AFTER (10 * PD_MINUTE)

void
pd_guests_init(struct pd_guests *guests, struct pd_history *history)
{
        *guests = (struct pd_guests) {.history = history, .due = PD_NEVER};
}

void
pd_guests_look(struct pd_guests *guests, const struct pd_clock *now)
{
        const bool dated = pd_clock_plausible(now);
        pd_usec oldest, least = now->boot + AGAIN_AFTER;
        int n = pd_history_purge(guests->history, PD_GUEST_ID, dated ? now->real - PD_GUEST_KEPT_FOR : 0, &oldest);

        if (n < 0)
                pd_log(LOG_WARNING, "%s: what is too old could not be removed: %s; trying again in ten minutes", PD_GUEST_ID, strerror(-n));
        if (n > 0)
                pd_log(LOG_NOTICE, "%s: removed after a day: %d session%s", PD_GUEST_ID, n, n == 1 ? "" : "s");
        guests->due = PD_NEVER;
        if (n < 0)
                guests->due = least;
        else if (oldest != PD_NEVER && dated)
                guests->due = now->boot + (oldest + PD_GUEST_KEPT_FOR - now->real) + 1; /* older than that, not as old */
        if (guests->due != PD_NEVER && guests->due < least)
                guests->due = least;
}

void
pd_guests_session_over(struct pd_guests *guests, const struct pd_athlete *athlete, pd_usec start)
{
        if (pd_athlete_is_guest(athlete) && start + PD_GUEST_KEPT_FOR < guests->due)
                guests->due = start + PD_GUEST_KEPT_FOR;
}
