/* SPDX-License-Identifier: MIT */
/* What gzip packed is unpacked, up to a limit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "formats/gz.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* SIZE bytes that BYTE fills, packed; the caller frees them. */
static char *
pack(char byte, size_t size, size_t *ret_size)
{
        z_stream stream = {.opaque = NULL};
        const size_t capacity = size / 500 + 1000;
        char *const packed = malloc(capacity);
        char plain[65536];

        assert_non_null(packed);
        memset(plain, byte, sizeof plain);
        assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
        stream.next_out = (Bytef *) packed;
        stream.avail_out = (uInt) capacity;
        for (size_t left = size; left > 0; left -= left < sizeof plain ? left : sizeof plain) {
                stream.next_in = (Bytef *) plain;
                stream.avail_in = (uInt) (left < sizeof plain ? left : sizeof plain);
                assert_int_equal(deflate(&stream, Z_NO_FLUSH), Z_OK);
        }
        assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
        *ret_size = stream.total_out;
        deflateEnd(&stream);
        return packed;
}

static void
what_was_packed_comes_out(void **state)
{
        static const size_t sizes[] = {0, 1, 1000, 3000000};

        (void) state;
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
                size_t packed_size, size = 99;
                char *const packed = pack('x', sizes[i], &packed_size);
                char *bytes = NULL;

                assert_true(pd_gz_probe(packed, packed_size));
                assert_int_equal(pd_gz_inflate(packed, packed_size, &bytes, &size), 0);
                assert_int_equal(size, sizes[i]);
                for (size_t j = 0; j < size; j++)
                        assert_int_equal(bytes[j], 'x');
                free(bytes);
                free(packed);
        }
}

static void
members_follow_each_other(void **state)
{
        size_t a_size, b_size, size;
        char *const a = pack('a', 2, &a_size), *const b = pack('b', 3, &b_size);
        char both[4096], *bytes;

        (void) state;
        memcpy(both, a, a_size);
        memcpy(both + a_size, b, b_size);
        strcpy(both + a_size + b_size, "junk");
        assert_int_equal(pd_gz_inflate(both, a_size + b_size + 4, &bytes, &size), 0);
        assert_int_equal(size, 5);
        assert_memory_equal(bytes, "aabbb", 5);
        free(bytes);
        free(a);
        free(b);
}

static void
more_than_the_limit_is_refused_however_small_it_was_packed(void **state)
{
        size_t packed_size, size = 99;
        char *const packed = pack('x', PD_GZ_MAX + 1, &packed_size), *bytes = NULL;

        (void) state;
        assert_true(packed_size < PD_GZ_MAX / 500);
        assert_int_equal(pd_gz_inflate(packed, packed_size, &bytes, &size), -EFBIG);
        assert_null(bytes);
        assert_int_equal(size, 99);
        free(packed);
}

static void
what_is_damaged_or_cut_off_is_refused(void **state)
{
        size_t packed_size, size = 99;
        char *const packed = pack('x', 5000, &packed_size), *bytes = NULL;

        (void) state;
        for (size_t cut = 0; cut < packed_size; cut++)
                assert_int_equal(pd_gz_inflate(packed, cut, &bytes, &size), -EBADMSG);
        packed[packed_size - 6] ^= 1; /* of the CRC */
        assert_int_equal(pd_gz_inflate(packed, packed_size, &bytes, &size), -EBADMSG);
        assert_null(bytes);
        free(packed);
}

static void
the_first_bytes_tell(void **state)
{
        (void) state;
        assert_true(pd_gz_probe("\x1f\x8b\x08", 3));
        assert_false(pd_gz_probe("\x1f\x8b\x08", 2));
        assert_false(pd_gz_probe("\x1f\x8b\x07", 3)); /* no method that anyone uses */
        assert_false(pd_gz_probe("PK\x03", 3));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_was_packed_comes_out),
                cmocka_unit_test(members_follow_each_other),
                cmocka_unit_test(more_than_the_limit_is_refused_however_small_it_was_packed),
                cmocka_unit_test(what_is_damaged_or_cut_off_is_refused),
                cmocka_unit_test(the_first_bytes_tell),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
