/* SPDX-License-Identifier: MIT */
#include "support/allocations.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *old);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *old);

/* Volatile, for compilers know that malloc() writes to no variable of ours. */
static volatile size_t calls;

void *
__wrap_malloc(size_t size)
{
        calls++;
        return __real_malloc(size);
}

void *
__wrap_calloc(size_t n, size_t size)
{
        calls++;
        return __real_calloc(n, size);
}

void *
__wrap_realloc(void *old, size_t size)
{
        calls++;
        return __real_realloc(old, size);
}

void
__wrap_free(void *old)
{
        calls++;
        __real_free(old);
}

size_t
allocations_count(void)
{
        return calls;
}
