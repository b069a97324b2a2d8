/* SPDX-License-Identifier: MIT */
/*
 * The hardware of a Bluetooth adapter, found in sysfs by its address, since
 * hci numbers move:
 *
 *   /sys/class/bluetooth/hci1 -> …/usb1/1-1/1-1.2/1-1.2:1.0/bluetooth/hci1
 *                  hci1/device -> 1-1.2:1.0   an interface; subsystem usb
 *                                 1-1.2       the device: unbind and bind this in /sys/bus/usb/drivers/usb
 *
 *   /sys/class/bluetooth/hci0 -> …/3f201000.serial/serial0/serial0-0/bluetooth/hci0
 *                  hci0/device -> serial0-0   subsystem serial, driver hci_uart_bcm:
 *                                             unbind and bind it there; the driver cuts the chip's power
 *
 * A UART that a program attached (hciattach, btattach) hangs on a tty and
 * cannot be reset from here. Nothing that a peer says becomes part of a
 * path: it is compared with what the kernel says, and that is checked.
 */
#pragma once

#include "purposed/id.h"
#include "purposed/time.h"

#include <stdbool.h>

#define PD_CONTROLLER_PATH_SIZE 512
#define PD_CONTROLLER_NAME_SIZE 64 /* "1-1.2.4", "serial0-0" */
/* What capacitors and firmware need between: bluetooth-auto-recovery waits 2 s with the power off. */
#define PD_CONTROLLER_SETTLE (2 * PD_SEC)

/* Where to look. */
struct pd_controller_ground {
        const char *sys; /* "/sys" */
        /* The address of hciNUMBER where sysfs has none; a negative errno. */
        int (*address_of)(int number, char ret[static PD_ADDRESS_SIZE]);
        pd_usec settle;
};

extern const struct pd_controller_ground pd_controller_machine;

struct pd_controller {
        char driver[PD_CONTROLLER_PATH_SIZE]; /* the folder with bind and unbind */
        char device[PD_CONTROLLER_NAME_SIZE];
        bool usb;
};

/* -ENODEV: nobody has this address; -EOPNOTSUPP: it is neither on USB nor on
 * a serial line of the kernel's own; or what the file system says. */
int pd_controller_find(const struct pd_controller_ground *ground, const char *address, struct pd_controller *ret);

/* Takes some seconds. A negative errno: it may be unbound now. */
int pd_controller_rebind(const struct pd_controller_ground *ground, const struct pd_controller *controller);
