/* SPDX-License-Identifier: MIT */
#include "bench/course.h"

#include <assert.h>
#include <string.h>

const struct pd_virtual_noise course_noise = {
        .hr_rho = 0.95, .hr_sd = 3.5, .pod_rho = 0.7, .pod_sd = 0.025, .rr_jitter_s = 0.008, .lost = 0.01, .dropout_s = 10,
        .dropout_every_s = 20 * 60,
};

/* Numbers that a course draws for itself; a row's begin at 0. */
#define DRAW_UP UINT64_C(0x1000001)
#define DRAW_DOWN UINT64_C(0x1000002)
#define DRAW_GAIN UINT64_C(0x1000003)

void
course_athlete(struct pd_athlete *ret)
{
        pd_athlete_init(ret, "bench");
        strcpy(ret->goal, "half marathon in spring");
        ret->auto_start = PD_AUTO_START_BOTH;
        ret->hr_max = (struct pd_anchor) {186, 0, PD_PROVENANCE_TEST};
        ret->hr_rest = (struct pd_anchor) {52, 0, PD_PROVENANCE_TEST};
        ret->lt1_hr = (struct pd_anchor) {(int32_t) COURSE_LT1_HR, 0, PD_PROVENANCE_TEST};
        ret->lt2_hr = (struct pd_anchor) {168, 0, PD_PROVENANCE_TEST};
        ret->lt1_speed = (struct pd_anchor) {(int32_t) (COURSE_LT1_SPEED * 1000), 0, PD_PROVENANCE_TEST};
        ret->lt2_speed = (struct pd_anchor) {3450, 0, PD_PROVENANCE_TEST};
}

/* splitmix64 (Steele, Lea, Flood 2014) of the two, as a fraction in [0, 1). */
static double
fraction(uint64_t seed, uint64_t which)
{
        uint64_t z = seed * UINT64_C(0x9e3779b97f4a7c15) + which * UINT64_C(0xd1b54a32d192ed03);

        z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
        z ^= z >> 31;
        return (double) (z >> 11) / 9007199254740992.0; /* 2^53 */
}

double
course_draw(const struct course *course, uint64_t which, double low, double high)
{
        return low + (high - low) * fraction(course->seed, which);
}

void
course_init(struct course *course, uint64_t seed)
{
        *course = (struct course) {.noise = course_noise, .seed = seed};
        course->script.worn[PD_VIRTUAL_STRAP] = course->script.worn[PD_VIRTUAL_POD] = true;
        course->script.body = (struct pd_virtual_body) {
                .dead_s = 5,
                .up_s = course_draw(course, DRAW_UP, 29, 58),
                .down_s = course_draw(course, DRAW_DOWN, 50, 94),
                .line_hr = COURSE_LT1_HR,
                .line_slope = course_draw(course, DRAW_GAIN, 15, 30),
                .line_speed = COURSE_LT1_SPEED,
                .rest_hr = 52,
                .max_hr = 186,
        };
}

double
course_speed_at_hr(const struct course *course, double bpm)
{
        const struct pd_virtual_body *body = &course->script.body;

        return body->line_speed + (bpm - body->line_hr) / body->line_slope;
}

static void
add(struct course *course, const struct pd_run_step *step, int32_t seconds)
{
        assert(course->script.n_steps < PD_RUN_STEPS_MAX);
        course->script.steps[course->script.n_steps] = *step;
        course->script.steps[course->script.n_steps++].at_s = course->script.end_s;
        course->script.end_s += seconds;
        assert(course->script.end_s <= PD_RUN_SECONDS_MAX);
}

void
course_run(struct course *course, int32_t seconds, double speed)
{
        add(course, &(struct pd_run_step) {.verb = PD_RUN_SPEED, .speed = speed}, seconds);
        course->speed = speed;
}

void
course_ramp(struct course *course, int32_t seconds, double speed)
{
        add(course, &(struct pd_run_step) {.verb = PD_RUN_RAMP, .speed = speed, .by_s = course->script.end_s + seconds}, seconds);
        course->speed = speed;
}

void
course_stand(struct course *course, int32_t seconds)
{
        add(course, &(struct pd_run_step) {.verb = PD_RUN_STAND}, seconds);
        course->speed = 0;
}

void
course_climb(struct course *course, int32_t seconds, double speed)
{
        add(course, &(struct pd_run_step) {.verb = PD_RUN_EFFORT, .speed = speed}, seconds);
}

void
course_air(struct course *course, enum pd_virtual_sensor sensor, enum pd_virtual_air air)
{
        add(course, &(struct pd_run_step) {.verb = PD_RUN_AIR, .sensor = sensor, .air = air}, 0);
}

void
course_pulse(struct course *course, enum pd_virtual_pulse pulse)
{
        add(course, &(struct pd_run_step) {.verb = PD_RUN_PULSE, .pulse = pulse}, 0);
}

int32_t
course_length(const struct course *course)
{
        return course->script.end_s;
}
