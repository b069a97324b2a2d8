/* SPDX-License-Identifier: MIT */
#include "core/renewal.h"

#include "core/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define WORD "renewal "
#define TAG "battery-"

void
pd_renewal_write(const struct pd_renewal *renewal, char ret[static PD_TEXT_SIZE])
{
        int length = snprintf(ret, PD_TEXT_SIZE, WORD "%s %s ", renewal->was, renewal->is);

        pd_text_copy(ret + length, PD_TEXT_SIZE - (size_t) length, renewal->name, strlen(renewal->name));
}

/* And the blank behind it. */
static const char *
take_address(const char *text, char ret[static PD_ADDRESS_SIZE])
{
        if (strlen(text) < PD_ADDRESS_SIZE || text[PD_ADDRESS_SIZE - 1] != ' ')
                return NULL;
        memcpy(ret, text, PD_ADDRESS_SIZE - 1);
        ret[PD_ADDRESS_SIZE - 1] = '\0';
        return pd_address_valid(ret) ? text + PD_ADDRESS_SIZE : NULL;
}

int
pd_renewal_read(const char *text, struct pd_renewal *ret)
{
        struct pd_renewal renewal;

        if (strncmp(text, WORD, sizeof(WORD) - 1) != 0)
                return -EINVAL;
        text = take_address(text + sizeof(WORD) - 1, renewal.was);
        if (text != NULL)
                text = take_address(text, renewal.is);
        if (text == NULL || text[0] == '\0')
                return -EINVAL;
        pd_text_copy(renewal.name, sizeof(renewal.name), text, strlen(text));
        *ret = renewal;
        return 0;
}

void
pd_renewal_tag(const struct pd_renewal *renewal, char ret[static PD_ID_SIZE])
{
        size_t n = sizeof(TAG) - 1;

        memcpy(ret, TAG, n);
        for (const char *c = renewal->was; *c != '\0'; c++)
                if (*c != ':')
                        ret[n++] = (char) tolower((unsigned char) *c);
        ret[n] = '\0';
}
