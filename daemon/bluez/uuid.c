/* SPDX-License-Identifier: MIT */
/* UUIDs as BlueZ writes them. */
#include "bluez/uuid.h"

#include "purposed/sensor.h"

#include <errno.h>
#include <stddef.h>
#include <strings.h>

static int
digit(char c)
{
        if (c >= '0' && c <= '9')
                return c - '0';
        if (c >= 'a' && c <= 'f')
                return c - 'a' + 10;
        if (c >= 'A' && c <= 'F')
                return c - 'A' + 10;
        return -1;
}

/* xxxxxxxx is the number, the rest the base UUID: Core Specification, vol. 3, part B, 2.5.1. */
int
pd_uuid16_parse(const char *text, uint16_t *ret)
{
        uint32_t value = 0;

        for (size_t i = 0; i < 8; i++) {
                if (digit(text[i]) < 0)
                        return -EINVAL;
                value = value << 4 | (uint32_t) digit(text[i]);
        }
        if (value > UINT16_MAX || strcasecmp(text + 8, "-0000-1000-8000-00805f9b34fb") != 0)
                return -EINVAL;
        *ret = (uint16_t) value;
        return 0;
}

uint32_t
pd_uuid_kind(const char *text)
{
        uint16_t uuid;

        if (pd_uuid16_parse(text, &uuid) < 0)
                return 0;
        for (unsigned i = 0; pd_sensor_types[i] && i < 32; i++)
                if (pd_sensor_types[i]->title && pd_sensor_types[i]->service == uuid)
                        return 1u << i;
        return 0;
}

bool
pd_uuid_is_sensors(const char *text)
{
        return pd_uuid_kind(text) != 0;
}
