/* SPDX-License-Identifier: MIT */
/* Activities as TCX. */
#include "fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
        fuzz_recording("tcx", bytes, size);
        return 0;
}
