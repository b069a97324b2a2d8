/* SPDX-License-Identifier: MIT */
#include "machine/attributes.h"

#include <assert.h>
#include <string.h>

enum {
        PRIMARY_SERVICE = 0x2800,
        CHARACTERISTIC = 0x2803,
        CCC = 0x2902,
};

/* Vol 3 Part F 3.4. */
enum opcode {
        ERROR = 0x01,
        EXCHANGE_MTU = 0x02,
        FIND_INFORMATION = 0x04,
        FIND_BY_TYPE_VALUE = 0x06,
        READ_BY_TYPE = 0x08,
        READ = 0x0a,
        READ_BLOB = 0x0c,
        READ_BY_GROUP_TYPE = 0x10,
        WRITE = 0x12,
        CONFIRMATION = 0x1e,
        COMMAND = 0x40, /* the bit of those that want no answer */
};

enum error {
        INVALID_HANDLE = 0x01,
        WRITE_NOT_PERMITTED = 0x03,
        INVALID_PDU = 0x04,
        REQUEST_NOT_SUPPORTED = 0x06,
        INVALID_OFFSET = 0x07,
        ATTRIBUTE_NOT_FOUND = 0x0a,
};

static uint16_t
get_le16(const uint8_t *bytes)
{
        return (uint16_t) (bytes[0] | bytes[1] << 8);
}

static void
put_le16(uint8_t *bytes, uint16_t value)
{
        bytes[0] = (uint8_t) value;
        bytes[1] = (uint8_t) (value >> 8);
}

void
pd_attributes_init(struct pd_attributes *self)
{
        memset(self, 0, sizeof(*self));
        self->mtu = PD_ATT_MTU_LEAST;
}

static uint16_t
append(struct pd_attributes *self, uint16_t type, const void *value, size_t length)
{
        struct pd_attribute *attribute = &self->all[self->n];

        assert(self->n < PD_ATTRIBUTES_MAX && length <= PD_ATTRIBUTE_BYTES_MAX);
        attribute->type = type;
        attribute->length = (uint8_t) length;
        if (length > 0)
                memcpy(attribute->value, value, length);
        return ++self->n;
}

void
pd_attributes_add_service(struct pd_attributes *self, uint16_t uuid)
{
        uint8_t value[2];

        put_le16(value, uuid);
        append(self, PRIMARY_SERVICE, value, sizeof(value));
}

uint16_t
pd_attributes_add(struct pd_attributes *self, uint16_t uuid, uint8_t properties, const void *value, size_t length)
{
        uint8_t declaration[5] = {properties};
        uint16_t handle;

        put_le16(declaration + 1, (uint16_t) (self->n + 2));
        put_le16(declaration + 3, uuid);
        append(self, CHARACTERISTIC, declaration, sizeof(declaration));
        handle = append(self, uuid, value, length);
        if (properties & PD_ATTRIBUTE_NOTIFY)
                append(self, CCC, "\0", 2);
        return handle;
}

static struct pd_attribute *
at_handle(struct pd_attributes *self, uint16_t handle)
{
        return handle > 0 && handle <= self->n ? &self->all[handle - 1] : NULL;
}

/* The last handle of the service that begins at HANDLE. */
static uint16_t
end_of_group(const struct pd_attributes *self, uint16_t handle)
{
        while (handle < self->n && self->all[handle].type != PRIMARY_SERVICE)
                handle++;
        return handle;
}

static size_t
refuse(uint8_t *answer, uint8_t opcode, uint16_t handle, enum error error)
{
        answer[0] = ERROR;
        answer[1] = opcode;
        put_le16(answer + 2, handle);
        answer[4] = (uint8_t) error;
        return 5;
}

static size_t
exchange_mtu(struct pd_attributes *self, const uint8_t *request, uint8_t *answer)
{
        uint16_t theirs = get_le16(request + 1);

        self->mtu = theirs < PD_ATT_MTU_LEAST ? PD_ATT_MTU_LEAST : theirs > PD_ATT_MTU_MOST ? PD_ATT_MTU_MOST : theirs;
        answer[0] = EXCHANGE_MTU + 1;
        put_le16(answer + 1, PD_ATT_MTU_MOST);
        return 3;
}

static size_t
find_information(const struct pd_attributes *self, uint16_t first, uint16_t last, uint8_t *answer)
{
        size_t size = 2;

        answer[0] = FIND_INFORMATION + 1;
        answer[1] = 1; /* UUIDs of 16 bits */
        for (unsigned handle = first; handle <= last && handle <= self->n && size + 4 <= self->mtu; handle++, size += 4) {
                put_le16(answer + size, (uint16_t) handle);
                put_le16(answer + size + 2, self->all[handle - 1].type);
        }
        return size;
}

static size_t
find_by_type_value(const struct pd_attributes *self, const uint8_t *request, size_t size, uint8_t *answer)
{
        uint16_t first = get_le16(request + 1), last = get_le16(request + 3), type = get_le16(request + 5);
        size_t length = 1;

        answer[0] = FIND_BY_TYPE_VALUE + 1;
        for (unsigned handle = first; handle <= last && handle <= self->n && length + 4U <= self->mtu; handle++) {
                const struct pd_attribute *attribute = &self->all[handle - 1];
                if (attribute->type != type || attribute->length != size - 7 || memcmp(attribute->value, request + 7, size - 7) != 0)
                        continue;
                put_le16(answer + length, (uint16_t) handle);
                put_le16(answer + length + 2, end_of_group(self, (uint16_t) handle));
                length += 4;
        }
        return length;
}

/* Values of one type, as long as they are of one length, and fit; with GROUP, where each ends. */
static size_t
read_by_type(const struct pd_attributes *self, const uint8_t *request, bool group, uint8_t *answer)
{
        uint16_t first = get_le16(request + 1), last = get_le16(request + 3), type = get_le16(request + 5);
        size_t head = group ? 4 : 2, size = 2;

        answer[0] = (uint8_t) (request[0] + 1);
        for (unsigned handle = first; handle <= last && handle <= self->n; handle++) {
                const struct pd_attribute *attribute = &self->all[handle - 1];
                size_t length = head + attribute->length;
                if (attribute->type != type)
                        continue;
                if (size > 2 && (length != answer[1] || size + length > self->mtu))
                        break;
                if (size + length > self->mtu)
                        length = self->mtu - size;
                answer[1] = (uint8_t) length;
                put_le16(answer + size, (uint16_t) handle);
                if (group)
                        put_le16(answer + size + 2, end_of_group(self, (uint16_t) handle));
                memcpy(answer + size + head, attribute->value, length - head);
                size += length;
        }
        return size;
}

static size_t
read_value(struct pd_attributes *self, const uint8_t *request, uint8_t *answer)
{
        uint16_t handle = get_le16(request + 1);
        size_t offset = request[0] == READ_BLOB ? get_le16(request + 3) : 0;
        const struct pd_attribute *attribute = at_handle(self, handle);

        if (!attribute)
                return refuse(answer, request[0], handle, INVALID_HANDLE);
        if (offset > attribute->length)
                return refuse(answer, request[0], handle, INVALID_OFFSET);

        size_t length = attribute->length - offset;
        if (length > (size_t) self->mtu - 1)
                length = (size_t) self->mtu - 1;
        answer[0] = (uint8_t) (request[0] + 1);
        memcpy(answer + 1, attribute->value + offset, length);
        return 1 + length;
}

/* Nothing can be written but a CCC. */
static size_t
write_value(struct pd_attributes *self, const uint8_t *request, size_t size, uint8_t *answer)
{
        uint16_t handle = get_le16(request + 1);
        struct pd_attribute *attribute = at_handle(self, handle);

        if (!attribute)
                return refuse(answer, WRITE, handle, INVALID_HANDLE);
        if (attribute->type != CCC || size != 5)
                return refuse(answer, WRITE, handle, WRITE_NOT_PERMITTED);
        memcpy(attribute->value, request + 3, 2);
        answer[0] = WRITE + 1;
        return 1;
}

/* Handle ranges and a type: 7 bytes, and nothing found is an error of its own. */
static size_t
search(struct pd_attributes *self, const uint8_t *request, size_t size, uint8_t *answer)
{
        uint16_t first = get_le16(request + 1);
        size_t length;

        if (first == 0 || first > get_le16(request + 3))
                return refuse(answer, request[0], first, INVALID_HANDLE);
        if (request[0] == FIND_INFORMATION)
                length = find_information(self, first, get_le16(request + 3), answer);
        else if (request[0] == FIND_BY_TYPE_VALUE)
                length = find_by_type_value(self, request, size, answer);
        else if (size == 7)
                length = read_by_type(self, request, request[0] == READ_BY_GROUP_TYPE, answer);
        else
                length = 0; /* a UUID of 128 bits: none of ours */
        return length > 2 ? length : refuse(answer, request[0], first, ATTRIBUTE_NOT_FOUND);
}

size_t
pd_attributes_answer(struct pd_attributes *self, const uint8_t *request, size_t size, uint8_t *answer)
{
        static const struct {
                uint8_t opcode, least; /* bytes */
        } known[] = {
                {EXCHANGE_MTU, 3},
                {FIND_INFORMATION, 5},
                {FIND_BY_TYPE_VALUE, 7},
                {READ_BY_TYPE, 7},
                {READ, 3},
                {READ_BLOB, 5},
                {READ_BY_GROUP_TYPE, 7},
                {WRITE, 3},
        };
        size_t i = 0;

        if (size == 0 || request[0] & COMMAND || request[0] == CONFIRMATION)
                return 0;
        while (i < sizeof(known) / sizeof(known[0]) && known[i].opcode != request[0])
                i++;
        if (i == sizeof(known) / sizeof(known[0]))
                return refuse(answer, request[0], 0, REQUEST_NOT_SUPPORTED);
        if (size < known[i].least)
                return refuse(answer, request[0], 0, INVALID_PDU);
        if (request[0] == EXCHANGE_MTU)
                return exchange_mtu(self, request, answer);
        if (request[0] == READ || request[0] == READ_BLOB)
                return read_value(self, request, answer);
        if (request[0] == WRITE)
                return write_value(self, request, size, answer);
        return search(self, request, size, answer);
}

bool
pd_attributes_subscribed(const struct pd_attributes *self, uint16_t handle)
{
        return handle < self->n && self->all[handle].type == CCC && self->all[handle].value[0] & 1;
}

void
pd_attributes_unlink(struct pd_attributes *self)
{
        self->mtu = PD_ATT_MTU_LEAST;
        for (uint16_t i = 0; i < self->n; i++)
                if (self->all[i].type == CCC)
                        memset(self->all[i].value, 0, 2);
}
