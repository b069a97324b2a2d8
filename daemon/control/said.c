/* SPDX-License-Identifier: MIT */
#include "control/said.h"

#include <stdlib.h>
#include <string.h>

void
pd_said_keep(struct pd_said *said, const char *athlete, const char *json)
{
        size_t i = 0;

        while (i < said->n && strcmp(said->items[i].athlete, athlete) != 0)
                i++;
        if (i == PD_ATHLETES_MAX || (i == said->n && json == NULL))
                return;
        if (i == said->n) {
                pd_text_copy(said->items[i].athlete, PD_ID_SIZE, athlete, strlen(athlete));
                said->n++;
        }
        free(said->items[i].json);
        said->items[i].json = json != NULL ? strdup(json) : NULL;
}

void
pd_said_clear(struct pd_said *said)
{
        for (size_t i = 0; i < said->n; i++)
                free(said->items[i].json);
        said->n = 0;
}
