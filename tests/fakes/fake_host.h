/* SPDX-License-Identifier: MIT */
/*
 * The computer: the world around it, the lives of its bluetoothd one after
 * the other, and whatever is told to go wrong (fault.h).
 */
#pragma once

#include "fakes/fake_bluetoothd.h"

struct pd_fake_host_ops {
        struct pd_fake_bluetoothd_ops bluetoothd;
        void (*dying)(void *user); /* a bluetoothd or an adapter: nothing of it will be confirmed */
};

struct pd_fake_host {
        struct pd_fake_world world;
        struct pd_fake_bluetoothd_options options;
        struct pd_fake_host_ops ops;
        struct pd_fake_bluetoothd *bluetoothd; /* NULL between two lives */
        guint flaps[PD_FAKE_PERIPHERALS_MAX];  /* timers */
};

/* A bluetoothd begins; -EIO: no such bus. */
int pd_fake_host_start(struct pd_fake_host *host);
void pd_fake_host_stop(struct pd_fake_host *host);
/* It dies, and MS of the athlete's time later there is another one. */
void pd_fake_host_restart(struct pd_fake_host *host, unsigned ms);

/* Something in the world was changed. */
void pd_fake_host_look(struct pd_fake_host *host);
void pd_fake_host_plug(struct pd_fake_host *host, size_t controller, bool plugged);

/* The device that carries the values of what the athlete wears; NULL: none. */
struct pd_fake_device *pd_fake_host_worn(const struct pd_fake_host *host, enum pd_virtual_sensor sensor);
/* NULL: no such peripheral, or no adapter. */
struct pd_fake_device *pd_fake_host_device(const struct pd_fake_host *host, const char *address);

/* False: it can not happen now, or not to those who are named. */
bool pd_fake_host_inject(struct pd_fake_host *host, const struct pd_fault *fault);
