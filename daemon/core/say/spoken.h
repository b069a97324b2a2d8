/* SPDX-License-Identifier: MIT */
/*
 * What a speaker is given: at most 14 words, and no digits, units or colons.
 */
#pragma once

#include "core/say/say.h"

#define PD_SPOKEN_WORDS_MAX 14

/* May a person's own words be read aloud as they stand? Letters and the marks
 * of a sentence; what has digits or signs is for the eye. */
bool pd_spoken_is_plain(const char *text);

/* Appends TEXT as a sentence of its own if the whole stays within 14 words
 * and fits; otherwise nothing. */
void pd_spoken_follow(struct pd_sentence *sentence, const char *text);
