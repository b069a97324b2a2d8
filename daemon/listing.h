/* SPDX-License-Identifier: MIT */
/*
 * Sessions that are over, shown: `session list [N]`, `session show [ID|last]`.
 */
#pragma once

#include "history.h"
#include "orders.h"

#define PD_LISTING_USUAL 14 /* two weeks of daily runs */
#define PD_LISTING_MOST 1000

/* Served with a struct pd_history. */
extern const struct pd_order_service pd_listing_services[];
extern const size_t pd_listing_n_services;

/* "2026-11-22  10.01 km  1:04:06  easy       met          training    20261122T101503Z" */
#define PD_LISTING_LINE_SIZE 160
void pd_listing_line(const struct pd_record *record, bool imperial, char ret[static PD_LISTING_LINE_SIZE]);
