/* SPDX-License-Identifier: MIT */
/* Which names are ids, and which are addresses. */
#include "purposed/id.h"

#include <string.h>

static bool
id_character(char c)
{
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

static bool
upper_hex(char c)
{
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
}

bool
pd_id_valid(const char *id)
{
        size_t n = 0;

        for (; id[n]; n++)
                if (n == PD_ID_SIZE - 1 || !id_character(id[n]))
                        return false;
        return n > 0;
}

bool
pd_address_valid(const char *address)
{
        if (strnlen(address, PD_ADDRESS_SIZE) != PD_ADDRESS_SIZE - 1)
                return false;

        for (size_t i = 0; i < PD_ADDRESS_SIZE - 1; i++)
                if (i % 3 == 2 ? address[i] != ':' : !upper_hex(address[i]))
                        return false;
        return true;
}
