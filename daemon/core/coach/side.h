/* SPDX-License-Identifier: MIT */
/* On which side of a target she is off it. */
#pragma once

enum pd_side { PD_SIDE_NONE, PD_SIDE_OVER, PD_SIDE_UNDER };
