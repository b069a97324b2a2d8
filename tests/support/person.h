/* SPDX-License-Identifier: MIT */
/*
 * A person with bluetoothctl beside the daemon: what she sees of BlueZ and
 * what she does. The bench keeps her connection and ends it.
 */
#pragma once

#include "support/source_bench.h"

#define STRAP_PATH ADAPTER_PATH "/dev_C0_00_00_00_00_01"
#define POD_PATH ADAPTER_PATH "/dev_C0_00_00_00_00_02"

enum { UNKNOWN = -1 }; /* BlueZ has no such object */

/* A property that is true or false; or UNKNOWN. INTERFACE is without "org.bluez.". */
int see(struct bench *bench, const char *path, const char *interface, const char *property);
int see_device(struct bench *bench, const char *path, const char *property);
/* Each asserts that it comes. */
void wait_to_see_device(struct bench *bench, const char *path, const char *property, int expected);
void wait_for_discovering(struct bench *bench, int expected);

void set_trusted(struct bench *bench, const char *path, bool trusted);
void set_linked(struct bench *bench, const char *path, bool linked);
void set_discovering(struct bench *bench, bool discovering);
