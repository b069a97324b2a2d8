/* SPDX-License-Identifier: MIT */
/* The scene of each test, set and struck around it: an easy run in a minute or two. */
#pragma once

#include "whole/scene.h"

#include "support/cm.h"

static struct scene scene;

static inline int
set_up(void **state)
{
        (void) state;
        scene_set(&scene, 30, "recovery 4mi", NULL);
        return 0;
}

static inline int
tear_down(void **state)
{
        (void) state;
        scene_clear(&scene);
        return 0;
}
