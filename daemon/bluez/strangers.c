/* SPDX-License-Identifier: MIT */
/* Links of other programs, by the paths of their devices. */
#include "bluez/strangers.h"

#include <string.h>

static void
drop(struct pd_strangers *strangers, size_t i)
{
        strangers->n--;
        memmove(strangers->paths[i], strangers->paths[strangers->n], PD_OBJECT_PATH_SIZE);
}

static bool
add(struct pd_strangers *strangers, const char *path)
{
        size_t length = strlen(path);

        for (size_t i = 0; i < strangers->n; i++)
                if (strcmp(strangers->paths[i], path) == 0)
                        return false;
        if (strangers->n == PD_STRANGERS_MAX || length >= PD_OBJECT_PATH_SIZE)
                return false;
        memcpy(strangers->paths[strangers->n++], path, length + 1);
        return true;
}

bool
pd_strangers_see(struct pd_strangers *strangers, const char *path, const struct pd_property *properties, size_t n)
{
        for (size_t i = 0; i < n; i++)
                if (strcmp(properties[i].name, "Connected") == 0 && properties[i].type == 'b')
                        return properties[i].truth ? add(strangers, path) : pd_strangers_forget(strangers, path);
        return false;
}

bool
pd_strangers_forget(struct pd_strangers *strangers, const char *path)
{
        size_t before = strangers->n, length = strlen(path);

        for (size_t i = strangers->n; i-- > 0;)
                if (strncmp(strangers->paths[i], path, length) == 0 &&
                        (strangers->paths[i][length] == '\0' || strangers->paths[i][length] == '/'))
                        drop(strangers, i);
        return strangers->n < before;
}
