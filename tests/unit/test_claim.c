/* SPDX-License-Identifier: MIT */
/* Whose run a shared sensor measures. */
#include "core/claim.h"

#include "support/cm.h"

#define IDLE {false, false, false}
#define STRAP {false, false, true}
#define RUNS {true, false, false}
#define RUNS_WITH_STRAP {true, false, true}
#define STARTED {true, true, false}
#define STARTED_WITH_STRAP {true, true, true}

static void
it_belongs_to_whoever_alone_has_a_reason(void **state)
{
        static const struct {
                const char *what;
                struct pd_claimant claimants[3];
                int holder, decided;
        } cases[] = {
                {"nobody is there", {IDLE, IDLE, IDLE}, PD_CLAIM_NOBODY, PD_CLAIM_NOBODY},
                {"one strap is live", {IDLE, STRAP, IDLE}, PD_CLAIM_NOBODY, 1},
                {"two straps are live", {STRAP, STRAP, IDLE}, PD_CLAIM_NOBODY, PD_CLAIM_NOBODY},
                {"two straps, one had it and stands", {STRAP, STRAP, IDLE}, 0, PD_CLAIM_NOBODY},
                {"one strap runs, one is live", {RUNS_WITH_STRAP, STRAP, IDLE}, PD_CLAIM_NOBODY, PD_CLAIM_NOBODY},
                {"one sent start", {IDLE, IDLE, STARTED}, PD_CLAIM_NOBODY, 2},
                {"one sent start, another's strap is live", {STRAP, IDLE, STARTED}, PD_CLAIM_NOBODY, 2},
                {"one sent start, another ran before by her strap", {STARTED, RUNS_WITH_STRAP, IDLE}, PD_CLAIM_NOBODY, 0},
                {"two sent start", {STARTED, STARTED_WITH_STRAP, IDLE}, PD_CLAIM_NOBODY, PD_CLAIM_NOBODY},
                {"who has it runs; another sends start", {RUNS, STARTED_WITH_STRAP, IDLE}, 0, 0},
                {"who has it runs; her strap is silent, another's live", {RUNS, STRAP, IDLE}, 0, 0},
                {"who had it is gone", {IDLE, IDLE, IDLE}, 0, PD_CLAIM_NOBODY},
                {"who had it is gone, another comes", {IDLE, STRAP, IDLE}, 0, 1},
                {"who runs without a reason of her own has no claim", {RUNS, IDLE, IDLE}, PD_CLAIM_NOBODY, PD_CLAIM_NOBODY},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                int decided = pd_claim_decide(cases[i].claimants, 3, cases[i].holder);

                if (decided != cases[i].decided)
                        fail_msg("%s: %d instead of %d", cases[i].what, decided, cases[i].decided);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(it_belongs_to_whoever_alone_has_a_reason),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
