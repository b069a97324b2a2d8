/* SPDX-License-Identifier: MIT */
/* Standing still, as a pod sees it: slower than a stroll of 2 km/h. */
#pragma once

#define PD_STANDING_MM_S 500 /* below */
