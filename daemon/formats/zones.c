/* SPDX-License-Identifier: MIT */
/*
 * Friel's zones for runners (trainingbible.com 2009/11; 220triathlon.com,
 * "Going long: training zones"):
 *
 *   zone              1      2       3       4        5a       5b      5c
 *   % of LTHR         <85    85-89   90-94   95-99    100-102  103-106 >106
 *   % of pace (time)  >129   114-129 106-113 99-105   97-100   90-96   <90
 *
 * The published whole numbers leave gaps (89 to 90), and those of pace
 * overlap at the threshold. Here an edge belongs to the zone above it, and
 * the threshold itself begins 5a, of pace as of heart rate. Shares of time
 * for a kilometre are turned into shares of speed: 1 / 1.29 is 0.775. Zone 5
 * is 5a to 5c.
 */
#include "formats/zones.h"

const struct pd_zone pd_zones[] = {
        {"z1", 0, 850, 0, 775},
        {"z2", 850, 900, 775, 877},     /* 1 / 1.14 */
        {"z3", 900, 950, 877, 943},     /* 1 / 1.06 */
        {"z4", 950, 1000, 943, 1000},
        {"z5", 1000, 0, 1000, 0},
        {"z5a", 1000, 1030, 1000, 1031}, /* 1 / 0.97 */
        {"z5b", 1030, 1060, 1031, 1111}, /* 1 / 0.90 */
        {"z5c", 1060, 0, 1111, 0},
};

const size_t pd_n_zones = sizeof pd_zones / sizeof pd_zones[0];
