/* SPDX-License-Identifier: MIT */
#include "mqtt/../bluez/bluez.h"
