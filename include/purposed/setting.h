/* SPDX-License-Identifier: MIT */
/*
 * A field of a struct that has a textual form. The same table reads a
 * section of purposed.conf and the snapshot at the head of a trace, and
 * writes both.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum pd_setting_kind {
        PD_SETTING_TEXT,       /* char[size]; UTF-8 */
        PD_SETTING_ID,         /* char[PD_ID_SIZE] */
        PD_SETTING_BOOL,       /* bool; yes/no, true/false, on/off, 1/0 */
        PD_SETTING_FACTOR,     /* int32_t in 1/10000: "1.032"; 0: not set */
        PD_SETTING_INTEGER,    /* int32_t in [min, max] */
        PD_SETTING_CHOICE,     /* int32_t: index into choices */
        PD_SETTING_HEART_RATE, /* struct pd_anchor in bpm: "152", "152 test", "152 +-8 estimated" */
        PD_SETTING_HOURS,      /* struct pd_hours: "22:00-06:30", "off" */
        PD_SETTING_TIME_OF_DAY, /* int32_t in minutes: "06:30"; PD_TIME_OF_DAY_OFF: "off" */
        PD_SETTING_SPEED,      /* struct pd_anchor in mm/s: "2.90 test", "9:15/mi", "5:45/km +-3% field" */
        PD_SETTING_RESERVE,    /* struct pd_anchor in metres: "185", "185 m +-40 field" */
        PD_SETTING_POWER,      /* struct pd_anchor in watts: "240", "240 W test", "240 W +-5%" */
};

#define PD_TIME_OF_DAY_OFF (-1)

struct pd_setting {
        const char *key;
        enum pd_setting_kind kind;
        size_t offset;
        size_t size;                /* of a text's array */
        int64_t min, max;           /* of an integer, an anchor's value */
        const char *const *choices; /* NULL-terminated */
        int32_t spread;             /* of an anchor that is estimated: its usual half-width in 1/1000 of its value */
        const char *expected;       /* "a heart rate in bpm, such as 152 or '152 test'" */
};

/* Ends with key == NULL. */
const struct pd_setting *pd_setting_find(const struct pd_setting *table, const char *key);

/* The key of the table that is nearest to a mistyped one, or NULL if none is near. */
const struct pd_setting *pd_setting_nearest(const struct pd_setting *table, const char *key);

/* The unit of an anchor, as it stands behind its number: "bpm"; "" for what is none. */
const char *pd_setting_unit(const struct pd_setting *setting);

/* Writes the field of OBJECT only on success. -EINVAL: not of the expected
 * form; -ERANGE: outside min..max; -E2BIG: text too long. */
int pd_setting_parse(const struct pd_setting *setting, const char *value, void *object);

/* The textual form; "" if the field is not set. Always terminated.
 * -ENOBUFS if SIZE does not hold it. */
int pd_setting_format(const struct pd_setting *setting, const void *object, char *ret, size_t size);
