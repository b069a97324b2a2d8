/* SPDX-License-Identifier: MIT */
#include "bluez/bluez.h"
#include <stdint.h>
