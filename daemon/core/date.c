/* SPDX-License-Identifier: MIT */
#include "purposed/date.h"

#include "purposed/clock.h"

#include "core/word.h"

#include <errno.h>

#define MINUTES_A_DAY (24 * 60)
#define LONGEST_NAME 9 /* "wednesday" */
#define SHORT_NAME 3   /* "wed" */

static const char *const weekdays[PD_DAYS_A_WEEK] = {
        [PD_MONDAY] = "monday",
        [PD_TUESDAY] = "tuesday",
        [PD_WEDNESDAY] = "wednesday",
        [PD_THURSDAY] = "thursday",
        [PD_FRIDAY] = "friday",
        [PD_SATURDAY] = "saturday",
        [PD_SUNDAY] = "sunday",
};

const char *
pd_weekday_name(enum pd_weekday weekday)
{
        return pd_word_at(weekdays, PD_DAYS_A_WEEK, weekday);
}

int
pd_weekday_parse(const char *word, enum pd_weekday *ret)
{
        char lower[LONGEST_NAME + 1] = "";
        size_t length = strlen(word);

        if (length != SHORT_NAME && (length > LONGEST_NAME || length < SHORT_NAME + 1))
                return -EINVAL;
        for (size_t i = 0; i < length; i++)
                lower[i] = word[i] >= 'A' && word[i] <= 'Z' ? (char) (word[i] - 'A' + 'a') : word[i];
        for (size_t i = 0; i < PD_DAYS_A_WEEK; i++) {
                if (strncmp(weekdays[i], lower, length) != 0 || (length != SHORT_NAME && weekdays[i][length] != '\0'))
                        continue;
                *ret = (enum pd_weekday) i;
                return 0;
        }
        return -EINVAL;
}

/* Howard Hinnant, "chrono-compatible low-level date algorithms",
 * days_from_civil, for years after 0. */
pd_day
pd_day_of_date(int32_t year, int32_t month, int32_t day)
{
        int32_t from_march = month > 2 ? month - 3 : month + 9;
        int32_t y = month > 2 ? year : year - 1;
        int32_t era = y / 400, year_of_era = y % 400;
        int32_t day_of_year = (153 * from_march + 2) / 5 + day - 1;
        int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

        return era * 146097 + day_of_era - 719468;
}

static void
date_of(pd_day day, struct pd_civil *ret)
{
        pd_clock_civil(day * (pd_usec) MINUTES_A_DAY * PD_MINUTE, ret);
}

static int
digits(const char *text, size_t n, int32_t *ret)
{
        int32_t value = 0;

        for (size_t i = 0; i < n; i++) {
                if (text[i] < '0' || text[i] > '9')
                        return -EINVAL;
                value = value * 10 + (text[i] - '0');
        }
        *ret = value;
        return 0;
}

int
pd_day_parse(const char *text, pd_day *ret)
{
        int32_t year, month, day;
        struct pd_civil civil;
        pd_day parsed;

        if (strlen(text) != PD_DATE_SIZE - 1 || text[4] != '-' || text[7] != '-')
                return -EINVAL;
        if (digits(text, 4, &year) < 0 || digits(text + 5, 2, &month) < 0 || digits(text + 8, 2, &day) < 0)
                return -EINVAL;
        if (year < 1970 || month < 1 || month > 12 || day < 1)
                return -EINVAL;
        parsed = pd_day_of_date(year, month, day);
        date_of(parsed, &civil);
        if (civil.day != day) /* the 31st of a month of 30 days */
                return -EINVAL;
        *ret = parsed;
        return 0;
}

static char *
put_digits(char *at, size_t n, int32_t number)
{
        for (size_t i = n; i > 0; i--, number /= 10)
                at[i - 1] = (char) ('0' + number % 10);
        return at + n;
}

void
pd_day_format(pd_day day, char ret[static PD_DATE_SIZE])
{
        struct pd_civil civil;
        char *at = ret;

        date_of(day, &civil);
        at = put_digits(at, 4, civil.year);
        *at++ = '-';
        at = put_digits(at, 2, civil.month);
        *at++ = '-';
        at = put_digits(at, 2, civil.day);
        *at = '\0';
}

static int32_t
year_of_week(pd_day monday)
{
        struct pd_civil civil;

        date_of(monday + PD_THURSDAY, &civil);
        return civil.year;
}

/* The week that has 4 January. */
static pd_day
first_monday(int32_t year)
{
        return pd_day_monday(pd_day_of_date(year, 1, 4));
}

void
pd_week_id(pd_day monday, char ret[static PD_WEEK_ID_SIZE])
{
        const int32_t year = year_of_week(monday);
        char *at = put_digits(ret, 4, year);

        *at++ = '-';
        *at++ = 'W';
        at = put_digits(at, 2, (monday - first_monday(year)) / PD_DAYS_A_WEEK + 1);
        *at = '\0';
}

int
pd_week_parse(const char *text, pd_day *ret_monday)
{
        int32_t year, number;
        pd_day monday;

        if (strlen(text) != PD_WEEK_ID_SIZE - 1 || text[4] != '-' || text[5] != 'W')
                return -EINVAL;
        if (digits(text, 4, &year) < 0 || digits(text + 6, 2, &number) < 0 || year < 1970 || number < 1)
                return -EINVAL;
        monday = first_monday(year) + (number - 1) * PD_DAYS_A_WEEK;
        if (year_of_week(monday) != year) /* the 53rd of a year of 52 weeks */
                return -EINVAL;
        *ret_monday = monday;
        return 0;
}

enum pd_weekday
pd_day_weekday(pd_day day)
{
        int32_t since_monday = (day + PD_THURSDAY) % PD_DAYS_A_WEEK;

        return (enum pd_weekday) (since_monday < 0 ? since_monday + PD_DAYS_A_WEEK : since_monday);
}

pd_day
pd_day_monday(pd_day day)
{
        return day - (pd_day) pd_day_weekday(day);
}

pd_day
pd_day_at(pd_usec real, int32_t utc_offset_s, int32_t starts)
{
        int64_t second = pd_usec_second(real + utc_offset_s * PD_SEC - starts * PD_MINUTE);
        int64_t a_day = MINUTES_A_DAY * 60;

        return (pd_day) (second >= 0 ? second / a_day : -((-second + a_day - 1) / a_day));
}

pd_usec
pd_day_begin(pd_day day, int32_t utc_offset_s, int32_t starts)
{
        return (day * (pd_usec) MINUTES_A_DAY + starts) * PD_MINUTE - utc_offset_s * PD_SEC;
}
