/* SPDX-License-Identifier: MIT */
/* cmocka with what it wants to have been included first. */
#pragma once

/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
