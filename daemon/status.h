/* SPDX-License-Identifier: MIT */
/*
 * "status": who runs, which sensors are live, where events go, in lines for
 * people and in JSON for scripts.
 */
#pragma once

#include "orders.h"

#include "purposed/port.h"

struct pd_status_stranger {
        char address[PD_ADDRESS_SIZE];
        char name[PD_TEXT_SIZE]; /* "" if it is not known */
        bool trusted;            /* by BlueZ: it stays connected */
};

struct pd_status_context {
        const struct pd_pump *pump;
        const char *node, *version;
        void (*node_state)(void *user, struct pd_node_state *ret);
        /* Of everything that is connected to something, from 0 on: "mqtt",
         * "connected". False beyond the last. */
        bool (*outlet)(void *user, size_t i, char *ret, size_t size);
        /* Whom BlueZ connected for our sake and who is nobody's here. False beyond the last. */
        bool (*stranger)(void *user, size_t i, struct pd_status_stranger *ret);
        /* How a sensor that is not live is: "released", a word of trouble; NULL: nothing is known. */
        const char *(*absence)(void *user, const char *address);
        /* What is wrong with somebody's plan; "". */
        const char *(*trouble)(void *user);
        void *user;
};

/* To be served with a struct pd_status_context as their user. */
extern const struct pd_order_service pd_status_services[];
extern const size_t pd_status_n_services;
