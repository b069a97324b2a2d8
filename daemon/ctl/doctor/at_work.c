/* SPDX-License-Identifier: MIT */
#include "ctl/call.h"
#include "ctl/doctor/inside.h"

#include "config.h"
#include "config_check.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WHY_SIZE 512
#define SINK "mqtt" /* the way to a broker; other outlets have their own words */

/* ---- the configuration --------------------------------------------------------- */

static void
judge_configuration(struct pd_patient *patient, const struct pd_findings *findings)
{
        size_t said = 0;
        char line[PD_FINDING_LINE_SIZE];

        for (size_t i = 0; i < findings->n; i++) {
                if (findings->items[i].grade == PD_FINDING_NOTE)
                        continue;
                pd_finding_text(&findings->items[i], line, sizeof(line));
                pd_diagnosis_add(patient->diagnosis, findings->items[i].grade == PD_FINDING_ERROR ? PD_HEALTH_ILL : PD_HEALTH_NOTE,
                        "configuration", NULL, "%s", line);
                said++;
        }
        if (said == 0)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_WELL, "configuration", NULL, "%s reads well", patient->config);
}

static void
look_at_config(struct pd_patient *patient, const struct pd_config *config)
{
        if (config->n_athletes == 0)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, "athletes", "write an [athlete ID] section: man purposed.conf",
                        "nobody is configured");
        if (config->n_sinks == 0)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, "broker",
                        "write one, even an empty one, for a broker on this machine: man purposed.conf",
                        "there is no [mqtt] section: nobody is told");
}

void
pd_doctor_configuration(struct pd_patient *patient)
{
        static struct pd_findings findings; /* large */
        struct pd_config *config = NULL;

        if (access(patient->config, R_OK) < 0) {
                pd_diagnosis_add(patient->diagnosis, errno == EACCES ? PD_HEALTH_NOTE : PD_HEALTH_ILL, "configuration",
                        errno == EACCES ? "as root, or as a member of the group purposed"
                                        : "is purposed installed? --config says where it is",
                        "%s cannot be read: %s", patient->config, strerror(errno));
                return;
        }
        if (pd_config_read(patient->config, pd_sink_types, &findings, &config) >= 0)
                look_at_config(patient, config);
        judge_configuration(patient, &findings);
        pd_config_free(config);
}

/* ---- the daemon ------------------------------------------------------------------- */

/* The JSON of an answer: to be given back with json_decref(); NULL, having said why if SAYS. */
static json_t *
ask(struct pd_patient *patient, const char *verb, const char *word, bool says)
{
        const char *const words[] = {word, NULL};
        sd_bus_error error = SD_BUS_ERROR_NULL;
        sd_bus_message *answer = NULL;
        const char *text, *json;
        char why[WHY_SIZE];
        json_t *value = NULL;
        int32_t result;
        int r = pd_ctl_order_call(patient->bus, "", verb, words, &error, &answer);

        if (r < 0 && says) {
                pd_ctl_explain(&error, r, why, sizeof(why));
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, "purposed", NULL, "%s", why);
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

/* "mqtt: connected" */
static void
judge_outlet(struct pd_patient *patient, const char *line)
{
        static const char connected[] = SINK ": connected";

        if (strncmp(line, SINK ":", sizeof(SINK)) != 0)
                return;
        if (strncmp(line, connected, sizeof(connected) - 1) == 0)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_WELL, "broker", NULL, "%s", line);
        else
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, "broker",
                        "does it run, and is the [mqtt] section right? journalctl -u purposed says more", "%s", line);
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
}

static void
judge_sensor(struct pd_patient *patient, const json_t *sensor)
{
        const char *address = text_of(sensor, "address"), *name = text_of(sensor, "name"), *trouble = text_of(sensor, "trouble");
        const char *athlete = text_of(sensor, "athlete");

        if (json_is_true(json_object_get(sensor, "connected")))
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_WELL, address, NULL, "%s of %s: live", name, athlete);
        else if (json_is_true(json_object_get(sensor, "released")))
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_WELL, address, NULL, "%s of %s: released", name, athlete);
        else if (trouble[0] != '\0')
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, address, "what that means: purposectl sensors list",
                        "%s of %s: %s", name, athlete, trouble);
        else
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, address, NULL, "%s of %s: not worn, or out of reach", name, athlete);
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
        patient->told = true;
        judge_status(patient, status);
        json_decref(status);
        sensors = ask(patient, "sensors", "list", false);
        judge_sensors(patient, sensors);
        json_decref(sensors);
}
