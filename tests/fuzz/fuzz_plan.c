/* SPDX-License-Identifier: MIT */
/* Plans in YAML, and life's entries beside them. */
#include "formats/learnt_text.h"
#include "formats/life_text.h"
#include "formats/plan_yaml.h"
#include "fuzz/fuzz.h"

#include <errno.h>

static void
check_faults(const struct pd_plan_faults *faults)
{
        FUZZ_EXPECT(faults->n > 0 && faults->n <= PD_PLAN_FAULTS_MAX);
        for (size_t i = 0; i < faults->n; i++)
                FUZZ_EXPECT(faults->items[i].text[0] != '\0' && faults->items[i].line > 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
        static struct pd_plan_faults faults;
        static struct pd_life life;
        struct pd_kinetics kinetics;
        struct pd_plan *plan = NULL;
        struct pd_format_error error = {.line = 0};
        int r;

        faults.n = 0;
        r = pd_plan_yaml_read((const char *) bytes, size, &plan, &faults);
        FUZZ_EXPECT(r == 0 || r == -EBADMSG || r == -ENOMEM);
        if (r == -EBADMSG)
                check_faults(&faults);
        pd_plan_yaml_free(plan);
        r = pd_life_text_read((const char *) bytes, size, &life, &error);
        FUZZ_EXPECT(r == 0 || r == -EBADMSG);
        if (r == -EBADMSG)
                fuzz_fault(&error, bytes, size);
        r = pd_learnt_text_read((const char *) bytes, size, &kinetics, &error);
        FUZZ_EXPECT(r == 0 || r == -EBADMSG);
        if (r == -EBADMSG)
                fuzz_fault(&error, bytes, size);
        return 0;
}
