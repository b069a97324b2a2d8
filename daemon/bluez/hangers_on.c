/* SPDX-License-Identifier: MIT */
/* Whose devices hang on an adapter, read from BlueZ's whole tree: the mirror
 * has our own sensors alone, and a step may cut off a keyboard. */
#include "bluez/inside.h"

#include <string.h>

/* sa{sv} at the cursor. 1: a Device1 that is connected and not ours. */
static int
read_interface(const struct pd_bluez *self, sd_bus_message *message)
{
        struct pd_property properties[PD_PROPERTIES_MAX];
        const char *interface, *address = "";
        bool connected = false;
        size_t n;
        int r = sd_bus_message_read_basic(message, SD_BUS_TYPE_STRING, &interface);

        if (r >= 0)
                r = pd_properties_read(message, properties, &n);
        if (r < 0)
                return r;
        for (size_t i = 0; i < n; i++)
                if (strcmp(properties[i].name, "Connected") == 0 && properties[i].type == SD_BUS_TYPE_BOOLEAN)
                        connected = properties[i].truth;
                else if (strcmp(properties[i].name, "Address") == 0 && properties[i].type == SD_BUS_TYPE_STRING)
                        address = properties[i].text;
        return strcmp(interface, "org.bluez.Device1") == 0 && connected && !pd_bluez_sensor_at(self, address);
}

/* oa{sa{sv}} at the cursor. 1: such a device, below PATH. */
static int
read_object(const struct pd_bluez *self, sd_bus_message *message, const char *path)
{
        const char *at;
        int taken = 0, r = sd_bus_message_read_basic(message, SD_BUS_TYPE_OBJECT_PATH, &at);

        if (r >= 0)
                r = sd_bus_message_enter_container(message, SD_BUS_TYPE_ARRAY, "{sa{sv}}");
        while (r >= 0 && (r = sd_bus_message_enter_container(message, SD_BUS_TYPE_DICT_ENTRY, "sa{sv}")) > 0) {
                r = read_interface(self, message);
                taken |= r > 0 && strncmp(at, path, strlen(path)) == 0 && at[strlen(path)] == '/';
                if (r >= 0)
                        r = sd_bus_message_exit_container(message);
        }
        if (r >= 0)
                r = sd_bus_message_exit_container(message);
        return r < 0 ? r : taken;
}

/* What is not understood may be anybody's. */
bool
pd_bluez_others_hang_on(const struct pd_bluez *self, const char *path, sd_bus_message *tree)
{
        int r = sd_bus_message_rewind(tree, true);

        if (r >= 0)
                r = sd_bus_message_enter_container(tree, SD_BUS_TYPE_ARRAY, "{oa{sa{sv}}}");
        while (r >= 0 && (r = sd_bus_message_enter_container(tree, SD_BUS_TYPE_DICT_ENTRY, "oa{sa{sv}}")) > 0) {
                r = read_object(self, tree, path);
                if (r != 0)
                        return true;
                r = sd_bus_message_exit_container(tree);
        }
        return r < 0;
}
