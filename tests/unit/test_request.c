/* SPDX-License-Identifier: MIT */
#include "recovery/request.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
two_lines_are_known_and_no_others(void **state)
{
        static const char *const wrong[] = {"", "restart ", " restart", "RESTART", "restart bluetooth.service", "reset", "reset ",
                "reset hci0", "reset AA:BB:CC:DD:EE:F", "reset AA:BB:CC:DD:EE:FF ", "reset AA:BB:CC:DD:EE:FF0", "reset  AA:BB:CC:DD:EE:FF",
                "reset aa:bb:cc:dd:ee:ff", "reset ../../../usb/1-1", "reset AA/BB/CC/DD/EE/FF"};
        struct pd_request request;

        (void) state;
        assert_int_equal(pd_request_parse("restart", &request), 0);
        assert_int_equal(request.verb, PD_REQUEST_RESTART);
        assert_int_equal(pd_request_parse("reset AA:BB:CC:DD:EE:FF", &request), 0);
        assert_int_equal(request.verb, PD_REQUEST_RESET);
        assert_string_equal(request.address, "AA:BB:CC:DD:EE:FF");
        for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
                assert_int_equal(pd_request_parse(wrong[i], &request), -EINVAL);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {cmocka_unit_test(two_lines_are_known_and_no_others)};

        return cmocka_run_group_tests(tests, NULL, NULL);
}
