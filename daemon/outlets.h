/* SPDX-License-Identifier: MIT */
/* Orders about the ways out: `mqtt purge`. */
#pragma once

#include "orders.h"

#include "purposed/port.h"

/* What the root lends; outlives the desk. */
struct pd_outlets {
        struct pd_sink **sinks;
        size_t n_sinks;
};

/* For pd_orders_serve(), with a struct pd_outlets. */
extern const struct pd_order_service pd_outlet_services[];
extern const size_t pd_outlet_n_services;
