/* SPDX-License-Identifier: MIT */
/* Where a line goes is looked up each time: lines are few, and standard
 * error may have become another file since. */
#include "purposed/log.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

/* systemd.exec(5): JOURNAL_STREAM is "DEVICE:INODE" of what systemd has
 * connected to the journal. A shell within a service inherits the variable,
 * and its standard error may be a terminal all the same. */
static bool
goes_to_journal(void)
{
        const char *stream = getenv("JOURNAL_STREAM");
        uintmax_t device, inode;
        struct stat status;

        return stream != NULL && sscanf(stream, "%ju:%ju", &device, &inode) == 2 && fstat(STDERR_FILENO, &status) == 0
                && status.st_dev == device && status.st_ino == inode;
}

/* What a person must see at a glance; the rest is told plainly. */
static const char *
word_of(int priority)
{
        if (priority <= LOG_ERR)
                return "error: ";
        return priority == LOG_WARNING ? "warning: " : "";
}

/* What repeats itself is at LOG_DEBUG, and would fill the journal of months. systemd.exec(5): set where a
 * service is to tell more. */
static bool
is_told(int priority)
{
        const char *more = priority == LOG_DEBUG ? getenv("DEBUG_INVOCATION") : NULL;

        return priority < LOG_DEBUG || (more != NULL && strcmp(more, "1") == 0);
}

void
pd_log(int priority, const char *format, ...)
{
        va_list arguments;

        if (!is_told(priority))
                return;
        va_start(arguments, format);
        if (goes_to_journal()) {
                sd_journal_printv(priority, format, arguments);
        } else {
                flockfile(stderr); /* one line a line, whichever thread has something to say */
                fprintf(stderr, "purposed: %s", word_of(priority));
                vfprintf(stderr, format, arguments);
                fputc('\n', stderr);
                funlockfile(stderr);
        }
        va_end(arguments);
}
