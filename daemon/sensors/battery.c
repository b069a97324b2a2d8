/* SPDX-License-Identifier: MIT */
/*
 * Battery Service (0x180F), beside the sensor's own.
 *
 * Battery Level, 0x2A19: u8 per cent, 101 to 255 reserved. Read once a
 * link: every device can be read, not every one notifies, and a footpod is
 * known that falls silent when too much is subscribed.
 */
#include "sensors/decoded.h"
#include "sensors/types.h"

#define LEVEL 0x2a19
#define LEVEL_MAX 100

static void
decode(void *state, const struct pd_frame *frame, struct pd_decoded *ret)
{
        (void) state; /* each frame stands for itself */

        pd_decoded_reset(ret);
        if (frame->characteristic == LEVEL)
                pd_decoded_single(ret, frame, PD_QUANTITY_BATTERY, LEVEL_MAX);
}

static const struct pd_characteristic characteristics[] = {
        {.uuid = LEVEL, .delivery = PD_DELIVERY_READ},
};

const struct pd_sensor_type pd_sensor_battery = {
        .key = "battery",
        .service = 0x180f,
        .characteristics = characteristics,
        .n_characteristics = sizeof(characteristics) / sizeof(characteristics[0]),
        .decode = decode,
};
