/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
print_help(void)
{
        puts("purposed: a training coach that listens to heart-rate straps and footpods\n"
             "\n"
             "  purposed [OPTIONS]\n"
             "\n"
             "  --config FILE      configuration (default: /etc/purposed/purposed.conf,\n"
             "                     then conf.d/*.conf beside it)\n"
             "  --check            read the configuration, say what is wrong with it, end\n"
             "  --run-dir DIR      memory that outlives a crash (default: /run/purposed)\n"
             "  --state-dir DIR    traces of sessions (default: /var/lib/purposed)\n"
             "  --help             this\n"
             "  --version\n"
             "\n"
             "For trials:\n"
             "  --bus ADDRESS      D-Bus on which org.bluez is, and org.purposed1 will be\n"
             "                     (default: the system bus)\n"
             "  --clock-rate N     the clock runs N times as fast (1/1000 to 1000); needs --bus,\n"
             "                     --run-dir and --state-dir\n"
             "  --clock-epoch US   since this CLOCK_BOOTTIME, in microseconds (default: now);\n"
             "                     needs --clock-rate");
}

static int
refuse(const char *why)
{
        fprintf(stderr, "purposed: %s; see purposed --help\n", why);
        return -EINVAL;
}

static int
parse_epoch(const char *text, pd_usec *ret)
{
        char *end;
        long long value;

        errno = 0;
        value = strtoll(text, &end, 10);
        if (errno != 0 || *end != '\0' || value <= 0)
                return refuse("--clock-epoch takes microseconds of CLOCK_BOOTTIME");
        *ret = value;
        return 0;
}

/* Before the directories' usual places are filled in: what such a clock
 * leaves behind is not to be found among real sessions. */
static int
check_clock(const struct pd_options *options, bool rated)
{
        if (rated && (options->bus == NULL || options->run_dir == NULL || options->state_dir == NULL))
                return refuse("--clock-rate is for trials: it needs --bus, --run-dir and --state-dir");
        if (options->epoch != 0 && !rated)
                return refuse("--clock-epoch needs --clock-rate");
        return 0;
}

static void
fill_directories(struct pd_options *options)
{
        const char *run = getenv("RUNTIME_DIRECTORY"), *state = getenv("STATE_DIRECTORY");

        if (options->run_dir == NULL)
                options->run_dir = run != NULL ? run : "/run/purposed";
        if (options->state_dir == NULL)
                options->state_dir = state != NULL ? state : "/var/lib/purposed";
}

enum { OPTION_RATE = 256, OPTION_EPOCH, OPTION_VERSION };

static int
take(int c, const char *value, struct pd_options *ret, bool *rated)
{
        switch (c) {
        case 'c':
                ret->config = value;
                ret->config_named = true;
                return 0;
        case 'k':
                ret->check = true;
                return 0;
        case 'r':
                ret->run_dir = value;
                return 0;
        case 's':
                ret->state_dir = value;
                return 0;
        case 'b':
                ret->bus = value;
                return 0;
        case OPTION_RATE:
                *rated = true;
                return pd_rate_parse(value, &ret->rate) < 0 ? refuse("--clock-rate takes a number up to 1000, such as 60 or 2.5") : 0;
        case OPTION_EPOCH:
                return parse_epoch(value, &ret->epoch);
        case OPTION_VERSION:
                puts("purposed " PD_VERSION);
                return 1;
        case 'h':
                print_help();
                return 1;
        default: /* getopt has said what is wrong */
                fputs("See purposed --help\n", stderr);
                return -EINVAL;
        }
}

int
pd_options_parse(int argc, char **argv, struct pd_options *ret)
{
        static const struct option known[] = {
                {"config", required_argument, NULL, 'c'}, {"check", no_argument, NULL, 'k'},
                {"run-dir", required_argument, NULL, 'r'}, {"state-dir", required_argument, NULL, 's'},
                {"bus", required_argument, NULL, 'b'}, {"clock-rate", required_argument, NULL, OPTION_RATE},
                {"clock-epoch", required_argument, NULL, OPTION_EPOCH}, {"version", no_argument, NULL, OPTION_VERSION},
                {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0},
        };
        bool rated = false;
        int c;

        *ret = (struct pd_options) {.config = "/etc/purposed/purposed.conf", .rate = {1, 1}};
        while ((c = getopt_long(argc, argv, "h", known, NULL)) != -1) {
                int r = take(c, optarg, ret, &rated);
                if (r != 0)
                        return r;
        }
        if (optind < argc)
                return refuse("only options are taken, and no other words");
        if (check_clock(ret, rated) < 0)
                return -EINVAL;
        fill_directories(ret);
        return 0;
}
