/* SPDX-License-Identifier: MIT */
#include "formats/instant.h"

#include "formats/numbers.h"

#include "purposed/date.h"
#include "purposed/event.h"

#include <string.h>

/* A number of N digits at *AT, and the mark behind it; NUL: none. */
static bool
read_digits(const char **at, unsigned n, char mark, int32_t *ret)
{
        *ret = 0;
        for (unsigned i = 0; i < n; i++, (*at)++) {
                if (!pd_number_is_digit(**at))
                        return false;
                *ret = *ret * 10 + (**at - '0');
        }
        return mark == '\0' || *(*at)++ == mark;
}

/* "Z", "+02:00", "+0200" or nothing; the offset is PD_UNKNOWN unless it stands there. */
static bool
read_zone(const char *at, int32_t *ret_s)
{
        const int32_t sign = *at == '-' ? -1 : 1;
        int32_t hours, minutes;

        *ret_s = PD_UNKNOWN;
        if (*at == '\0' || strcmp(at, "Z") == 0)
                return true;
        if (*at != '+' && *at != '-')
                return false;
        at++;
        if (!read_digits(&at, 2, '\0', &hours))
                return false;
        at += *at == ':';
        if (!read_digits(&at, 2, '\0', &minutes) || *at != '\0' || hours > 14 || minutes > 59)
                return false;
        *ret_s = sign * (hours * 3600 + minutes * 60);
        return true;
}

bool
pd_instant_read(const char *text, pd_usec *ret, int32_t *ret_offset_s)
{
        char date[PD_DATE_SIZE] = "";
        int32_t hour, minute, second, offset;
        int64_t fraction = 0;
        pd_day day;
        const char *at = text + sizeof(date); /* behind the T */

        if (strnlen(text, sizeof(date)) < sizeof(date) || at[-1] != 'T')
                return false;
        memcpy(date, text, sizeof(date) - 1);
        if (pd_day_parse(date, &day) < 0)
                return false;
        if (!read_digits(&at, 2, ':', &hour) || !read_digits(&at, 2, ':', &minute) || !read_digits(&at, 2, '\0', &second) || hour > 23 ||
                minute > 59 || second > 60)
                return false;
        if (*at == '.')
                for (int64_t unit = (at++, PD_SEC / 10); pd_number_is_digit(*at); at++, unit /= 10)
                        fraction += unit * (*at - '0');
        if (!read_zone(at, &offset))
                return false;
        *ret = ((int64_t) day * 86400 + hour * 3600 + minute * 60 + second) * PD_SEC + fraction;
        if (offset != PD_UNKNOWN)
                *ret -= offset * PD_SEC;
        *ret_offset_s = offset;
        return true;
}
