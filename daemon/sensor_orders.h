/* SPDX-License-Identifier: MIT */
/*
 * `sensors list | scan | identify ADDRESS | enroll ADDRESS [NAME] | replace
 * OLD NEW | forget | release | take ADDRESS|NAME`: who measures whom, asked
 * and changed while the daemon runs.
 */
#pragma once

#include "enrolment.h"
#include "introduction.h"
#include "orders.h"

/* Somebody's, or nobody's yet, near enough to be heard. */
struct pd_near_sensor {
        char address[PD_ADDRESS_SIZE];
        char name[PD_TEXT_SIZE];
        char kind[PD_TEXT_SIZE]; /* "heart-rate strap"; "" if it says nothing of the sort */
        int32_t rssi_dbm; /* PD_UNKNOWN */
        int32_t hr_bpm;   /* advertised just now; PD_UNKNOWN */
};

/* How far somebody's look at a sensor has come that is nobody's. */
struct pd_sensor_look {
        enum {
                PD_SENSOR_SOUGHT, /* nothing measured yet */
                PD_SENSOR_HEARD,
                PD_SENSOR_LEFT, /* it has been let go */
        } state;
        pd_usec left;             /* until that ends by itself */
        bool seen, linked, heard; /* in its course */
        const struct pd_introduction *introduction;
        const char *other; /* if the look is at another one */
};

/* What is wrong with one just now. Both NULL: nothing that is known. */
struct pd_sensor_trouble {
        const char *word; /* "unseen" */
        const char *text; /* what that means and what to do */
};

/* What the root lends; outlives it. */
struct pd_sensor_orders {
        const struct pd_config *config;
        struct pd_enrolment *enrolment;
        const struct pd_pump *pump;
        /* From now on it is listened to, or no longer. A negative errno. */
        int (*enroll)(void *user, const struct pd_config_sensor *sensor);
        void (*forget)(void *user, const char *address);
        /* Somebody else may have it for now, or no longer. */
        void (*release)(void *user, const char *address, bool released);
        /* Why nobody can be heard or connected: "no Bluetooth adapter"; NULL. */
        const char *(*obstacle)(void *user);
        /* Looks around for a while, if it does not already. How many have
         * been heard, at most LIMIT. */
        size_t (*scan)(void *user, struct pd_near_sensor *ret, size_t limit);
        /* Listens to it for some seconds; asked again, says what has come of
         * it. -EBUSY: to another one, as RET tells; a negative errno. */
        int (*identify)(void *user, const char *address, struct pd_sensor_look *ret);
        /* It has been heard, or BlueZ knows it. */
        bool (*knows)(void *user, const char *address);
        struct pd_sensor_trouble (*trouble)(void *user, const char *address);
        void *user;
};

/* The user is a struct pd_sensor_orders. */
extern const struct pd_order_service pd_sensor_services[];
extern const size_t pd_sensor_n_services;

/* -ENETDOWN, with the reason. */
void pd_sensor_say_obstacle(const struct pd_sensor_orders *orders, struct pd_reply *reply);

/* sensor_replace.c: the order has two addresses. */
void pd_sensor_replace(const struct pd_sensor_orders *orders, const struct pd_order *order, struct pd_reply *reply);

/* sensor_identify.c: the order has an address. */
void pd_sensor_identify(const struct pd_sensor_orders *orders, const struct pd_order *order, struct pd_reply *reply);
