/* SPDX-License-Identifier: MIT */
#include "core/engine/name.h"

#include "core/say/say.h"

#include "purposed/clock.h"

#include <string.h>

#define BOOT_DIGITS 8 /* of 32: one in four thousand million is enough */

static const char digits[] = "0123456789abcdef";

static void
two_digits(char *ret, int32_t number)
{
        ret[0] = digits[number / 10 % 10];
        ret[1] = digits[number % 10];
}

static void
by_wall(pd_usec real, char ret[static PD_SESSION_ID_SIZE])
{
        struct pd_civil civil;

        pd_clock_civil(real, &civil);
        two_digits(ret, civil.year / 100);
        two_digits(ret + 2, civil.year);
        two_digits(ret + 4, civil.month);
        two_digits(ret + 6, civil.day);
        ret[8] = 'T';
        two_digits(ret + 9, civil.hour);
        two_digits(ret + 11, civil.minute);
        two_digits(ret + 13, civil.second);
        memcpy(ret + 15, "Z", 2);
}

static void
by_boot(const struct pd_name_origin *origin, char ret[static PD_SESSION_ID_SIZE])
{
        char boot[BOOT_DIGITS + 1] = "";
        struct pd_sentence sentence;

        if (strspn(origin->boot_id, digits) >= BOOT_DIGITS)
                memcpy(boot, origin->boot_id, BOOT_DIGITS);
        pd_sentence_init(&sentence, ret, PD_SESSION_ID_SIZE);
        pd_sentence_add(&sentence, "t");
        pd_sentence_add_number(&sentence, origin->second);
        pd_sentence_add(&sentence, boot[0] != '\0' ? "-" : "");
        pd_sentence_add(&sentence, boot);
}

/* "…Z", "…Zb", "…Zc" to "…Zz", "…Zzb": they sort in the order in which they are given. */
static void
step_aside(const char *taken, char ret[static PD_SESSION_ID_SIZE])
{
        const size_t base = strlen(ret);
        size_t length = strlen(taken);

        if (strncmp(taken, ret, base) != 0 || strspn(taken + base, "bcdefghijklmnopqrstuvwxyz") != length - base)
                return;
        memcpy(ret, taken, length + 1);
        if (length > base && ret[length - 1] != 'z')
                ret[length - 1]++;
        else if (length < PD_SESSION_ID_SIZE - 1)
                memcpy(ret + length, "b", 2);
}

void
pd_name_session(const struct pd_name_origin *origin, char ret[static PD_SESSION_ID_SIZE])
{
        if (origin->real != PD_NEVER)
                by_wall(origin->real, ret);
        else
                by_boot(origin, ret);
        step_aside(origin->taken, ret);
}
