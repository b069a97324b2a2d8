/* SPDX-License-Identifier: MIT */
#include "formats/fit_record.h"

#include "purposed/id.h"

#include <string.h>

#define HEADER_SIZE 12 /* without its CRC */
#define HEADER_SIZE_CRC 14
#define CRC_SIZE 2

#define RECORD_COMPRESSED 0x80
#define RECORD_DEFINITION 0x40
#define RECORD_DEVELOPER 0x20

#define FIELD_BYTES 3
#define EMPTY_FIELDS_MAX 16 /* which no device writes; 255 of them make a message of one byte dear */
#define FIELD_TIMESTAMP 253

enum base_kind { BASE_NO_NUMBER, BASE_UNSIGNED, BASE_SIGNED, BASE_UNSIGNED_Z };

/* By the low five bits of the base type. Invalid is all ones; of signed ones
 * the largest; of those with a z zero. */
static const struct {
        enum base_kind kind;
        uint8_t size;
} bases[32] = {
        [0] = {BASE_UNSIGNED, 1},    /* enum */
        [1] = {BASE_SIGNED, 1},      /* sint8 */
        [2] = {BASE_UNSIGNED, 1},    /* uint8 */
        [3] = {BASE_SIGNED, 2},      /* sint16 */
        [4] = {BASE_UNSIGNED, 2},    /* uint16 */
        [5] = {BASE_SIGNED, 4},      /* sint32 */
        [6] = {BASE_UNSIGNED, 4},    /* uint32 */
        [10] = {BASE_UNSIGNED_Z, 1}, /* uint8z */
        [11] = {BASE_UNSIGNED_Z, 2}, /* uint16z */
        [12] = {BASE_UNSIGNED_Z, 4}, /* uint32z */
};

static uint32_t
little(const uint8_t *bytes, size_t size)
{
        uint32_t value = 0;

        while (size-- > 0)
                value = value << 8 | bytes[size];
        return value;
}

static uint32_t
big(const uint8_t *bytes, size_t size)
{
        uint32_t value = 0;

        for (size_t i = 0; i < size; i++)
                value = value << 8 | bytes[i];
        return value;
}

/* FIT Protocol, "CRC": four bits at a time. */
static uint16_t
crc_of(const uint8_t *bytes, size_t size)
{
        static const uint16_t table[16] = {
                0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
                0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
        };
        uint16_t crc = 0;

        for (size_t i = 0; i < size; i++) {
                crc = (uint16_t) (crc >> 4 ^ table[crc & 0xf] ^ table[bytes[i] & 0xf]);
                crc = (uint16_t) (crc >> 4 ^ table[crc & 0xf] ^ table[bytes[i] >> 4]);
        }
        return crc;
}

/* Keeps the first; always false. */
static bool
fault(struct pd_fit *fit, size_t at, const char *expected)
{
        if (fit->expected == NULL) {
                fit->expected = expected;
                fit->fault_at = at;
        }
        return false;
}

/* Nothing is read behind it. */
static bool
fatal(struct pd_fit *fit, size_t at, const char *expected)
{
        fit->at = fit->file_end = fit->size;
        return fault(fit, at, expected);
}

static bool
looks_like_a_header(const uint8_t *bytes, size_t size)
{
        return size >= HEADER_SIZE && bytes[0] >= HEADER_SIZE && memcmp(bytes + 8, ".FIT", 4) == 0;
}

bool
pd_fit_probe(const char *bytes, size_t size)
{
        return looks_like_a_header((const uint8_t *) bytes, size);
}

void
pd_fit_init(struct pd_fit *fit, const char *bytes, size_t size)
{
        *fit = (struct pd_fit) {.bytes = (const uint8_t *) bytes, .size = size};
}

bool
pd_fit_file(struct pd_fit *fit)
{
        const size_t start = fit->at;
        const uint8_t *const header = fit->bytes + start;
        const size_t left = fit->size - start;

        if (left == 0)
                return false;
        if (!looks_like_a_header(header, left) || header[0] > left)
                return fatal(fit, start, "the header of a FIT file: 12 or 14 bytes with .FIT in them, or the end");
        if (header[0] >= HEADER_SIZE_CRC && little(header + HEADER_SIZE, CRC_SIZE) != 0 &&
                little(header + HEADER_SIZE, CRC_SIZE) != crc_of(header, HEADER_SIZE))
                fault(fit, start + HEADER_SIZE, "a CRC that fits the header: it is damaged");
        memset(fit->definitions, 0, sizeof(fit->definitions));
        fit->timed = false;
        fit->file_start = start;
        fit->at = start + header[0];
        const size_t data_size = little(header + 4, 4);
        if (data_size == 0)
                fault(fit, start + 4, "the size of the data, not 0: the watch never finished this file");
        fit->file_end = data_size == 0 || data_size > fit->size - fit->at ? fit->size : fit->at + data_size;
        return true;
}

/* Behind the last message. A file that ends before its CRC ended before its data, too. */
static bool
finish(struct pd_fit *fit)
{
        const size_t end = fit->file_end;

        if (fit->size - end < CRC_SIZE)
                return fatal(fit, fit->size, "the rest of the file: it ends too early");
        if (crc_of(fit->bytes + fit->file_start, end - fit->file_start) != little(fit->bytes + end, CRC_SIZE))
                fault(fit, end, "a CRC that fits the file: it is damaged");
        fit->at = end + CRC_SIZE;
        return false;
}

static bool
define(struct pd_fit *fit, uint8_t head, size_t at)
{
        struct pd_fit_definition *const definition = &fit->definitions[head & 0x0f];
        const uint8_t *const bytes = fit->bytes + at;
        const size_t left = fit->file_end - at;
        size_t size = 5;
        uint32_t data = 0;
        size_t empty = 0;

        if (left < size || left < size + FIELD_BYTES * bytes[4])
                return fatal(fit, at, "a whole definition: the file ends too early");
        for (size_t i = 0; i < bytes[4]; i++, size += FIELD_BYTES) {
                data += bytes[size + 1];
                empty += bytes[size + 1] == 0;
        }
        if (empty > EMPTY_FIELDS_MAX)
                return fatal(fit, at, "a definition whose fields have a size: this is no recording");
        if (head & RECORD_DEVELOPER) {
                const size_t n = left > size ? bytes[size] : 0;

                if (left < ++size + FIELD_BYTES * n)
                        return fatal(fit, at, "a whole definition: the file ends too early");
                for (size_t i = 0; i < n; i++, size += FIELD_BYTES)
                        data += bytes[size + 1];
        }
        *definition = (struct pd_fit_definition) {
                .fields = bytes + 5,
                .n_fields = bytes[4],
                .big_endian = bytes[1] == 1,
                .global = (uint16_t) (bytes[1] == 1 ? big(bytes + 2, 2) : little(bytes + 2, 2)),
                .size = data,
        };
        fit->at = at + size;
        return true;
}

/* The time stamp is the message's own, or the last with new low five bits. */
static void
stamp(struct pd_fit *fit, uint8_t head, struct pd_fit_message *ret)
{
        int64_t own;

        ret->timed = pd_fit_number(ret, FIELD_TIMESTAMP, &own);
        if (ret->timed) {
                ret->timestamp = (uint32_t) own;
        } else if (head & RECORD_COMPRESSED && fit->timed) {
                ret->timed = true;
                ret->timestamp = fit->timestamp + ((head - fit->timestamp) & 0x1f);
        }
        if (!ret->timed)
                return;
        fit->timed = true;
        fit->timestamp = ret->timestamp;
}

bool
pd_fit_message(struct pd_fit *fit, struct pd_fit_message *ret)
{
        while (fit->at < fit->file_end) {
                const size_t at = fit->at;
                const uint8_t head = fit->bytes[at];
                const bool compressed = head & RECORD_COMPRESSED;
                const struct pd_fit_definition *const definition = &fit->definitions[compressed ? head >> 5 & 0x03 : head & 0x0f];

                if (!compressed && head & RECORD_DEFINITION) {
                        if (!define(fit, head, at + 1))
                                return false;
                        continue;
                }
                if (definition->fields == NULL)
                        return fatal(fit, at, "a message of a type that was defined before it");
                if (definition->size > fit->file_end - at - 1)
                        return fatal(fit, at, "a whole message: the file ends too early");
                *ret = (struct pd_fit_message) {.global = definition->global, .definition = definition, .data = fit->bytes + at + 1};
                fit->at = at + 1 + definition->size;
                stamp(fit, head, ret);
                return true;
        }
        return finish(fit);
}

/* The definition's three bytes of FIELD, and where its data stand. */
static const uint8_t *
find(const struct pd_fit_message *message, uint8_t field, const uint8_t **ret_data)
{
        const uint8_t *data = message->data;
        const uint8_t *at = message->definition->fields;

        for (size_t i = 0; i < message->definition->n_fields; i++, at += FIELD_BYTES) {
                if (at[0] == field) {
                        *ret_data = data;
                        return at;
                }
                data += at[1];
        }
        return NULL;
}

static bool
is_invalid(enum base_kind kind, uint32_t value, unsigned bits)
{
        const uint32_t ones = UINT32_MAX >> (32 - bits);

        return value == (kind == BASE_UNSIGNED_Z ? 0 : kind == BASE_SIGNED ? ones >> 1 : ones);
}

/* A field whose size is no multiple of its type's is misaligned, or narrower
 * than it claims: no number. */
bool
pd_fit_element(const struct pd_fit_message *message, uint8_t field, size_t i, int64_t *ret)
{
        const uint8_t *data;
        const uint8_t *const declared = find(message, field, &data);

        if (declared == NULL)
                return false;
        const enum base_kind kind = bases[declared[2] & 0x1f].kind;
        const size_t size = bases[declared[2] & 0x1f].size;
        if (kind == BASE_NO_NUMBER || declared[1] % size != 0 || i >= declared[1] / size)
                return false;
        const uint32_t value = message->definition->big_endian ? big(data + i * size, size) : little(data + i * size, size);
        const unsigned bits = (unsigned) (8 * size);
        if (is_invalid(kind, value, bits))
                return false;
        *ret = kind == BASE_SIGNED && value >> (bits - 1) ? (int64_t) value - ((int64_t) 1 << bits) : (int64_t) value;
        return true;
}

bool
pd_fit_number(const struct pd_fit_message *message, uint8_t field, int64_t *ret)
{
        return pd_fit_element(message, field, 0, ret);
}

const uint8_t *
pd_fit_bytes(const struct pd_fit_message *message, uint8_t field, size_t *ret_size)
{
        const uint8_t *data;
        const uint8_t *const declared = find(message, field, &data);

        if (declared == NULL)
                return NULL;
        *ret_size = declared[1];
        return data;
}

bool
pd_fit_text(const struct pd_fit_message *message, uint8_t field, char *ret, size_t size)
{
        size_t length;
        const uint8_t *const bytes = pd_fit_bytes(message, field, &length);

        if (bytes == NULL || length == 0 || bytes[0] == '\0')
                return false;
        pd_text_copy(ret, size, (const char *) bytes, strnlen((const char *) bytes, length));
        return true;
}
