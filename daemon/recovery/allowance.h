/* SPDX-License-Identifier: MIT */
/*
 * One act in five minutes, whoever asks and however often: when the last one
 * began is kept in a file that only root can write. A daemon that was taken
 * over cannot hammer the machine with restarts.
 */
#pragma once

#include "purposed/time.h"

#define PD_ALLOWANCE_EVERY (5 * PD_MINUTE) /* as the daemon does it by itself (bluez/ladder.h) */

/* Takes the allowance: the act begins at NOW, of CLOCK_BOOTTIME. -EAGAIN: it
 * is too soon, for *RET_WAIT more; -EBUSY: somebody is taking it; else the
 * errno of the file system. What the file says is believed only if it can be true. */
int pd_allowance_take(const char *path, pd_usec now, pd_usec *ret_wait);
