/* SPDX-License-Identifier: MIT */
#include "ctl/terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* xterm's and everyone's since: the second screen, the cursor, and lines that
 * end at the edge, since characters may be wider than they are taken for. */
#define ENTER "\033[?1049h\033[?25l\033[?7l\033[2J"
#define LEAVE "\033[?7h\033[?25h\033[?1049l"

bool
pd_terminal_here(void)
{
        const char *term = getenv("TERM");

        return isatty(STDOUT_FILENO) && (term == NULL || strcmp(term, "dumb") != 0);
}

/* https://no-color.org: set and not empty. */
bool
pd_terminal_has_colour(void)
{
        const char *no = getenv("NO_COLOR");

        return no == NULL || no[0] == '\0';
}

/* By name, not by setlocale(): over ssh the locale's files are often missing. */
bool
pd_terminal_has_utf8(void)
{
        static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

        for (size_t i = 0; i < 3; i++) {
                const char *value = getenv(names[i]);
                if (value == NULL || value[0] == '\0')
                        continue;
                return strcasestr(value, "utf-8") != NULL || strcasestr(value, "utf8") != NULL;
        }
        return false;
}

void
pd_terminal_size(int *ret_width, int *ret_height)
{
        struct winsize size = {0};

        (void) ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
        *ret_width = size.ws_col > 0 ? size.ws_col : 80;
        *ret_height = size.ws_row > 0 ? size.ws_row : 24;
}

void
pd_terminal_enter(struct pd_terminal *terminal)
{
        struct termios raw;

        if (terminal->entered)
                return;
        terminal->keys = tcgetattr(STDIN_FILENO, &terminal->before) == 0;
        if (terminal->keys) {
                raw = terminal->before;
                raw.c_lflag &= (tcflag_t) ~(ICANON | ECHO);
                raw.c_cc[VMIN] = 1;
                raw.c_cc[VTIME] = 0;
                (void) tcsetattr(STDIN_FILENO, TCSANOW, &raw);
        }
        fputs(ENTER, stdout);
        fflush(stdout);
        terminal->entered = true;
}

void
pd_terminal_leave(struct pd_terminal *terminal)
{
        if (!terminal->entered)
                return;
        fputs(LEAVE, stdout);
        fflush(stdout);
        if (terminal->keys)
                (void) tcsetattr(STDIN_FILENO, TCSANOW, &terminal->before);
        terminal->entered = false;
}

/* Over what stands there, line by line, so that nothing flickers. */
void
pd_terminal_show(const struct pd_picture *picture)
{
        fputs("\033[H", stdout);
        for (int i = 0; i < picture->n; i++)
                printf("%s%s\033[K", i > 0 ? "\r\n" : "", picture->lines[i]);
        fputs("\033[J", stdout);
        fflush(stdout);
}
