/* SPDX-License-Identifier: MIT */
/*
 * One INI file: its bytes from the disk, and its lines as entries. What the
 * entries mean is config.c's business.
 *
 *   [section]          a name, one line
 *   key = value        the value is everything up to the end of the line,
 *                      without the blanks around it: `#` and `;` are part
 *                      of it, a value never continues on the next line
 *   # or ; at the beginning of a line: a comment
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define PD_CONF_FILE_MAX (1024 * 1024) /* bytes */
#define PD_CONF_NAME_MAX 48            /* bytes of a key or a section's name; inih cuts at 50 without a word */
#define PD_CONF_VALUE_MAX 4096         /* bytes */

struct pd_conf_entry {
        unsigned line; /* from 1 */
        const char *section;
        const char *key;   /* NULL: the section opens here */
        const char *value; /* NULL likewise */
};

/* Either may return false to end the reading. */
struct pd_conf_ops {
        bool (*entry)(void *user, const struct pd_conf_entry *entry);
        bool (*refused)(void *user, unsigned line, const char *expected);
        void *user;
};

/* Hands over entries and refused lines in the order of the file. Keys below
 * a heading that was refused are passed over. -ENOMEM. */
int pd_conf_parse(const char *bytes, size_t size, const struct pd_conf_ops *ops);

/* The whole file into memory that the caller frees, and whether everybody
 * may read it. -EFBIG above PD_CONF_FILE_MAX; -EINVAL if it is no regular
 * file; else what the system says (-ENOENT, -EACCES, ...). */
int pd_conf_load(const char *path, char **ret_bytes, size_t *ret_size, bool *ret_world_readable);
