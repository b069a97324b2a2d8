/* SPDX-License-Identifier: MIT */
void f(void) { usleep(10); }
