/* SPDX-License-Identifier: MIT */
/* Faults in words: what is read, and what is complained about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fakes/fault.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define STRAP "C0:00:00:00:00:01"
#define POD "C0:00:00:00:00:02"

static void
every_fault_is_read(void **state)
{
        static const struct {
                const char *line;
                struct pd_fault fault;
        } cases[] = {
                {"connect fails le-connection-abort-by-local 3 times",
                        {PD_FAULT_CONNECT_FAILS, "", "le-connection-abort-by-local", 0, -1, PD_FAULT_TIMES, 3, 0}},
                {"strap connect ok without link", {PD_FAULT_CONNECT_EMPTY, STRAP, "", 0, -1, PD_FAULT_TIMES, 1, 0}},
                {"connect never answers", {PD_FAULT_CONNECT_UNANSWERED, "", "", 0, -1, PD_FAULT_TIMES, 1, 0}},
                {"InProgress stuck", {PD_FAULT_CONNECT_BUSY, "", "", 0, -1, PD_FAULT_DISCONNECTED, 1, 0}},
                {"InProgress stuck until removed", {PD_FAULT_CONNECT_BUSY, "", "", 0, -1, PD_FAULT_REMOVED, 1, 0}},
                {"device vanishes during connect", {PD_FAULT_VANISHES, "", "", 0, -1, PD_FAULT_TIMES, 1, 0}},
                {"connected is not said", {PD_FAULT_CONNECTED_UNSAID, "", "", 0, -1, PD_FAULT_TIMES, 1, 0}},
                {"bond lost", {PD_FAULT_BOND_LOST, "", "", 0, -1, PD_FAULT_REMOVED, 1, 0}},
                {"services never resolve 2 times", {PD_FAULT_RESOLVE_NEVER, "", "", 0, -1, PD_FAULT_TIMES, 2, 0}},
                {"services never resolve", {PD_FAULT_RESOLVE_NEVER, "", "", 0, -1, PD_FAULT_REMOVED, 1, 0}},
                {"services resolve late 5s", {PD_FAULT_RESOLVE_LATE, "", "", 5000, -1, PD_FAULT_TIMES, 1, 0}},
                {"services not advertised", {PD_FAULT_UNADVERTISED, "", "", 0, -1, PD_FAULT_EVER, 1, 0}},
                {"objects out of order", {PD_FAULT_OBJECTS_LATE, "", "", 0, -1, PD_FAULT_TIMES, 1, 0}},
                {"characteristic missing until restarted", {PD_FAULT_CHARACTERISTIC_MISSING, "", "", 0, -1, PD_FAULT_RESTARTED, 1, 0}},
                {"characteristic late 1500ms", {PD_FAULT_CHARACTERISTIC_LATE, "", "", 1500, -1, PD_FAULT_TIMES, 1, 0}},
                {"acquire not offered", {PD_FAULT_ACQUIRE_UNOFFERED, "", "", 0, -1, PD_FAULT_EVER, 1, 0}},
                {"notify refused NotPermitted for 20s", {PD_FAULT_NOTIFY_REFUSED, "", "NotPermitted", 0, -1, PD_FAULT_SPAN, 1, 20000}},
                {"pod silent", {PD_FAULT_SILENT, POD, "", 0, -1, PD_FAULT_TIMES, 1, 0}},
                {"link lost", {PD_FAULT_LINK_LOST, "", "", 0, -1, PD_FAULT_TIMES, 1, 0}},
                {"link flaps every 20s 5 times", {PD_FAULT_FLAPS, "", "", 20000, -1, PD_FAULT_TIMES, 5, 0}},
                {"held by another for 2m", {PD_FAULT_HELD, "", "", 0, -1, PD_FAULT_SPAN, 1, 120000}},
                {"C0:00:00:00:00:04 out of reach", {PD_FAULT_OUT_OF_REACH, "C0:00:00:00:00:04", "", 0, -1, PD_FAULT_EVER, 1, 0}},
                {"pod device removed", {PD_FAULT_DEVICE_REMOVED, POD, "", 0, -1, PD_FAULT_TIMES, 1, 0}},
                {"strap address changes", {PD_FAULT_ADDRESS, STRAP, "", 0, -1, PD_FAULT_TIMES, 1, 0}},
                {"adapter off for 10s", {PD_FAULT_ADAPTER_OFF, "", "", 0, -1, PD_FAULT_SPAN, 1, 10000}},
                {"adapter on", {PD_FAULT_ADAPTER_ON, "", "", 0, -1, PD_FAULT_EVER, 1, 0}},
                {"hci1 adapter blocked", {PD_FAULT_ADAPTER_BLOCKED, "hci1", "", 0, -1, PD_FAULT_EVER, 1, 0}},
                {"adapter unplugged", {PD_FAULT_ADAPTER_UNPLUGGED, "", "", 0, -1, PD_FAULT_EVER, 1, 0}},
                {"adapter unplugged and back as hci3", {PD_FAULT_ADAPTER_UNPLUGGED, "", "", 1000, 3, PD_FAULT_EVER, 1, 0}},
                {"adapter wedged until replugged", {PD_FAULT_ADAPTER_WEDGED, "", "", 0, -1, PD_FAULT_REPLUGGED, 1, 0}},
                {"slots 1", {PD_FAULT_SLOTS, "", "", 0, 1, PD_FAULT_EVER, 1, 0}},
                {"discovery dead", {PD_FAULT_DISCOVERY_DEAD, "", "", 0, -1, PD_FAULT_TIMES, 1, 0}},
                {"bluetoothd restarts", {PD_FAULT_RESTARTS, "", "", 0, -1, PD_FAULT_TIMES, 1, 0}},
                {"bluetoothd hangs 60s", {PD_FAULT_HANGS, "", "", 60000, -1, PD_FAULT_TIMES, 1, 0}},
                {"all well", {PD_FAULT_NONE, "", "", 0, -1, PD_FAULT_TIMES, 1, 0}},
        };
        bool seen[PD_FAULT_KIND_COUNT] = {false};
        (void) state;

        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                const struct pd_fault *due = &cases[i].fault;
                char expected[PD_FAULT_EXPECTED_SIZE] = "";
                struct pd_fault fault;

                if (pd_fault_parse(cases[i].line, &fault, expected) < 0)
                        fail_msg("%s: expected %s", cases[i].line, expected);
                print_message("%s\n", cases[i].line);
                assert_int_equal(fault.kind, due->kind);
                assert_string_equal(fault.who, due->who);
                assert_string_equal(fault.error, due->error);
                assert_int_equal(fault.ms, due->ms);
                assert_int_equal(fault.number, due->number);
                assert_int_equal(fault.end, due->end);
                assert_int_equal(fault.times, due->times);
                assert_int_equal(fault.last_ms, due->last_ms);
                seen[fault.kind] = true;
        }
        for (int kind = 0; kind < PD_FAULT_KIND_COUNT; kind++)
                assert_true(seen[kind]);
}

static void
an_error_says_what_was_expected(void **state)
{
        static const struct {
                const char *line;
                int error;
                const char *expected;
        } cases[] = {
                {"", -ENOENT, "a fault such as connect fails, link lost or bluetoothd restarts"},
                {"strap", -ENOENT, "a fault such as connect fails, link lost or bluetoothd restarts"},
                {"connect", -ENOENT, "a fault such as connect fails, link lost or bluetoothd restarts"},
                {"hci12 adapter off", -ENOENT, "a fault such as connect fails, link lost or bluetoothd restarts"},
                {"connect fails", -EBADMSG, "an error such as le-connection-abort-by-local or NotPermitted"},
                {"link flaps every", -EBADMSG, "a span such as 500ms, 20s, 5m or 2h"},
                {"link flaps every 0s", -EBADMSG, "a span such as 500ms, 20s, 5m or 2h"},
                {"bluetoothd hangs 25h", -EBADMSG, "a span such as 500ms, 20s, 5m or 2h"},
                {"bluetoothd hangs 99999999999s", -EBADMSG, "a span such as 500ms, 20s, 5m or 2h"},
                {"silent for", -EBADMSG, "a span such as 500ms, 20s, 5m or 2h"},
                {"slots many", -EBADMSG, "a number of links, 0 to 100"},
                {"adapter unplugged and back as usb1", -EBADMSG, "an adapter such as hci3"},
                {"link lost often", -EBADMSG, "N times, for SPAN, or until removed, disconnected, restarted or replugged"},
                {"link lost 0 times", -EBADMSG, "N times, for SPAN, or until removed, disconnected, restarted or replugged"},
                {"link lost 3", -EBADMSG, "times"},
                {"link lost 3 times more", -EBADMSG, "nothing more"},
                {"a b c d e f g h i j k l m n o p q", -EBADMSG, "at most 16 words"},
        };
        (void) state;

        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                char expected[PD_FAULT_EXPECTED_SIZE] = "";
                struct pd_fault fault;

                print_message("'%s'\n", cases[i].line);
                assert_int_equal(pd_fault_parse(cases[i].line, &fault, expected), cases[i].error);
                assert_string_equal(expected, cases[i].expected);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_fault_is_read),
                cmocka_unit_test(an_error_says_what_was_expected),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
