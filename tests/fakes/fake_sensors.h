/* SPDX-License-Identifier: MIT */
/*
 * The peripherals that the fake knows: what the virtual athlete wears, some
 * more sensors, and strangers.
 *
 *   C0:00:00:00:00:01  Virtual Strap     heart rate, battery
 *   C0:00:00:00:00:02  Virtual Pod       running speed and cadence; as a Stryd power, too
 *   C0:00:00:00:00:03  Virtual Power     a bike's meter
 *   C0:00:00:00:00:04  Virtual Strap 2   another athlete's heart rate
 *   C0:00:00:00:00:05  Virtual Pod 2     and pod
 *   D0:00:00:00:00:NN  strangers: straps, lamps, telephones, some without a name
 */
#pragma once

#include "fakes/fake_peripheral.h"
#include "fakes/run_script.h"

#define PD_FAKE_MORE_MAX 3
#define PD_FAKE_STRANGERS_MAX 200
/* New addresses after changes of batteries. */
#define PD_FAKE_PERIPHERALS_MAX (PD_VIRTUAL_SENSOR_COUNT + PD_FAKE_MORE_MAX + PD_FAKE_STRANGERS_MAX + 5)

/* The I-th sensor; those that the athlete wears come first. */
void pd_fake_sensor(struct pd_fake_peripheral *ret, size_t i);
/* The pod tells power, too, by a second service with a Sensor Location of its own, and has a battery. */
void pd_fake_sensor_give_power(struct pd_fake_peripheral *peripheral);
void pd_fake_stranger(struct pd_fake_peripheral *ret, size_t i);
