/* SPDX-License-Identifier: MIT */
/* Properties taken out of a bus message, with the types that they have there. */
#pragma once

#include "bluez/objects.h"

#include <systemd/sd-bus.h>

#define PD_PROPERTIES_MAX 80 /* of one interface; Device1 has some 25, among them lists. The rest is passed over */
#define PD_PROPERTY_ELEMENTS_MAX 16 /* of one list, so that it leaves room for others */

/* Reads an a{sv} at the message's cursor. Texts and bytes are borrowed from
 * the message. A negative errno of sd-bus if it is none. */
int pd_properties_read(sd_bus_message *message, struct pd_property ret[PD_PROPERTIES_MAX], size_t *ret_n);
