/* SPDX-License-Identifier: MIT */
#include "ctl/doctor/sensor_health.h"

#include <string.h>

#define REMEDY_SIZE 200

struct ailment {
        const char *word; /* of include/purposed/troubles.def */
        enum pd_health health;
        const char *text, *remedy; /* "%s" in a remedy is the sensor's address */
};

static const struct ailment ailments[] = {
        {"down", PD_HEALTH_NOTE, "no adapter to reach it with", "see the adapters above"},
        {"unseen", PD_HEALTH_NOTE, "not heard", "put it on, with wet electrodes; if a watch or a phone has it, it must let go"},
        {"busy", PD_HEALTH_NOTE, "another program is connecting it", "stop that one: bluetoothctl, Home Assistant, a desktop's settings"},
        {"refused", PD_HEALTH_ILL, "heard, but no link holds",
                "bring it nearer; if that does not help: man purposed-bluetooth, LINKS THAT BREAK"},
        {"unresolved", PD_HEALTH_NOTE, "connected, but it does not say what it measures",
                "if it stays so: bluetoothctl remove %s, and take its battery out for a minute"},
        {"unfit", PD_HEALTH_ILL, "it measures nothing that is understood here", "purposectl sensors forget %s"},
        {"unsubscribed", PD_HEALTH_NOTE, "connected, but it will not send what it measures",
                "if it stays so: take its battery out for a minute, or sudo systemctl restart bluetooth"},
        {"held", PD_HEALTH_ILL, "another program on this machine has it for itself",
                "stop that one; which it may be: busctl list | grep -v systemd"},
        {"silent", PD_HEALTH_NOTE, "connected, but silent", "is it worn, and the strap wet? A pod speaks when it is moved"},
        {"drops", PD_HEALTH_ILL, "its link is lost every minute or two",
                "put ConnectionSupervisionTimeout=600 into /etc/bluetooth/main.conf: man purposed-bluetooth tells how"},
        {"authentication", PD_HEALTH_ILL, "it refuses this machine's keys", "bluetoothctl remove %s"},
};

static void
add(struct pd_diagnosis *diagnosis, const struct pd_told_sensor *sensor, enum pd_health health, const char *text, const char *remedy)
{
        pd_diagnosis_add(diagnosis, health, sensor->address, remedy, "%s of %s: %s", sensor->name, sensor->athlete, text);
}

/* REMEDY with the address where it has "%s". */
static void
spell(const char *remedy, const char *address, char ret[static REMEDY_SIZE])
{
        const char *place = strstr(remedy, "%s");

        if (place != NULL)
                snprintf(ret, REMEDY_SIZE, "%.*s%s%s", (int) (place - remedy), remedy, address, place + 2);
        else
                snprintf(ret, REMEDY_SIZE, "%s", remedy);
}

static void
add_trouble(struct pd_diagnosis *diagnosis, const struct pd_told_sensor *sensor)
{
        char remedy[REMEDY_SIZE];

        for (size_t i = 0; i < sizeof(ailments) / sizeof(ailments[0]); i++) {
                if (strcmp(ailments[i].word, sensor->trouble) != 0)
                        continue;
                spell(ailments[i].remedy, sensor->address, remedy);
                add(diagnosis, sensor, ailments[i].health, ailments[i].text, remedy);
                return;
        }
        add(diagnosis, sensor, PD_HEALTH_NOTE, sensor->trouble, "purposectl sensors list says more"); /* a newer daemon's word */
}

void
pd_sensor_judge(struct pd_diagnosis *diagnosis, const struct pd_told_sensor *sensor)
{
        char remedy[REMEDY_SIZE];

        if (sensor->released) {
                snprintf(remedy, sizeof(remedy), "to have it again:\npurposectl sensors take %s", sensor->address);
                add(diagnosis, sensor, PD_HEALTH_NOTE, "released, so that a watch or a phone may have it", remedy);
        } else if (!sensor->live && sensor->lookalike[0] != '\0') {
                snprintf(remedy, sizeof(remedy), "if it is the same one:\npurposectl sensors replace %s %s", sensor->address,
                        sensor->lookalike);
                add(diagnosis, sensor, PD_HEALTH_NOTE, "away, and one of the same name has another address", remedy);
        } else if (sensor->trouble[0] != '\0') {
                add_trouble(diagnosis, sensor);
        } else if (sensor->live) {
                add(diagnosis, sensor, PD_HEALTH_WELL, "live", NULL);
        } else {
                add(diagnosis, sensor, PD_HEALTH_NOTE, "not worn, or out of reach", NULL);
        }
}

void
pd_stranger_judge(struct pd_diagnosis *diagnosis, const char *address, const char *name, bool trusted)
{
        char remedy[REMEDY_SIZE];

        if (name[0] == '\0')
                name = "no name";
        if (!trusted) {
                pd_diagnosis_add(diagnosis, PD_HEALTH_NOTE, address, NULL, "%s is nobody's here: BlueZ connected it, and it was let go",
                        name);
                return;
        }
        snprintf(remedy, sizeof(remedy), "if nothing else needs it: bluetoothctl untrust %s\nif it is yours: purposectl sensors enroll %s",
                address, address);
        pd_diagnosis_add(diagnosis, PD_HEALTH_NOTE, address, remedy,
                "%s is nobody's here, but BlueZ trusts it: it stays connected, and nobody else can have it", name);
}
