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

/* The share of a normal distribution that lies below Z standard deviations, to
 * 1e-7: Abramowitz & Stegun, Handbook of Mathematical Functions, 26.2.17. */
double pd_normal_below(double z);
