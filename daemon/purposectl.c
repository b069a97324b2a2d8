/* SPDX-License-Identifier: MIT */
#include "ctl/ctl.h"

#include "core/plan/plan.h"

#include "purposed/command.h"

#include <errno.h>
#include <string.h>

/* The client's own; they come before the orders of the same name. */
static const struct pd_ctl_verb *const verbs[] = {
        &pd_ctl_watch,
        &pd_ctl_doctor,
        &pd_ctl_import,
        &pd_ctl_plan,
        &pd_ctl_replay,
};
#define N_VERBS (sizeof(verbs) / sizeof(verbs[0]))

static void
print_help(FILE *to)
{
        enum pd_command_verb order; /* told among the orders */

        fprintf(to, "purposectl: talk to purposed, and try it on recordings\n\n"
                    "  purposectl VERB [WORDS] [OPTIONS]\n\n");
        pd_ctl_list_orders(to);
        fprintf(to, "Here:\n");
        for (size_t i = 0; i < N_VERBS; i++)
                if (pd_command_verb_parse(verbs[i]->name, &order) < 0)
                        fprintf(to, "  %-10s %s\n", verbs[i]->name, verbs[i]->summary);
        fprintf(to, "\n  --help     this; after a verb, what the verb takes\n"
                    "  --version\n"
                    "\nNew here? purposectl plan init, then purposectl watch. All of it: man purposectl\n");
}

/* What stands where a verb is expected. */
static void
refuse(const char *word)
{
        const char *names[N_VERBS + PD_COMMAND_VERB_COUNT], *nearest;
        size_t n = 0;

        if (word[0] == '-') {
                fprintf(stderr, "purposectl: the verb comes first: purposectl status %s; see purposectl --help\n", word);
                return;
        }
        for (size_t i = 0; i < N_VERBS; i++)
                names[n++] = verbs[i]->name;
        for (size_t i = 0; i < PD_COMMAND_VERB_COUNT; i++)
                names[n++] = pd_command_types[i].word;
        nearest = pd_plan_nearest_name(names, n, word);
        if (nearest != NULL)
                fprintf(stderr, "purposectl: there is no verb '%s'; did you mean '%s'?\n", word, nearest);
        else
                fprintf(stderr, "purposectl: there is no verb '%s'; see purposectl --help\n", word);
}

static int
run(int argc, char **argv)
{
        enum pd_command_verb verb;

        if (argc < 2) {
                print_help(stderr);
                return 2;
        }
        if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
                print_help(stdout);
                return 0;
        }
        if (strcmp(argv[1], "--version") == 0) {
                puts("purposectl " PD_VERSION);
                return 0;
        }
        for (size_t i = 0; i < N_VERBS; i++)
                if (strcmp(argv[1], verbs[i]->name) == 0)
                        return verbs[i]->run(argc - 1, argv + 1);
        if (pd_command_verb_parse(argv[1], &verb) == 0)
                return pd_ctl_order(argc - 1, argv + 1);
        refuse(argv[1]);
        return 2;
}

/* An answer that could not be written was not given. */
int
main(int argc, char **argv)
{
        int status = run(argc, argv);

        if (fflush(stdout) == 0 && !ferror(stdout))
                return status;
        fprintf(stderr, "purposectl: what was to be said cannot be written: %s\n", strerror(errno));
        return status != 0 ? status : 1;
}
