/* SPDX-License-Identifier: MIT */
/* The daemon's command line. */
#include "options.h"

#include "support/cm.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>

#define ARGUMENTS_MAX 8

/* Parses these words, as many as there are before NULL. */
static int
parse(const char *const *words, struct pd_options *ret)
{
        char *argv[ARGUMENTS_MAX + 2] = {(char *) "purposed"};
        int argc = 1;

        for (; words[argc - 1] != NULL; argc++)
                argv[argc] = (char *) words[argc - 1];
        optind = 0; /* glibc: begin anew */
        return pd_options_parse(argc, argv, ret);
}

#define TRIAL "--bus=x", "--run-dir=/r", "--state-dir=/s"

#define PARSE(ret, ...) parse((const char *const[]) {__VA_ARGS__, NULL}, ret)

static void
without_options_everything_has_its_usual_place(void **state)
{
        struct pd_options options;

        (void) state;
        unsetenv("RUNTIME_DIRECTORY");
        unsetenv("STATE_DIRECTORY");
        assert_int_equal(PARSE(&options, NULL), 0);
        assert_string_equal(options.config, "/etc/purposed/purposed.conf");
        assert_false(options.config_named);
        assert_string_equal(options.run_dir, "/run/purposed");
        assert_string_equal(options.state_dir, "/var/lib/purposed");
        assert_null(options.bus);
        assert_false(options.check);
        assert_int_equal(options.rate.num, 1);
        assert_int_equal(options.rate.den, 1);
        assert_int_equal(options.epoch, 0);
}

static void
systemd_names_the_directories_and_the_command_line_overrules_it(void **state)
{
        struct pd_options options;

        (void) state;
        setenv("RUNTIME_DIRECTORY", "/run/a", 1);
        setenv("STATE_DIRECTORY", "/var/a", 1);
        assert_int_equal(PARSE(&options, NULL), 0);
        assert_string_equal(options.run_dir, "/run/a");
        assert_string_equal(options.state_dir, "/var/a");
        assert_int_equal(PARSE(&options, "--run-dir", "/b", "--state-dir=/c"), 0);
        assert_string_equal(options.run_dir, "/b");
        assert_string_equal(options.state_dir, "/c");
        unsetenv("RUNTIME_DIRECTORY");
        unsetenv("STATE_DIRECTORY");
}

static void
all_options_are_read(void **state)
{
        struct pd_options options;

        (void) state;
        assert_int_equal(PARSE(&options, "--config=/x", "--check", "--bus", "unix:path=/y", "--run-dir=/r", "--state-dir=/s",
                                 "--clock-rate=2.5", "--clock-epoch=77"), 0);
        assert_string_equal(options.config, "/x");
        assert_true(options.config_named);
        assert_true(options.check);
        assert_string_equal(options.bus, "unix:path=/y");
        assert_int_equal(options.rate.num, 5);
        assert_int_equal(options.rate.den, 2);
        assert_int_equal(options.epoch, 77);
        assert_int_equal(PARSE(&options, TRIAL, "--clock-rate=2"), 0);
}

static void
a_question_is_answered(void **state)
{
        struct pd_options options;

        (void) state;
        assert_int_equal(PARSE(&options, "--help"), 1);
        assert_int_equal(PARSE(&options, "-h"), 1);
        assert_int_equal(PARSE(&options, "--version"), 1);
}

static void
what_makes_no_sense_is_refused(void **state)
{
        static const char *const rows[][ARGUMENTS_MAX] = {
                {"--nonsense"},
                {"run"},
                {"--config"},
                {"--clock-rate=60"}, /* the real bus has no use for another clock */
                {"--clock-epoch=5"},
                {"--bus=x", "--clock-epoch=5"},
                {"--clock-rate=60", "--run-dir=/r", "--state-dir=/s"},
                {"--bus=x", "--clock-rate=60", "--run-dir=/r"}, /* nor have the real directories */
                {"--bus=x", "--clock-rate=60", "--state-dir=/s"},
                {TRIAL, "--clock-rate=0"},
                {TRIAL, "--clock-rate=1001"},
                {TRIAL, "--clock-rate=fast"},
                {TRIAL, "--clock-rate=2", "--clock-epoch=0"},
                {TRIAL, "--clock-rate=2", "--clock-epoch=-5"},
                {TRIAL, "--clock-rate=2", "--clock-epoch=5s"},
                {TRIAL, "--clock-rate=2", "--clock-epoch=99999999999999999999"},
        };
        struct pd_options options;

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                assert_int_equal(parse(rows[i], &options), -EINVAL);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(without_options_everything_has_its_usual_place),
                cmocka_unit_test(systemd_names_the_directories_and_the_command_line_overrules_it),
                cmocka_unit_test(all_options_are_read),
                cmocka_unit_test(a_question_is_answered),
                cmocka_unit_test(what_makes_no_sense_is_refused),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
