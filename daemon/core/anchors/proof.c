/* SPDX-License-Identifier: MIT */
#include "purposed/proof.h"

#include "purposed/event.h"

const int32_t pd_stretch_seconds[PD_STRETCHES] = {60, 120, 180, 240, 300, 420, 600, 720, 900, 1200};

void
pd_proof_init(struct pd_proof *proof)
{
        const struct pd_crossing nowhere = {PD_UNKNOWN, PD_UNKNOWN};

        *proof = (struct pd_proof) {
                .hr_held_bpm = PD_UNKNOWN, .test = nowhere, .test_speed_mm_s = PD_UNKNOWN, .lt1 = nowhere, .lt2 = nowhere};
        for (size_t i = 0; i < PD_STRETCHES; i++)
                proof->stretches[i] = (struct pd_stretch) {PD_UNKNOWN, PD_UNKNOWN, false};
}
