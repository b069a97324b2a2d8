/* SPDX-License-Identifier: MIT */
#include "calibration.h"

#include "mending.h"

#include "formats/workout_token.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SHORTEST_M 1000 /* a metre more or less, of a lap counted or of where it was begun, is a thousandth */

#define TAKES "calibrate takes how far the last session really was, such as 5.00km, 3.1mi or 1609mtr; or off."

/* ---- which pod it was --------------------------------------------------------------- */

/* A pod of a trace. */
struct pod {
        size_t n_sensors;
        struct pd_snapshot_sensor sensors[PD_ENGINE_SENSORS_MAX]; /* as the trace begins with */
        char address[PD_ADDRESS_SIZE]; /* "": none was heard */
        bool several;
};

static int
note_sensors(void *user, const struct pd_snapshot *snapshot)
{
        struct pod *pod = user;

        pod->n_sensors = snapshot->n_sensors;
        memcpy(pod->sensors, snapshot->sensors, sizeof(pod->sensors));
        return 0;
}

/* One that lies in the hall says that it stands. */
static int
note_pod(void *user, const struct pd_input *input)
{
        struct pod *pod = user;

        if (input->kind != PD_INPUT_FRAME || strcmp(pod->address, input->frame.address) == 0 || pd_sensor_speed_in(&input->frame) <= 0)
                return 0;
        pod->several |= pod->address[0] != '\0';
        memcpy(pod->address, input->frame.address, sizeof(pod->address));
        return 0;
}

static int32_t
factor_then(const struct pod *pod)
{
        for (size_t i = 0; i < pod->n_sensors; i++)
                if (strcmp(pod->sensors[i].address, pod->address) == 0 && pod->sensors[i].factor != 0)
                        return pod->sensors[i].factor;
        return PD_FACTOR_ONE;
}

/* ---- how far it was ------------------------------------------------------------------- */

/* Millimetres, or a negative errno that has been said. */
static int64_t
told_distance(const struct pd_order *order, struct pd_reply *reply)
{
        const char *text = order->command->text, *end = text + strlen(text);
        struct pd_format_error error = {.expected = TAKES};
        struct pd_scanner scanner = {.error = &error};
        int64_t mm;
        int r;

        pd_scanner_line(&scanner, 1, text, text, end);
        r = pd_scanner_advance(&scanner);
        if (r == 0 && scanner.token.kind == PD_TOKEN_DISTANCE) {
                mm = scanner.token.value;
                r = pd_scanner_advance(&scanner);
                if (r == 0 && scanner.token.kind == PD_TOKEN_END)
                        return mm;
        }
        pd_reply_say(reply, -EINVAL, "%s", r < 0 ? error.expected : TAKES);
        return -EINVAL;
}

/* What it measured can be held against what was told. */
static bool
is_measured(const struct pd_retold *retold, struct pd_reply *reply)
{
        const struct pd_summary *summary = &retold->event.summary;

        if (summary->distance_m == PD_UNKNOWN)
                pd_reply_say(reply, -ENODATA, "No pod measured the last session: there is nothing to calibrate.");
        else if (retold->record.source != PD_SOURCE_LIVE)
                pd_reply_say(reply, -ENODATA, "A file measured the last session, and no pod that is heard here.");
        else if (summary->distance_unheard_m > 0)
                pd_reply_say(reply, -ENODATA, "A part of the last session was out of earshot; calibrate by one that was heard throughout.");
        else if (summary->distance_m < SHORTEST_M)
                pd_reply_say(reply, -ERANGE, "The last session was too short to tell: at least one kilometre.");
        else
                return true;
        return false;
}

static int
find_pod(struct pd_calibration *calibration, const struct pd_retold *retold, struct pod *ret)
{
        const struct pd_trace_ops ops = {.snapshot = note_sensors, .input = note_pod, .user = ret};
        int r = pd_history_release(calibration->history, retold->record.athlete, retold->record.past.id);

        memset(ret, 0, sizeof(*ret));
        return r == 0 ? pd_mending_feed_trace(calibration->history, retold->record.athlete, retold->record.past.id, &ops) : r;
}

/* ---- the factor ------------------------------------------------------------------------- */

static const char *
name_of(const struct pd_enrolled *enrolled)
{
        return enrolled->sensor.name[0] != '\0' ? enrolled->sensor.name : enrolled->sensor.address;
}

static int
set_factor(struct pd_calibration *calibration, const char *address, int32_t factor, struct pd_reply *reply)
{
        const struct pd_enrolled *enrolled = pd_enrolment_find(calibration->enrolment, address);
        int r = pd_enrolment_calibrate(calibration->enrolment, address, factor);

        if (r == -ENOENT)
                pd_reply_say(reply, r, "%s is nobody's; enroll it first.", address);
        else if (r == -EROFS)
                pd_reply_say(reply, r, "The factor of %s stands in %s, line %u and below: change it there.", name_of(enrolled),
                        enrolled->sensor.place.file, enrolled->sensor.place.line);
        else if (r < 0)
                pd_reply_say(reply, r, "That failed: %s.", strerror(-r));
        else
                calibration->calibrated(calibration->user, &enrolled->sensor);
        return r;
}

static void
say_factor(const struct pd_enrolled *enrolled, struct pd_reply *reply)
{
        int32_t factor = enrolled->sensor.factor;
        int32_t off = 1000 * PD_FACTOR_ONE / factor - 1000; /* what it said of 1000 m */

        pd_reply_say(reply, 0, "%s read %d.%d %% %s: from the next session on its distance counts times %d.%04d.", name_of(enrolled),
                abs(off) / 10, abs(off) % 10, off < 0 ? "short" : "long", factor / PD_FACTOR_ONE, factor % PD_FACTOR_ONE);
}

static void
calibrate_by(struct pd_calibration *calibration, const struct pd_retold *retold, int64_t mm, struct pd_reply *reply)
{
        struct pod pod;
        int64_t measured = (int64_t) retold->event.summary.distance_m * 1000, factor;
        int r = find_pod(calibration, retold, &pod);

        if (r == -ENODATA)
                pd_reply_say(reply, r, "The trace of the last session is lost: nobody knows which pod measured it.");
        else if (r < 0)
                pd_mending_answer(reply, r, "");
        else if (pod.several)
                pd_reply_say(reply, -ENOTUNIQ, "Two pods were heard in the last session; calibrate by one with a single pod.");
        else if (pod.address[0] == '\0')
                pd_reply_say(reply, -ENODATA, "No pod measured the last session: there is nothing to calibrate.");
        if (r < 0 || pod.several || pod.address[0] == '\0')
                return;
        factor = (mm * factor_then(&pod) + measured / 2) / measured;
        if (factor < PD_FACTOR_MIN || factor > PD_FACTOR_MAX)
                pd_reply_say(reply, -ERANGE, "That is more than 15 %% from what the pod said (%d m): was it another distance?",
                        retold->event.summary.distance_m);
        else if (set_factor(calibration, pod.address, (int32_t) factor, reply) == 0)
                say_factor(pd_enrolment_find(calibration->enrolment, pod.address), reply);
}

/* ---- orders ------------------------------------------------------------------------------- */

/* All that were calibrated by command. */
static void
take_back(struct pd_calibration *calibration, const struct pd_order *order, struct pd_reply *reply)
{
        size_t n = 0;

        for (size_t i = 0; i < pd_enrolment_count(calibration->enrolment); i++) {
                const struct pd_enrolled *enrolled = pd_enrolment_at(calibration->enrolment, i);

                if (enrolled->sensor.factor == 0 || !pd_config_sensor_is_of(&enrolled->sensor, order->athlete))
                        continue;
                if (set_factor(calibration, enrolled->sensor.address, 0, reply) < 0)
                        return;
                n++;
        }
        if (n > 0)
                pd_reply_say(reply, 0, "From the next session on what the pod says counts.");
        else
                pd_reply_say(reply, -ENOENT, "No pod of %s's is calibrated.", order->athlete);
}

static void
calibrate(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        struct pd_calibration *calibration = user;
        struct pd_retold *retold;
        int64_t mm;

        if (strcmp(order->command->text, "off") == 0) {
                take_back(calibration, order, reply);
                return;
        }
        mm = told_distance(order, reply);
        if (mm < 0 || !pd_mending_is_quiet(calibration->history, reply))
                return;
        retold = pd_mending_find_todays(calibration->history, order, reply);
        if (retold != NULL && is_measured(retold, reply))
                calibrate_by(calibration, retold, mm, reply);
        pd_retold_free(retold);
}

const struct pd_order_service pd_calibration_services[] = {
        {PD_COMMAND_CALIBRATE, false, calibrate},
};
const size_t pd_calibration_n_services = sizeof(pd_calibration_services) / sizeof(pd_calibration_services[0]);
