/* SPDX-License-Identifier: MIT */
#include "ctl/doctor/inside.h"
#include "ctl/doctor/versions.h"

#include "loop_clock.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/utsname.h>

#define RFKILL "/sys/class/rfkill"
#define WORD_SIZE 32
#define PATH_SIZE 512

static void
look_at_kernel(struct pd_patient *patient)
{
        struct utsname name;

        if (uname(&name) == 0)
                pd_versions_judge_kernel(patient->diagnosis, name.release);
}

static void
look_at_clock(struct pd_patient *patient)
{
        struct pd_loop_clock loop;
        struct pd_clock clock;

        pd_loop_clock_init(&loop, (struct pd_rate) {1, 1}, pd_boottime_now(), pd_realtime_now());
        if (pd_loop_clock_read(&loop, pd_boottime_now(), &clock) < 0)
                return;
        if (clock.synchronised)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_WELL, "clock", NULL, "synchronised");
        else
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, "clock", "is there a network? timedatectl",
                        "not synchronised: a session that a reboot interrupts cannot be resumed, and days may be wrong");
}

/* The first word of ROOT RFKILL/SWITCH/NAME; "" if it cannot be read. */
static void
read_word(const struct pd_patient *patient, const char *which, const char *name, char ret[static WORD_SIZE])
{
        char path[PATH_SIZE];
        FILE *file;

        ret[0] = '\0';
        snprintf(path, sizeof(path), "%s" RFKILL "/%.64s/%s", patient->root, which, name);
        file = fopen(path, "re");
        if (file == NULL)
                return;
        if (fgets(ret, WORD_SIZE, file) != NULL)
                ret[strcspn(ret, " \n")] = '\0';
        fclose(file);
}

static void
look_at_switch(struct pd_patient *patient, const char *which)
{
        char type[WORD_SIZE], name[WORD_SIZE], soft[WORD_SIZE], hard[WORD_SIZE];

        read_word(patient, which, "type", type);
        if (strcmp(type, "bluetooth") != 0)
                return;
        read_word(patient, which, "name", name);
        read_word(patient, which, "soft", soft);
        read_word(patient, which, "hard", hard);
        if (strcmp(hard, "1") == 0)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, "rfkill", "flip it; a key of the keyboard may be it",
                        "%s is off by a switch on the machine", name);
        else if (strcmp(soft, "1") == 0)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, "rfkill", "sudo rfkill unblock bluetooth", "%s is blocked", name);
        else
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_WELL, "rfkill", NULL, "%s is not blocked", name);
}

/* No switches at all is well: not every kernel has them. */
static void
look_at_switches(struct pd_patient *patient)
{
        char path[PATH_SIZE];
        struct dirent *entry;
        DIR *folder;

        snprintf(path, sizeof(path), "%s" RFKILL, patient->root);
        folder = opendir(path);
        if (folder == NULL)
                return;
        while ((entry = readdir(folder)) != NULL)
                if (entry->d_name[0] != '.')
                        look_at_switch(patient, entry->d_name);
        closedir(folder);
}

void
pd_doctor_machine(struct pd_patient *patient)
{
        look_at_kernel(patient);
        look_at_clock(patient);
        look_at_switches(patient);
}
