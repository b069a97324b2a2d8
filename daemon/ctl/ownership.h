/* SPDX-License-Identifier: MIT */
/*
 * What root has written into the daemon's state directory, the daemon is to be
 * able to read.
 */
#pragma once

/* All that is root's below FOLDER becomes FOLDER's owner's; nothing to do if that is
 * root, or we are not. That owner may have put anything there: no link is
 * followed, and no file that has another name elsewhere is given away. A
 * negative errno of the last that could not be given. */
int pd_ownership_give_back(const char *folder);
