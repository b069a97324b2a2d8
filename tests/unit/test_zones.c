/* SPDX-License-Identifier: MIT */
/* Training zones by their names, as shares of the threshold. */
#include "formats/zones.h"

#include "support/cm.h"

#include <string.h>

/* No gap and no overlap, and the threshold begins 5a: of heart rate and of speed. */
static void
zones_adjoin(void **state)
{
        static const size_t parts[] = {0, 1, 2, 3, 5, 6, 7};

        (void) state;
        for (size_t i = 0; i + 1 < sizeof(parts) / sizeof(parts[0]); i++) {
                assert_int_equal(pd_zones[parts[i]].hr_high, pd_zones[parts[i + 1]].hr_low);
                assert_int_equal(pd_zones[parts[i]].speed_high, pd_zones[parts[i + 1]].speed_low);
        }
        assert_string_equal(pd_zones[5].name, "z5a");
        assert_int_equal(pd_zones[5].hr_low, 1000);
        assert_int_equal(pd_zones[5].speed_low, 1000);
        assert_int_equal(pd_zones[0].hr_low, 0);
        assert_int_equal(pd_zones[7].hr_high, 0);
}

/* An edge belongs to the zone above it: every share is of one zone, zone 5 in its parts. */
static void
each_share_is_of_one_zone(void **state)
{
        static const struct {
                int32_t permille;
                const char *by_hr, *by_speed;
        } rows[] = {
                {1, "z1", "z1"},      {774, "z1", "z1"},    {775, "z1", "z2"},    {849, "z1", "z2"},    {850, "z2", "z2"},
                {876, "z2", "z2"},    {877, "z2", "z3"},    {899, "z2", "z3"},    {900, "z3", "z3"},    {942, "z3", "z3"},
                {943, "z3", "z4"},    {949, "z3", "z4"},    {950, "z4", "z4"},    {999, "z4", "z4"},    {1000, "z5a", "z5a"},
                {1029, "z5a", "z5a"}, {1030, "z5b", "z5a"}, {1031, "z5b", "z5b"}, {1059, "z5b", "z5b"}, {1060, "z5c", "z5b"},
                {1110, "z5c", "z5b"}, {1111, "z5c", "z5c"}, {2000, "z5c", "z5c"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                size_t n_hr = 0, n_speed = 0;

                for (size_t z = 0; z < pd_n_zones; z++) {
                        const struct pd_zone *zone = &pd_zones[z];

                        if (strcmp(zone->name, "z5") == 0)
                                continue;
                        if (rows[i].permille >= zone->hr_low && (zone->hr_high == 0 || rows[i].permille < zone->hr_high)) {
                                assert_string_equal(zone->name, rows[i].by_hr);
                                n_hr++;
                        }
                        if (rows[i].permille >= zone->speed_low && (zone->speed_high == 0 || rows[i].permille < zone->speed_high)) {
                                assert_string_equal(zone->name, rows[i].by_speed);
                                n_speed++;
                        }
                }
                assert_int_equal(n_hr, 1);
                assert_int_equal(n_speed, 1);
        }
}

static void
zone_five_is_its_three_parts(void **state)
{
        (void) state;
        assert_string_equal(pd_zones[4].name, "z5");
        assert_int_equal(pd_zones[4].hr_low, pd_zones[5].hr_low);
        assert_int_equal(pd_zones[4].hr_high, pd_zones[7].hr_high);
        assert_int_equal(pd_zones[4].speed_low, pd_zones[5].speed_low);
        assert_int_equal(pd_zones[4].speed_high, pd_zones[7].speed_high);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(zones_adjoin),
                cmocka_unit_test(each_share_is_of_one_zone),
                cmocka_unit_test(zone_five_is_its_three_parts),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
