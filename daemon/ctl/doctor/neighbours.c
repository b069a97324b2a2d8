/* SPDX-License-Identifier: MIT */
#include "ctl/doctor/inside.h"
#include "ctl/doctor/link_settings.h"
#include "ctl/doctor/versions.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#define SYSTEMD "org.freedesktop.systemd1"
#define VERSION_SIZE 64
#define GROUPS_MAX 64
#define USER "purposed"
#define GROUP "bluetooth"

/* ---- its program -------------------------------------------------------------- */

/* Where Debian and others have it. */
static const char *const programs[] = {"/usr/libexec/bluetooth/bluetoothd", "/usr/lib/bluetooth/bluetoothd"};

static void
look_at_version(struct pd_patient *patient)
{
        char command[128], version[VERSION_SIZE];

        for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
                FILE *said;

                snprintf(command, sizeof(command), "%s --version 2>/dev/null", programs[i]);
                said = popen(command, "re");
                version[0] = '\0';
                if (said != NULL && fgets(version, sizeof(version), said) == NULL)
                        version[0] = '\0';
                if (said != NULL)
                        (void) pclose(said);
                version[strcspn(version, "\n")] = '\0';
                if (version[0] == '\0')
                        continue;
                pd_versions_judge_bluez(patient->diagnosis, version, patient->acquires);
                return;
        }
        pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, "BlueZ", "sudo apt install bluez", "bluetoothd is not where Debian has it");
}

/* ---- its unit ------------------------------------------------------------------- */

/* RET: to be freed. */
static int
ask_systemd(sd_bus *bus, const char *path, const char *interface, const char *property, char **ret)
{
        sd_bus_error error = SD_BUS_ERROR_NULL;
        int r = sd_bus_get_property_string(bus, SYSTEMD, path, interface, property, &error, ret);

        sd_bus_error_free(&error);
        return r;
}

static void
judge_unit(struct pd_patient *patient, const char *state, const char *restart)
{
        if (strcmp(state, "active") != 0)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, "bluetooth.service",
                        "sudo systemctl enable --now bluetooth\nwhy it is not there: journalctl -u bluetooth", "%s", state);
        else if (strcmp(restart, "no") == 0)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, "bluetooth.service",
                        "the drop-in of this package does: see man purposed-bluetooth", "active, but if it dies nobody starts it again");
        else
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_WELL, "bluetooth.service", NULL, "active, and started again if it dies");
}

static void
look_at_unit(struct pd_patient *patient)
{
        static const char path[] = "/org/freedesktop/systemd1/unit/bluetooth_2eservice"; /* any unit has such a path, loaded or not */
        char *state = NULL, *restart = NULL;

        if (ask_systemd(patient->bus, path, SYSTEMD ".Unit", "ActiveState", &state) >= 0
                && ask_systemd(patient->bus, path, SYSTEMD ".Service", "Restart", &restart) >= 0)
                judge_unit(patient, state, restart);
        else
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, "bluetooth.service", NULL, "systemd does not say how it is");
        free(state);
        free(restart);
}

/* ---- its configuration ---------------------------------------------------------------- */

static void
look_at_main_conf(struct pd_patient *patient)
{
        struct pd_timeout_in_use in_use[PD_TIMEOUTS_MAX];
        struct pd_link_settings settings = {0};
        char path[256], folder[128];
        int r;

        snprintf(folder, sizeof(folder), "%.64s/sys/kernel/debug/bluetooth", patient->root);
        snprintf(path, sizeof(path), "%s" PD_MAIN_CONF, patient->root);
        r = pd_link_settings_read(path, &settings);
        if (r < 0 && r != -ENOENT) {
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, "main.conf", NULL, "%s cannot be read: %s", path, strerror(-r));
                return;
        }
        pd_link_settings_judge(patient->diagnosis, &settings, in_use, pd_timeouts_read(folder, in_use));
}

/* ---- whom it lets in --------------------------------------------------------------------- */

static bool
is_member(const struct passwd *user, gid_t group)
{
        gid_t groups[GROUPS_MAX];
        int n = GROUPS_MAX;

        if (getgrouplist(user->pw_name, user->pw_gid, groups, &n) < 0)
                n = GROUPS_MAX;
        for (int i = 0; i < n; i++)
                if (groups[i] == group)
                        return true;
        return false;
}

static void
look_at_permission(struct pd_patient *patient)
{
        const struct group *group = getgrnam(GROUP);
        const struct passwd *user = getpwnam(USER);

        if (user == NULL)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, "permission", "if the service is to run: sudo systemd-sysusers",
                        "there is no user " USER " here");
        else if (group != NULL && !is_member(user, group->gr_gid))
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, "permission",
                        "sudo adduser " USER " " GROUP ", then: sudo systemctl restart purposed",
                        "the user " USER " is not in the group " GROUP ", which Debian lets talk to BlueZ");
        else
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_WELL, "permission", NULL, "the service may talk to BlueZ");
}

void
pd_doctor_neighbours(struct pd_patient *patient)
{
        look_at_version(patient);
        look_at_main_conf(patient);
        look_at_permission(patient);
        if (patient->bus == NULL)
                return;
        look_at_unit(patient);
}
