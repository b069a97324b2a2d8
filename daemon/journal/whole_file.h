/* SPDX-License-Identifier: MIT */
/* A file that is there as it was or as it is to be, whatever happens meanwhile. */
#pragma once

#include <stddef.h>

#define PD_WHOLE_FILE_NAME_SIZE 256 /* with the NUL */

/* Replaces NAME in the open directory FOLDER, or makes it, readable for its
 * owner alone; what is being written stands in ".NAME.next". On the card when
 * it returns. 0 or negative errno: then it is as it was. */
int pd_whole_file_write(int folder, const char *name, const char *bytes, size_t size);

/* All of the bytes, however little write(2) takes at a time. 0 or negative errno. */
int pd_whole_file_append(int fd, const char *bytes, size_t size);
