/* SPDX-License-Identifier: MIT */
#include "ctl/doctor/inside.h"
#include "ctl/doctor/link_settings.h"
#include "ctl/doctor/versions.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#define BLUEZ "org.bluez"
#define SYSTEMD "org.freedesktop.systemd1"
#define TIMEOUT_US (5 * 1000000)
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
                        "sudo systemctl enable --now bluetooth; why it is not there: journalctl -u bluetooth", "%s", state);
        else if (strcmp(restart, "no") == 0)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, "bluetooth.service",
                        "the drop-in of this package does: see conf/bluetooth.md", "active, but if it dies nobody starts it again");
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

/* ---- its adapters ------------------------------------------------------------------ */

struct adapter {
        char name[16]; /* "hci0" */
        char address[24];
        char state[24]; /* PowerState; "" before BlueZ 5.65 */
        bool powered;
};

static void
judge_adapter(struct pd_patient *patient, const struct adapter *adapter)
{
        char subject[PD_DIAGNOSIS_SUBJECT_SIZE];

        snprintf(subject, sizeof(subject), "adapter %s", adapter->name);
        if (adapter->powered)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_WELL, subject, NULL, "%s, on", adapter->address);
        else if (strcmp(adapter->state, "off-blocked") == 0)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, subject, "sudo rfkill unblock bluetooth", "%s, blocked",
                        adapter->address);
        else
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, subject, "bluetoothctl power on", "%s, off", adapter->address);
}

/* The value of a{sv} at the cursor, if it is a string or a boolean; else it is skipped. */
static int
read_property(sd_bus_message *message, const char *key, struct adapter *adapter)
{
        const char *text;
        int powered, r;

        if (strcmp(key, "Powered") == 0) {
                r = sd_bus_message_read(message, "v", "b", &powered);
                adapter->powered = r >= 0 && powered;
                return r;
        }
        if (strcmp(key, "Address") != 0 && strcmp(key, "PowerState") != 0)
                return sd_bus_message_skip(message, "v");
        r = sd_bus_message_read(message, "v", "s", &text);
        if (r >= 0 && strcmp(key, "Address") == 0)
                snprintf(adapter->address, sizeof(adapter->address), "%s", text);
        else if (r >= 0)
                snprintf(adapter->state, sizeof(adapter->state), "%s", text);
        return r;
}

/* a{sa{sv}}: the interfaces of an object. 1: an adapter is among them. */
static int
read_object(sd_bus_message *message, struct adapter *adapter)
{
        bool found = false;
        int r = sd_bus_message_enter_container(message, 'a', "{sa{sv}}");

        while (r >= 0 && (r = sd_bus_message_enter_container(message, 'e', "sa{sv}")) > 0) {
                const char *interface, *key;
                bool is_adapter;

                r = sd_bus_message_read_basic(message, 's', &interface);
                is_adapter = r >= 0 && strcmp(interface, BLUEZ ".Adapter1") == 0;
                found |= is_adapter;
                if (r >= 0)
                        r = sd_bus_message_enter_container(message, 'a', "{sv}");
                while (r >= 0 && (r = sd_bus_message_enter_container(message, 'e', "sv")) > 0) {
                        r = sd_bus_message_read_basic(message, 's', &key);
                        if (r >= 0)
                                r = is_adapter ? read_property(message, key, adapter) : sd_bus_message_skip(message, "v");
                        if (r >= 0)
                                r = sd_bus_message_exit_container(message);
                }
                if (r >= 0)
                        r = sd_bus_message_exit_container(message);
                if (r >= 0)
                        r = sd_bus_message_exit_container(message);
        }
        if (r >= 0)
                r = sd_bus_message_exit_container(message);
        return r < 0 ? r : found;
}

/* a{oa{sa{sv}}}. How many adapters there are. */
static int
judge_adapters(struct pd_patient *patient, sd_bus_message *reply)
{
        int n = 0, r = sd_bus_message_enter_container(reply, 'a', "{oa{sa{sv}}}");

        while (r >= 0 && (r = sd_bus_message_enter_container(reply, 'e', "oa{sa{sv}}")) > 0) {
                struct adapter adapter = {0};
                const char *path;

                r = sd_bus_message_read_basic(reply, 'o', &path);
                if (r >= 0)
                        r = read_object(reply, &adapter);
                if (r > 0) {
                        snprintf(adapter.name, sizeof(adapter.name), "%s", strrchr(path, '/') + 1);
                        judge_adapter(patient, &adapter);
                        n++;
                }
                if (r >= 0)
                        r = sd_bus_message_exit_container(reply);
        }
        return r < 0 ? r : n;
}

static void
explain_silence(struct pd_patient *patient, const sd_bus_error *error, int r)
{
        if (sd_bus_error_has_name(error, SD_BUS_ERROR_ACCESS_DENIED))
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, "adapters",
                        "as root: sudo purposectl doctor; the service itself may, by its group " GROUP, "you may not ask BlueZ");
        else if (sd_bus_error_has_name(error, SD_BUS_ERROR_SERVICE_UNKNOWN) || sd_bus_error_has_name(error, SD_BUS_ERROR_NAME_HAS_NO_OWNER))
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, "adapters", "sudo systemctl start bluetooth", "BlueZ does not run");
        else
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, "adapters", "sudo systemctl restart bluetooth",
                        "BlueZ does not answer: %s", error->message != NULL ? error->message : strerror(-r));
}

static void
look_at_adapters(struct pd_patient *patient)
{
        sd_bus_error error = SD_BUS_ERROR_NULL;
        sd_bus_message *call = NULL, *reply = NULL;
        int r = sd_bus_message_new_method_call(patient->bus, &call, BLUEZ, "/", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects");

        if (r >= 0)
                r = sd_bus_call(patient->bus, call, TIMEOUT_US, &error, &reply);
        if (r < 0)
                explain_silence(patient, &error, r);
        else if (judge_adapters(patient, reply) == 0)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, "adapters",
                        "is one plugged in? What the kernel says of it: dmesg | grep -i bluetooth", "BlueZ has none");
        sd_bus_message_unref(call);
        sd_bus_message_unref(reply);
        sd_bus_error_free(&error);
}

/* ---- its configuration ---------------------------------------------------------------- */

/* What the kernel says itself: root alone may ask. In 10 ms; 0. */
static int32_t
timeout_in_use(const struct pd_patient *patient)
{
        char path[256];
        long value = 0;
        FILE *file;

        snprintf(path, sizeof(path), "%s/sys/kernel/debug/bluetooth/hci0/supervision_timeout", patient->root);
        file = fopen(path, "re");
        if (file == NULL)
                return 0;
        if (fscanf(file, "%ld", &value) != 1 || value < 0 || value > INT32_MAX)
                value = 0;
        fclose(file);
        return (int32_t) value;
}

static void
look_at_main_conf(struct pd_patient *patient)
{
        struct pd_link_settings settings = {0};
        char path[256];
        int r;

        snprintf(path, sizeof(path), "%s" PD_MAIN_CONF, patient->root);
        r = pd_link_settings_read(path, &settings);
        if (r < 0 && r != -ENOENT) {
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, "main.conf", NULL, "%s cannot be read: %s", path, strerror(-r));
                return;
        }
        pd_link_settings_judge(patient->diagnosis, &settings, timeout_in_use(patient));
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
        look_at_adapters(patient);
}
