/* SPDX-License-Identifier: MIT */
#include "recovery/request.h"

#include <errno.h>
#include <string.h>

int
pd_request_parse(const char *line, struct pd_request *ret)
{
        static const char reset[] = "reset ";

        if (strcmp(line, "restart") == 0) {
                *ret = (struct pd_request) {.verb = PD_REQUEST_RESTART};
                return 0;
        }
        if (strncmp(line, reset, strlen(reset)) != 0 || !pd_address_valid(line + strlen(reset)))
                return -EINVAL;
        *ret = (struct pd_request) {.verb = PD_REQUEST_RESET};
        memcpy(ret->address, line + strlen(reset), PD_ADDRESS_SIZE);
        return 0;
}
