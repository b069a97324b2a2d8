/* SPDX-License-Identifier: MIT */
#include "config.h"
#include <time.h>
#include <math.h>
