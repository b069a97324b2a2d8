/* SPDX-License-Identifier: MIT */
#include "daemon_inside.h"

#include <stdio.h>
#include <string.h>

#define STATUS_SIZE 512

static void
add(char *text, size_t size, const char *separator, const char *more)
{
        size_t length = strlen(text);

        snprintf(text + length, size - length, "%s%s", length > 0 ? separator : "", more);
}

/* "anna running, ben armed; 2 of 2 sensors live; mqtt: connected" */
void
pd_daemon_tell_status(struct pd_daemon *daemon)
{
        char status[STATUS_SIZE] = "", piece[256];
        const struct pd_rate rate = daemon->options->rate;

        for (size_t i = 0; i < pd_pump_n_athletes(daemon->pump); i++) {
                snprintf(piece, sizeof(piece), "%s %s", pd_pump_snapshot(daemon->pump, i)->athlete.id,
                        pd_session_state_name(pd_engine_session_state(pd_pump_engine(daemon->pump, i))));
                add(status, sizeof(status), ", ", piece);
        }
        if (status[0] == '\0')
                add(status, sizeof(status), "", "no athlete configured");
        pd_bluez_status(daemon->bluez, piece, sizeof(piece));
        add(status, sizeof(status), "; ", piece);
        for (size_t i = 0; i < daemon->n_sinks; i++) {
                daemon->sinks[i]->type->status(daemon->sinks[i], piece, sizeof(piece));
                add(status, sizeof(status), "; ", piece);
        }
        if (daemon->today != NULL && pd_today_trouble(daemon->today)[0] != '\0')
                add(status, sizeof(status), "; ", pd_today_trouble(daemon->today));
        if (rate.num != rate.den) {
                snprintf(piece, sizeof(piece), "clock at %d/%d of real time", rate.num, rate.den);
                add(status, sizeof(status), "; ", piece);
        }
        pd_notify_status(daemon->notify, status);
}
