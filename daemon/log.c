/* SPDX-License-Identifier: MIT */
#include "purposed/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <systemd/sd-journal.h>

void
pd_log(int priority, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        if (getenv("JOURNAL_STREAM") != NULL) { /* started by systemd, systemd.exec(5) */
                sd_journal_printv(priority, format, arguments);
        } else {
                fputs("purposed: ", stderr);
                vfprintf(stderr, format, arguments);
                fputc('\n', stderr);
        }
        va_end(arguments);
}
