/* SPDX-License-Identifier: MIT */
/* Standard error by hand, the journal only where systemd has put it. */
#include "purposed/log.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>
#include <cmocka.h>

static char said[4096];

/* What standard error holds after a warning and a plain line. STREAM: the
 * difference that JOURNAL_STREAM has to it, or -1 for no such variable. */
static void
log_two(int stream)
{
        FILE *file = tmpfile();
        int before = dup(STDERR_FILENO);
        struct stat status;
        char text[64];
        size_t n;

        assert_non_null(file);
        assert_int_equal(dup2(fileno(file), STDERR_FILENO), STDERR_FILENO);
        assert_int_equal(fstat(STDERR_FILENO, &status), 0);
        snprintf(text, sizeof(text), "%ju:%ju", (uintmax_t) status.st_dev, (uintmax_t) status.st_ino + (uintmax_t) stream);
        if (stream >= 0)
                setenv("JOURNAL_STREAM", text, 1);
        else
                unsetenv("JOURNAL_STREAM");
        pd_log(LOG_WARNING, "%d of %d", 1, 2);
        pd_log(LOG_INFO, "plain");
        pd_log(LOG_DEBUG, "again");
        unsetenv("JOURNAL_STREAM");

        dup2(before, STDERR_FILENO);
        close(before);
        rewind(file);
        n = fread(said, 1, sizeof(said) - 1, file);
        said[n] = '\0';
        fclose(file);
}

static void
a_daemon_started_by_hand_speaks_on_standard_error(void **state)
{
        (void) state;
        log_two(-1);
        assert_string_equal(said, "purposed: warning: 1 of 2\npurposed: plain\n");
}

static void
what_repeats_itself_is_for_who_asks_for_it(void **state)
{
        (void) state;
        setenv("DEBUG_INVOCATION", "1", 1);
        log_two(-1);
        unsetenv("DEBUG_INVOCATION");
        assert_string_equal(said, "purposed: warning: 1 of 2\npurposed: plain\npurposed: again\n");
}

static void
an_inherited_variable_does_not_hide_what_is_said(void **state)
{
        (void) state;
        log_two(1);
        assert_string_equal(said, "purposed: warning: 1 of 2\npurposed: plain\n");
}

static void
what_the_journal_gets_is_not_said_twice(void **state)
{
        (void) state;
        log_two(0);
        assert_string_equal(said, "");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_daemon_started_by_hand_speaks_on_standard_error),
                cmocka_unit_test(what_repeats_itself_is_for_who_asks_for_it),
                cmocka_unit_test(an_inherited_variable_does_not_hide_what_is_said),
                cmocka_unit_test(what_the_journal_gets_is_not_said_twice),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
