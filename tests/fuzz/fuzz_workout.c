/* SPDX-License-Identifier: MIT */
/* Workouts in words: a workout within its limits that a trace can hold, or a sentence at a place. */
#include "formats/line.h"
#include "formats/workout_text.h"
#include "fuzz/fuzz.h"

#include <errno.h>
#include <string.h>

static void
check_workout(struct pd_workout *workout)
{
        struct pd_athlete athlete;

        FUZZ_EXPECT(pd_id_valid(workout->id));
        FUZZ_EXPECT(workout->n_steps > 0 && workout->n_steps <= PD_STEPS_MAX);
        FUZZ_EXPECT(workout->purpose > PD_PURPOSE_NONE && workout->purpose < PD_PURPOSE_COUNT);
        pd_athlete_init(&athlete, "fuzz");
        athlete.hr_max = (struct pd_anchor){190, 4, PD_PROVENANCE_TEST};
        athlete.lt2_speed = (struct pd_anchor){3400, 60, PD_PROVENANCE_TEST};
        pd_athlete_estimate(&athlete);
        pd_workout_resolve(workout, &athlete);
        FUZZ_EXPECT(pd_workout_unresolved(workout, &athlete, 0) == workout->n_steps);
        for (size_t i = 0; i < workout->n_steps; i++) {
                const struct pd_step *const step = &workout->steps[i];

                FUZZ_EXPECT((step->extent == PD_EXTENT_OPEN) == (step->amount == 0));
                FUZZ_EXPECT(step->intensity < PD_INTENSITY_COUNT);
                FUZZ_EXPECT(step->hr.low >= 0 && step->speed.low >= 0);
                FUZZ_EXPECT(step->hr.high == 0 || step->hr.high >= step->hr.low);
                FUZZ_EXPECT(step->speed.high == 0 || step->speed.high >= step->speed.low);
        }
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
        static struct pd_workout workout;
        const char *const text = (const char *) bytes;
        struct pd_format_error error = {.line = 0};
        char shown[PD_LINE_CARET_SIZE];
        int r = pd_workout_text_parse(text, size, &workout, &error);

        FUZZ_EXPECT(r == 0 || r == -EBADMSG);
        if (r == 0) {
                check_workout(&workout);
                return 0;
        }
        FUZZ_EXPECT(error.line > 0 && error.column > 0);
        fuzz_fault(&error, bytes, size);
        const char *const line = pd_line_find(text, size, error.line);
        pd_line_caret(line, (size_t) (text + size - line), &error, shown, sizeof shown);
        FUZZ_EXPECT(strstr(shown, error.expected) != NULL);
        return 0;
}
