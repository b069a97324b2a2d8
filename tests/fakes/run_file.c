/* SPDX-License-Identifier: MIT */
/* Reads a script file and complains about it in words. */
#include "fakes/run_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int
pd_run_file_read(const char *path, struct pd_run_script *ret)
{
        static char text[PD_RUN_TEXT_MAX + 1];
        FILE *file = fopen(path, "re");
        struct pd_run_error error = {0};

        if (!file) {
                int r = -errno;
                fprintf(stderr, "%s: %s\n", path, strerror(-r));
                return r;
        }
        size_t size = fread(text, 1, sizeof(text), file);
        fclose(file);

        int r = pd_run_script_parse(text, size, ret, &error);
        if (r == -EBADMSG)
                fprintf(stderr, "%s:%zu: expected %s\n", path, error.line, error.expected);
        else if (r < 0)
                fprintf(stderr, "%s: %s\n", path, strerror(-r));
        return r;
}
