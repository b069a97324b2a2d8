/* SPDX-License-Identifier: MIT */
/* Recordings packed by gzip. */
#include "formats/gz.h"
#include "fuzz/fuzz.h"

#include <errno.h>
#include <stdlib.h>

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
        char *unpacked = NULL;
        size_t length = 0;
        int r;

        pd_gz_probe((const char *) bytes, size);
        r = pd_gz_inflate((const char *) bytes, size, &unpacked, &length);
        FUZZ_EXPECT(r == 0 || r == -EBADMSG || r == -EFBIG || r == -ENOMEM);
        if (r == 0) {
                FUZZ_EXPECT(length <= PD_GZ_MAX);
                free(unpacked);
        }
        return 0;
}
