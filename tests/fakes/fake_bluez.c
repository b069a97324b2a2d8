/* SPDX-License-Identifier: MIT */
/*
 * fake-bluez: an org.bluez on a bus of your own, with a strap and a pod
 * whose wearer runs as a script says. Written with GDBus, so that the
 * daemon's sd-bus faces another implementation of D-Bus.
 */
#include "fakes/fake_adapter.h"
#include "fakes/fake_bluetoothd.h"
#include "fakes/fake_console.h"
#include "fakes/run_file.h"
#include "fakes/run_playback.h"

#include <stdio.h>
#include <stdlib.h>

#define CONNECT_MS_DEFAULT 20

struct fake {
        GMainLoop *loop;
        struct pd_fake_bluetoothd_options options;
        struct pd_fake_bluetoothd_ops ops;
        struct pd_fake_bluetoothd *bluetoothd; /* NULL between two lives */
        struct pd_run_playback *playback;      /* NULL: nobody wears the sensors */
        bool exit_at_end;
        int result;
};

struct settings {
        char *address, *run;
        gboolean noise, lossless, unknown, exit_at_end;
        gint64 seed;
        double rate;
        gint connect_ms;
};

static void
say(const char *what)
{
        printf("%s\n", what);
        fflush(stdout);
}

static void
say_at(const char *what, int64_t at_ms)
{
        printf("%s %.3f\n", what, (double) at_ms / 1000);
        fflush(stdout);
}

/* How the athlete wears the sensors, after the adapter has come (again). */
static void
wear(struct fake *fake)
{
        for (int i = 0; fake->playback && i < PD_VIRTUAL_SENSOR_COUNT; i++) {
                struct pd_fake_device *device = pd_fake_bluetoothd_device(fake->bluetoothd, i);
                if (device)
                        pd_fake_device_set_in_air(device, pd_run_playback_air(fake->playback, i) != PD_VIRTUAL_AIR_OFF);
        }
}

static bool
start_bluetoothd(struct fake *fake)
{
        if (pd_fake_bluetoothd_new(&fake->options, &fake->ops, &fake->bluetoothd) < 0) {
                fake->result = EXIT_FAILURE;
                return false;
        }
        wear(fake);
        return true;
}

static void
on_ready(void *user)
{
        (void) user;
        say("ready");
}

static void
on_lost(void *user)
{
        struct fake *fake = user;

        fprintf(stderr, "org.bluez or the bus is gone\n");
        fake->result = EXIT_FAILURE;
        g_main_loop_quit(fake->loop);
}

static void
on_changed(void *user)
{
        struct fake *fake = user;

        if (fake->playback)
                pd_run_playback_look(fake->playback);
}

static bool
playback_subscribed(void *user)
{
        const struct fake *fake = user;

        for (int i = 0; i < PD_VIRTUAL_SENSOR_COUNT; i++) {
                if (!fake->options.worn[i])
                        continue;
                const struct pd_fake_device *device = fake->bluetoothd ? pd_fake_bluetoothd_device(fake->bluetoothd, i) : NULL;
                if (!device)
                        return false;
                if (pd_fake_device_in_air(device) && !pd_fake_characteristic_subscribed(pd_fake_device_measurement(device)))
                        return false;
        }
        return true;
}

static void
playback_air(void *user, enum pd_virtual_sensor sensor, enum pd_virtual_air air)
{
        const struct fake *fake = user;
        struct pd_fake_device *device = fake->bluetoothd ? pd_fake_bluetoothd_device(fake->bluetoothd, sensor) : NULL;

        if (device)
                pd_fake_device_set_in_air(device, air != PD_VIRTUAL_AIR_OFF);
}

static bool
playback_send(void *user, const struct pd_virtual_slot *slot)
{
        const struct fake *fake = user;
        struct pd_fake_device *device = fake->bluetoothd ? pd_fake_bluetoothd_device(fake->bluetoothd, slot->sensor) : NULL;

        return device && pd_fake_characteristic_notify(pd_fake_device_measurement(device), slot->bytes, slot->length);
}

static void
playback_confirm(
        void *user, const struct pd_virtual_slot *slot, GCancellable *cancellable, void (*done)(void *user, bool all), void *done_user)
{
        const struct fake *fake = user;
        const struct pd_fake_device *device = pd_fake_bluetoothd_device(fake->bluetoothd, slot->sensor);

        pd_fake_characteristic_confirm(pd_fake_device_measurement(device), cancellable, done, done_user);
}

static void
playback_started(void *user)
{
        (void) user;
        say_at("start", 0);
}

static void
playback_paused(void *user, int64_t at_ms)
{
        (void) user;
        say_at("pause", at_ms);
}

static void
playback_resumed(void *user, int64_t at_ms)
{
        (void) user;
        say_at("resume", at_ms);
}

static void
playback_ended(void *user, int64_t at_ms)
{
        struct fake *fake = user;

        say_at("end", at_ms);
        if (!fake->exit_at_end)
                return;
        if (fake->bluetoothd)
                pd_fake_bluetoothd_flush(fake->bluetoothd);
        g_main_loop_quit(fake->loop);
}

static struct pd_fake_device *
console_device(void *user, const char *address)
{
        const struct fake *fake = user;

        for (int i = 0; fake->bluetoothd && i < PD_VIRTUAL_SENSOR_COUNT; i++) {
                struct pd_fake_device *device = pd_fake_bluetoothd_device(fake->bluetoothd, i);
                if (device && g_strcmp0(pd_fake_device_spec(device)->address, address) == 0)
                        return device;
        }
        return NULL;
}

static gboolean
on_restart(gpointer user)
{
        struct fake *fake = user;

        if (!fake->bluetoothd && !start_bluetoothd(fake))
                g_main_loop_quit(fake->loop);
        return G_SOURCE_REMOVE;
}

static void
console_restart(void *user, unsigned ms)
{
        struct fake *fake = user;

        if (fake->playback)
                pd_run_playback_abandon(fake->playback);
        pd_fake_bluetoothd_free(g_steal_pointer(&fake->bluetoothd));
        g_timeout_add(ms, on_restart, fake);
}

static void
console_plug(void *user, bool in)
{
        struct fake *fake = user;

        if (!fake->bluetoothd)
                return;
        if (!in && fake->playback)
                pd_run_playback_abandon(fake->playback);
        pd_fake_bluetoothd_plug(fake->bluetoothd, in);
        wear(fake);
}

static bool
console_deny(void *user, bool denied)
{
        const struct fake *fake = user;

        if (fake->bluetoothd)
                pd_fake_bluetoothd_deny(fake->bluetoothd, denied);
        return fake->bluetoothd;
}

static bool
console_muddle(void *user)
{
        const struct fake *fake = user;
        struct pd_fake_adapter *adapter = fake->bluetoothd ? pd_fake_bluetoothd_adapter(fake->bluetoothd) : NULL;

        if (adapter)
                pd_fake_adapter_muddle(adapter);
        return adapter;
}

static void
console_quit(void *user)
{
        const struct fake *fake = user;

        g_main_loop_quit(fake->loop);
}

static bool
read_options(int *argc, char ***argv, struct settings *settings)
{
        const GOptionEntry entries[] = {
                {"address", 0, 0, G_OPTION_ARG_STRING, &settings->address, "the bus", "ADDRESS"},
                {"run", 0, 0, G_OPTION_ARG_FILENAME, &settings->run, "what the athlete does, from the moment all sensors have a client",
                        "FILE"},
                {"rate", 0, 0, G_OPTION_ARG_DOUBLE, &settings->rate, "athlete's seconds in a second (1)", "N"},
                {"noise", 0, 0, G_OPTION_ARG_NONE, &settings->noise, "hearts and pods waver", NULL},
                {"seed", 0, 0, G_OPTION_ARG_INT64, &settings->seed, "of the noise (1)", "N"},
                {"lossless", 0, 0, G_OPTION_ARG_NONE, &settings->lossless,
                        "the athlete's time stands still while a sensor has no client; every frame is confirmed", NULL},
                {"unknown", 0, 0, G_OPTION_ARG_NONE, &settings->unknown, "the sensors must be discovered", NULL},
                {"connect-ms", 0, 0, G_OPTION_ARG_INT, &settings->connect_ms, "from Connect() to resolved services (20)", "MS"},
                {"exit-at-end", 0, 0, G_OPTION_ARG_NONE, &settings->exit_at_end, "quit when the script has ended", NULL},
                {0},
        };
        GOptionContext *context = g_option_context_new("- an org.bluez with a strap and a pod");
        GError *error = NULL;

        g_option_context_add_main_entries(context, entries, NULL);
        g_option_context_set_description(context, "Commands on stdin: drop off on link called vanish forget send battery restart\n"
                                                  "unplug plug deny allow muddle quit.\n"
                                                  "Lines on stdout: ready, start T, pause T, resume T, end T, done …, refused ….");
        bool good = g_option_context_parse(context, argc, argv, &error);
        if (!good)
                fprintf(stderr, "%s\n", error->message);
        else if (!settings->address || *argc > 1 || !(settings->rate > 0) || settings->connect_ms < 0) {
                fprintf(stderr, "expected --address, no more words, a --rate above 0 and a --connect-ms of 0 or more\n");
                good = false;
        }
        g_clear_error(&error);
        g_option_context_free(context);
        return good;
}

static bool
hire_athlete(struct fake *fake, const struct settings *settings, const struct pd_run_playback_ops *ops)
{
        struct pd_run_script script;

        if (!settings->run)
                return true;
        if (pd_run_file_read(settings->run, &script) < 0)
                return false;
        for (int i = 0; i < PD_VIRTUAL_SENSOR_COUNT; i++)
                fake->options.worn[i] = script.worn[i];
        struct pd_virtual_athlete *athlete = pd_virtual_athlete_new(&script, settings->noise ? &pd_virtual_noise_usual : NULL,
                (uint64_t) settings->seed);
        if (!athlete)
                return false;
        fake->playback = pd_run_playback_new(athlete, settings->rate, settings->lossless, ops);
        return true;
}

int
main(int argc, char **argv)
{
        struct settings settings = {.rate = 1, .seed = 1, .connect_ms = CONNECT_MS_DEFAULT};
        struct fake fake = {.result = EXIT_SUCCESS};
        const struct pd_run_playback_ops playback_ops = {playback_subscribed, playback_air, playback_send, playback_confirm,
                playback_started, playback_paused, playback_resumed, playback_ended, &fake};
        const struct pd_fake_console_ops console_ops = {
                console_device, console_restart, console_plug, console_deny, console_muddle, console_quit, &fake};

        if (!read_options(&argc, &argv, &settings))
                return EXIT_FAILURE;
        fake.loop = g_main_loop_new(NULL, FALSE);
        fake.ops = (struct pd_fake_bluetoothd_ops){on_ready, on_lost, on_changed, &fake};
        fake.options = (struct pd_fake_bluetoothd_options){
                .address = settings.address,
                .worn = {true, true},
                .device = {.connect_ms = (unsigned) settings.connect_ms, .unknown = settings.unknown},
        };
        fake.exit_at_end = settings.exit_at_end;
        if (!hire_athlete(&fake, &settings, &playback_ops))
                return EXIT_FAILURE;
        pd_fake_console_open(&console_ops);
        if (start_bluetoothd(&fake))
                g_main_loop_run(fake.loop);

        pd_run_playback_free(fake.playback);
        fake.playback = NULL;
        pd_fake_bluetoothd_free(g_steal_pointer(&fake.bluetoothd));
        g_main_loop_unref(fake.loop);
        g_free(settings.address);
        g_free(settings.run);
        return fake.result;
}
