/* SPDX-License-Identifier: MIT */
/* Heart rates in advertisements. */
#include "bluez/broadcast.h"

#include "support/cm.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))

static void
a_heart_rate_is_found_wherever_it_stands(void **state)
{
        static const struct {
                const char *what;
                uint8_t bytes[12];
                size_t size;
                int32_t hr_bpm; /* 0: none */
                uint8_t counter;
        } rows[] = {
                /* flags: broadcast, counter 2, contact; last beats 61, mean 64 */
                {"an H10", {0x2A, 0x00, 61, 64}, 4, 64, 2},
                {"an old H7 has no mean", {0x1E, 0x00, 61}, 3, 61, 7},
                {"an OH1 says something else first", {0x72, 0x06, 0x7f, 0x44, 0x37, 0, 0, 0, 0x33, 0x00, 0x3c}, 11, 60, 4},
                {"no measurement", {0x2A, 0x00, 0, 0}, 4, 0, 0},
                {"something else alone", {0x72, 0x02, 0x7f, 0x44}, 4, 0, 0},
                {"something else that is longer than all", {0x72, 0xff, 0x7f, 0x44}, 4, 0, 0},
                {"something else, cut", {0x72}, 1, 0, 0},
                {"too short", {0x2A, 0x00}, 2, 0, 0},
                {"nothing", {0}, 0, 0, 0},
        };
        struct pd_broadcast broadcast;

        (void) state;
        for (size_t i = 0; i < N(rows); i++) {
                bool found = pd_broadcast_read(PD_BROADCAST_POLAR, rows[i].bytes, rows[i].size, &broadcast);

                if (found != (rows[i].hr_bpm > 0))
                        fail_msg("%s: %s", rows[i].what, found ? "found" : "not found");
                if (found && (broadcast.hr_bpm != rows[i].hr_bpm || broadcast.counter != rows[i].counter))
                        fail_msg("%s: %d bpm, counter %d", rows[i].what, broadcast.hr_bpm, broadcast.counter);
        }
}

static void
other_companies_mean_something_else(void **state)
{
        struct pd_broadcast broadcast;

        (void) state;
        assert_false(pd_broadcast_read(0x004C, (const uint8_t[]) {0x2A, 0x00, 61, 64}, 4, &broadcast));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_heart_rate_is_found_wherever_it_stands),
                cmocka_unit_test(other_companies_mean_something_else),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
