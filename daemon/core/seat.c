/* SPDX-License-Identifier: MIT */
#include "core/seat.h"

#include <string.h>

/* Counters in a sensor's report are news at most this often. */
#define REPORT_EVERY (60 * PD_SEC)

void
pd_seat_init(struct pd_seat *seat, const char *address, const char *name)
{
        *seat = (struct pd_seat) {
                .report = {
                        .battery_percent = PD_UNKNOWN,
                        .rssi_dbm = PD_UNKNOWN,
                        .contact = PD_UNKNOWN,
                        .location = PD_UNKNOWN,
                },
                .reported = PD_NEVER,
                .gone_at = PD_NEVER,
                .pulse = PD_NEVER,
        };
        pd_text_copy(seat->report.address, sizeof(seat->report.address), address, strlen(address));
        pd_text_copy(seat->report.name, sizeof(seat->report.name), name, strlen(name));
}

static void *
state_for(struct pd_seat *seat, const struct pd_sensor_type *type)
{
        for (size_t i = 0; i < PD_SEAT_TYPES_MAX; i++) {
                if (seat->types[i] == NULL)
                        seat->types[i] = type;
                if (seat->types[i] == type)
                        return seat->states[i].bytes;
        }
        return NULL;
}

static char *
text_field(struct pd_sensor_report *report, const char *key)
{
        const struct {
                const char *key;
                char *text;
        } fields[] = {
                {"maker", report->maker},
                {"model", report->model},
                {"serial", report->serial},
                {"firmware", report->firmware},
        };

        for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
                if (strcmp(fields[i].key, key) == 0)
                        return fields[i].text;
        return NULL;
}

static bool
change(int32_t *field, int32_t value)
{
        if (*field == value)
                return false;
        *field = value;
        return true;
}

static bool
note_samples(struct pd_sensor_report *report, const struct pd_decoded *decoded)
{
        bool news = false;

        for (size_t i = 0; i < decoded->n_samples; i++) {
                int32_t value = decoded->samples[i].value;
                if (decoded->samples[i].quantity == PD_QUANTITY_BATTERY)
                        news |= change(&report->battery_percent, value);
                else if (decoded->samples[i].quantity == PD_QUANTITY_LOCATION)
                        news |= change(&report->location, value);
                else if (decoded->samples[i].quantity == PD_QUANTITY_CONTACT)
                        news |= change(&report->contact, value);
        }
        return news;
}

static bool
note_text(struct pd_sensor_report *report, const struct pd_characteristic *characteristic, const char *text)
{
        char *field;

        if (characteristic->text_key == NULL || text[0] == '\0')
                return false;
        field = text_field(report, characteristic->text_key);
        if (field == NULL || strcmp(field, text) == 0)
                return false;
        pd_text_copy(field, PD_TEXT_SIZE, text, strlen(text));
        return true;
}

/* In the list of all. A device that measures by several services is called by the first: a
 * pod with power is a pod, whatever it sends first. */
static bool
is_before(const struct pd_sensor_type *one, const struct pd_sensor_type *other)
{
        for (const struct pd_sensor_type *const *type = pd_sensor_types; one != NULL && *type != NULL; type++) {
                if (*type == one)
                        return true;
                if (*type == other)
                        return false;
        }
        return false;
}

static bool
note_type(struct pd_sensor_report *report, const struct pd_sensor_type *type, const struct pd_characteristic *characteristic)
{
        if (type->title == NULL || characteristic->delivery != PD_DELIVERY_NOTIFY || is_before(report->type, type))
                return false;
        report->type = type;
        return true;
}

/* ---- presence ------------------------------------------------------------------ */

/* What speaks is there, too. */
static bool
note_presence(struct pd_seat *seat)
{
        if (seat->report.connected)
                return false;
        seat->report.connected = seat->report.available = true;
        seat->gone_at = PD_NEVER;
        return true;
}

bool
pd_seat_note_link(struct pd_seat *seat, bool connected, pd_usec at)
{
        if (connected)
                return note_presence(seat);
        if (!seat->report.connected)
                return false;
        seat->report.connected = false;
        seat->gone_at = at + PD_SEAT_GRACE;
        return true;
}

void
pd_seat_give_up(struct pd_seat *seat)
{
        seat->report.available = seat->report.connected;
        seat->gone_at = PD_NEVER;
}

void
pd_seat_pass_time(struct pd_seat *seat, pd_usec now)
{
        if (now >= seat->gone_at)
                pd_seat_give_up(seat);
}

/* ---- faults -------------------------------------------------------------------- */

static void
note_faults(struct pd_sensor_report *report, const struct pd_decoded *decoded)
{
        for (int fault = 0; fault < PD_FAULT_COUNT; fault++)
                if (decoded->faults & (1U << fault))
                        report->faults[fault]++;
}

/* ---- calibration -------------------------------------------------------------- */

static int32_t
within_sample(int64_t value)
{
        return value > INT32_MAX ? INT32_MAX : (int32_t) value;
}

/* Rounded to the nearest: the next one knows nothing of it. */
static int32_t
scale(int32_t value, int32_t factor)
{
        return within_sample(((int64_t) value * factor + PD_FACTOR_ONE / 2) / PD_FACTOR_ONE);
}

/* Distances are added up: what one of them lacks, the next one brings. */
static int32_t
scale_distance(struct pd_seat *seat, int32_t mm)
{
        int64_t parts = (int64_t) mm * seat->factor + seat->carry;

        seat->carry = (int32_t) (parts % PD_FACTOR_ONE);
        return within_sample(parts / PD_FACTOR_ONE);
}

static void
calibrate(struct pd_seat *seat, struct pd_decoded *decoded)
{
        for (size_t i = 0; seat->factor != 0 && i < decoded->n_samples; i++) {
                struct pd_sample *sample = &decoded->samples[i];

                if (sample->quantity == PD_QUANTITY_DISTANCE)
                        sample->value = scale_distance(seat, sample->value);
                else if (sample->quantity == PD_QUANTITY_SPEED || sample->quantity == PD_QUANTITY_STRIDE)
                        sample->value = scale(sample->value, seat->factor);
        }
}

bool
pd_seat_decode(struct pd_seat *seat, const struct pd_frame *frame, struct pd_decoded *ret, bool *ret_news)
{
        struct pd_sensor_report *report = &seat->report;
        const struct pd_characteristic *characteristic;
        const struct pd_sensor_type *type = pd_sensor_type_of(frame->characteristic, &characteristic);
        void *state = type != NULL ? state_for(seat, type) : NULL;

        report->frames++;
        if (state == NULL) {
                report->unknown_frames++;
                return false;
        }
        ret->n_samples = 0;
        ret->text[0] = '\0';
        ret->faults = 0;
        type->decode(state, frame, ret);
        calibrate(seat, ret);
        note_faults(report, ret);
        *ret_news = note_samples(report, ret);
        *ret_news |= note_text(report, characteristic, ret->text);
        *ret_news |= note_type(report, type, characteristic);
        *ret_news |= note_presence(seat);
        return true;
}

bool
pd_seat_is_due(const struct pd_seat *seat, pd_usec now)
{
        return seat->reported == PD_NEVER || now - seat->reported >= REPORT_EVERY;
}

pd_usec
pd_seat_wake(const struct pd_seat *seat)
{
        pd_usec news = seat->owed ? seat->reported + PD_SEAT_NEWS_EVERY : PD_NEVER;

        if (seat->leaving)
                return PD_NEVER;
        return news < seat->gone_at ? news : seat->gone_at;
}

bool
pd_seat_note_condition(struct pd_seat *seat, const char *trouble, bool released)
{
        struct pd_sensor_report *report = &seat->report;
        const bool same = report->trouble == trouble ||
                (report->trouble != NULL && trouble != NULL && strcmp(report->trouble, trouble) == 0);

        if (same && report->released == released)
                return false;
        report->trouble = trouble;
        report->released = released;
        return true;
}

void
pd_seat_forget(struct pd_seat *seat)
{
        memset(seat->types, 0, sizeof(seat->types));
        memset(seat->states, 0, sizeof(seat->states));
        seat->factor = seat->factor_next;
        seat->carry = 0;
}
