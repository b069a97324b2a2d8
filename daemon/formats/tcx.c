/* SPDX-License-Identifier: MIT */
/*
 * A watch's activities as Garmin's Training Center and many after it write
 * them (TrainingCenterDatabase v2, ActivityExtension v2):
 *
 *   Activity Sport="Running"
 *     Lap StartTime="2013-06-19T16:56:30Z"
 *       TotalTimeSeconds, DistanceMeters
 *       Track
 *         Trackpoint: Time, DistanceMeters, HeartRateBpm/Value, Cadence, Extensions/TPX/Speed, …/RunCadence, …/Watts
 *     Creator/Name
 *
 * The device stands behind the points, and a lap's neighbours do: so the
 * points of an activity are kept until it is over. A Track ends where the
 * timer was stopped; but some write one a lap, so only a gap between two
 * counts. Cadence is one foot's. Prefixes of names are not looked at.
 *
 * Read as a stream by expat. A document type, and with it every entity, is
 * refused. Limits: 64 elements deep, 500,000 points an activity: six days at 1 Hz.
 */
#include "formats/activity.h"
#include "formats/instant.h"

#include "purposed/event.h"

#include <errno.h>
#include <expat.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 64
#define POINTS_MAX 500000
#define TEXT_MAX 64
#define PROBE_BYTES 4096
#define CHUNK_BYTES 65536
/* Watches that record on a change write every 8 s at least. */
#define TRACKS_TOUCH (10 * PD_SEC)

enum element {
        ELEMENT_OTHER,
        ELEMENT_ACTIVITY,
        ELEMENT_LAP,
        ELEMENT_TRACK,
        ELEMENT_POINT,
        ELEMENT_HEART_RATE,
        ELEMENT_TPX,
        ELEMENT_CREATOR,
        ELEMENT_TIME,
        ELEMENT_DISTANCE,
        ELEMENT_VALUE,
        ELEMENT_CADENCE,
        ELEMENT_RUN_CADENCE,
        ELEMENT_WATTS,
        ELEMENT_SPEED,
        ELEMENT_TOTAL_TIME,
        ELEMENT_NAME,
        ELEMENT_COUNT
};

static const char *const element_names[ELEMENT_COUNT] = {
        [ELEMENT_ACTIVITY] = "Activity", [ELEMENT_LAP] = "Lap", [ELEMENT_TRACK] = "Track", [ELEMENT_POINT] = "Trackpoint",
        [ELEMENT_HEART_RATE] = "HeartRateBpm", [ELEMENT_TPX] = "TPX", [ELEMENT_CREATOR] = "Creator", [ELEMENT_TIME] = "Time",
        [ELEMENT_DISTANCE] = "DistanceMeters", [ELEMENT_VALUE] = "Value", [ELEMENT_CADENCE] = "Cadence",
        [ELEMENT_RUN_CADENCE] = "RunCadence", [ELEMENT_SPEED] = "Speed", [ELEMENT_WATTS] = "Watts",
        [ELEMENT_TOTAL_TIME] = "TotalTimeSeconds",
        [ELEMENT_NAME] = "Name",
};

struct point {
        pd_usec real; /* PD_NEVER */
        bool new_track;
        struct pd_reading reading;
};

struct document {
        XML_Parser parser;
        const struct pd_recording_ops *ops;
        struct pd_format_error *error;
        int result; /* of the first fault, or of a listener */
        size_t depth;
        enum element path[DEPTH_MAX];
        bool in_activity, any_activity;
        char text[TEXT_MAX + 1];
        size_t text_length;
        bool new_track; /* no point of it yet */
        struct point point;
        struct point *points;
        size_t n_points, points_capacity;
        struct pd_recording_about about;
        int64_t laps_mm; /* of all of them */
        struct pd_activity activity;
};

/* ---- words ------------------------------------------------------------------ */

/* The first fault stands; nothing is read after it. */
static void
stop(struct document *document, int result)
{
        if (document->result < 0)
                return;
        document->result = result;
        XML_StopParser(document->parser, XML_FALSE);
}

/* Where the parser stands, from 1. Newer versions of expat
 * have these functions under new names, and warn of the old ones. */
static size_t
line_of(XML_Parser parser)
{
#ifdef PD_EXPAT_64
        return (size_t) XML_GetCurrentLineNumber64(parser);
#else
        return (size_t) XML_GetCurrentLineNumber(parser);
#endif
}

static size_t
column_of(XML_Parser parser)
{
#ifdef PD_EXPAT_64
        return (size_t) XML_GetCurrentColumnNumber64(parser) + 1;
#else
        return (size_t) XML_GetCurrentColumnNumber(parser) + 1;
#endif
}

static void
fail(struct document *document, const char *expected)
{
        if (document->result < 0)
                return;
        *document->error = (struct pd_format_error) {
                .line = line_of(document->parser),
                .column = column_of(document->parser),
        };
        pd_text_copy(document->error->expected, sizeof(document->error->expected), expected, strlen(expected));
        stop(document, -EBADMSG);
}

static enum element
element_named(const char *name)
{
        const char *const colon = strchr(name, ':');

        for (enum element element = ELEMENT_ACTIVITY; element < ELEMENT_COUNT; element++)
                if (strcmp(colon != NULL ? colon + 1 : name, element_names[element]) == 0)
                        return element;
        return ELEMENT_OTHER;
}

static const char *
attribute(const char **attributes, const char *name)
{
        for (; attributes[0] != NULL; attributes += 2)
                if (strcmp(attributes[0], name) == 0)
                        return attributes[1];
        return NULL;
}

static bool
is_blank(char c)
{
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* In units of 1/UNITS. The schema's doubles may have an exponent; where
 * they have a comma, a program wrote as its user's country does. */
static bool
read_number(char *text, double units, int64_t *ret)
{
        char *const comma = strchr(text, ',');
        char *end;

        if (comma != NULL && strchr(text, '.') == NULL)
                *comma = '.';
        const double value = strtod(text, &end) * units;
        if (end == text || *end != '\0' || !(fabs(value) < 9e15))
                return false;
        *ret = llround(value);
        return true;
}

/* ---- an activity -------------------------------------------------------------- */

static int
play_points(struct document *document)
{
        struct pd_activity *const activity = &document->activity;
        int r = pd_activity_begin(activity, document->ops, &document->about);

        for (size_t i = 0; r == 0 && i < document->n_points; i++) {
                struct point *const point = &document->points[i];
                const struct point *const before = i > 0 ? point - 1 : point;

                if (point->new_track && point->real - before->real > TRACKS_TOUCH) {
                        r = pd_activity_timer(activity, before->real, false);
                        if (r == 0)
                                r = pd_activity_timer(activity, point->real, true);
                }
                if (r == 0)
                        r = pd_activity_reading(activity, point->real, &point->reading);
        }
        return r < 0 ? r : pd_activity_end(activity);
}

/* Laps, which were noted in real time, count from the start. */
static void
sum_up(struct document *document)
{
        struct pd_recording_about *const about = &document->about;
        int64_t points_mm = 0;

        if (document->n_points > 0 && about->start_real == PD_NEVER)
                about->start_real = document->points[0].real;
        for (size_t i = 0; i < document->n_points; i++) {
                const struct point *const point = &document->points[i];

                if (point->real >= about->start_real)
                        about->elapsed = point->real - about->start_real;
                if (point->reading.distance_mm > points_mm)
                        points_mm = point->reading.distance_mm;
        }
        for (size_t i = 0; i < about->n_laps && i < PD_RECORDING_LAPS_MAX; i++) {
                struct pd_recording_lap *const lap = &about->laps[i];

                lap->start = lap->start == PD_NEVER || lap->start < about->start_real ? 0 : lap->start - about->start_real;
        }
        if (document->laps_mm > 0 || points_mm > 0)
                about->distance_mm = document->laps_mm > points_mm ? document->laps_mm : points_mm;
}

/* At its end, or where the file stopped making sense in the middle of it. */
static void
finish_activity(struct document *document)
{
        document->in_activity = false;
        sum_up(document);
        const int r = play_points(document);
        if (r < 0)
                stop(document, r);
}

static void
begin_activity(struct document *document, const char *sport)
{
        char *at = document->about.sport;

        document->in_activity = document->any_activity = true;
        document->n_points = 0;
        document->laps_mm = 0;
        document->about = (struct pd_recording_about) {
                .start_real = PD_NEVER,
                .elapsed = PD_NEVER,
                .distance_mm = PD_UNKNOWN,
                .utc_offset_s = PD_UNKNOWN,
        };
        if (sport == NULL)
                return;
        if (strcmp(sport, "Biking") == 0)
                sport = "cycling"; /* as FIT has it */
        pd_text_copy(document->about.sport, sizeof(document->about.sport), sport, strlen(sport));
        for (; *at != '\0'; at++)
                *at = *at >= 'A' && *at <= 'Z' ? (char) (*at - 'A' + 'a') : *at;
}

static struct pd_recording_lap *
current_lap(struct document *document)
{
        const size_t n = document->about.n_laps;

        return n > 0 && n <= PD_RECORDING_LAPS_MAX ? &document->about.laps[n - 1] : NULL;
}

static void
begin_lap(struct document *document, const char *start)
{
        struct pd_recording_about *const about = &document->about;
        struct pd_recording_lap *lap;
        pd_usec real = PD_NEVER;
        int32_t offset;

        if (start != NULL && !pd_instant_read(start, &real, &offset)) {
                fail(document, "StartTime: an instant such as 2013-06-19T16:56:30Z");
                return;
        }
        about->n_laps++;
        lap = current_lap(document);
        if (lap == NULL)
                return;
        *lap = (struct pd_recording_lap) {.start = real, .elapsed = PD_NEVER, .distance_mm = PD_UNKNOWN, .step = PD_UNKNOWN};
        if (about->start_real == PD_NEVER)
                about->start_real = real;
}

/* One that has no time says nothing. */
static void
keep_point(struct document *document)
{
        if (document->point.real == PD_NEVER)
                return;
        if (document->n_points == POINTS_MAX) {
                fail(document, "at most 500000 points an activity");
                return;
        }
        if (document->n_points == document->points_capacity) {
                const size_t capacity = document->points_capacity == 0 ? 4096 : 2 * document->points_capacity;
                struct point *const larger = reallocarray(document->points, capacity, sizeof(*larger));

                if (larger == NULL) {
                        stop(document, -ENOMEM);
                        return;
                }
                document->points = larger;
                document->points_capacity = capacity;
        }
        document->point.new_track = document->new_track;
        document->new_track = false;
        document->points[document->n_points++] = document->point;
}

/* ---- leaves ------------------------------------------------------------------- */

static void
read_point_time(struct document *document)
{
        int32_t offset;

        if (!pd_instant_read(document->text, &document->point.real, &offset))
                fail(document, "Time: an instant such as 2013-06-19T16:56:30Z");
        else if (offset != PD_UNKNOWN)
                document->about.utc_offset_s = offset;
}

/* What a leaf says, and of whom. */
static const struct leaf {
        enum element parent, element;
        double units;
        enum { LEAF_HR, LEAF_CADENCE, LEAF_SPEED, LEAF_DISTANCE, LEAF_POWER, LEAF_LAP_TIME, LEAF_LAP_DISTANCE } what;
        const char *expected;
} leaves[] = {
        {ELEMENT_HEART_RATE, ELEMENT_VALUE, 1, LEAF_HR, "HeartRateBpm: a number such as 142"},
        {ELEMENT_POINT, ELEMENT_CADENCE, 2000, LEAF_CADENCE, "Cadence: a number such as 85"},
        {ELEMENT_TPX, ELEMENT_RUN_CADENCE, 2000, LEAF_CADENCE, "RunCadence: a number such as 85"},
        {ELEMENT_TPX, ELEMENT_SPEED, 1e6, LEAF_SPEED, "Speed: metres a second such as 2.75"},
        {ELEMENT_TPX, ELEMENT_WATTS, 1, LEAF_POWER, "Watts: a number such as 240"},
        {ELEMENT_POINT, ELEMENT_DISTANCE, 1000, LEAF_DISTANCE, "DistanceMeters: a number such as 1250.5"},
        {ELEMENT_LAP, ELEMENT_TOTAL_TIME, 1e6, LEAF_LAP_TIME, "TotalTimeSeconds: a number such as 156.7"},
        {ELEMENT_LAP, ELEMENT_DISTANCE, 1000, LEAF_LAP_DISTANCE, "DistanceMeters: a number such as 1250.5"},
};

static void
note(struct document *document, const struct leaf *leaf, int64_t value)
{
        struct pd_reading *const reading = &document->point.reading;
        struct pd_recording_lap *const lap = current_lap(document);

        if (leaf->what == LEAF_HR)
                reading->hr_bpm = value;
        else if (leaf->what == LEAF_CADENCE)
                reading->cadence_mspm = value;
        else if (leaf->what == LEAF_SPEED)
                reading->speed_um_s = value;
        else if (leaf->what == LEAF_DISTANCE)
                reading->distance_mm = value;
        else if (leaf->what == LEAF_POWER)
                reading->power_w = value;
        else if (leaf->what == LEAF_LAP_TIME && lap != NULL)
                lap->elapsed = value;
        else if (leaf->what == LEAF_LAP_DISTANCE) {
                if (value > 0 && document->laps_mm < PD_READING_DISTANCE_MM_MAX)
                        document->laps_mm += value;
                if (lap != NULL)
                        lap->distance_mm = value;
        }
}

static void
read_leaf(struct document *document, enum element parent, enum element element)
{
        int64_t value;

        if (parent == ELEMENT_POINT && element == ELEMENT_TIME)
                read_point_time(document);
        else if (parent == ELEMENT_CREATOR && element == ELEMENT_NAME)
                pd_text_copy(document->about.device, sizeof(document->about.device), document->text, document->text_length);
        for (size_t i = 0; i < sizeof(leaves) / sizeof(leaves[0]); i++) {
                if (leaves[i].parent != parent || leaves[i].element != element || document->text_length == 0)
                        continue;
                if (!read_number(document->text, leaves[i].units, &value)) {
                        fail(document, leaves[i].expected);
                        return;
                }
                note(document, &leaves[i], value);
        }
}

/* ---- expat --------------------------------------------------------------------- */

static void
on_start(void *user, const char *name, const char **attributes)
{
        struct document *const document = user;
        const enum element element = element_named(name);

        if (document->depth == DEPTH_MAX) {
                fail(document, "elements at most 64 deep");
                return;
        }
        document->path[document->depth++] = element;
        document->text_length = 0;
        if (element == ELEMENT_ACTIVITY) {
                if (document->in_activity)
                        fail(document, "the end of the Activity before another begins");
                else
                        begin_activity(document, attribute(attributes, "Sport"));
        }
        if (!document->in_activity)
                return;
        if (element == ELEMENT_LAP)
                begin_lap(document, attribute(attributes, "StartTime"));
        document->new_track |= element == ELEMENT_TRACK;
        if (element == ELEMENT_POINT) {
                document->point.real = PD_NEVER;
                pd_reading_init(&document->point.reading);
        }
}

static void
on_text(void *user, const char *text, int length)
{
        struct document *const document = user;

        for (int i = 0; i < length && document->text_length < TEXT_MAX; i++)
                if (document->text_length > 0 || !is_blank(text[i]))
                        document->text[document->text_length++] = text[i];
}

static void
on_end(void *user, const char *name)
{
        struct document *const document = user;
        const enum element element = document->path[--document->depth];
        const enum element parent = document->depth > 0 ? document->path[document->depth - 1] : ELEMENT_OTHER;

        (void) name;
        while (document->text_length > 0 && is_blank(document->text[document->text_length - 1]))
                document->text_length--;
        document->text[document->text_length] = '\0';
        if (document->in_activity)
                read_leaf(document, parent, element);
        document->text_length = 0;
        if (!document->in_activity || document->result < 0)
                return;
        if (element == ELEMENT_POINT)
                keep_point(document);
        if (element == ELEMENT_ACTIVITY)
                finish_activity(document);
}

static void
on_document_type(void *user, const char *name, const char *system, const char *public, int internal)
{
        (void) name, (void) system, (void) public, (void) internal;
        fail(user, "a TrainingCenterDatabase without a document type: no entities are read");
}

static void
name_syntax_error(struct document *document)
{
        char expected[120];

        snprintf(expected, sizeof(expected), "well-formed XML, not: %s", XML_ErrorString(XML_GetErrorCode(document->parser)));
        fail(document, expected);
}

static void
parse(struct document *document, const char *bytes, size_t size)
{
        XML_SetUserData(document->parser, document);
        XML_SetElementHandler(document->parser, on_start, on_end);
        XML_SetCharacterDataHandler(document->parser, on_text);
        XML_SetStartDoctypeDeclHandler(document->parser, on_document_type);
        for (bool last = false; !last && document->result == 0;) {
                const size_t n = size < CHUNK_BYTES ? size : CHUNK_BYTES;

                last = n == size;
                if (XML_Parse(document->parser, bytes, (int) n, last) == XML_STATUS_ERROR)
                        name_syntax_error(document);
                bytes += n;
                size -= n;
        }
        if (document->result == -EBADMSG && document->in_activity) {
                document->result = 0; /* what could be read */
                finish_activity(document);
                document->result = document->result < 0 ? document->result : -EBADMSG;
        }
        if (document->result == 0 && !document->any_activity)
                fail(document, "an Activity: this file holds something else");
}

static int
read_recording(const char *bytes, size_t size, const struct pd_recording_ops *ops, uint64_t *ret_skipped, struct pd_format_error *ret_error)
{
        struct document *const document = calloc(1, sizeof(*document));
        int r = -ENOMEM;

        if (document == NULL)
                return r;
        document->ops = ops;
        document->error = ret_error;
        document->parser = XML_ParserCreate(NULL);
        if (document->parser != NULL) {
                parse(document, bytes, size);
                r = document->result;
                XML_ParserFree(document->parser);
        }
        if (r == 0)
                *ret_skipped = document->activity.skipped;
        free(document->points);
        free(document);
        return r;
}

/* Is NAME behind "<" or "<prefix:", and not in the middle of an address? */
static bool
is_element(const char *start, const char *name)
{
        if (name > start && name[-1] == ':')
                for (name--; name > start && name[-1] != '<' && name[-1] != '/' && !is_blank(name[-1]);)
                        name--;
        return name > start && name[-1] == '<';
}

/* The root is near the beginning, in UTF-8, or in any encoding that has ASCII in it. */
static bool
probe(const char *bytes, size_t size)
{
        static const char root[] = "TrainingCenterDatabase";
        const char *const end = bytes + (size < PROBE_BYTES ? size : PROBE_BYTES);

        for (const char *at = bytes; (at = memmem(at, (size_t) (end - at), root, sizeof(root) - 1)) != NULL; at++)
                if (is_element(bytes, at))
                        return true;
        return false;
}

const struct pd_format pd_format_tcx = {
        .key = "tcx",
        .title = "TCX activities (Training Center XML)",
        .probe = probe,
        .read = read_recording,
};
