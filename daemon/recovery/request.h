/* SPDX-License-Identifier: MIT */
/*
 * What purposed-recovery can be asked for, a line each:
 *
 *   restart                     bluetooth.service
 *   reset AA:BB:CC:DD:EE:FF     the controller with this address
 */
#pragma once

#include "purposed/id.h"

#define PD_REQUEST_SIZE 32 /* the longest line has 23 characters; with the line break and NUL */

enum pd_request_verb { PD_REQUEST_RESTART, PD_REQUEST_RESET };

struct pd_request {
        enum pd_request_verb verb;
        char address[PD_ADDRESS_SIZE]; /* RESET */
};

/* LINE without its line break. -EINVAL. */
int pd_request_parse(const char *line, struct pd_request *ret);
