/* SPDX-License-Identifier: MIT */
/*
 * `calibrate DISTANCE`: how far the session that has just ended really was,
 * so that the pod which measured it reads right from the next one on.
 * `calibrate off`: an athlete's pods are taken at their word again.
 *
 *   factor = (the factor that it had then) x told / measured
 */
#pragma once

#include "enrolment.h"
#include "history.h"
#include "orders.h"

/* What the root lends; outlives it. */
struct pd_calibration {
        struct pd_history *history;
        struct pd_enrolment *enrolment;
        /* Its factor is another one, for all who have it. */
        void (*calibrated)(void *user, const struct pd_config_sensor *sensor);
        void *user;
};

/* The user is a struct pd_calibration. */
extern const struct pd_order_service pd_calibration_services[];
extern const size_t pd_calibration_n_services;
