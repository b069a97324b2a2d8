/* SPDX-License-Identifier: MIT */
#include "ctl/doctor/broker.h"
#include "ctl/doctor/inside.h"

#include "bluez/errand.h"
#include "bluez/ladder.h"
#include "config_check.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define PATH_SIZE 512
#define WHY_SIZE 512

/* IANA: mqtt, secure-mqtt. What a sink takes that is told no port. */
#define PORT_CLEAR 1883
#define PORT_TLS 8883

/* ---- the configuration ------------------------------------------------------------ */

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

static bool
is_encrypted(const struct pd_config_sink *sink)
{
        const struct pd_setting *tls = pd_setting_find(sink->type->settings, "tls");
        bool encrypted = false;

        if (tls != NULL && tls->kind == PD_SETTING_BOOL)
                memcpy(&encrypted, (const char *) sink->settings + tls->offset, sizeof(encrypted));
        return encrypted;
}

/* Where the first sink with a host is said to be: its settings tell themselves what they are. */
static void
note_broker(struct pd_patient *patient, const struct pd_config *config)
{
        for (size_t i = 0; i < config->n_sinks && patient->host[0] == '\0'; i++) {
                const struct pd_setting *host = pd_setting_find(config->sinks[i].type->settings, "host");
                const struct pd_setting *port = pd_setting_find(config->sinks[i].type->settings, "port");
                const char *values = config->sinks[i].settings;

                if (host == NULL || host->kind != PD_SETTING_TEXT || port == NULL || port->kind != PD_SETTING_INTEGER)
                        continue;
                snprintf(patient->host, sizeof(patient->host), "%s", values + host->offset);
                memcpy(&patient->port, values + port->offset, sizeof(patient->port));
                if (patient->port == 0)
                        patient->port = is_encrypted(&config->sinks[i]) ? PORT_TLS : PORT_CLEAR;
        }
}

/* Files that only the daemon's user may read are no trouble of theirs. */
static void
try_sink(struct pd_patient *patient, const struct pd_config_sink *sink)
{
        char why[WHY_SIZE];
        int r = sink->type->settings_try != NULL ? sink->type->settings_try(sink->settings, why, sizeof(why)) : 0;

        if (r == -EACCES)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, sink->type->key, "sudo purposectl doctor", "%s", why);
        else if (r < 0)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, sink->type->key, "man purposed.conf", "%s", why);
}

/* Steps that purposed-recovery takes are configured: it must be there. */
static void
look_at_recovery(struct pd_patient *patient, const struct pd_config *config)
{
        char path[PATH_SIZE];

        if (config->bluetooth.recovery < PD_LADDER_REACH_SERVICE)
                return;
        snprintf(path, sizeof(path), "%s" PD_ERRAND_SOCKET, patient->root);
        if (access(path, F_OK) == 0)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_WELL, "recovery", NULL,
                        "purposed-recovery may be asked to restart Bluetooth");
        else
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, "recovery",
                        "sudo systemctl enable --now purposed-recovery.socket",
                        "`recovery = %s` is configured, and nobody is there to do it",
                        config->bluetooth.recovery == PD_LADDER_REACH_SERVICE ? "service" : "hardware");
}

static void
look_at_config(struct pd_patient *patient, const struct pd_config *config)
{
        for (size_t i = 0; i < config->n_sensors; i++)
                patient->acquires |= config->sensors[i].notify == PD_CONFIG_NOTIFY_ACQUIRE;
        snprintf(patient->adapters, sizeof(patient->adapters), "%s", config->bluetooth.adapters);
        note_broker(patient, config);
        for (size_t i = 0; i < config->n_sinks; i++)
                try_sink(patient, &config->sinks[i]);
        if (config->n_sinks == 0)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_NOTE, "broker",
                        "write one, even an empty one, for a broker on this machine: man purposed.conf",
                        "there is no [mqtt] section: nobody is told");
        look_at_recovery(patient, config);
}

void
pd_doctor_configuration(struct pd_patient *patient)
{
        static struct pd_findings findings; /* large */
        struct pd_config *config = NULL;
        int r;

        findings = (struct pd_findings) {0};
        if (access(patient->config, R_OK) < 0) {
                pd_diagnosis_add(patient->diagnosis, errno == EACCES ? PD_HEALTH_NOTE : PD_HEALTH_ILL, "configuration",
                        errno == EACCES ? "as root, or as a member of the group purposed"
                                        : "is purposed installed? --config says where it is",
                        "%s cannot be read: %s", patient->config, strerror(errno));
                return;
        }
        r = pd_config_read(patient->config, pd_sink_types, &findings, &config);
        judge_configuration(patient, &findings);
        if (r >= 0)
                look_at_config(patient, config);
        pd_config_free(config);
}

/* ---- the broker --------------------------------------------------------------------- */

void
pd_doctor_broker(struct pd_patient *patient)
{
        static const char connected[] = "connected";
        const char *colon = strchr(patient->outlet, ':');

        if (colon != NULL && strcmp(colon + 1 + strspn(colon + 1, " "), connected) == 0)
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_WELL, "broker", NULL, "%s", patient->outlet);
        else if (patient->host[0] != '\0')
                pd_broker_judge(patient->diagnosis, patient->host, patient->port,
                        pd_broker_try(patient->host, patient->port, PD_BROKER_PATIENCE), patient->outlet);
        else if (patient->outlet[0] != '\0')
                pd_diagnosis_add(patient->diagnosis, PD_HEALTH_ILL, "broker", "journalctl -u purposed says more", "%s", patient->outlet);
}
