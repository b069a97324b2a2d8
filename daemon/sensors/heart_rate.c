/* SPDX-License-Identifier: MIT */
/*
 * Heart Rate Service (0x180D): straps, arm bands, watches that broadcast.
 *
 * Heart Rate Measurement, 0x2A37:
 *
 *   +-------+------------+----------------+---------------------+
 *   | flags | heart rate | energy (bit 3) | RR (bit 4), 0 to n  |
 *   | u8    | u8 or u16  | u16 kJ         | u16 each, 1/1024 s  |
 *   +-------+------------+----------------+---------------------+
 *
 *   flags, bit 0  heart rate is a u16
 *              1  skin contact, meaningful if bit 2 is set
 *              2  skin contact is supported
 *              3  energy is there
 *              4  what remains is RR intervals, oldest first
 *            5-7  reserved
 *
 * The RR bit without any RR is a second without a beat; a stray byte at the
 * end is half an RR. Both occur in the field. Whether a heart rate is
 * plausible is not decided here: optical bands send 0 and worse off the skin.
 */
#include "sensors/decoded.h"
#include "sensors/types.h"

#define MEASUREMENT 0x2a37
#define BODY_SENSOR_LOCATION 0x2a38

#define FLAG_U16 0x01
#define FLAG_CONTACT 0x02
#define FLAG_CONTACT_SUPPORTED 0x04
#define FLAG_ENERGY 0x08
#define FLAG_RR 0x10
#define FLAGS_RESERVED 0xe0

#define LOCATION_MAX 6 /* foot */

/* A strap speaks every second, whatever its wearer does: ten are lost. */
#define SILENCE (10 * PD_SEC)

/* Heart rate, contact and energy at most before the RR intervals. */
_Static_assert(3 + PD_FRAME_BYTES_MAX / 2 <= PD_SAMPLES_MAX, "the longest frame's samples fit");

static void
decode_measurement(const struct pd_frame *frame, struct pd_decoded *ret)
{
        struct pd_bytes bytes = pd_bytes_of(frame);
        uint32_t flags, value;

        if (!pd_bytes_read(&bytes, 1, &flags) || !pd_bytes_read(&bytes, flags & FLAG_U16 ? 2 : 1, &value)) {
                pd_decoded_judge_length(ret, frame, &bytes);
                return;
        }

        if (flags & FLAGS_RESERVED)
                pd_decoded_fault(ret, PD_FAULT_RESERVED_BIT);
        pd_decoded_add(ret, PD_QUANTITY_HEART_RATE, (int32_t) value);
        if (flags & FLAG_CONTACT_SUPPORTED)
                pd_decoded_add(ret, PD_QUANTITY_CONTACT, flags & FLAG_CONTACT ? 1 : 0);
        if (flags & FLAG_ENERGY && pd_bytes_read(&bytes, 2, &value))
                pd_decoded_add(ret, PD_QUANTITY_ENERGY, (int32_t) value);
        while (flags & FLAG_RR && bytes.left > 0 && pd_bytes_read(&bytes, 2, &value))
                pd_decoded_add(ret, PD_QUANTITY_RR, (int32_t) value);

        pd_decoded_judge_length(ret, frame, &bytes);
}

static void
decode(void *state, const struct pd_frame *frame, struct pd_decoded *ret)
{
        (void) state; /* each frame stands for itself */

        pd_decoded_reset(ret);
        if (frame->characteristic == MEASUREMENT)
                decode_measurement(frame, ret);
        else if (frame->characteristic == BODY_SENSOR_LOCATION)
                pd_decoded_single(ret, frame, PD_QUANTITY_LOCATION, LOCATION_MAX);
}

static const struct pd_characteristic characteristics[] = {
        {.uuid = MEASUREMENT, .delivery = PD_DELIVERY_NOTIFY},
        {.uuid = BODY_SENSOR_LOCATION, .delivery = PD_DELIVERY_READ},
};

const struct pd_sensor_type pd_sensor_heart_rate = {
        .key = "heart_rate",
        .title = "heart-rate strap",
        .service = 0x180d,
        .characteristics = characteristics,
        .n_characteristics = sizeof(characteristics) / sizeof(characteristics[0]),
        .silence = SILENCE,
        .decode = decode,
};
