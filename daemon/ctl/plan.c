/* SPDX-License-Identifier: MIT */
/* purposectl plan: its verbs' words. */
#include "ctl/plan.h"

#include "ctl/ctl.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct verb {
        const char *word;
        int (*run)(const struct pd_ctl_plan_options *options);
} verbs[] = {
        {"init", pd_ctl_plan_init},
        {"check", pd_ctl_plan_check},
        {"show", pd_ctl_plan_show},
        {"today", pd_ctl_plan_today},
        {"install", pd_ctl_plan_install},
        {"restore", pd_ctl_plan_restore},
};
#define N_VERBS (sizeof verbs / sizeof verbs[0])

static void
print_help(void)
{
        puts("purposectl plan VERB [FILE] [OPTIONS]\n"
             "\n"
             "  init     write an example, with words for you in it, to FILE (default:\n"
             "           plan.yaml), its weeks beginning next Monday\n"
             "  check    does it read, and what would a coach say of it?\n"
             "  show     a week, day by day\n"
             "  today    what today asks for, and why\n"
             "  install  FILE is your plan from the next session on; the daemon keeps it,\n"
             "           and the one before\n"
             "  restore  the one before is your plan again\n"
             "\n"
             "Without FILE, show and today ask the daemon, which knows what was swapped,\n"
             "done or called off. Where none runs, and for check, it is\n"
             "/etc/purposed/plans/ATHLETE.yaml or /var/lib/purposed/plans/ATHLETE.yaml.\n"
             "\n"
             "  --goal NAME      init: 5k (default), half, easy or walk5k\n"
             "  --force          init: over a file that is there\n"
             "  --date DATE      today: another day, such as 2026-11-25\n"
             "  --week DATE      show: the week of this day\n"
             "  --weeks N        show: so many weeks, 1 to 60\n"
             "  --athlete ID     whose plan, where FILE is left out and there are several\n"
             "  --json           for scripts\n"
             "  --bus ADDRESS    another D-Bus than the system's\n"
             "  --help");
}

static int
refuse(const char *why, const char *what)
{
        fprintf(stderr, "purposectl: %s'%s'; see purposectl plan --help\n", why, what);
        return -EINVAL;
}

pd_day
pd_ctl_plan_clock_day(void)
{
        const time_t now = time(NULL);
        struct tm local;

        if (localtime_r(&now, &local) == NULL)
                return pd_day_at((pd_usec) now * PD_SEC, 0, 0);
        return pd_day_of_date(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

static int
take_option(int c, struct pd_ctl_plan_options *options)
{
        char *end;
        long weeks;

        switch (c) {
        case 'a':
                options->athlete = optarg;
                return pd_id_valid(optarg) ? 0 : refuse("--athlete takes 1 to 32 of a-z 0-9 _ -, not ", optarg);
        case 'g':
                options->goal = optarg;
                return 0;
        case 'd':
                options->dated = true;
                if (pd_day_parse(optarg, &options->day) == 0)
                        return 0;
                return refuse("a date is year, month and day, such as 2026-11-25, not ", optarg);
        case 'n':
                weeks = strtol(optarg, &end, 10);
                options->weeks = (int32_t) weeks;
                if (*end == '\0' && weeks >= 1 && weeks <= PD_PLAN_WEEKS_MAX)
                        return 0;
                return refuse("--weeks takes a number from 1 to 60, not ", optarg);
        case 'b':
                options->bus = optarg;
                return 0;
        case 'j':
                options->json = true;
                return 0;
        case 'f':
                options->force = true;
                return 0;
        default: /* getopt has said what is wrong */
                fputs("See purposectl plan --help\n", stderr);
                return -EINVAL;
        }
}

static int
parse_options(int argc, char **argv, struct pd_ctl_plan_options *options)
{
        static const struct option known[] = {
                {"athlete", required_argument, NULL, 'a'}, {"goal", required_argument, NULL, 'g'}, {"date", required_argument, NULL, 'd'},
                {"week", required_argument, NULL, 'd'}, {"weeks", required_argument, NULL, 'n'}, {"json", no_argument, NULL, 'j'},
                {"force", no_argument, NULL, 'f'}, {"bus", required_argument, NULL, 'b'}, {"help", no_argument, NULL, 'h'},
                {NULL, 0, NULL, 0},
        };
        int c;

        while ((c = getopt_long(argc, argv, "h", known, NULL)) != -1) {
                if (c == 'h') {
                        print_help();
                        exit(0);
                }
                if (take_option(c, options) < 0)
                        return -EINVAL;
        }
        return 0;
}

static int
run_plan(int argc, char **argv)
{
        struct pd_ctl_plan_options options = {.day = pd_ctl_plan_clock_day(), .weeks = 1};

        if (parse_options(argc, argv, &options) < 0)
                return 2;
        if (optind == argc) {
                fputs("purposectl: plan init, check, show, today, install or restore? See purposectl plan --help\n", stderr);
                return 2;
        }
        if (argc - optind > 2)
                return refuse("one FILE is enough, what is ", argv[optind + 2]) < 0 ? 2 : 0;
        options.file = argc - optind == 2 ? argv[optind + 1] : NULL;
        for (size_t i = 0; i < N_VERBS; i++)
                if (strcmp(verbs[i].word, argv[optind]) == 0)
                        return verbs[i].run(&options);
        refuse("plan has no verb ", argv[optind]);
        return 2;
}

const struct pd_ctl_verb pd_ctl_plan = {
        .name = "plan",
        .summary = "init, check, show, today, install, restore: your training plan, as a file",
        .run = run_plan,
};
