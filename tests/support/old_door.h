/* SPDX-License-Identifier: MIT */
/*
 * A door before a broker that is taken for one of 3.1.1: mosquitto cannot be
 * told to refuse version 5. It turns with the loop of the test.
 */
#pragma once

#include <stdint.h>

struct sd_event;

/* Its port of the loopback; behind it, the broker on PORT. One at a time. */
uint16_t old_door_hang(struct sd_event *loop, uint16_t port);
void old_door_take_down(void); /* of none, too */
int old_door_refused(void);    /* how many knocked with version 5 */
