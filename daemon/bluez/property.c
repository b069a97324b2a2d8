/* SPDX-License-Identifier: MIT */
/* a{sv} → struct pd_property[]. */
#include "bluez/property.h"

#include <string.h>

static int
read_number(sd_bus_message *message, char type, int64_t *ret)
{
        union {
                uint8_t y;
                int16_t n;
                uint16_t q;
                int32_t i;
                uint32_t u;
        } value;
        int r = sd_bus_message_read_basic(message, type, &value);

        if (r < 0)
                return r;
        switch (type) {
        case SD_BUS_TYPE_BYTE:
                *ret = value.y;
                break;
        case SD_BUS_TYPE_INT16:
                *ret = value.n;
                break;
        case SD_BUS_TYPE_UINT16:
                *ret = value.q;
                break;
        case SD_BUS_TYPE_INT32:
                *ret = value.i;
                break;
        case SD_BUS_TYPE_UINT32:
                *ret = value.u;
                break;
        }
        return r;
}

/* The variant at the cursor, whose content has this SIGNATURE. */
static int
read_content(sd_bus_message *message, const char *signature, struct pd_property *property)
{
        const void *bytes = NULL;
        int truth, r;

        property->type = 0;
        if (strcmp(signature, "ay") == 0) {
                r = sd_bus_message_read_array(message, SD_BUS_TYPE_BYTE, &bytes, &property->size);
                property->bytes = bytes;
        } else if (strlen(signature) != 1) {
                return sd_bus_message_skip(message, signature);
        } else if (*signature == SD_BUS_TYPE_BOOLEAN) {
                r = sd_bus_message_read_basic(message, *signature, &truth);
                if (r >= 0)
                        property->truth = truth;
        } else if (*signature == SD_BUS_TYPE_STRING || *signature == SD_BUS_TYPE_OBJECT_PATH) {
                r = sd_bus_message_read_basic(message, *signature, &property->text);
        } else if (strchr("ynqiu", *signature)) {
                r = read_number(message, *signature, &property->number);
        } else {
                return sd_bus_message_skip(message, signature);
        }
        property->type = *signature;
        return r;
}

static int
read_entry(sd_bus_message *message, struct pd_property *property)
{
        const char *signature;
        int r = sd_bus_message_read_basic(message, SD_BUS_TYPE_STRING, &property->name);

        if (r < 0)
                return r;
        r = sd_bus_message_peek_type(message, NULL, &signature);
        if (r < 0)
                return r;
        r = sd_bus_message_enter_container(message, SD_BUS_TYPE_VARIANT, signature);
        if (r < 0)
                return r;
        r = read_content(message, signature, property);
        if (r < 0)
                return r;
        return sd_bus_message_exit_container(message);
}

int
pd_properties_read(sd_bus_message *message, struct pd_property ret[PD_PROPERTIES_MAX], size_t *ret_n)
{
        struct pd_property passed_over;
        size_t n = 0;
        int r = sd_bus_message_enter_container(message, SD_BUS_TYPE_ARRAY, "{sv}");

        if (r < 0)
                return r;
        while ((r = sd_bus_message_enter_container(message, SD_BUS_TYPE_DICT_ENTRY, "sv")) > 0) {
                r = read_entry(message, n < PD_PROPERTIES_MAX ? &ret[n++] : &passed_over);
                if (r < 0)
                        return r;
                r = sd_bus_message_exit_container(message);
                if (r < 0)
                        return r;
        }
        if (r < 0)
                return r;
        r = sd_bus_message_exit_container(message);
        if (r < 0)
                return r;
        *ret_n = n;
        return 0;
}
