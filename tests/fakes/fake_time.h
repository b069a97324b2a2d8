/* SPDX-License-Identifier: MIT */
/*
 * Time as the athlete's clock has it: what takes a second there takes
 * 1/rate of a second of the machine.
 */
#pragma once

#include <glib.h>

/* Once, before anything waits. */
void pd_fake_time_set_rate(double rate);

/* g_timeout_add() after MS of the athlete's; 1 ms of the machine at least. */
guint pd_fake_after(unsigned ms, GSourceFunc func, void *user);

/* Stops the timer, if there is one. */
void pd_fake_cancel(guint *timer);
