/* SPDX-License-Identifier: MIT */
/*
 * Device Information Service (0x180A): who made the sensor, and which one
 * it is. Each characteristic is one UTF-8 text; devices pad it with NUL or
 * spaces.
 */
#include "sensors/decoded.h"
#include "sensors/types.h"

static bool
padding(char c)
{
        return c == '\0' || c == ' ';
}

static void
decode(void *state, const struct pd_frame *frame, struct pd_decoded *ret)
{
        struct pd_bytes bytes = pd_bytes_of(frame);
        const char *text = (const char *) bytes.at;
        size_t length = bytes.left;

        (void) state; /* each frame stands for itself */

        pd_decoded_reset(ret);
        while (length > 0 && padding(text[length - 1]))
                length--;
        while (length > 0 && padding(text[0])) {
                text++;
                length--;
        }
        pd_text_copy(ret->text, sizeof(ret->text), text, length);

        bytes.left = 0; /* a text has no last field to have bytes after */
        pd_decoded_judge_length(ret, frame, &bytes);
}

static const struct pd_characteristic characteristics[] = {
        {.uuid = 0x2a29, .delivery = PD_DELIVERY_READ, .text_key = "maker"},
        {.uuid = 0x2a24, .delivery = PD_DELIVERY_READ, .text_key = "model"},
        {.uuid = 0x2a25, .delivery = PD_DELIVERY_READ, .text_key = "serial"},
        {.uuid = 0x2a27, .delivery = PD_DELIVERY_READ, .text_key = "hardware"},
        {.uuid = 0x2a26, .delivery = PD_DELIVERY_READ, .text_key = "firmware"},
        {.uuid = 0x2a28, .delivery = PD_DELIVERY_READ, .text_key = "software"},
};

const struct pd_sensor_type pd_sensor_device_info = {
        .key = "device_info",
        .service = 0x180a,
        .characteristics = characteristics,
        .n_characteristics = sizeof(characteristics) / sizeof(characteristics[0]),
        .decode = decode,
};
