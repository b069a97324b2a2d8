/* SPDX-License-Identifier: MIT */
/* A folder of a test's own, and files in it. */
#pragma once

#define SCRATCH_SIZE 64

/* Below /tmp; asserted to be there. */
void scratch_make(char ret_folder[static SCRATCH_SIZE]);
/* NAME is below FOLDER; its own folder is there. */
void scratch_write(const char *folder, const char *name, const char *text);
/* With all that is in it. */
void scratch_remove(const char *folder);

/* For cmocka, where it is all that a test needs: *STATE is its path. */
int scratch_set_up(void **state);
int scratch_tear_down(void **state);
