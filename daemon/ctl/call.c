/* SPDX-License-Identifier: MIT */
#include "ctl/call.h"

#include "control/bus.h"
#include "control/control.h"

#include <stdio.h>
#include <string.h>

int
pd_ctl_connect(const char *address, sd_bus **ret)
{
        sd_bus *bus = NULL;
        int r = pd_bus_open(address, &bus);

        if (r < 0) {
                sd_bus_unref(bus);
                if (address != NULL)
                        fprintf(stderr, "purposectl: there is no message bus at %s: %s\n", address, strerror(-r));
                else
                        fprintf(stderr, "purposectl: the system's message bus cannot be reached: %s\nHow is it? systemctl status dbus\n",
                                strerror(-r));
                return r;
        }
        *ret = bus;
        return 0;
}

int
pd_ctl_order_call(sd_bus *bus, const char *athlete, const char *verb, const char *const *words, sd_bus_error *error, sd_bus_message **ret)
{
        sd_bus_message *message = NULL;
        int r = sd_bus_message_new_method_call(bus, &message, PD_CONTROL_NAME, PD_CONTROL_PATH, PD_CONTROL_INTERFACE, "Order");

        if (r >= 0)
                r = sd_bus_message_append(message, "ss", athlete, verb);
        if (r >= 0)
                r = sd_bus_message_append_strv(message, (char **) words);
        if (r >= 0)
                r = sd_bus_call(bus, message, 0, error, ret);
        sd_bus_message_unref(message);
        return r;
}

static const struct {
        const char *error, *meaning;
} meanings[] = {
        {SD_BUS_ERROR_ACCESS_DENIED, "you are not in the group purposed. Join it, then log in anew:\n  sudo adduser $USER purposed"},
        {SD_BUS_ERROR_SERVICE_UNKNOWN, "the daemon does not run. Start it:\n  sudo systemctl start purposed"},
        {SD_BUS_ERROR_NAME_HAS_NO_OWNER, "the daemon does not run. Start it:\n  sudo systemctl start purposed"},
        {SD_BUS_ERROR_NO_REPLY, "the daemon does not answer; how is it?\n  systemctl status purposed"},
        {SD_BUS_ERROR_TIMEOUT, "the daemon does not answer; how is it?\n  systemctl status purposed"},
        {SD_BUS_ERROR_UNKNOWN_METHOD, "the daemon that runs is older than this client. Start it anew:\n  sudo systemctl restart purposed"},
};

void
pd_ctl_explain(const sd_bus_error *error, int r, char *ret, size_t size)
{
        for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
                if (!sd_bus_error_has_name(error, meanings[i].error))
                        continue;
                snprintf(ret, size, "%s", meanings[i].meaning);
                return;
        }
        snprintf(ret, size, "%s", error->message != NULL ? error->message : strerror(-r));
}
