/* SPDX-License-Identifier: MIT */
#include "zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define FOLDER "/usr/share/zoneinfo" /* tzfile(5) */
#define MAGIC "TZif"
#define NAME_MAX_BYTES 63 /* pd_athlete.time_zone */
#define A_DAY (24 * PD_HOUR)

static char environment[256] = "TZ="; /* the process' own from the first question on */
static char machine[sizeof(environment) - 3];

static void
set_zone(const char *text)
{
        snprintf(environment + 3, sizeof(environment) - 3, "%s", text);
        tzset();
}

/* Names that the C library takes for the same file are not read again: by
 * way of UTC, a new /etc/localtime is seen. */
static void
return_to_machine(void)
{
        set_zone("UTC0");
        set_zone(machine);
}

static void
take_environment(void)
{
        const char *own = getenv("TZ");

        if (machine[0] != '\0')
                return;
        snprintf(machine, sizeof(machine), "%s", own == NULL ? ":/etc/localtime" : own[0] == '\0' ? "UTC0" : own);
        snprintf(environment, sizeof(environment), "TZ=%s", machine);
        putenv(environment);
}

static int32_t
offset_now(pd_usec real)
{
        time_t seconds = (time_t) pd_usec_second(real);
        struct tm local;

        return localtime_r(&seconds, &local) != NULL ? (int32_t) local.tm_gmtoff : 0;
}

static void
enter(const char *name)
{
        char text[NAME_MAX_BYTES + 2];

        take_environment();
        if (name[0] == '\0') {
                return_to_machine();
                return;
        }
        snprintf(text, sizeof(text), ":%s", name); /* a file's name, no rule such as EST5EDT */
        set_zone(text);
}

static void
leave(const char *name)
{
        if (name[0] != '\0')
                return_to_machine();
}

/* ---- names ------------------------------------------------------------------ */

static bool
is_zone_file(const char *name)
{
        char path[sizeof(FOLDER) + NAME_MAX_BYTES + 1], magic[sizeof(MAGIC)] = "";
        FILE *file;

        snprintf(path, sizeof(path), "%s/%s", FOLDER, name);
        file = fopen(path, "re");
        if (file == NULL)
                return false;
        (void) !fread(magic, 1, sizeof(magic) - 1, file);
        fclose(file);
        return strcmp(magic, MAGIC) == 0;
}

bool
pd_zone_valid(const char *name)
{
        size_t length = strlen(name);

        if (length == 0 || length > NAME_MAX_BYTES || name[0] == '/' || strstr(name, "..") != NULL)
                return false;
        return is_zone_file(name);
}

/* ---- instants ----------------------------------------------------------------- */

int32_t
pd_zone_offset(const char *name, pd_usec real)
{
        int32_t offset;

        enter(name);
        offset = offset_now(real);
        leave(name);
        return offset;
}

/* The instant at which the offset of FROM ends, to the second. UNTIL has
 * another one, and there is one change between them. */
static pd_usec
change_between(pd_usec from, pd_usec until)
{
        int64_t low = pd_usec_second(from), high = pd_usec_second(until);
        int32_t before = offset_now(from);

        while (high - low > 1) {
                int64_t middle = low + (high - low) / 2;
                if (offset_now(middle * PD_SEC) == before)
                        low = middle;
                else
                        high = middle;
        }
        return high * PD_SEC;
}

/* The first instant at which the local clock shows LOCAL or later, LOCAL in
 * microseconds as if it were UTC. */
static pd_usec
first_at(pd_usec local)
{
        pd_usec before = local - A_DAY, after = local + A_DAY;
        pd_usec early = local - offset_now(before) * PD_SEC, late = local - offset_now(after) * PD_SEC, change;

        if (early == late)
                return early;
        change = change_between(before, after);
        if (early < change)
                return early;
        return late >= change ? late : change;
}

static pd_usec
moment(pd_day day, int32_t minute)
{
        return first_at(pd_day_begin(day, 0, minute));
}

pd_usec
pd_zone_moment(const char *name, pd_day day, int32_t minute)
{
        pd_usec at;

        enter(name);
        at = moment(day, minute);
        leave(name);
        return at;
}

pd_day
pd_zone_day(const char *name, pd_usec real, int32_t starts)
{
        pd_day day;

        enter(name);
        day = pd_day_at(real, offset_now(real), starts);
        if (moment(day + 1, starts) <= real) /* the clock was put back over its beginning */
                day++;
        leave(name);
        return day;
}

pd_usec
pd_zone_change(const char *name, pd_usec from, pd_usec until)
{
        pd_usec change = PD_NEVER;

        enter(name);
        if (offset_now(from) != offset_now(until))
                change = change_between(from, until);
        leave(name);
        return change;
}
