/* SPDX-License-Identifier: MIT */
/*
 * The sink that speaks MQTT, version 5 where the broker does, else 3.1.1.
 *
 *                   retry timer                socket              CONNACK
 *   [waiting 1..60 s] ──────▶ [dialling: thread] ───▶ [greeting 10 s] ───▶ [online]
 *        ▲                          │                       │                 │
 *        └──────────────────────────┴───────────────────────┴─────────────────┘
 *                        refused, lost, not verified; never gives up.
 *                        thrown out by another client of our id: 1, 2, 4 … 16 min
 *
 * Once on line it says what the node is, has everything that is true told
 * again, and, to a broker that does not remember us, the last summaries too.
 * Health follows every five minutes, or with the keepalive if that is longer.
 *
 * Home Assistant is told what there is by discovery: with all of that, and
 * again some seconds after it says that it has come up.
 *
 * Orders come in on <base>/<athlete>/cmd/<verb>, of each athlete of whom an
 * event was told; they go to the root's desk, and the answer to .../rsp.
 *
 * Nothing here blocks the loop but stop(), for at most a second.
 */
#pragma once

#include "purposed/port.h"

extern const struct pd_sink_type pd_sink_mqtt;

/* The wait before attempt FAILURES + 1: 1, 2, 4 … 60 s, each up to a quarter
 * less by RANDOM, so that a house full of clients does not come back at once. */
pd_usec pd_mqtt_backoff(unsigned failures, uint32_t random);
