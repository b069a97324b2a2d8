/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

/* The week's page for a terminal that has colour: its bars by how hard it was, as on the live view. */
void pd_week_print(const char *text);

/* The style (SGR) of the bar in a line of the page, and where it stands; NULL if there is none. */
const char *pd_week_bar(const char *line, size_t *ret_begin, size_t *ret_length);
