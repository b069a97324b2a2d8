/* SPDX-License-Identifier: MIT */
/*
 * What the radio hands over. One input is the notifications of one
 * characteristic, one after the other:
 *
 *   | which characteristic, of all of them in their order, u8 | n × (length u8, its bytes) |
 */
#include "fuzz/fuzz.h"
#include "purposed/sensor.h"

#include <string.h>

static const struct pd_sensor_type *
choose(uint8_t which, uint16_t *ret_uuid)
{
        size_t n = 0;

        for (const struct pd_sensor_type *const *type = pd_sensor_types; *type; type++)
                n += (*type)->n_characteristics;
        which = (uint8_t) (which % n);
        for (const struct pd_sensor_type *const *type = pd_sensor_types;; type++) {
                if (which < (*type)->n_characteristics) {
                        *ret_uuid = (*type)->characteristics[which].uuid;
                        return *type;
                }
                which = (uint8_t) (which - (*type)->n_characteristics);
        }
}

static void
check(const struct pd_decoded *decoded)
{
        FUZZ_EXPECT(decoded->n_samples <= PD_SAMPLES_MAX);
        FUZZ_EXPECT(memchr(decoded->text, '\0', sizeof decoded->text) != NULL);
        for (size_t i = 0; i < decoded->n_samples; i++)
                FUZZ_EXPECT(decoded->samples[i].quantity < PD_QUANTITY_COUNT);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
        struct pd_sensor_state state = {0};
        struct pd_frame frame = {.address = "AA:BB:CC:DD:EE:FF"};
        struct pd_decoded decoded;
        const struct pd_sensor_type *type;

        if (size == 0)
                return 0;
        type = choose(bytes[0], &frame.characteristic);
        bytes++;
        size--;
        while (size > 0) {
                const size_t left = size - 1;

                frame.length = bytes[0] < left ? bytes[0] : (uint16_t) left;
                if (frame.length > PD_FRAME_BYTES_MAX)
                        frame.length = PD_FRAME_BYTES_MAX;
                memcpy(frame.bytes, bytes + 1, frame.length);
                type->decode(&state, &frame, &decoded);
                check(&decoded);
                bytes += 1 + frame.length;
                size -= 1u + frame.length;
        }
        return 0;
}
