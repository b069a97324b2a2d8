/* SPDX-License-Identifier: MIT */
/*
 * The live view as lines of text: what is known of an athlete in, what a
 * terminal of that size shows out. Reads no clock and no terminal.
 */
#pragma once

#include "ctl/watched.h"

#define PD_PICTURE_LINES_MAX 64
#define PD_PICTURE_LINE_SIZE 2048 /* bytes of 160 columns in colour */
#define PD_PICTURE_WIDTH_MAX 160  /* wider terminals have the rest empty */
#define PD_PICTURE_WIDTH_MIN 24   /* narrower ones see a part of it */

struct pd_picture_frame {
        int width, height;
        bool colour, utf8;
        pd_usec now;          /* of the client's clock */
        size_t index, n;      /* which athlete of how many, from 0 */
        const char *next;     /* the athlete whom a key would bring; NULL with only one */
        const char *trouble;  /* NULL, or why nothing new is to be expected */
};

struct pd_picture {
        int n; /* at most the frame's height */
        char lines[PD_PICTURE_LINES_MAX][PD_PICTURE_LINE_SIZE];
};

void pd_picture_draw(const struct pd_watched *watched, const struct pd_picture_frame *frame, struct pd_picture *ret);

/* One line for those who do not watch but keep it: "24:31  142 bpm  10:12 min/mi  2.31 mi  easy  in", and " 236 W" where a pod tells it. */
void pd_picture_line(const struct pd_watched *watched, char *ret, size_t size);

/* "2:05", "1:02:05"; "-:--" for PD_UNKNOWN. */
const char *pd_picture_clock(int64_t seconds, char ret[static 24]);
