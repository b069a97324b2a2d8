/* SPDX-License-Identifier: MIT */
/* Links of other programs, by the paths of their devices. */
#include "bluez/others.h"

#include <string.h>

static void
drop(struct pd_others *others, size_t i)
{
        others->n--;
        memmove(others->paths[i], others->paths[others->n], PD_OBJECT_PATH_SIZE);
}

static bool
add(struct pd_others *others, const char *path)
{
        size_t length = strlen(path);

        for (size_t i = 0; i < others->n; i++)
                if (strcmp(others->paths[i], path) == 0)
                        return false;
        if (others->n == PD_OTHERS_MAX || length >= PD_OBJECT_PATH_SIZE)
                return false;
        memcpy(others->paths[others->n++], path, length + 1);
        return true;
}

bool
pd_others_see(struct pd_others *others, const char *path, const struct pd_property *properties, size_t n)
{
        for (size_t i = 0; i < n; i++)
                if (strcmp(properties[i].name, "Connected") == 0 && properties[i].type == 'b')
                        return properties[i].truth ? add(others, path) : pd_others_forget(others, path);
        return false;
}

bool
pd_others_forget(struct pd_others *others, const char *path)
{
        size_t before = others->n, length = strlen(path);

        for (size_t i = others->n; i-- > 0;)
                if (strncmp(others->paths[i], path, length) == 0 &&
                        (others->paths[i][length] == '\0' || others->paths[i][length] == '/'))
                        drop(others, i);
        return others->n < before;
}
