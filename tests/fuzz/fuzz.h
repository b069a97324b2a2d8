/* SPDX-License-Identifier: MIT */
/* One target a file: any bytes in, an answer or a clear refusal out. */
#pragma once

#include "purposed/format.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* What is promised, or the target ends by abort(): then the input is a finding. */
#define FUZZ_EXPECT(condition) \
        do { \
                if (!(condition)) \
                        fuzz_broken(#condition, __FILE__, __LINE__); \
        } while (0)

_Noreturn void fuzz_broken(const char *condition, const char *file, int line);

/* A fault is a sentence, and lies within the bytes. */
void fuzz_fault(const struct pd_format_error *error, const uint8_t *bytes, size_t size);

/* Reads a recording of the format KEY and holds what it hands over to the contract. */
void fuzz_recording(const char *key, const uint8_t *bytes, size_t size);
