/* SPDX-License-Identifier: MIT */
#include "formats/reading.h"

#include <string.h>

/* What an ATT MTU of 23 leaves for a value: no strap sends more at once. */
#define STRAP_FRAME_BYTES 20

#define STRAP_ADDRESS "00:00:00:00:00:01"
#define POD_ADDRESS "00:00:00:00:00:02"

void
pd_reading_init(struct pd_reading *reading)
{
        *reading = (struct pd_reading) {
                .hr_bpm = PD_READING_ABSENT,
                .speed_um_s = PD_READING_ABSENT,
                .cadence_mspm = PD_READING_ABSENT,
                .distance_mm = PD_READING_ABSENT,
                .power_w = PD_READING_ABSENT,
        };
}

uint16_t
pd_reading_rr(int64_t us)
{
        if (us < 0 || us > PD_READING_RR_US_MAX)
                return 0;
        return (uint16_t) ((us * 1024 + 500000) / 1000000);
}

static unsigned
trim(int64_t *value, int64_t max)
{
        if (*value == PD_READING_ABSENT || (*value >= 0 && *value <= max))
                return 0;
        *value = PD_READING_ABSENT;
        return 1;
}

unsigned
pd_reading_trim(struct pd_reading *reading)
{
        return trim(&reading->hr_bpm, PD_READING_HR_MAX) + trim(&reading->speed_um_s, PD_READING_SPEED_UM_S_MAX) +
               trim(&reading->cadence_mspm, PD_READING_CADENCE_MSPM_MAX) + trim(&reading->distance_mm, PD_READING_DISTANCE_MM_MAX) +
               trim(&reading->power_w, PD_READING_POWER_W_MAX);
}

static uint8_t *
put_u16(uint8_t *at, unsigned value)
{
        at[0] = (uint8_t) value;
        at[1] = (uint8_t) (value >> 8);
        return at + 2;
}

static int
hand_over(const struct pd_recording_ops *ops, struct pd_input *input, const char *address, uint16_t characteristic, const uint8_t *end)
{
        struct pd_frame *const frame = &input->frame;

        memcpy(frame->address, address, PD_ADDRESS_SIZE);
        frame->characteristic = characteristic;
        frame->length = (uint16_t) (end - frame->bytes);
        return ops->input ? ops->input(ops->user, input) : 0;
}

static int
send_strap(const struct pd_recording_ops *ops, struct pd_input *input, const struct pd_reading *reading)
{
        uint8_t *const bytes = input->frame.bytes;
        const unsigned hr = reading->hr_bpm == PD_READING_ABSENT ? 0 : (unsigned) reading->hr_bpm;
        size_t sent = 0;

        if (reading->hr_bpm == PD_READING_ABSENT && reading->n_rr == 0)
                return 0;
        do {
                uint8_t *at = bytes + 1;

                bytes[0] = (uint8_t) ((hr > UINT8_MAX ? 0x01 : 0) | (reading->n_rr ? 0x10 : 0));
                if (hr > UINT8_MAX)
                        at = put_u16(at, hr);
                else
                        *at++ = (uint8_t) hr;
                while (sent < reading->n_rr && at + 2 <= bytes + STRAP_FRAME_BYTES)
                        at = put_u16(at, reading->rr[sent++]);
                const int r = hand_over(ops, input, STRAP_ADDRESS, 0x2A37, at);
                if (r < 0)
                        return r;
        } while (sent < reading->n_rr);
        return 0;
}

static int
send_pod(const struct pd_recording_ops *ops, struct pd_input *input, const struct pd_reading *reading, uint64_t *skipped)
{
        uint8_t *const bytes = input->frame.bytes;
        uint8_t *at = bytes + 1;

        if (reading->speed_um_s == PD_READING_ABSENT) {
                *skipped += reading->cadence_mspm != PD_READING_ABSENT || reading->distance_mm != PD_READING_ABSENT
                        || reading->power_w != PD_READING_ABSENT;
                return 0;
        }
        bytes[0] = reading->distance_mm == PD_READING_ABSENT ? 0 : 0x02;
        at = put_u16(at, (unsigned) ((reading->speed_um_s * 256 + 500000) / 1000000));
        *at++ = reading->cadence_mspm == PD_READING_ABSENT ? 0 : (uint8_t) ((reading->cadence_mspm + 1000) / 2000);
        if (reading->distance_mm != PD_READING_ABSENT) {
                const uint32_t dm = (uint32_t) ((reading->distance_mm + 50) / 100);
                at = put_u16(put_u16(at, dm & 0xffff), dm >> 16);
        }
        return hand_over(ops, input, POD_ADDRESS, 0x2A53, at);
}

/* Behind its speed, without which it would be a bike's. */
static int
send_power(const struct pd_recording_ops *ops, struct pd_input *input, const struct pd_reading *reading)
{
        uint8_t *const bytes = input->frame.bytes;

        if (reading->power_w == PD_READING_ABSENT || reading->speed_um_s == PD_READING_ABSENT)
                return 0;
        return hand_over(ops, input, POD_ADDRESS, 0x2A63, put_u16(put_u16(bytes, 0), (unsigned) reading->power_w));
}

int
pd_reading_send(const struct pd_recording_ops *ops, pd_usec at, const struct pd_reading *reading, uint64_t *skipped)
{
        struct pd_input input = {.at = at, .kind = PD_INPUT_FRAME};
        int r = send_strap(ops, &input, reading);

        if (r == 0)
                r = send_pod(ops, &input, reading, skipped);
        return r < 0 ? r : send_power(ops, &input, reading);
}
