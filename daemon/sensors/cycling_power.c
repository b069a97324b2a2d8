/* SPDX-License-Identifier: MIT */
/*
 * Cycling Power Service (0x1818): power meters of bikes, and footpods that
 * tell a runner's power by it (Stryd).
 *
 * Cycling Power Measurement, 0x2A63:
 *
 *   +-------+-------+--------------------------------------------+
 *   | flags | power | of the following, those that the flags name |
 *   | u16   | s16 W |                                            |
 *   +-------+-------+--------------------------------------------+
 *
 *   bit 0   pedal balance, u8 1/2 %          7   torque, greatest and least, 2 x s16 1/32 Nm
 *       1   whose: no field                  8   angles of these, 2 x 12 bits
 *       2   accumulated torque, u16 1/32 Nm  9   top dead spot, u16 degrees
 *       3   its source: no field            10   bottom dead spot, u16 degrees
 *       4   wheel, u32 and u16 1/2048 s     11   accumulated energy, u16 kJ
 *       5   crank, u16 and u16 1/1024 s     12   offset compensation: no field
 *       6   force, greatest and least,      13-15 reserved
 *           2 x s16 N
 *
 * Whether it is a runner's power does not stand in the frame: whoever judges by
 * it looks whether the same device tells a running speed. Turns of a crank are
 * no steps: what follows the power is gone through for its length alone.
 *
 * Cycling Power Feature, 0x2A65, is u32 of bits, 22-31 reserved; it is read for
 * the record.
 */
#include "sensors/decoded.h"
#include "sensors/types.h"

#define MEASUREMENT 0x2a63
#define FEATURE 0x2a65

#define FLAGS_RESERVED 0xe000
#define FEATURES_RESERVED 0xffc00000

/* As of a pod (running_speed.c), which is what sends it here. */
#define SILENCE (15 * PD_SEC)

/* Bytes of the field that each flag names, in the order of the bits. */
static const uint8_t field_sizes[] = {1, 0, 2, 0, 6, 4, 4, 4, 3, 2, 2, 2, 0};

static void
pass_fields(struct pd_bytes *bytes, uint32_t flags)
{
        for (size_t bit = 0; bit < sizeof(field_sizes); bit++)
                if (flags >> bit & 1)
                        (void) pd_bytes_pass(bytes, field_sizes[bit]);
}

/* Below nothing is what a brake takes: no power of hers. */
static int32_t
watts_of(uint32_t raw)
{
        return raw > INT16_MAX ? 0 : (int32_t) raw;
}

static void
decode_measurement(const struct pd_frame *frame, struct pd_decoded *ret)
{
        struct pd_bytes bytes = pd_bytes_of(frame);
        uint32_t flags, power;

        if (pd_bytes_read(&bytes, 2, &flags) && pd_bytes_read(&bytes, 2, &power)) {
                if (flags & FLAGS_RESERVED)
                        pd_decoded_fault(ret, PD_FAULT_RESERVED_BIT);
                pd_decoded_add(ret, PD_QUANTITY_POWER, watts_of(power));
                pass_fields(&bytes, flags);
        }
        pd_decoded_judge_length(ret, frame, &bytes);
}

static void
decode(void *state, const struct pd_frame *frame, struct pd_decoded *ret)
{
        (void) state; /* each frame stands for itself */

        pd_decoded_reset(ret);
        if (frame->characteristic == MEASUREMENT)
                decode_measurement(frame, ret);
        else if (frame->characteristic == FEATURE)
                pd_decoded_bits(ret, frame, 4, FEATURES_RESERVED);
        else if (frame->characteristic == PD_SENSOR_LOCATION)
                pd_decoded_location(ret, frame);
}

static const struct pd_characteristic characteristics[] = {
        {.uuid = MEASUREMENT, .delivery = PD_DELIVERY_NOTIFY},
        {.uuid = FEATURE, .delivery = PD_DELIVERY_READ},
        {.uuid = PD_SENSOR_LOCATION, .delivery = PD_DELIVERY_READ},
};

const struct pd_sensor_type pd_sensor_cycling_power = {
        .key = "cycling_power",
        .title = "power meter",
        .service = 0x1818,
        .characteristics = characteristics,
        .n_characteristics = sizeof(characteristics) / sizeof(characteristics[0]),
        .silence = SILENCE,
        .decode = decode,
};
