/* SPDX-License-Identifier: MIT */
/*
 * Running Speed and Cadence Service (0x1814): footpods, treadmills.
 *
 * RSC Measurement, 0x2A53:
 *
 *   +-------+-------------+---------+----------------+------------------+
 *   | flags | speed       | cadence | stride (bit 0) | odometer (bit 1) |
 *   | u8    | u16 1/256   | u8      | u16 cm         | u32 0.1 m        |
 *   |       |     m/s     | 1/min   |                |                  |
 *   +-------+-------------+---------+----------------+------------------+
 *
 *   flags, bit 2  runs rather than walks (treadmills leave it clear at any
 *                 speed: not read); 3-7 reserved
 *
 * RSC Feature, 0x2A54, is u16 of bits, 5-15 reserved. Nothing depends on
 * it, since each measurement says what it holds; it is read for the record.
 */
#include "sensors/decoded.h"
#include "sensors/types.h"

#define MEASUREMENT 0x2a53
#define FEATURE 0x2a54

#define FLAG_STRIDE 0x01
#define FLAG_DISTANCE 0x02
#define FLAGS_RESERVED 0xf8

#define FEATURES_RESERVED 0xffe0

/* Pods of the shoe pause for 5 s at a time while all is well (QDomyos-Zwift,
 * issue 1099): three such pauses. */
#define SILENCE (15 * PD_SEC)

#define MM_A_DM 100

/*
 * Whose steps a cadence counts
 * ----------------------------
 * The spec counts the foot that wears the sensor (80 to 100 when running),
 * yet treadmills and some straps send the steps of both (160 to 200). The
 * frame does not say which. The lines are those of QDomyos-Zwift (pull
 * request 4318): one foot if below 120 above 6 km/h, or below 60 else.
 * Near a line they err (a brisk walk is 62 of one foot, or 118 of both), so
 * a device is judged by all that it has sent, and not frame by frame:
 *
 *   speed        one foot    says nothing    both feet
 *   up to 6 km/h   < 60        60 .. 79        >= 80
 *   above          < 106      106 .. 134       >= 135
 *
 * The first frame with steps in it decides by the lines. Then each frame is
 * a vote, and the decision falls only when the votes stand FLIP against it;
 * at most TRUST votes count for it, so that a wrong one does fall. Walking
 * votes only until a running frame has voted: those are far from the line.
 */
#define RUNNING_MM_S 1667 /* 6 km/h */
#define RUNNING_LINE 120
#define RUNNING_ONE_FOOT_BELOW 106
#define RUNNING_BOTH_FEET_FROM 135
#define WALKING_LINE 60
#define WALKING_BOTH_FEET_FROM 80
#define FLIP 5
#define TRUST 15

struct running_speed {
        uint32_t odometer_dm; /* of the last frame that had one */
        bool has_odometer;
        bool feet_decided;
        bool one_foot;   /* cadence counts one foot: to be doubled */
        bool has_run;    /* a running frame has voted */
        int8_t evidence; /* > 0: one foot, < 0: both; -TRUST..TRUST */
};

_Static_assert(sizeof(struct running_speed) <= PD_SENSOR_STATE_SIZE, "the state fits");

/* 1 for one foot, -1 for both, 0 if the frame says nothing. */
static int
feet_vote(int32_t speed_mm_s, int32_t cadence)
{
        if (speed_mm_s > RUNNING_MM_S)
                return cadence < RUNNING_ONE_FOOT_BELOW ? 1 : cadence >= RUNNING_BOTH_FEET_FROM ? -1 : 0;
        return cadence < WALKING_LINE ? 1 : cadence >= WALKING_BOTH_FEET_FROM ? -1 : 0;
}

static bool
one_foot_by_line(int32_t speed_mm_s, int32_t cadence)
{
        return cadence < (speed_mm_s > RUNNING_MM_S ? RUNNING_LINE : WALKING_LINE);
}

static void
weigh_feet(struct running_speed *pod, int32_t speed_mm_s, int32_t cadence)
{
        bool running = speed_mm_s > RUNNING_MM_S;
        int vote = feet_vote(speed_mm_s, cadence), evidence;

        if (!pod->feet_decided) {
                pod->feet_decided = true;
                pod->one_foot = one_foot_by_line(speed_mm_s, cadence);
        }
        if (vote == 0 || (pod->has_run && !running))
                return;
        if (running && !pod->has_run) {
                pod->has_run = true;
                pod->evidence = 0; /* what walking said counts no longer */
        }

        evidence = pod->evidence + vote;
        if (evidence < -TRUST || evidence > TRUST)
                return;
        pod->evidence = (int8_t) evidence;
        if (pod->one_foot ? evidence <= -FLIP : evidence >= FLIP)
                pod->one_foot = !pod->one_foot;
}

/* Steps of both feet a minute. */
static int32_t
cadence_of(struct running_speed *pod, int32_t speed_mm_s, int32_t cadence)
{
        bool one_foot;

        if (cadence == 0)
                return 0;

        if (speed_mm_s > 0)
                weigh_feet(pod, speed_mm_s, cadence); /* steps without speed say nothing about the feet */
        one_foot = pod->feet_decided ? pod->one_foot : one_foot_by_line(speed_mm_s, cadence);
        return one_foot ? 2 * cadence : cadence;
}

/* The odometer starts anywhere and goes back to 0 when the pod is switched
 * off. A leap beyond what a sample holds (2147 km) is a new count, too.
 * Smaller leaps need the time between frames, which is the engine's. */
static void
add_distance(struct running_speed *pod, uint32_t odometer_dm, struct pd_decoded *ret)
{
        uint32_t covered_dm = odometer_dm - pod->odometer_dm;

        if (!pod->has_odometer) {
                pod->has_odometer = true;
        } else if (odometer_dm < pod->odometer_dm || covered_dm > INT32_MAX / MM_A_DM) {
                pd_decoded_fault(ret, PD_FAULT_RESET);
        } else if (covered_dm > 0) {
                pd_decoded_add(ret, PD_QUANTITY_DISTANCE, (int32_t) covered_dm * MM_A_DM);
        }
        pod->odometer_dm = odometer_dm;
}

static void
decode_measurement(struct running_speed *pod, const struct pd_frame *frame, struct pd_decoded *ret)
{
        struct pd_bytes bytes = pd_bytes_of(frame);
        uint32_t flags, speed, cadence, value;
        int32_t speed_mm_s;

        if (!pd_bytes_read(&bytes, 1, &flags) || !pd_bytes_read(&bytes, 2, &speed) || !pd_bytes_read(&bytes, 1, &cadence)) {
                pd_decoded_judge_length(ret, frame, &bytes);
                return;
        }

        if (flags & FLAGS_RESERVED)
                pd_decoded_fault(ret, PD_FAULT_RESERVED_BIT);
        speed_mm_s = (int32_t) ((speed * 1000 + 128) / 256);
        pd_decoded_add(ret, PD_QUANTITY_SPEED, speed_mm_s);
        pd_decoded_add(ret, PD_QUANTITY_CADENCE, cadence_of(pod, speed_mm_s, (int32_t) cadence));
        if (flags & FLAG_STRIDE && pd_bytes_read(&bytes, 2, &value))
                pd_decoded_add(ret, PD_QUANTITY_STRIDE, (int32_t) value * 10);
        if (flags & FLAG_DISTANCE && pd_bytes_read(&bytes, 4, &value))
                add_distance(pod, value, ret);

        pd_decoded_judge_length(ret, frame, &bytes);
}

static void
decode(void *state, const struct pd_frame *frame, struct pd_decoded *ret)
{
        pd_decoded_reset(ret);
        if (frame->characteristic == MEASUREMENT)
                decode_measurement(state, frame, ret);
        else if (frame->characteristic == FEATURE)
                pd_decoded_bits(ret, frame, 2, FEATURES_RESERVED);
        else if (frame->characteristic == PD_SENSOR_LOCATION)
                pd_decoded_location(ret, frame);
}

static const struct pd_characteristic characteristics[] = {
        {.uuid = MEASUREMENT, .delivery = PD_DELIVERY_NOTIFY},
        {.uuid = FEATURE, .delivery = PD_DELIVERY_READ},
        {.uuid = PD_SENSOR_LOCATION, .delivery = PD_DELIVERY_READ},
};

const struct pd_sensor_type pd_sensor_running_speed = {
        .key = "running_speed",
        .title = "footpod",
        .service = 0x1814,
        .characteristics = characteristics,
        .n_characteristics = sizeof(characteristics) / sizeof(characteristics[0]),
        .silence = SILENCE,
        .decode = decode,
};
