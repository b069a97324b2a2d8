/* SPDX-License-Identifier: MIT */
/* Tables. */
#include "fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
        fuzz_recording("csv", bytes, size);
        return 0;
}
