/* SPDX-License-Identifier: MIT */
/*
 * The terminal on standard output: its second screen for as long as we have
 * it, keys without Enter, and all as it was when we leave.
 */
#pragma once

#include "ctl/picture.h"

#include <termios.h>

struct pd_terminal {
        bool entered, keys; /* keys: standard input is a terminal, too */
        struct termios before;
};

/* Is there one, may it have colour, does it speak UTF-8? */
bool pd_terminal_here(void);
bool pd_terminal_has_colour(void);
bool pd_terminal_has_utf8(void);
/* Columns and lines; 80 and 24 where it does not say. */
void pd_terminal_size(int *ret_width, int *ret_height);

/* Each may be called twice. */
void pd_terminal_enter(struct pd_terminal *terminal);
void pd_terminal_leave(struct pd_terminal *terminal);

void pd_terminal_show(const struct pd_picture *picture);
