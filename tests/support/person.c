/* SPDX-License-Identifier: MIT */
/* A person beside the daemon (person.h). */
#include "support/person.h"

#include "support/cm.h"

#include <stdio.h>

static const char *
full_name(char text[64], const char *interface)
{
        snprintf(text, 64, "org.bluez.%s", interface);
        return text;
}

int
see(struct bench *bench, const char *path, const char *interface, const char *property)
{
        char text[64];
        int truth = UNKNOWN;

        (void) sd_bus_get_property_trivial(bench->person, "org.bluez", path, full_name(text, interface), property, NULL, 'b', &truth);
        return truth;
}

static void
wait_to_see(struct bench *bench, const char *path, const char *interface, const char *property, int expected)
{
        pd_usec end = boottime_now() + WAIT;

        while (see(bench, path, interface, property) != expected) {
                if (boottime_now() > end)
                        fail_msg("%s of %s is not %d", property, path, expected);
                turn(bench);
        }
}

int
see_device(struct bench *bench, const char *path, const char *property)
{
        return see(bench, path, "Device1", property);
}

void
wait_to_see_device(struct bench *bench, const char *path, const char *property, int expected)
{
        wait_to_see(bench, path, "Device1", property, expected);
}

void
wait_for_discovering(struct bench *bench, int expected)
{
        wait_to_see(bench, ADAPTER_PATH, "Adapter1", "Discovering", expected);
}

static void
order(struct bench *bench, const char *path, const char *interface, const char *method)
{
        char text[64];

        assert_true(sd_bus_call_method(bench->person, "org.bluez", path, full_name(text, interface), method, NULL, NULL, "") >= 0);
}

void
set_trusted(struct bench *bench, const char *path, bool trusted)
{
        assert_true(sd_bus_set_property(bench->person, "org.bluez", path, "org.bluez.Device1", "Trusted", NULL, "b", (int) trusted) >= 0);
}

void
set_linked(struct bench *bench, const char *path, bool linked)
{
        order(bench, path, "Device1", linked ? "Connect" : "Disconnect");
}

void
set_discovering(struct bench *bench, bool discovering)
{
        order(bench, ADAPTER_PATH, "Adapter1", discovering ? "StartDiscovery" : "StopDiscovery");
}
