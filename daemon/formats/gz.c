/* SPDX-License-Identifier: MIT */
#include "formats/gz.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#define WINDOW_BITS_GZIP (15 + 16) /* zlib.h, inflateInit2(): the largest window, and a gzip header */
#define FIRST_BYTES ((size_t) 1 << 20)

bool
pd_gz_probe(const char *bytes, size_t size)
{
        return size >= 3 && (unsigned char) bytes[0] == 0x1f && (unsigned char) bytes[1] == 0x8b && bytes[2] == Z_DEFLATED;
}

static int
grow(char **bytes, size_t *capacity)
{
        const size_t wanted = *capacity == 0 ? FIRST_BYTES : 2 * *capacity;
        char *larger;

        if (*capacity > PD_GZ_MAX)
                return -EFBIG;
        larger = realloc(*bytes, wanted > PD_GZ_MAX ? PD_GZ_MAX + 1 : wanted);
        if (larger == NULL)
                return -ENOMEM;
        *bytes = larger;
        *capacity = wanted > PD_GZ_MAX ? PD_GZ_MAX + 1 : wanted;
        return 0;
}

/* Several members may follow each other: their contents do, too. */
static int
run(z_stream *stream, char **bytes, size_t *length)
{
        size_t capacity = 0;
        int r;

        for (;;) {
                if (*length == capacity) {
                        r = grow(bytes, &capacity);
                        if (r < 0)
                                return r;
                }
                stream->next_out = (Bytef *) *bytes + *length;
                stream->avail_out = (uInt) (capacity - *length);
                r = inflate(stream, Z_NO_FLUSH);
                *length = capacity - stream->avail_out;
                if (r == Z_STREAM_END && pd_gz_probe((const char *) stream->next_in, stream->avail_in))
                        r = inflateReset(stream);
                else if (r == Z_STREAM_END)
                        return *length > PD_GZ_MAX ? -EFBIG : 0;
                if (r == Z_MEM_ERROR)
                        return -ENOMEM;
                if (r != Z_OK && !(r == Z_BUF_ERROR && stream->avail_out == 0))
                        return -EBADMSG;
        }
}

int
pd_gz_inflate(const char *bytes, size_t size, char **ret, size_t *ret_size)
{
        z_stream stream = {.next_in = (z_const Bytef *) bytes, .avail_in = (uInt) size};
        char *inflated = NULL;
        size_t length = 0;
        int r;

        if (size > UINT_MAX)
                return -EFBIG;
        if (inflateInit2(&stream, WINDOW_BITS_GZIP) != Z_OK)
                return -ENOMEM;
        r = run(&stream, &inflated, &length);
        (void) inflateEnd(&stream);
        if (r < 0) {
                free(inflated);
                return r;
        }
        *ret = inflated;
        *ret_size = length;
        return 0;
}
