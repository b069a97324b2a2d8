/* SPDX-License-Identifier: MIT */
/*
 * What the doctor looks at, one place a file; doctor.c goes through them.
 *
 *   setup.c       the configuration, and what must be there for what it asks for
 *   machine.c     kernel, clock, switches of radios
 *   neighbours.c  BlueZ, its unit and its configuration, whom the message bus lets in
 *   adapters.c    BlueZ's adapters
 *   at_work.c     the daemon, its sensors and outlets, as it says itself
 *
 * What is found there is judged, and the remedies are told, without a look at
 * the machine in versions.c, adapter_health.c and sensor_health.c; and beside
 * the reading in link_settings.c (main.conf) and broker.c. diagnosis.c is the
 * page on which all of it is written.
 */
#pragma once

#include "ctl/doctor/diagnosis.h"

#include "config.h"

#include <systemd/sd-bus.h>

#define PD_ADAPTERS_SIZE sizeof(((struct pd_config_bluetooth *) NULL)->adapters)
#define PD_OUTLET_SIZE 704
#define PD_HOST_SIZE 256

struct pd_patient {
        struct pd_diagnosis *diagnosis;
        sd_bus *bus;        /* NULL: there is none */
        const char *config; /* path of the configuration */
        const char *root;   /* before each path of the machine's; "" but in tests */
        /* From the configuration: */
        bool acquires;                   /* some sensor is heard by AcquireNotify */
        char adapters[PD_ADAPTERS_SIZE]; /* addresses that may be used, blanks between; "" = all */
        char host[PD_HOST_SIZE];         /* the broker's; "": there is none, or it cannot be told */
        int32_t port;
        /* From the daemon and BlueZ: */
        bool adapters_seen;          /* BlueZ said how they are */
        char outlet[PD_OUTLET_SIZE]; /* how it stands with the broker: "mqtt: connected"; "": the daemon does not run */
};

void pd_doctor_machine(struct pd_patient *patient);
void pd_doctor_neighbours(struct pd_patient *patient);
void pd_doctor_adapters(struct pd_patient *patient);
/* First of all: what it finds in the configuration the others want to know. */
void pd_doctor_configuration(struct pd_patient *patient);
void pd_doctor_at_work(struct pd_patient *patient);
/* Last of all: whether the broker that the configuration names can be reached. */
void pd_doctor_broker(struct pd_patient *patient);
