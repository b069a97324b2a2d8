/* SPDX-License-Identifier: MIT */
/*
 * Everything that can reach an athlete's engine, as it is journaled: one
 * input is one line of a trace.
 */
#pragma once

#include "purposed/clock.h"
#include "purposed/command.h"
#include "purposed/frame.h"
#include "purposed/time.h"

enum pd_input_kind {
        PD_INPUT_TICK, /* time passed, nothing else: a wake-up without information */
        PD_INPUT_FRAME,
        PD_INPUT_LINK,
        PD_INPUT_COMMAND,
        PD_INPUT_CLOCK,
};

/* A hint about a sensor's link. Silence is judged from the frames. */
struct pd_link_change {
        char address[PD_ADDRESS_SIZE];
        bool connected;
};

struct pd_input {
        pd_usec at;
        enum pd_input_kind kind;
        union {
                struct pd_frame frame;
                struct pd_link_change link;
                struct pd_command command;
                struct pd_clock clock;
        };
};
