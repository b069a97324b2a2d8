/* SPDX-License-Identifier: MIT */
/* a{sv} → struct pd_property[]. A list is laid out element by element. */
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

/* ay at the cursor. */
static int
read_bytes(sd_bus_message *message, struct pd_property *property)
{
        const void *bytes = NULL;
        int r = sd_bus_message_read_array(message, SD_BUS_TYPE_BYTE, &bytes, &property->size);

        property->bytes = bytes;
        return r;
}

/* The variant's content at the cursor, which has this SIGNATURE and is no list. */
static int
read_single(sd_bus_message *message, const char *signature, struct pd_property *property)
{
        int truth, r;

        property->type = 0;
        if (strcmp(signature, "ay") == 0) {
                r = read_bytes(message, property);
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

/* Where the next property goes; what does not fit is read and dropped. */
struct shelf {
        struct pd_property *properties;
        size_t n, end;
        struct pd_property dropped;
};

static struct pd_property *
next_place(struct shelf *shelf, size_t end)
{
        return shelf->n < end ? &shelf->properties[shelf->n++] : &shelf->dropped;
}

static size_t
end_of_list(const struct shelf *shelf)
{
        return shelf->n + PD_PROPERTY_ELEMENTS_MAX < shelf->end ? shelf->n + PD_PROPERTY_ELEMENTS_MAX : shelf->end;
}

/* as: UUIDs. */
static int
read_texts(sd_bus_message *message, const char *name, struct shelf *shelf)
{
        const size_t end = end_of_list(shelf);
        const char *text;
        int r = sd_bus_message_enter_container(message, SD_BUS_TYPE_ARRAY, "s");

        while (r >= 0 && (r = sd_bus_message_read_basic(message, SD_BUS_TYPE_STRING, &text)) > 0)
                *next_place(shelf, end) = (struct pd_property) {.name = name, .type = 'S', .text = text};
        return r < 0 ? r : sd_bus_message_exit_container(message);
}

/* qv at the cursor. */
static int
read_keyed(sd_bus_message *message, struct pd_property *ret)
{
        struct pd_property value = {.type = 0};
        const char *signature;
        int r = sd_bus_message_read_basic(message, SD_BUS_TYPE_UINT16, &ret->key);

        if (r >= 0)
                r = sd_bus_message_peek_type(message, NULL, &signature);
        if (r >= 0)
                r = sd_bus_message_enter_container(message, SD_BUS_TYPE_VARIANT, signature);
        if (r >= 0)
                r = read_single(message, signature, &value);
        if (r < 0)
                return r;
        ret->type = value.type == 'a' ? 'A' : 0;
        ret->bytes = value.type == 'a' ? value.bytes : NULL;
        ret->size = value.type == 'a' ? value.size : 0;
        return sd_bus_message_exit_container(message);
}

/* a{qv}: ManufacturerData. */
static int
read_dictionary(sd_bus_message *message, const char *name, struct shelf *shelf)
{
        const size_t end = end_of_list(shelf);
        int r = sd_bus_message_enter_container(message, SD_BUS_TYPE_ARRAY, "{qv}");

        while (r >= 0 && (r = sd_bus_message_enter_container(message, SD_BUS_TYPE_DICT_ENTRY, "qv")) > 0) {
                struct pd_property *element = next_place(shelf, end);

                element->name = name;
                r = read_keyed(message, element);
                if (r >= 0)
                        r = sd_bus_message_exit_container(message);
        }
        return r < 0 ? r : sd_bus_message_exit_container(message);
}

static int
read_entry(sd_bus_message *message, struct shelf *shelf)
{
        struct pd_property *property;
        const char *signature, *name;
        int r = sd_bus_message_read_basic(message, SD_BUS_TYPE_STRING, &name);

        if (r >= 0)
                r = sd_bus_message_peek_type(message, NULL, &signature);
        if (r >= 0)
                r = sd_bus_message_enter_container(message, SD_BUS_TYPE_VARIANT, signature);
        if (r < 0)
                return r;
        if (strcmp(signature, "as") == 0) {
                r = read_texts(message, name, shelf);
        } else if (strcmp(signature, "a{qv}") == 0) {
                r = read_dictionary(message, name, shelf);
        } else {
                property = next_place(shelf, shelf->end);
                property->name = name;
                r = read_single(message, signature, property);
        }
        return r < 0 ? r : sd_bus_message_exit_container(message);
}

int
pd_properties_read(sd_bus_message *message, struct pd_property ret[PD_PROPERTIES_MAX], size_t *ret_n)
{
        struct shelf shelf = {.properties = ret, .end = PD_PROPERTIES_MAX};
        int r = sd_bus_message_enter_container(message, SD_BUS_TYPE_ARRAY, "{sv}");

        if (r < 0)
                return r;
        while ((r = sd_bus_message_enter_container(message, SD_BUS_TYPE_DICT_ENTRY, "sv")) > 0) {
                r = read_entry(message, &shelf);
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
        *ret_n = shelf.n;
        return 0;
}
