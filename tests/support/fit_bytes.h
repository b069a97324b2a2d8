/* SPDX-License-Identifier: MIT */
/* FIT files written by hand: messages as hexadecimal digits, framed and summed here. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct fit_bytes {
        uint8_t bytes[16384];
        size_t size;
};

/* Digits with blanks between; what stands in (parentheses) is a remark. */
void fit_bytes_add(struct fit_bytes *fit, const char *hex);

/* A file with a header of 14 bytes and both CRCs around the messages, behind what is there already. */
void fit_bytes_add_file(struct fit_bytes *fit, const char *messages);

/* CRC-16/ARC, bit by bit: not the way of the reader. */
uint16_t fit_bytes_crc(const uint8_t *bytes, size_t size);
