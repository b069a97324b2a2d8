/* SPDX-License-Identifier: MIT */
/*
 * What the doctor looks at, one place a file.
 *
 *   machine.c     kernel, clock, switches of radios
 *   neighbours.c  BlueZ and its adapters, its unit, whom the message bus lets in
 *   at_work.c     the configuration; the daemon, its sensors and the broker, as it says itself
 */
#pragma once

#include "ctl/doctor/diagnosis.h"

#include <systemd/sd-bus.h>

struct pd_patient {
        struct pd_diagnosis *diagnosis;
        sd_bus *bus;        /* NULL: there is none */
        const char *config; /* path of the configuration */
        const char *root;   /* before each path of the machine's; "" but in tests */
        bool acquires;      /* some sensor is heard by AcquireNotify */
        bool told;          /* the daemon runs, and answered */
};

void pd_doctor_machine(struct pd_patient *patient);
void pd_doctor_neighbours(struct pd_patient *patient);
/* First of all: what it finds in the configuration the others want to know. */
void pd_doctor_configuration(struct pd_patient *patient);
void pd_doctor_at_work(struct pd_patient *patient);
