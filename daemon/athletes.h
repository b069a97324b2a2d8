/* SPDX-License-Identifier: MIT */
/*
 * Who is here, and how to be no more: `athlete list`, `athlete forget ID`.
 * Forgotten are traces, record and what listeners retain; the configuration
 * is the administrator's, and whoever stands there goes on being heard.
 */
#pragma once

#include "history.h"
#include "orders.h"

/* Served with a struct pd_history. */
extern const struct pd_order_service pd_athletes_services[];
extern const size_t pd_athletes_n_services;
