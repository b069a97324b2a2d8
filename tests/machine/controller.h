/* SPDX-License-Identifier: MIT */
/*
 * A Bluetooth controller by the kernel's management interface (BlueZ,
 * doc/mgmt-api.txt), beside bluetoothd: to advertise as a sensor does, to be
 * called, and to hang up.
 */
#pragma once

#include <stdint.h>

struct pd_controller {
        uint16_t index;     /* N of hciN */
        uint8_t address[6]; /* the lowest byte first */
};

/* -EIO: no such controller; -ETIMEDOUT: the kernel does not answer; or why there is no Bluetooth here. */
int pd_controller_find(struct pd_controller *self, uint16_t index);

/* Powers it, and lets it say NAME and SERVICE to whoever listens. Again and again at will. */
int pd_controller_advertise(struct pd_controller *self, const char *name, uint16_t service);
int pd_controller_hush(struct pd_controller *self);

/* Ends the link with PEER, as if it had gone out of reach. */
int pd_controller_hang_up(struct pd_controller *self, const uint8_t peer[6]);

/* A socket on which centrals call for the attribute protocol. Of several
 * listeners the kernel takes the one that came last: bluetoothd listens too. */
int pd_controller_listen(const struct pd_controller *self);
int pd_controller_accept(int listener, uint8_t ret_peer[6]);
