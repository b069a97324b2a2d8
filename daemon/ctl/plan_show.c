/* SPDX-License-Identifier: MIT */
/* A plan for the eye: from the daemon, which knows what life has laid over it; from its file where none runs. */
#include "ctl/plan.h"

#include "ctl/ctl.h"
#include "ctl/terminal.h"
#include "timetable.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_SIZE 512
#define WRAP_INDENT 9
#define DAY_COLUMNS 19 /* "  Mon  2026-11-23  " */

/* ---- in colour ------------------------------------------------------------- */

static bool
in_colour(void)
{
        const char *const refused = getenv("NO_COLOR");

        return isatty(STDOUT_FILENO) && (refused == NULL || refused[0] == '\0');
}

/* Green is easy, red is hard, as on the live view; what is no run is dim. */
static const char *
colour_of(enum pd_purpose purpose)
{
        if (pd_plan_is_hard(purpose))
                return "\033[31m";
        if (!pd_plan_is_session(purpose))
                return "\033[2m";
        return purpose == PD_PURPOSE_CROSS ? "\033[36m" : "\033[32m";
}

/* Where the purpose stands in a line of a timetable: in each day of a week,
 * and in the line below the heading of a day alone. */
static size_t
purpose_column(const char *line, size_t number)
{
        char date[PD_DATE_SIZE] = "";
        pd_day day;

        if (strncmp(line, "  ", 2) != 0)
                return SIZE_MAX;
        if (strlen(line) > DAY_COLUMNS)
                memcpy(date, line + DAY_COLUMNS - 2 - (PD_DATE_SIZE - 1), PD_DATE_SIZE - 1);
        if (pd_day_parse(date, &day) == 0)
                return DAY_COLUMNS;
        return number == 1 ? 2 : SIZE_MAX;
}

static void
print_line(const char *line, size_t length, size_t number)
{
        const size_t column = purpose_column(line, number);
        char word[PD_ID_SIZE] = "";
        enum pd_purpose purpose;
        size_t n = 0;

        if (column < length) {
                n = strcspn(line + column, " \n");
                pd_text_copy(word, sizeof(word), line + column, n);
        }
        if (word[0] == '\0' || pd_purpose_parse(word, &purpose) < 0)
                printf("%.*s", (int) length, line);
        else
                printf("%.*s%s%s\033[0m%.*s", (int) column, line, colour_of(purpose), word, (int) (length - column - n), line + column + n);
}

/* LINE word by word, as a terminal of WIDTH columns wants it. */
static void
wrap(const char *line, size_t length, int width, char *ret, size_t size)
{
        size_t at = 0, blank = 0;
        int columns = 0;

        for (size_t i = 0; i < length && at + WRAP_INDENT + 1 < size; i++) {
                ret[at++] = line[i];
                columns += ((unsigned char) line[i] & 0xc0) != 0x80;
                if (line[i] == ' ')
                        blank = at;
                if (columns <= width || line[i] == '\n' || blank <= WRAP_INDENT)
                        continue;
                memmove(ret + blank + WRAP_INDENT + 1, ret + blank, at - blank);
                ret[blank] = '\n';
                memset(ret + blank + 1, ' ', WRAP_INDENT);
                at += WRAP_INDENT + 1;
                columns = (int) (at - blank) - 1;
                blank = 0;
        }
        ret[at] = '\0';
}

static void
print_page(const char *text)
{
        char wrapped[LINE_SIZE];
        int width, height;

        if (!isatty(STDOUT_FILENO)) {
                fputs(text, stdout);
                return;
        }
        pd_terminal_size(&width, &height);
        for (size_t length, number = 0; text[0] != '\0'; text += length, number++) {
                length = strcspn(text, "\n");
                length += text[length] == '\n';
                wrap(text, length, width, wrapped, sizeof(wrapped));
                if (in_colour())
                        print_line(wrapped, strlen(wrapped), number);
                else
                        fputs(wrapped, stdout);
        }
}

/* ---- whoever knows ------------------------------------------------------------ */

/* As words for the daemon; -1: none runs. */
static int
ask_daemon(const struct pd_ctl_plan_options *options, const char *what)
{
        char date[PD_DATE_SIZE], weeks[16];
        const char *words[4] = {what};
        int n = 1;

        if (options->dated) {
                pd_day_format(options->day, date);
                words[n++] = date;
        }
        if (options->weeks > 1) {
                (void) snprintf(weeks, sizeof(weeks), "%d", options->weeks);
                words[n++] = weeks;
        }
        return pd_ctl_plan_ask(options, words, print_page);
}

static int
read_file(const struct pd_ctl_plan_options *options, int32_t weeks, pd_day today)
{
        struct pd_plan *const plan = pd_ctl_plan_load(options);
        /* What was run is not known here, so nothing was missed. */
        const struct pd_calendar calendar = {.plan = plan, .today = today, .since = today};
        const struct pd_timetable timetable = {.calendar = &calendar, .day = options->day, .weeks = weeks};
        struct pd_reply reply;
        int result;

        if (plan == NULL)
                return 1;
        pd_reply_init(&reply);
        pd_timetable_write(&timetable, &reply);
        result = reply.result;
        if (result == 0 && options->json)
                puts(pd_reply_json(&reply));
        else if (result == 0)
                print_page(pd_reply_text(&reply));
        else
                fprintf(stderr, "purposectl: %s\n", strerror(-result));
        pd_reply_clear(&reply);
        pd_plan_yaml_free(plan);
        return result == 0 ? 0 : 1;
}

/* ---- the verbs ------------------------------------------------------------------- */

static int
show(const struct pd_ctl_plan_options *options, const char *what, int32_t weeks, pd_day today)
{
        int status = options->file != NULL ? -1 : ask_daemon(options, what);

        if (status >= 0)
                return status;
        if (options->file == NULL)
                fputs("purposectl: the daemon does not run; this is from the file alone, without what was swapped, done or called off\n",
                        stderr);
        return read_file(options, weeks, today);
}

int
pd_ctl_plan_show(const struct pd_ctl_plan_options *options)
{
        return show(options, "show", options->weeks, pd_ctl_plan_clock_day());
}

int
pd_ctl_plan_today(const struct pd_ctl_plan_options *options)
{
        return show(options, "today", 0, options->day);
}
