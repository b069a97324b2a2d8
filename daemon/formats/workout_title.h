/* SPDX-License-Identifier: MIT */
/* A workout's title in the making: its words in their normal form, "15m easy, 6x (3m hard, 2m easy)". */
#pragma once

#include "formats/workout_token.h"
#include "purposed/plan.h"

struct pd_workout_title {
        char text[PD_TEXT_SIZE]; /* what does not fit is left out */
        size_t length;
        enum pd_token_kind before; /* PD_TOKEN_OPEN at the beginning: no blank goes there */
};

void pd_workout_title_init(struct pd_workout_title *title);
void pd_workout_title_put(struct pd_workout_title *title, const struct pd_token *token);

/* A sign that stands for what the text says by its lines. */
void pd_workout_title_sign(struct pd_workout_title *title, enum pd_token_kind kind, const char *sign);

/* Writes the title, and the id that is made of it. */
void pd_workout_title_finish(const struct pd_workout_title *title, struct pd_workout *workout);
