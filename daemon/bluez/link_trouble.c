/* SPDX-License-Identifier: MIT */
/* The words for what is wrong with a sensor. */
#include "bluez/link_trouble.h"

#include <stddef.h>

static const struct {
        const char *name, *text;
} troubles[PD_TROUBLE_COUNT] = {
        [PD_TROUBLE_NONE] = {NULL, ""},
        [PD_TROUBLE_DOWN] = {"down", "Bluetooth is off or not there; see status"},
        [PD_TROUBLE_UNSEEN] = {
                "unseen", "not heard: asleep, out of reach, or a watch or phone has it. A new battery? purposectl sensors scan"},
        [PD_TROUBLE_BUSY] = {"busy", "another program is connecting it; waiting for that to end"},
        [PD_TROUBLE_REFUSED] = {"refused", "heard, but no link holds: come nearer, or see man purposed-bluetooth, LINKS THAT BREAK"},
        [PD_TROUBLE_UNRESOLVED] = {"unresolved", "connected, but it does not say what it measures; trying again"},
        [PD_TROUBLE_UNFIT] = {"unfit", "connected, but it measures nothing that is understood here"},
        [PD_TROUBLE_UNSUBSCRIBED] = {"unsubscribed", "connected, but it will not send what it measures; trying again"},
        [PD_TROUBLE_HELD] = {"held", "another program on this machine has it for itself; stop that one"},
        [PD_TROUBLE_SILENT] = {"silent", "connected, but silent: is it worn, and the strap wet?"},
        [PD_TROUBLE_DROPS] = {"drops", "the link is lost every minute or two: see man purposed-bluetooth, LINKS THAT BREAK"},
        [PD_TROUBLE_AUTHENTICATION] = {"authentication", "it refuses this machine's keys; forget them with: bluetoothctl remove ADDRESS"},
};

const char *
pd_link_trouble_name(enum pd_link_trouble trouble)
{
        return troubles[trouble].name;
}

const char *
pd_link_trouble_text(enum pd_link_trouble trouble)
{
        return troubles[trouble].text;
}
