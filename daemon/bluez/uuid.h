/* SPDX-License-Identifier: MIT */
/* UUIDs as BlueZ writes them: of 36 characters, even those that have 16 bits. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The bit of pd_sensor_types whose service it is; 0: no sensor's. */
uint32_t pd_uuid_kind(const char *text);
bool pd_uuid_is_sensors(const char *text);

/* "00002a37-0000-1000-8000-00805f9b34fb" is 0x2A37. -EINVAL: not a 16-bit UUID of the base. */
int pd_uuid16_parse(const char *text, uint16_t *ret);
