/* SPDX-License-Identifier: MIT */
#include "ctl/doctor/adapter_health.h"

#include <string.h>

#define PIECE_SIZE 96
#define ADDRESS_LENGTH 17

#define UNBLOCK "sudo rfkill unblock bluetooth"
#define SWITCH_ON "bluetoothctl power on"

static void
add(struct pd_diagnosis *diagnosis, enum pd_health health, const char *name, const char *address, const char *text, const char *remedy)
{
        char subject[PD_DIAGNOSIS_SUBJECT_SIZE];

        snprintf(subject, sizeof(subject), "adapter %.15s", name);
        pd_diagnosis_add(diagnosis, health, subject, remedy, "%s, %s", address, text);
}

void
pd_adapter_judge(struct pd_diagnosis *diagnosis, const struct pd_told_adapter *adapter, const char *wanted)
{
        if (wanted[0] != '\0' && strstr(wanted, adapter->address) == NULL)
                add(diagnosis, PD_HEALTH_WELL, adapter->name, adapter->address, "not used: `adapters` of [bluetooth] leaves it out", NULL);
        else if (adapter->powered)
                add(diagnosis, PD_HEALTH_WELL, adapter->name, adapter->address, "on", NULL);
        else if (strcmp(adapter->state, "off-blocked") == 0)
                add(diagnosis, PD_HEALTH_ILL, adapter->name, adapter->address, "blocked", UNBLOCK);
        else
                add(diagnosis, PD_HEALTH_ILL, adapter->name, adapter->address, "off", SWITCH_ON);
}

void
pd_adapters_judge_missing(struct pd_diagnosis *diagnosis, const struct pd_told_adapter *adapters, size_t n, const char *wanted)
{
        for (; strlen(wanted) >= ADDRESS_LENGTH; wanted += wanted[ADDRESS_LENGTH] != '\0' ? ADDRESS_LENGTH + 1 : ADDRESS_LENGTH) {
                bool found = false;

                for (size_t i = 0; i < n; i++)
                        found |= strncmp(adapters[i].address, wanted, ADDRESS_LENGTH) == 0;
                if (!found)
                        pd_diagnosis_add(diagnosis, PD_HEALTH_ILL, "adapters", "is it plugged in? Else mend `adapters` of [bluetooth]",
                                "%.*s is configured and not there", ADDRESS_LENGTH, wanted);
        }
}

/* "5 of 5 links" */
static bool
is_full(const char *state)
{
        unsigned links, slots;

        return sscanf(state, "%u of %u links", &links, &slots) == 2 && links >= slots;
}

static void
judge_piece(struct pd_diagnosis *diagnosis, const char *piece, bool seen)
{
        char name[16], address[24];
        const char *state;
        int at = 0;

        if (sscanf(piece, "%15s %23s %n", name, address, &at) < 2 || at == 0)
                return;
        state = piece + at;
        if (is_full(state))
                add(diagnosis, PD_HEALTH_NOTE, name, address, "all its links are in use: further sensors wait",
                        "plug in a second adapter, or let one go: purposectl sensors release");
        else if (seen)
                return;
        else if (strcmp(state, "not used") == 0 || strstr(state, "links") != NULL || strcmp(state, "being switched on") == 0)
                add(diagnosis, PD_HEALTH_WELL, name, address, state, NULL);
        else
                add(diagnosis, PD_HEALTH_ILL, name, address, state, strstr(state, "rfkill") != NULL ? UNBLOCK : SWITCH_ON);
}

void
pd_adapters_judge_line(struct pd_diagnosis *diagnosis, const char *line, bool seen)
{
        while (line[0] != '\0') {
                const char *end = strstr(line, ", hci");
                size_t length = end != NULL ? (size_t) (end - line) : strlen(line);
                char piece[PIECE_SIZE];

                snprintf(piece, sizeof(piece), "%.*s", (int) length, line);
                judge_piece(diagnosis, piece, seen);
                line += length + (end != NULL ? 2 : 0);
        }
}
