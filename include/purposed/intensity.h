/* SPDX-License-Identifier: MIT */
#pragma once

/* The classes of effort, by their bounds in behaviour: half-open, [lower, upper). */
enum pd_intensity {
        PD_INTENSITY_UNKNOWN,  /* not trusted, not heard, or thresholds unknown */
        PD_INTENSITY_REST,     /* standing */
        PD_INTENSITY_RECOVERY, /* up to 0.92 x LT1 heart rate */
        PD_INTENSITY_EASY,     /* below LT1 */
        PD_INTENSITY_MODERATE, /* LT1 to below LT2: the grey zone, where nothing prescribes it */
        PD_INTENSITY_HARD,     /* from LT2 */
        PD_INTENSITY_COUNT
};

const char *pd_intensity_name(enum pd_intensity intensity); /* "moderate" */
int pd_intensity_parse(const char *word, enum pd_intensity *ret); /* 0 or -EINVAL */
