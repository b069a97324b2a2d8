/* SPDX-License-Identifier: MIT */
/* The fake bluetoothd before a witness (fake_scene.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "adapters/fake_scene.h"

#include <stdlib.h>
#include <unistd.h>

void
open_scene(struct scene *scene, const char *const *options)
{
        assert_int_equal(pd_fake_peer_new(pd_private_bus_address(scene->bus), options, &scene->peer), 0);
        scene->witness = bus_witness_new(pd_private_bus_address(scene->bus));
        assert_non_null(scene->witness);
}

/* Both sensors linked and their services known. */
void
link_both(struct scene *scene)
{
        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Connect"), "");
        assert_true(bus_witness_wait(scene->witness, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true"));
        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_POD, DEVICE1, "Connect"), "");
        assert_true(bus_witness_wait(scene->witness, "Device1 " BUS_WITNESS_POD " ServicesResolved=true"));
}

const char *
start_notify(struct bus_witness *witness, const char *path)
{
        return bus_witness_try(witness, path, CHARACTERISTIC1, "StartNotify");
}

int
set_up(void **state)
{
        struct scene *scene = calloc(1, sizeof(*scene));

        *state = scene;
        return scene ? pd_private_bus_new(&scene->bus) : -1;
}

int
tear_down(void **state)
{
        struct scene *scene = *state;

        bus_witness_free(scene->witness);
        pd_fake_peer_free(scene->peer);
        pd_private_bus_free(scene->bus);
        if (scene->script)
                unlink(scene->script);
        g_free(scene->script);
        free(scene);
        return 0;
}
