/* SPDX-License-Identifier: MIT */
/*
 * Why nothing is said of the target now: the one rule of when a word is spoken,
 * asked by the coach each second, and by whoever wants to know afterwards.
 */
#pragma once

#include "core/coach/coach.h"

enum pd_silence {
        PD_SILENCE_NONE,     /* a word is due */
        PD_SILENCE_NOTHING_ASKED,
        PD_SILENCE_GREY_SAID, /* without a workout, and once is enough */
        PD_SILENCE_LEARNING,
        PD_SILENCE_ON_TARGET,
        PD_SILENCE_BORDERLINE,
        PD_SILENCE_HILL,     /* the pod knows no gradient, and the heart is late */
        PD_SILENCE_SETTLING,
        PD_SILENCE_SHORT,    /* a step that is over before the heart shows it */
        PD_SILENCE_NOT_JUDGED_BY, /* the only one who could tell */
        PD_SILENCE_CANNOT_TELL,
        PD_SILENCE_NO_PUSH,  /* below what is asked, and nobody pushes her into harm */
        PD_SILENCE_MUTED,
        PD_SILENCE_RACE,
        PD_SILENCE_OFFERED,  /* a way out, instead of more alerts */
        PD_SILENCE_BACK,     /* for too short a time to call it that */
        PD_SILENCE_REST_TOLD,
        PD_SILENCE_STRAYS,   /* off the target, as what she is judged by often is for a while */
        PD_SILENCE_NOT_YET,  /* off the target, for too short a time */
        PD_SILENCE_SAID_BEFORE, /* and it is not time to repeat it */
        PD_SILENCE_SAID_ENOUGH,
        PD_SILENCE_COUNT
};

/* Of the second that was judged last: NONE where a word is due in it. */
enum pd_silence pd_silence_of(const struct pd_coach *coach, const struct pd_coach_view *view);
