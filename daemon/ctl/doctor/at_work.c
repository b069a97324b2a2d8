/* SPDX-License-Identifier: MIT */
#include "ctl/call.h"
#include "ctl/doctor/inside.h"

#include "ctl/doctor/adapter_health.h"
#include "ctl/doctor/sensor_health.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define WHY_SIZE 512
#define SINK "mqtt:" /* the way to a broker; other outlets have their own words */
#define SOURCE "bluetooth: "

static void
explain_silence(struct pd_patient *patient, const sd_bus_error *error, int r)
{
        char why[WHY_SIZE], *end;

        if (sd_bus_error_has_name(error, SD_BUS_ERROR_ACCESS_DENIED)) {
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, "purposed",
                        "sudo purposectl doctor; or join the group, then log in anew:\nsudo adduser $USER purposed",
                        "you may not ask the daemon how it is, since you are not in the group purposed");
                return;
        }
        pd_ctl_explain(error, r, why, sizeof(why));
        end = strchr(why, '\n') != NULL ? strpbrk(why, ".;") : NULL; /* "it does not run. Start it:", and on a line of its own how */
        pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, "purposed", end != NULL ? end + 1 + strspn(end + 1, " ") : NULL, "%.*s",
                (int) (end != NULL ? (size_t) (end - why) : strlen(why)), why);
}

/* The JSON of an answer: to be given back with json_decref(); NULL, having said why if SAYS. */
static json_t *
ask(struct pd_patient *patient, const char *verb, const char *word, bool says)
{
        const char *const words[] = {word, NULL};
        sd_bus_error error = SD_BUS_ERROR_NULL;
        sd_bus_message *answer = NULL;
        const char *text, *json;
        json_t *value = NULL;
        int32_t result;
        int r = pd_ctl_order_call(patient->bus, "", verb, words, &error, &answer);

        if (r < 0 && says) {
                explain_silence(patient, &error, r);
        } else if (r >= 0 && sd_bus_message_read(answer, "iss", &result, &text, &json) >= 0 && result >= 0) {
                value = json_loads(json, JSON_DECODE_ANY, NULL);
        }
        sd_bus_message_unref(answer);
        sd_bus_error_free(&error);
        return value;
}

static const char *
text_of(const json_t *object, const char *key)
{
        const char *text = json_string_value(json_object_get(object, key));

        return text != NULL ? text : "";
}

/* "mqtt: connected"; "bluetooth: no bus to BlueZ", but of "bluetooth: 2 of 2 sensors live" the sensors tell more. */
static void
judge_outlet(struct pd_patient *patient, const char *line)
{
        if (strncmp(line, SINK, strlen(SINK)) == 0)
                snprintf(patient->outlet, sizeof(patient->outlet), "%s", line);
        else if (strncmp(line, SOURCE, strlen(SOURCE)) == 0 && (line[strlen(SOURCE)] < '0' || line[strlen(SOURCE)] > '9'))
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, "purposed", "see BlueZ and its adapters above", "%s", line);
}

static void
judge_recovery(struct pd_patient *patient, const json_t *status)
{
        if (text_of(status, "recovery")[0] != '\0')
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, "recovery", "journalctl -u purposed -g Bluetooth tells of each step",
                        "%s (%lld steps since its start, %lld helped)", text_of(status, "recovery"),
                        (long long) json_integer_value(json_object_get(status, "recoveries")),
                        (long long) json_integer_value(json_object_get(status, "recovered")));
}

static void
judge_strangers(struct pd_patient *patient, const json_t *strangers)
{
        for (size_t i = 0; i < json_array_size(strangers); i++) {
                const json_t *stranger = json_array_get(strangers, i);

                pd_stranger_judge(patient->diagnosis, text_of(stranger, "address"), text_of(stranger, "name"),
                        json_is_true(json_object_get(stranger, "trusted")));
        }
}

static void
judge_status(struct pd_patient *patient, const json_t *status)
{
        const json_t *outlets = json_object_get(status, "outlets");

        if (strcmp(text_of(status, "version"), PD_VERSION) == 0)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_WELL, "purposed", NULL, "runs, version " PD_VERSION);
        else
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, "purposed", "sudo systemctl restart purposed",
                        "the daemon that runs is %s, this client " PD_VERSION, text_of(status, "version"));
        if (text_of(status, "plan_trouble")[0] != '\0')
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, "plan", NULL, "%s", text_of(status, "plan_trouble"));
        for (size_t i = 0; i < json_array_size(outlets); i++)
                judge_outlet(patient, json_string_value(json_array_get(outlets, i)));
        pd_adapters_judge_line(patient->diagnosis, text_of(status, "adapters"), patient->adapters_seen);
        judge_recovery(patient, status);
}

static void
judge_sensor(struct pd_patient *patient, const json_t *sensor)
{
        const struct pd_told_sensor told = {
                .address = text_of(sensor, "address"),
                .athlete = text_of(sensor, "athlete"),
                .name = text_of(sensor, "name"),
                .trouble = text_of(sensor, "trouble"),
                .lookalike = text_of(sensor, "lookalike"),
                .live = json_is_true(json_object_get(sensor, "connected")),
                .released = json_is_true(json_object_get(sensor, "released")),
        };

        pd_sensor_judge(patient->diagnosis, &told);
}

static void
judge_sensors(struct pd_patient *patient, const json_t *sensors)
{
        if (json_array_size(sensors) == 0)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, "sensors", "put it on, then: purposectl sensors scan",
                        "none is enrolled");
        for (size_t i = 0; i < json_array_size(sensors); i++)
                judge_sensor(patient, json_array_get(sensors, i));
}

void
pd_doctor_at_work(struct pd_patient *patient)
{
        json_t *status, *sensors;

        if (patient->bus == NULL) {
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, "message bus", "systemctl status dbus", "it cannot be reached");
                return;
        }
        status = ask(patient, "status", NULL, true);
        if (status == NULL)
                return;
        judge_status(patient, status);
        sensors = ask(patient, "sensors", "list", false);
        judge_sensors(patient, sensors);
        judge_strangers(patient, json_object_get(status, "strangers"));
        json_decref(sensors);
        json_decref(status);
}
