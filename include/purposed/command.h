/* SPDX-License-Identifier: MIT */
/*
 * What a person (or the root on their behalf) may ask of an engine. An
 * accepted command is an input like any other and stands in the trace.
 */
#pragma once

enum pd_command_verb {
        PD_COMMAND_START,  /* begin a session now, whatever the sensors say */
        PD_COMMAND_STOP,   /* end it now */
        PD_COMMAND_REPORT, /* say the summary so far, `final: false`; the session goes on */
        PD_COMMAND_VERB_COUNT
};

struct pd_command {
        enum pd_command_verb verb;
};

const char *pd_command_verb_name(enum pd_command_verb verb); /* "start" */

/* 0, or -EINVAL for a word that is no command. */
int pd_command_verb_parse(const char *word, enum pd_command_verb *ret);
