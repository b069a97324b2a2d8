/* SPDX-License-Identifier: MIT */
#include "formats/day_workout.h"

#include "formats/workout_text.h"

#include <string.h>

int
pd_day_workout(const struct pd_calendar *calendar, const struct pd_calendar_day *day, struct pd_workout *ret)
{
        const char *const text = pd_calendar_text(calendar, day);
        struct pd_format_error error;

        if (text[0] == '\0') {
                pd_workout_init(ret);
        } else {
                const int r = pd_workout_text_parse(text, strlen(text), ret, &error);

                if (r < 0)
                        return r;
        }
        pd_workout_say_purpose(ret, day->purpose);
        memcpy(ret->title, day->title, sizeof ret->title);
        if (day->id[0] != '\0' || text[0] == '\0')
                memcpy(ret->id, day->id, sizeof ret->id);
        return 0;
}
