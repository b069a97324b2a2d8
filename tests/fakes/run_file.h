/* SPDX-License-Identifier: MIT */
/* A script of the virtual athlete as a file. */
#pragma once

#include "fakes/run_script.h"

/* What is wrong with the file is said on stderr, with its line.
 * -EBADMSG: no such story; -E2BIG; or why it cannot be read. */
int pd_run_file_read(const char *path, struct pd_run_script *ret);
