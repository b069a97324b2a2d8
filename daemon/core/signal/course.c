/* SPDX-License-Identifier: MIT */
#include "core/signal/course.h"

#include "purposed/event.h"

void
pd_course_init(struct pd_course *course)
{
        *course = (struct pd_course) {.n = 0};
}

void
pd_course_second(struct pd_course *course, int32_t hr_bpm, bool settled)
{
        if (!settled)
                pd_course_init(course);
        if (!settled || hr_bpm == PD_UNKNOWN)
                return;
        if (course->n == PD_COURSE_SECONDS)
                course->sum -= course->bpm[course->next];
        else
                course->n++;
        course->bpm[course->next] = hr_bpm;
        course->sum += hr_bpm;
        course->next = (course->next + 1) % PD_COURSE_SECONDS;
}

int32_t
pd_course_mean(const struct pd_course *course)
{
        return course->n < PD_COURSE_SECONDS ? PD_UNKNOWN : course->sum / PD_COURSE_SECONDS;
}
