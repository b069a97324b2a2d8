/* SPDX-License-Identifier: MIT */
/*
 * What was said last on each topic that holds until it is said anew, so that
 * the same is not said twice: a reader's recorder, a phone and a broker's log
 * are spared what they know. Pure; of each message only its sum is kept.
 *
 * It is as good as what the broker has: whoever loses a message, or meets a
 * listener who may not have heard, forgets all of it, and all is said again.
 */
#pragma once

#include "mqtt/topics.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 64 athletes with four topics each, and 16 sensors. Beyond them one after the
 * other is forgotten, and said once more than necessary. */
#define PD_SAID_MAX 1280

struct pd_said {
        size_t n, next; /* to make room */
        struct {
                uint64_t topic, payload; /* their sums: one change in 2^64 goes unseen */
        } entries[PD_SAID_MAX];
};

/* True: it is what its topic says already, and need not be said. Otherwise it
 * is remembered, as far as it holds: not an alert, not what expires, nor what
 * the broker does not keep. What bears a sequence is always said: its receipt
 * is waited for. */
bool pd_said_already(struct pd_said *said, const struct pd_message *message);

void pd_said_forget(struct pd_said *said);
