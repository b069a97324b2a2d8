/* SPDX-License-Identifier: MIT */
/*
 * What decisions need of libm and may not take from there: its exp and log
 * differ between processors in the last bit. Here all is + - * /, which do not.
 */
#pragma once

/* The natural logarithm of a normal X > 0, to 1e-15 of its size (or of 1, near 1). */
double pd_ln(double x);

/* e to the X, to 1e-15 of its size; 0 below -700, and that of 700 above it. */
double pd_exp(double x);
