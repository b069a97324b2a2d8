/* SPDX-License-Identifier: MIT */
/* purposed.conf, as a file: its lines, its keys, its workouts. */
#include "config.h"
#include "config_check.h"
#include "fuzz/fuzz.h"
#include "roster.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int
file_of(const uint8_t *bytes, size_t size)
{
        static int file = -1;

        if (file < 0)
                file = memfd_create("purposed.conf", 0);
        FUZZ_EXPECT(file >= 0);
        FUZZ_EXPECT(ftruncate(file, 0) == 0);
        FUZZ_EXPECT(pwrite(file, bytes, size, 0) == (ssize_t) size);
        return file;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
        static struct pd_findings findings;
        static struct pd_roster_entry entry;
        const struct pd_roster_day day = {.year = 2027, .sessions_done = 9};
        struct pd_config *config = NULL;
        char path[64];
        int r;

        memset(&findings, 0, sizeof findings);
        snprintf(path, sizeof path, "/proc/self/fd/%d", file_of(bytes, size));
        r = pd_config_read(path, pd_sink_types, &findings, &config);
        FUZZ_EXPECT(r == 0 || r == -EBADMSG || r == -ENOMEM);
        FUZZ_EXPECT(findings.n <= PD_FINDINGS_MAX && (r != -EBADMSG || findings.n_errors > 0));
        if (r < 0)
                return 0;
        pd_config_check(config, path, &findings);
        for (size_t i = 0; i < config->n_athletes; i++)
                (void) pd_roster_entry_of(&config->athletes[i], &day, &findings, &entry);
        pd_config_free(config);
        return 0;
}
