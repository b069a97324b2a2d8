/* SPDX-License-Identifier: MIT */
#include "ctl/doctor/adapter_health.h"
#include "ctl/doctor/inside.h"

#include <string.h>

#define BLUEZ "org.bluez"
#define TIMEOUT_US (5 * 1000000)
#define ADAPTERS_MAX 16 /* twice what the daemon uses */

/* The value of a{sv} at the cursor, if it is a string or a boolean; else it is skipped. */
static int
read_property(sd_bus_message *message, const char *key, struct pd_told_adapter *adapter)
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
read_object(sd_bus_message *message, struct pd_told_adapter *adapter)
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

/* a{oa{sa{sv}}}. How many adapters there are; further ones are left out. */
static int
read_adapters(sd_bus_message *reply, struct pd_told_adapter ret[static ADAPTERS_MAX])
{
        int n = 0, r = sd_bus_message_enter_container(reply, 'a', "{oa{sa{sv}}}");

        while (r >= 0 && (r = sd_bus_message_enter_container(reply, 'e', "oa{sa{sv}}")) > 0) {
                struct pd_told_adapter adapter = {0};
                const char *path;

                r = sd_bus_message_read_basic(reply, 'o', &path);
                if (r >= 0)
                        r = read_object(reply, &adapter);
                if (r > 0 && n < ADAPTERS_MAX) {
                        snprintf(adapter.name, sizeof(adapter.name), "%s", strrchr(path, '/') + 1);
                        ret[n++] = adapter;
                }
                if (r >= 0)
                        r = sd_bus_message_exit_container(reply);
        }
        return r < 0 ? r : n;
}

static void
judge(struct pd_patient *patient, const struct pd_told_adapter *adapters, size_t n)
{
        if (n == 0)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, "adapters",
                        "is one plugged in? What the kernel says of it: sudo dmesg | grep -i bluetooth", "BlueZ has none");
        for (size_t i = 0; i < n; i++)
                pd_adapter_judge(patient->diagnosis, &adapters[i], patient->adapters);
        if (n > 0)
                pd_adapters_judge_missing(patient->diagnosis, adapters, n, patient->adapters);
}

static void
explain_silence(struct pd_patient *patient, const sd_bus_error *error, int r)
{
        if (sd_bus_error_has_name(error, SD_BUS_ERROR_ACCESS_DENIED))
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, "adapters",
                        "sudo purposectl doctor; the service itself may, by its group bluetooth", "you may not ask BlueZ");
        else if (sd_bus_error_has_name(error, SD_BUS_ERROR_SERVICE_UNKNOWN) || sd_bus_error_has_name(error, SD_BUS_ERROR_NAME_HAS_NO_OWNER))
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, "adapters", "sudo systemctl start bluetooth", "BlueZ does not run");
        else
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, "adapters", "sudo systemctl restart bluetooth",
                        "BlueZ does not answer: %s", error->message != NULL ? error->message : strerror(-r));
}

void
pd_doctor_adapters(struct pd_patient *patient)
{
        struct pd_told_adapter adapters[ADAPTERS_MAX];
        sd_bus_error error = SD_BUS_ERROR_NULL;
        sd_bus_message *call = NULL, *reply = NULL;
        int r = sd_bus_message_new_method_call(patient->bus, &call, BLUEZ, "/", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects");

        if (r >= 0)
                r = sd_bus_call(patient->bus, call, TIMEOUT_US, &error, &reply);
        if (r >= 0)
                r = read_adapters(reply, adapters);
        patient->adapters_seen = r >= 0;
        if (r < 0)
                explain_silence(patient, &error, r);
        else
                judge(patient, adapters, (size_t) r);
        sd_bus_message_unref(call);
        sd_bus_message_unref(reply);
        sd_bus_error_free(&error);
}
