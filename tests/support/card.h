/* SPDX-License-Identifier: MIT */
/* The trace that a pump of one athlete is writing, in memory, and a replay of it. */
#pragma once

#include "support/rig.h"

struct card {
        struct pd_snapshot head;
        struct rig_inputs inputs;
        bool rearmed; /* the next input begins a new trace */
};

/* A pump that writes to it. */
struct pd_pump *card_pump_new(struct card *card);
void card_clear(struct card *card);
/* What its trace says, with its own head, is where LIVE stands. */
void card_assert_leads_to(const struct card *card, const struct pd_engine *live);
