/* SPDX-License-Identifier: MIT */
/*
 * A folder of the test's own, below /tmp: *STATE is its path. Set-up and
 * tear-down for cmocka.
 */
#pragma once

int folder_make(void **state);
int folder_remove(void **state);
