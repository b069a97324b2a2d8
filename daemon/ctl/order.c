/* SPDX-License-Identifier: MIT */
/*
 * Any verb of the table: its words go to the daemon as they stand, which
 * reads them, carries them out and answers.
 */
#include "ctl/call.h"
#include "ctl/ctl.h"
#include "ctl/terminal.h"
#include "ctl/usage.h"
#include "ctl/week.h"

#include "control/bus.h"

#include "purposed/command.h"

#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define EXIT_WORDS 2
#define WHY_SIZE 512

/* The daemon answers -EAGAIN where it does not wait for the card itself: most of
 * them take what a run has left within a second. */
#define ATTEMPTS 40
#define ATTEMPT_EVERY_MS 250
/* It answers -EINPROGRESS where an order goes on: each answer tells how far it
 * has come, and it ends if nobody asks any more. */
#define PROGRESS_EVERY_MS 1000

struct options {
        const char *athlete, *bus;
        bool json;
        char *const *words; /* behind the verb; end with NULL */
};

/* 0; 1: the help has been printed; -EINVAL: getopt has said what is wrong. */
static int
parse(int argc, char **argv, enum pd_command_verb verb, struct options *ret)
{
        static const struct option known[] = {
                {"athlete", required_argument, NULL, 'a'}, {"json", no_argument, NULL, 'j'}, {"bus", required_argument, NULL, 'b'},
                {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0},
        };
        int c;

        *ret = (struct options) {.athlete = ""};
        optind = 1;
        while ((c = getopt_long(argc, argv, "h", known, NULL)) != -1) {
                switch (c) {
                case 'a':
                        ret->athlete = optarg;
                        break;
                case 'j':
                        ret->json = true;
                        break;
                case 'b':
                        ret->bus = optarg;
                        break;
                case 'h':
                        pd_ctl_order_help(verb);
                        return 1;
                default:
                        fprintf(stderr, "See purposectl %s --help\n", argv[0]);
                        return -EINVAL;
                }
        }
        ret->words = argv + optind;
        return 0;
}

typedef void (*print_func)(const char *text);

static int32_t
result_of(sd_bus_message *answer)
{
        int32_t result = 0;

        (void) sd_bus_message_read(answer, "i", &result);
        (void) sd_bus_message_rewind(answer, true);
        return result;
}

static void
wait_for(long ms)
{
        const struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

        (void) nanosleep(&pause, NULL);
}

static int
call_until_done(sd_bus *bus, const char *verb, const struct options *options, sd_bus_error *error, sd_bus_message **ret)
{
        int r = pd_ctl_order_call(bus, options->athlete, verb, (const char *const *) options->words, error, ret);

        for (int i = 1; i < ATTEMPTS && r >= 0 && result_of(*ret) == -EAGAIN; i++) {
                *ret = sd_bus_message_unref(*ret);
                wait_for(ATTEMPT_EVERY_MS);
                r = pd_ctl_order_call(bus, options->athlete, verb, (const char *const *) options->words, error, ret);
        }
        return r;
}

/* The same order, with what it lacked. */
static void
say_again(const char *verb, const struct options *options)
{
        fprintf(stderr, "Say it: purposectl %s", verb);
        for (char *const *word = options->words; *word != NULL; word++)
                fprintf(stderr, strchr(*word, ' ') != NULL ? " '%s'" : " %s", *word);
        fputs(" --athlete ID\n", stderr);
}

/* The answer as it came: sentences to whoever asked, reproaches to standard error. */
static int
print_answer(const char *verb, const struct options *options, sd_bus_message *answer, print_func print)
{
        const char *text, *json;
        int32_t result;
        size_t length;

        if (sd_bus_message_read(answer, "iss", &result, &text, &json) < 0) {
                fputs("purposectl: the daemon answered something that this client does not know; are they of one version?\n", stderr);
                return 1;
        }
        length = strlen(text);
        if (options->json)
                puts(json);
        else if (result >= 0 && print != NULL)
                print(text);
        else if (length > 0)
                fprintf(result < 0 && result != -EINPROGRESS ? stderr : stdout, "%s%s", text, text[length - 1] == '\n' ? "" : "\n");
        if (result == -ENOTUNIQ && !options->json)
                say_again(verb, options);
        if (result == -EINVAL && !options->json)
                fprintf(stderr, "See purposectl %s --help\n", verb);
        return result >= 0 ? 0 : result == -EINVAL ? EXIT_WORDS : 1;
}

static bool
is_nobody(const sd_bus_error *error)
{
        return sd_bus_error_has_name(error, SD_BUS_ERROR_SERVICE_UNKNOWN) || sd_bus_error_has_name(error, SD_BUS_ERROR_NAME_HAS_NO_OWNER);
}

/* How far it has come, unless that is what was said last: whoever waits for a minute reads it once. */
static int
tell_progress(const char *verb, const struct options *options, sd_bus_message *answer, char last[static WHY_SIZE])
{
        const char *text = "", *json;
        int32_t result;

        (void) sd_bus_message_read(answer, "iss", &result, &text, &json);
        (void) sd_bus_message_rewind(answer, true);
        if (!options->json && strncmp(text, last, WHY_SIZE - 1) == 0)
                return 0;
        snprintf(last, WHY_SIZE, "%s", text);
        (void) print_answer(verb, options, answer, NULL);
        return fflush(stdout) == 0 ? 0 : -errno;
}

/* Until it is over, or who asks has had enough and ends us. */
static int
call_and_follow(sd_bus *bus, const char *verb, const struct options *options, sd_bus_error *error, sd_bus_message **ret)
{
        int r = call_until_done(bus, verb, options, error, ret);
        char last[WHY_SIZE] = "";

        while (r >= 0 && result_of(*ret) == -EINPROGRESS) {
                r = tell_progress(verb, options, *ret, last);
                if (r < 0)
                        return r;
                *ret = sd_bus_message_unref(*ret);
                wait_for(PROGRESS_EVERY_MS);
                r = call_until_done(bus, verb, options, error, ret);
        }
        return r;
}

static int
ask(sd_bus *bus, const char *verb, const struct options *options, print_func print, bool alone)
{
        sd_bus_error error = SD_BUS_ERROR_NULL;
        sd_bus_message *answer = NULL;
        char why[WHY_SIZE];
        int status = 1, r = call_and_follow(bus, verb, options, &error, &answer);

        if (r >= 0) {
                status = print_answer(verb, options, answer, print);
        } else if (alone && is_nobody(&error)) {
                status = -1;
        } else {
                pd_ctl_explain(&error, r, why, sizeof(why));
                fprintf(stderr, "purposectl: %s\n", why);
        }
        sd_bus_message_unref(answer);
        sd_bus_error_free(&error);
        return status;
}

/* Who shows the answer on a terminal; NULL: it is printed as it came. */
static print_func
printer_of(enum pd_command_verb verb)
{
        return verb == PD_COMMAND_WEEK && pd_terminal_here() && pd_terminal_has_colour() ? pd_week_print : NULL;
}

int
pd_ctl_order(int argc, char **argv)
{
        enum pd_command_verb verb;
        struct options options;
        sd_bus *bus = NULL;
        int r, status;

        if (pd_command_verb_parse(argv[0], &verb) < 0)
                return EXIT_WORDS;
        r = parse(argc, argv, verb, &options);
        if (r != 0)
                return r > 0 ? 0 : EXIT_WORDS;
        if (pd_ctl_connect(options.bus, &bus) < 0)
                return 1;
        status = ask(bus, argv[0], &options, printer_of(verb), false);
        sd_bus_flush_close_unref(bus);
        return status;
}

int
pd_ctl_ask(int argc, char **argv, void (*print)(const char *text))
{
        enum pd_command_verb verb;
        struct options options;
        sd_bus *bus = NULL;
        int status = -1;

        if (pd_command_verb_parse(argv[0], &verb) < 0 || parse(argc, argv, verb, &options) != 0)
                return EXIT_WORDS;
        if (pd_bus_open(options.bus, &bus) >= 0)
                status = ask(bus, argv[0], &options, print, true);
        sd_bus_flush_close_unref(bus);
        return status;
}
