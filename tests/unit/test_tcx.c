/* SPDX-License-Identifier: MIT */
/* A TCX file becomes what a strap and a pod would have sent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "purposed/format.h"
#include "support/telling.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const struct pd_format pd_format_tcx;

#define ROOT "<TrainingCenterDatabase xmlns='x'><Activities>"
#define END "</Activities></TrainingCenterDatabase>"
#define RUN ROOT "<Activity Sport='Running'><Id>i</Id><Lap StartTime='2022-06-06T00:36:16Z'>"
#define RUN_END "</Lap></Activity>" END
#define AT(second, rest) "<Trackpoint><Time>2022-06-06T00:" second "Z</Time>" rest "</Trackpoint>"
#define HR(bpm) "<HeartRateBpm><Value>" bpm "</Value></HeartRateBpm>"
#define METRES(m) "<DistanceMeters>" m "</DistanceMeters>"
#define T0 "1654475776.0" /* 2022-06-06T00:36:16Z */

static int
read_text(struct telling *telling, const char *text)
{
        return telling_read(telling, &pd_format_tcx, text, strlen(text));
}

static void
assert_told(const char *text, const char *told)
{
        telling_is(&pd_format_tcx, text, strlen(text), false, told);
}

/* The points alone, without the head and the end of the activity. */
static void
assert_points(const char *points, const char *inputs)
{
        char text[4096];

        snprintf(text, sizeof text, RUN "<Track>%s</Track>" RUN_END, points);
        telling_is(&pd_format_tcx, text, strlen(text), true, inputs);
}

static void
an_activity_is_its_clock_a_start_frames_and_a_stop(void **state)
{
        (void) state;
        assert_told("<?xml version='1.0' encoding='UTF-8'?>\n" RUN
                    "<TotalTimeSeconds>1.5</TotalTimeSeconds>" METRES("2.5") "<MaximumSpeed>9</MaximumSpeed>"
                    "<AverageHeartRateBpm><Value>99</Value></AverageHeartRateBpm><Cadence>1</Cadence><Track>"
                    AT("36:16", HR("142") METRES("0") "<Cadence>85</Cadence>"
                       "<Extensions><ns3:TPX><ns3:Speed>2.5</ns3:Speed></ns3:TPX></Extensions>")
                    AT("36:17.500", HR(" 143\n") METRES("2.5E0")
                       "<Extensions><TPX><Speed>2.5</Speed><RunCadence>86</RunCadence></TPX></Extensions>")
                    "</Track></Lap><Creator><Name>Forerunner 310XT</Name><UnitId>1</UnitId></Creator></Activity></Activities>"
                    "<Author><Name>Connect</Name></Author></TrainingCenterDatabase>",
                "about running, Forerunner 310XT, ; real " T0 ", 1.5 s, 2.5 m, offset -; lap 0.0 1.5 2.5 -\n"
                "0.0 clock " T0 " 0\n0.0 strap 142\n0.0 pod 640 85 0\n0.0 start\n1.5 strap 143\n1.5 pod 640 86 25\n1.5 stop\n");
}

static void
a_point_says_what_it_says(void **state)
{
        (void) state;
        assert_points(AT("36:16", HR("142")), "0.0 strap 142\n");
        assert_points(AT("36:16", ""), "");
        assert_points("<Trackpoint>" HR("142") "</Trackpoint>", ""); /* of no time */
        assert_points(AT("36:16", HR("")) AT("36:17", HR("142")), "1.0 strap 142\n");
        assert_points(AT("36:16", "<Extensions><TPX><Watts>200</Watts><Speed>1e0</Speed></TPX></Extensions>"),
                "0.0 pod 256 0 -\n0.0 power 200\n");
        /* 10 m in 4 s, and again: no speed until 5 s are over, and 2.5 m/s then */
        assert_points(AT("36:16", METRES("0")) AT("36:20", METRES("10")) AT("36:24", METRES("20")), "8.0 pod 640 0 200\n");
}

static void
prefixes_blanks_and_decimal_commas_do_not_matter(void **state)
{
        static const char prefixed[] =
                "<ns0:TrainingCenterDatabase xmlns:ns0='x'><ns0:Activities><ns0:Activity Sport='Running'><ns0:Lap><ns0:Track>"
                "<ns0:Trackpoint><ns0:Time>\n  2022-06-06T00:36:16Z\n </ns0:Time><ns0:HeartRateBpm><ns0:Value>142</ns0:Value>"
                "</ns0:HeartRateBpm></ns0:Trackpoint></ns0:Track></ns0:Lap></ns0:Activity></ns0:Activities>"
                "</ns0:TrainingCenterDatabase>";
        static const char other[] =
                "<gpx xmlns:a='http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2' b='x:TrainingCenterDatabase'/>";

        (void) state;
        assert_true(pd_format_tcx.probe(prefixed, sizeof prefixed - 1));
        assert_false(pd_format_tcx.probe(other, sizeof other - 1));
        telling_is(&pd_format_tcx, prefixed, sizeof prefixed - 1, true, "0.0 strap 142\n");
        assert_points(AT("36:16", "<Extensions><TPX><Speed>2,5</Speed></TPX></Extensions>"), "0.0 pod 640 0 -\n");
}

static void
the_offset_is_that_of_the_times(void **state)
{
        (void) state;
        assert_told(ROOT "<Activity><Lap><Track><Trackpoint><Time>2022-06-06T02:36:16.500+02:00</Time></Trackpoint>"
                         "</Track></Lap></Activity>" END,
                "about , , ; real 1654475776.5, 0.0 s, - m, offset 7200.0; lap 0.0 - - -\n"
                "0.0 clock 1654475776.5 7200\n0.0 start\n0.0 stop\n");
}

static void
tracks_apart_are_a_pause_and_tracks_that_touch_are_not(void **state)
{
        (void) state;
        assert_points(AT("36:16", HR("142")) "</Track><Track>" AT("36:17", HR("143")) "</Track></Lap><Lap><Track>" AT("36:27", HR("144")),
                "0.0 strap 142\n1.0 strap 143\n11.0 strap 144\n");
        assert_points(AT("36:16", HR("142")) "</Track><Track>" AT("36:17", HR("143")) "</Track></Lap><Lap><Track>" AT("37:16", HR("144")),
                "0.0 strap 142\n1.0 strap 143\n1.0 pause\n60.0 resume\n60.0 start\n60.0 strap 144\n");
        /* a gap within a track is silence */
        assert_points(AT("36:16", HR("142")) AT("37:16", HR("144")), "0.0 strap 142\n60.0 strap 144\n");
}

static void
several_activities_each_begin_at_their_own_zero(void **state)
{
        (void) state;
        assert_told(ROOT "<Activity Sport='Running'><Lap><Track>" AT("36:46", HR("142")) "</Track></Lap></Activity>"
                         "<MultiSportSession><FirstSport><Activity Sport='Biking'><Lap><Track>" AT("36:16", HR("90"))
                         "</Track></Lap></Activity></FirstSport></MultiSportSession>" END,
                "about running, , ; real 1654475806.0, 0.0 s, - m, offset -; lap 0.0 - - -\n"
                "0.0 clock 1654475806.0 0\n0.0 strap 142\n0.0 start\n0.0 stop\n"
                "about cycling, , ; real " T0 ", 0.0 s, - m, offset -; lap 0.0 - - -\n"
                "0.0 clock " T0 " 0\n0.0 strap 90\n0.0 start\n0.0 stop\n");
}

static void
more_laps_than_are_kept_are_counted(void **state)
{
        static char text[65536];
        struct telling *telling = calloc(1, sizeof *telling);
        char *at = text + sprintf(text, "%s", ROOT "<Activity Sport='Running'>");

        (void) state;
        assert_non_null(telling);
        for (int i = 0; i < PD_RECORDING_LAPS_MAX + 3; i++)
                at += sprintf(at, "<Lap>" METRES("%d") "</Lap>", i == PD_RECORDING_LAPS_MAX ? 7000000 : 1);
        sprintf(at, "%s", "</Activity>" END);
        assert_int_equal(read_text(telling, text), 0);
        assert_non_null(strstr(telling->text, ", 7000502.0 m,"));
        assert_null(strstr(telling->text, "7000000.0"));
        free(telling);
}

static void
a_fault_is_named_by_line_and_column(void **state)
{
        static const struct {
                const char *text;
                size_t line, column;
                const char *expected;
        } cases[] = {
                {ROOT "\n<Activity>\n</Activities>", 3, 3, "mismatched tag"},
                {ROOT "\n<Activity>\n", 3, 1, "no element found"},
                {"<TrainingCenterDatabase>\n</TrainingCenterDatabase>", 2, 26, "an Activity"},
                {"<TrainingCenterDatabase>\n<Courses><Track>" AT("36:16", HR("1")) "</Track></Courses></TrainingCenterDatabase>", 2, 163,
                        "an Activity"},
                {RUN "<Track>\n<Trackpoint><Time>yesterday</Time>", 2, 28, "Time: an instant"},
                {RUN "<Track>\n<Trackpoint><Time>2022-13-06T00:36:16Z</Time>", 2, 39, "Time: an instant"},
                {RUN "<Track>\n<Trackpoint><Time>2022-06-06T00:36:16X</Time>", 2, 39, "Time: an instant"},
                {RUN "<Track>\n<Trackpoint><Time>2022-06-06T00:36:16+99:00</Time>", 2, 44, "Time: an instant"},
                {RUN "<Track>\n<Trackpoint><Time></Time>", 2, 19, "Time: an instant"},
                {RUN "<Track>\n<Trackpoint>" HR("fast"), 2, 38, "HeartRateBpm: a number"},
                {RUN "<Track>\n<Trackpoint>" METRES("1,500,0"), 2, 36, "DistanceMeters: a number"},
                {RUN "<Track>\n<Trackpoint>" METRES("nan"), 2, 32, "DistanceMeters: a number"},
                {RUN "<Track>\n<Trackpoint>" METRES("1e400"), 2, 34, "DistanceMeters: a number"},
                {RUN "\n<TotalTimeSeconds>-</TotalTimeSeconds>", 2, 20, "TotalTimeSeconds: a number"},
                {ROOT "\n<Activity><Lap StartTime='now'>", 2, 11, "StartTime: an instant"},
                {RUN "\n<Activity>", 2, 1, "the end of the Activity"},
                {"<!DOCTYPE x [\n<!ENTITY a 'aaaa'>]><TrainingCenterDatabase>&a;</TrainingCenterDatabase>", 1, 13, "without a document"},
                {"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><TrainingCenterDatabase/>", 1, 40, "without a document type"},
                {"<TrainingCenterDatabase>&a;</TrainingCenterDatabase>", 1, 25, "undefined entity"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                static struct telling telling;

                telling.skipped = 99;
                assert_int_equal(read_text(&telling, cases[i].text), -EBADMSG);
                assert_non_null(strstr(telling.error.expected, cases[i].expected));
                assert_int_equal(telling.error.line, cases[i].line);
                assert_int_equal(telling.error.column, cases[i].column);
                assert_int_equal(telling.skipped, 99);
        }
}

static void
points_before_a_fault_have_been_handed_over(void **state)
{
        static struct telling telling;

        (void) state;
        assert_int_equal(read_text(&telling, RUN "<Track>" AT("36:16", HR("142")) "<Trackpoint><Time>2022-06-06T00:36:17Z</Time><Hear"),
                -EBADMSG);
        assert_string_equal(telling.text, "about running, , ; real " T0 ", 0.0 s, - m, offset -; lap 0.0 - - -\n"
                                          "0.0 clock " T0 " 0\n0.0 strap 142\n0.0 start\n0.0 stop\n");
}

static void
the_limits_hold(void **state)
{
        static struct telling telling;
        char text[4096] = "<TrainingCenterDatabase>";

        (void) state;
        for (int i = 0; i < 64; i++)
                strcat(text, "<a>");
        assert_int_equal(read_text(&telling, text), -EBADMSG);
        assert_non_null(strstr(telling.error.expected, "64 deep"));
        /* a device's name is cut, a number of any length is one */
        memset(text, 'N', 1000);
        strcpy(text + 1000, "</Name></Creator></Activity>" END);
        memcpy(text, ROOT "<Activity><Creator><Name>", sizeof(ROOT "<Activity><Creator><Name>") - 1);
        assert_int_equal(read_text(&telling, text), 0);
        assert_int_equal(strspn(strchr(telling.text, 'N'), "N"), PD_TEXT_SIZE - 1);
}

static void
a_listener_can_stop_the_reading(void **state)
{
        static struct telling telling = {.stop_after = 3};

        (void) state;
        assert_int_equal(read_text(&telling, RUN "<Track>" AT("36:16", HR("142")) AT("36:17", HR("142")) "</Track>" RUN_END), -ECANCELED);
        assert_int_equal(telling.inputs, 3);
}

static void
damaged_files_get_an_answer(void **state)
{
        static const char file[] = RUN "<TotalTimeSeconds>1.5</TotalTimeSeconds>" METRES("2.5") "<Track>"
                AT("36:16", HR("142") METRES("0") "<Cadence>85</Cadence>")
                AT("36:17.5", HR("143") METRES("2.5") "<Extensions><TPX><Speed>2.5</Speed></TPX></Extensions>") "</Track>" RUN_END;

        (void) state;
        const int faults = telling_damaged(&pd_format_tcx, file, sizeof file - 1, "<>/&0159.eE-T:\"\xc3", 10000);
        assert_true(faults > 1000 && faults < 9500);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(an_activity_is_its_clock_a_start_frames_and_a_stop),
                cmocka_unit_test(a_point_says_what_it_says),
                cmocka_unit_test(prefixes_blanks_and_decimal_commas_do_not_matter),
                cmocka_unit_test(the_offset_is_that_of_the_times),
                cmocka_unit_test(tracks_apart_are_a_pause_and_tracks_that_touch_are_not),
                cmocka_unit_test(several_activities_each_begin_at_their_own_zero),
                cmocka_unit_test(more_laps_than_are_kept_are_counted),
                cmocka_unit_test(a_fault_is_named_by_line_and_column),
                cmocka_unit_test(points_before_a_fault_have_been_handed_over),
                cmocka_unit_test(the_limits_hold),
                cmocka_unit_test(a_listener_can_stop_the_reading),
                cmocka_unit_test(damaged_files_get_an_answer),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
