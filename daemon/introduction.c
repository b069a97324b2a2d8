/* SPDX-License-Identifier: MIT */
#include "introduction.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define WORD_SIZE 32

/* How a quantity is told. Of those that are not listed, any that a sensor
 * brings, what quantity.def says. */
struct row {
        bool hidden;      /* among the labels, or without a meaning by itself */
        const char *word; /* NULL: the quantity's own */
        const char *unit;
        const char *key;
        int32_t times, parts; /* value x TIMES / PARTS is in 10^-DECIMALS of the unit */
        unsigned decimals;
};

static const struct row rows[PD_QUANTITY_COUNT] = {
        [PD_QUANTITY_HEART_RATE] = {.word = "heart rate", .unit = "bpm", .key = "hr_bpm"},
        [PD_QUANTITY_RR] = {.word = "RR", .unit = "ms", .key = "rr_ms", .times = 1000, .parts = 1024},
        [PD_QUANTITY_SPEED] = {.word = "speed", .unit = "m/s", .key = "speed_m_s", .parts = 10, .decimals = 2},
        [PD_QUANTITY_CADENCE] = {.word = "cadence", .unit = "steps/min", .key = "cadence_spm"},
        [PD_QUANTITY_STRIDE] = {.word = "stride", .unit = "m", .key = "stride_m", .parts = 10, .decimals = 2},
        [PD_QUANTITY_CONTACT] = {.hidden = true},
        [PD_QUANTITY_ENERGY] = {.hidden = true},
        [PD_QUANTITY_DISTANCE] = {.hidden = true},
        [PD_QUANTITY_BATTERY] = {.hidden = true},
        [PD_QUANTITY_LOCATION] = {.hidden = true},
};

static const struct {
        const char *symbol, *unit;
} quantities[PD_QUANTITY_COUNT] = {
#define PD_QUANTITY(symbol, unit, what) {#symbol, unit},
#include "purposed/quantity.def"
#undef PD_QUANTITY
};

/* "POWER" is "power". */
static const char *
lower(const char *symbol, char ret[static WORD_SIZE])
{
        size_t i = 0;

        for (; symbol[i] != '\0' && i < WORD_SIZE - 1; i++)
                ret[i] = (char) tolower((unsigned char) symbol[i]);
        ret[i] = '\0';
        return ret;
}

static bool
is_fresh(const struct pd_introduction *introduction, enum pd_quantity quantity, pd_usec now)
{
        pd_usec at = introduction->at[quantity];

        return !rows[quantity].hidden && at != PD_NEVER && now - at <= PD_INTRODUCTION_FRESH;
}

static int64_t
shown(const struct pd_introduction *introduction, enum pd_quantity quantity)
{
        int64_t value = introduction->values[quantity];
        int32_t times = rows[quantity].times > 0 ? rows[quantity].times : 1;
        int32_t parts = rows[quantity].parts > 0 ? rows[quantity].parts : 1;

        return value * times / parts;
}

void
pd_introduction_begin(struct pd_introduction *introduction, const char *address)
{
        *introduction = (struct pd_introduction) {.values = {0}};
        pd_seat_init(&introduction->seat, address, "");
        for (int i = 0; i < PD_QUANTITY_COUNT; i++)
                introduction->at[i] = PD_NEVER;
}

void
pd_introduction_frame(struct pd_introduction *introduction, pd_usec at, const struct pd_frame *frame)
{
        struct pd_decoded decoded;
        bool news;

        if (!pd_seat_decode(&introduction->seat, frame, &decoded, &news))
                return;
        for (size_t i = 0; i < decoded.n_samples; i++) {
                introduction->values[decoded.samples[i].quantity] = decoded.samples[i].value;
                introduction->at[decoded.samples[i].quantity] = at;
        }
}

void
pd_introduction_hint(struct pd_introduction *introduction, const char *name, int32_t rssi_dbm)
{
        struct pd_sensor_report *report = &introduction->seat.report;

        if (name != NULL)
                pd_text_copy(report->name, sizeof(report->name), name, strlen(name));
        if (rssi_dbm != PD_UNKNOWN)
                report->rssi_dbm = rssi_dbm;
}

/* ---- in words ----------------------------------------------------------------- */

static void add(char *ret, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Behind what is there; what does not fit is cut. */
static void
add(char *ret, size_t size, const char *format, ...)
{
        size_t length = strlen(ret);
        va_list arguments;

        va_start(arguments, format);
        (void) vsnprintf(ret + length, size - length, format, arguments);
        va_end(arguments);
}

static void
add_figure(const struct pd_introduction *introduction, enum pd_quantity quantity, char *ret, size_t size)
{
        const struct row *row = &rows[quantity];
        char word[WORD_SIZE];
        int64_t value = shown(introduction, quantity);
        const char *unit = row->unit != NULL ? row->unit : quantities[quantity].unit;

        add(ret, size, "%s%s ", ret[0] != '\0' ? ", " : "", row->word != NULL ? row->word : lower(quantities[quantity].symbol, word));
        if (quantity == PD_QUANTITY_HEART_RATE && value == 0)
                add(ret, size, "not measured");
        else if (row->decimals == 2)
                add(ret, size, "%lld.%02lld %s", (long long) value / 100, (long long) value % 100, unit);
        else
                add(ret, size, "%lld %s", (long long) value, unit);
}

void
pd_introduction_figures(const struct pd_introduction *introduction, pd_usec now, char *ret, size_t size)
{
        ret[0] = '\0';
        for (int i = 0; i < PD_QUANTITY_COUNT; i++)
                if (is_fresh(introduction, (enum pd_quantity) i, now))
                        add_figure(introduction, (enum pd_quantity) i, ret, size);
}

void
pd_introduction_labels(const struct pd_introduction *introduction, char *ret, size_t size)
{
        const struct pd_sensor_report *report = &introduction->seat.report;

        ret[0] = '\0';
        add(ret, size, "%s: %s", report->name[0] != '\0' ? report->name : report->address,
                report->type != NULL                ? report->type->title
                        : introduction->kind[0] != '\0' ? introduction->kind
                                                        : "a sensor of unknown kind");
        if (report->maker[0] != '\0' || report->model[0] != '\0')
                add(ret, size, ", %s%s%s", report->maker, report->maker[0] != '\0' && report->model[0] != '\0' ? " " : "", report->model);
        if (report->serial[0] != '\0')
                add(ret, size, ", serial %s", report->serial);
        if (report->battery_percent != PD_UNKNOWN)
                add(ret, size, ", battery %d %%", report->battery_percent);
        if (report->rssi_dbm != PD_UNKNOWN)
                add(ret, size, ", %d dBm", report->rssi_dbm);
}

/* ---- for scripts ----------------------------------------------------------------- */

static const char *
text_or_null(const char *text)
{
        return text[0] != '\0' ? text : NULL;
}

void
pd_introduction_write(const struct pd_introduction *introduction, pd_usec now, struct pd_json *json)
{
        const struct pd_sensor_report *report = &introduction->seat.report;
        char word[WORD_SIZE];

        pd_json_text(json, "name", text_or_null(report->name));
        pd_json_text(json, "type", report->type != NULL ? report->type->key : NULL);
        pd_json_text(json, "maker", text_or_null(report->maker));
        pd_json_text(json, "model", text_or_null(report->model));
        pd_json_text(json, "serial", text_or_null(report->serial));
        pd_json_known(json, "battery_percent", report->battery_percent);
        pd_json_known(json, "rssi_dbm", report->rssi_dbm);
        pd_json_object(json, "figures");
        for (int i = 0; i < PD_QUANTITY_COUNT; i++)
                if (is_fresh(introduction, (enum pd_quantity) i, now))
                        pd_json_decimal(json, rows[i].key != NULL ? rows[i].key : lower(quantities[i].symbol, word),
                                shown(introduction, (enum pd_quantity) i), rows[i].decimals);
        pd_json_object_end(json);
}
