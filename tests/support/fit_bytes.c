/* SPDX-License-Identifier: MIT */
#include "support/fit_bytes.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

void
fit_bytes_add(struct fit_bytes *fit, const char *hex)
{
        for (const char *at = hex; *at != '\0';) {
                unsigned value;
                int n;

                if (*at == '(')
                        at = strchr(at, ')');
                if (!isxdigit((unsigned char) *at)) {
                        at++;
                        continue;
                }
                assert(sscanf(at, "%2x%n", &value, &n) == 1 && n == 2 && fit->size < sizeof(fit->bytes));
                fit->bytes[fit->size++] = (uint8_t) value;
                at += 2;
        }
}

uint16_t
fit_bytes_crc(const uint8_t *bytes, size_t size)
{
        uint16_t crc = 0;

        for (size_t i = 0; i < size; i++) {
                crc ^= bytes[i];
                for (int bit = 0; bit < 8; bit++)
                        crc = (uint16_t) (crc & 1 ? crc >> 1 ^ 0xA001 : crc >> 1);
        }
        return crc;
}

static void
put(struct fit_bytes *fit, size_t at, uint32_t value, size_t size)
{
        for (size_t i = 0; i < size; i++)
                fit->bytes[at + i] = (uint8_t) (value >> 8 * i);
}

void
fit_bytes_add_file(struct fit_bytes *fit, const char *messages)
{
        const size_t start = fit->size;

        fit_bytes_add(fit, "0E 20 (protocol) 4308 (profile) 00000000 (size) 2E464954 (.FIT) 0000 (CRC)");
        fit_bytes_add(fit, messages);
        put(fit, start + 4, (uint32_t) (fit->size - start - 14), 4);
        put(fit, start + 12, fit_bytes_crc(fit->bytes + start, 12), 2);
        put(fit, fit->size, fit_bytes_crc(fit->bytes + start, fit->size - start), 2);
        fit->size += 2;
}
