/* SPDX-License-Identifier: MIT */
#include "support/coach_bench.h"

void
coach_bench_init(struct coach_bench *bench)
{
        *bench = (struct coach_bench) {.power_w = PD_UNKNOWN};
        pd_athlete_init(&bench->athlete, "anna");
        bench->athlete.hr_max = (struct pd_anchor) {186, 0, PD_PROVENANCE_TEST};
        bench->athlete.lt1_hr = (struct pd_anchor) {152, 0, PD_PROVENANCE_TEST};
        bench->athlete.lt2_hr = (struct pd_anchor) {168, 0, PD_PROVENANCE_TEST};
        bench->athlete.lt1_speed = (struct pd_anchor) {2900, 0, PD_PROVENANCE_TEST};
        bench->athlete.lt2_speed = (struct pd_anchor) {3450, 0, PD_PROVENANCE_TEST};
        bench->step = (struct pd_step) {
                .intensity = PD_INTENSITY_RECOVERY,
                .hr = {.high = 140},
                .speed = {.high = 2450},
        };
        bench->view = (struct pd_coach_view) {
                .purpose = PD_PURPOSE_RECOVERY,
                .step = &bench->step,
                .athlete = &bench->athlete,
                .hr_bpm = PD_UNKNOWN,
                .power_w = PD_UNKNOWN,
                .power_newest_w = PD_UNKNOWN,
                .hr_settled = true,
        };
        pd_coach_init(&bench->coach);
}

/* By the athlete's own line, on which the path begins. */
static void
expect(struct coach_bench *bench)
{
        struct pd_kinetics kinetics;
        int32_t on_line;

        pd_kinetics_of(&bench->athlete, &kinetics);
        if (bench->now == PD_SEC)
                pd_expected_init(&bench->expected, &kinetics, bench->athlete.hr_max.value);
        on_line = (kinetics.base_tenths + (int32_t) (kinetics.gain_tenths * (int64_t) bench->view.speed_mm_s / 1000)) / 10;
        pd_expected_second(&bench->expected, bench->view.speed_mm_s, bench->view.speed_mm_s == PD_UNKNOWN ? PD_UNKNOWN : on_line);
        bench->view.hr_expected_bpm = pd_expected_mean_bpm(&bench->expected);
        bench->view.hr_asymptote_bpm = pd_expected_asymptote_bpm(&bench->expected);
        bench->view.hr_sd_tenths = kinetics.sd_tenths;
}

void
coach_bench_run(struct coach_bench *bench, int seconds, int32_t speed_mm_s, int32_t hr_bpm)
{
        for (int i = 0; i < seconds; i++) {
                bench->now += PD_SEC;
                bench->view.now = bench->view.speed_newest_at = bench->view.power_newest_at = bench->now;
                bench->view.power_w = bench->view.power_newest_w = bench->power_w;
                pd_step_power(&bench->step, &bench->athlete, &bench->view.power);
                bench->view.speed_mm_s = bench->view.speed_newest_mm_s = speed_mm_s;
                bench->view.hr_bpm = bench->view.hr_newest_bpm = bench->view.hr_long_bpm = bench->view.hr_trend_bpm = hr_bpm;
                expect(bench);
                pd_coach_second(&bench->coach, &bench->view, &bench->last);
                if (!bench->last.any)
                        continue;
                bench->spoken[bench->last.type]++;
                if (bench->n_spoken == 16)
                        continue;
                bench->said_by[bench->n_spoken] = bench->last.witness;
                bench->spoken_at[bench->n_spoken++] = bench->now;
        }
}
