/* SPDX-License-Identifier: MIT */
/* Texts of the Device Information Service, as they are padded and broken. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct text_row {
        const char *what;
        uint16_t characteristic;
        const char *bytes;
        size_t length;
        const char *text;
};

#define BYTES(literal) .bytes = literal, .length = sizeof(literal) - 1

static const struct text_row device_info_rows[] = {
        {"plain", 0x2a29, BYTES("Polar Electro Oy"), "Polar Electro Oy"},
        {"a NUL at the end", 0x2a24, BYTES("H10\0"), "H10"},
        {"NULs and spaces behind", 0x2a25, BYTES("A1B2C3 \0 \0\0"), "A1B2C3"},
        {"spaces before", 0x2a26, BYTES("  3.1.1"), "3.1.1"},
        {"a space within", 0x2a28, BYTES("Stryd Wind"), "Stryd Wind"},
        {"padding alone", 0x2a27, BYTES("\0\0  \0"), ""},
        {"letters beyond ASCII", 0x2a29, BYTES("L\xc3\xa4ufer"), "L\xc3\xa4ufer"},
        {"no UTF-8", 0x2a29, BYTES("L\xe4ufer"), "L?ufer"},
        {"a NUL within", 0x2a24, BYTES("H\0" "10"), "H?10"},
        {"a line break", 0x2a24, BYTES("H10\n"), "H10?"},
        /* 63 bytes are kept: here the umlaut is the 62nd and 63rd, below it would be the 63rd and 64th */
        {"64 bytes", 0x2a24, BYTES("0123456789012345678901234567890123456789012345678901234567890\xc3\xa4x"),
                "0123456789012345678901234567890123456789012345678901234567890\xc3\xa4"},
        {"65 bytes, cut before a character", 0x2a24, BYTES("01234567890123456789012345678901234567890123456789012345678901\xc3\xa4x"),
                "01234567890123456789012345678901234567890123456789012345678901"},
};
