/* SPDX-License-Identifier: MIT */
#include "control/bus.h"

#include <stdbool.h>

int
pd_bus_open(const char *address, sd_bus **ret)
{
        int r;

        if (address == NULL)
                return sd_bus_open_system(ret);
        r = sd_bus_new(ret);
        if (r >= 0)
                r = sd_bus_set_address(*ret, address);
        if (r >= 0)
                r = sd_bus_set_bus_client(*ret, true);
        return r < 0 ? r : sd_bus_start(*ret);
}
