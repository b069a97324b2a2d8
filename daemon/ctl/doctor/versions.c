/* SPDX-License-Identifier: MIT */
#include "ctl/doctor/versions.h"

#include <errno.h>
#include <stdlib.h>

/* From FIRST on, until it was mended in FIXED. */
struct fault {
        struct pd_version first, fixed;
        const char *text, *remedy;
};

static const struct fault kernel_faults[] = {
        /* Commit e4b019515f95, "Enforce validation on max value of connection interval",
         * mended by 806a5198c059 (BlueZ issue 847). Which of the 6.9 have the mend is not
         * known here: the whole of 6.9 is named. */
        {{6, 8, 0}, {6, 10, 0}, "it may refuse the slower rhythm that straps ask for: links then end after 20 to 150 s",
                "if links end so, take a newer kernel, or a MaxConnectionInterval as man purposed-bluetooth tells"},
        /* Blueman issue 2304: the devices that the kernel connects by itself go unseen. */
        {{6, 6, 25}, {6, 6, 28}, "BlueZ does not hear of links that it makes by itself", "take kernel 6.6.28 or newer"},
        {{6, 8, 4}, {6, 8, 7}, "BlueZ does not hear of links that it makes by itself", "take kernel 6.8.7 or newer"},
};

/* Nothing older was ever tried: Debian 12 has it. */
static const struct pd_version bluez_tried = {5, 66, 0};
/* AcquireNotify is offered from here on by default. */
static const struct pd_version bluez_acquires = {5, 48, 0};
/* A lock that stays after a crash, and memory that is used when it is gone
 * (BlueZ pull request 1383), were mended in 5.84, 5.86 and 5.87. */
static const struct pd_version bluez_acquires_well = {5, 87, 0};

int
pd_version_parse(const char *text, struct pd_version *ret)
{
        int32_t parts[3] = {0};
        size_t n = 0;

        for (; n < 3; n++) {
                char *end;
                long part = strtol(text, &end, 10);

                if (text[0] < '0' || text[0] > '9' || part > INT32_MAX)
                        break;
                parts[n] = (int32_t) part;
                text = *end == '.' ? end + 1 : "";
        }
        if (n < 2)
                return -EINVAL;
        *ret = (struct pd_version) {parts[0], parts[1], parts[2]};
        return 0;
}

int
pd_version_compare(const struct pd_version *a, const struct pd_version *b)
{
        if (a->major != b->major)
                return a->major < b->major ? -1 : 1;
        if (a->minor != b->minor)
                return a->minor < b->minor ? -1 : 1;
        return a->patch < b->patch ? -1 : a->patch > b->patch;
}

void
pd_versions_judge_kernel(struct pd_diagnosis *diagnosis, const char *release)
{
        struct pd_version version;
        size_t n = 0;

        if (pd_version_parse(release, &version) < 0) {
                pd_diagnosis_add(diagnosis, PD_HEALTH_NOTE, "kernel", NULL, "'%.100s' is no version that is understood here", release);
                return;
        }
        for (size_t i = 0; i < sizeof(kernel_faults) / sizeof(kernel_faults[0]); i++) {
                const struct fault *fault = &kernel_faults[i];

                if (pd_version_compare(&version, &fault->first) < 0 || pd_version_compare(&version, &fault->fixed) >= 0)
                        continue;
                pd_diagnosis_add(diagnosis, PD_HEALTH_NOTE, "kernel", fault->remedy, "%.100s: %s", release, fault->text);
                n++;
        }
        if (n == 0)
                pd_diagnosis_add(diagnosis, PD_HEALTH_WELL, "kernel", NULL, "%.100s", release);
}

void
pd_versions_judge_bluez(struct pd_diagnosis *diagnosis, const char *version, bool acquires)
{
        struct pd_version bluez;

        if (pd_version_parse(version, &bluez) < 0)
                pd_diagnosis_add(diagnosis, PD_HEALTH_NOTE, "BlueZ", NULL, "'%.100s' is no version that is understood here", version);
        else if (acquires && pd_version_compare(&bluez, &bluez_acquires) < 0)
                pd_diagnosis_add(diagnosis, PD_HEALTH_ILL, "BlueZ",
                        "take `notify = acquire` out of the configuration, or BlueZ 5.48 or newer", "%.100s knows no AcquireNotify",
                        version);
        else if (pd_version_compare(&bluez, &bluez_tried) < 0)
                pd_diagnosis_add(diagnosis, PD_HEALTH_NOTE, "BlueZ", "Debian 12 has 5.66", "%.100s is older than any that was tried",
                        version);
        else if (acquires && pd_version_compare(&bluez, &bluez_acquires_well) < 0)
                pd_diagnosis_add(diagnosis, PD_HEALTH_NOTE, "BlueZ",
                        "if a sensor is held by nobody, restart bluetooth; `notify = start` has no such fault",
                        "%.100s may keep a characteristic locked after a crash of whoever acquired it", version);
        else
                pd_diagnosis_add(diagnosis, PD_HEALTH_WELL, "BlueZ", NULL, "%.100s", version);
}
