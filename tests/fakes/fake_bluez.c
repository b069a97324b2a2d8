/* SPDX-License-Identifier: MIT */
/*
 * fake-bluez: an org.bluez on a bus of your own, with a strap and a pod
 * whose wearer runs as a script says. Written with GDBus, so that the
 * daemon's sd-bus faces another implementation of D-Bus.
 */
#include "fakes/fake_console.h"
#include "fakes/fake_time.h"
#include "fakes/run_file.h"
#include "fakes/run_playback.h"

#include <stdio.h>
#include <stdlib.h>

#define CONNECT_MS_DEFAULT 20

struct fake {
        GMainLoop *loop;
        struct pd_fake_host host;
        struct pd_run_playback *playback; /* NULL: nobody wears the sensors */
        bool worn[PD_VIRTUAL_SENSOR_COUNT];
        bool exit_at_end;
        int result;
};

struct settings {
        char *address, *run;
        gboolean noise, lossless, unknown, power, exit_at_end;
        gint64 seed;
        double rate;
        gint connect_ms, adapters, more, strangers;
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

static void
on_dying(void *user)
{
        struct fake *fake = user;

        if (fake->playback)
                pd_run_playback_abandon(fake->playback);
}

static bool
playback_subscribed(void *user)
{
        const struct fake *fake = user;

        for (int i = 0; i < PD_VIRTUAL_SENSOR_COUNT; i++) {
                if (!fake->worn[i])
                        continue;
                const struct pd_fake_device *device = pd_fake_host_worn(&fake->host, i);
                if (!device)
                        return false;
                if (pd_fake_device_peripheral(device)->in_air && !pd_fake_device_subscribed(device))
                        return false;
        }
        return true;
}

static void
playback_air(void *user, enum pd_virtual_sensor sensor, enum pd_virtual_air air)
{
        struct fake *fake = user;

        fake->host.world.peripherals[fake->host.world.worn[sensor]].in_air = air != PD_VIRTUAL_AIR_OFF;
        pd_fake_host_look(&fake->host);
}

static void
playback_fault(void *user, const struct pd_fault *fault)
{
        struct fake *fake = user;

        if (!pd_fake_host_inject(&fake->host, fault))
                say("a fault of the script could not happen");
}

/* Cycling Power Measurement, 0x2A63: flags, which name no fields, and watts. */
static void
send_power(struct pd_fake_device *device, int16_t watts)
{
        struct pd_fake_characteristic *power = pd_fake_device_characteristic(device, 0x2A63);
        const uint8_t bytes[] = {0, 0, (uint8_t) watts, (uint8_t) (watts >> 8)};

        if (power && watts >= 0)
                (void) pd_fake_characteristic_notify(power, bytes, sizeof(bytes));
}

static bool
playback_send(void *user, const struct pd_virtual_slot *slot)
{
        const struct fake *fake = user;
        struct pd_fake_device *device = pd_fake_host_worn(&fake->host, slot->sensor);

        if (!device)
                return false;
        bool told = pd_fake_characteristic_notify(pd_fake_device_measurement(device), slot->bytes, slot->length);
        send_power(device, slot->power_w);
        return told;
}

static void
playback_confirm(
        void *user, const struct pd_virtual_slot *slot, GCancellable *cancellable, void (*done)(void *user, bool all), void *done_user)
{
        const struct fake *fake = user;
        const struct pd_fake_device *device = pd_fake_host_worn(&fake->host, slot->sensor);

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
        if (fake->host.bluetoothd)
                pd_fake_bluetoothd_flush(fake->host.bluetoothd);
        g_main_loop_quit(fake->loop);
}

static void
console_quit(void *user)
{
        const struct fake *fake = user;

        g_main_loop_quit(fake->loop);
}

static bool
in_range(gint value, gint max)
{
        return value >= 0 && value <= max;
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
                {"power", 0, 0, G_OPTION_ARG_NONE, &settings->power, "the pod tells power, too", NULL},
                {"connect-ms", 0, 0, G_OPTION_ARG_INT, &settings->connect_ms, "from Connect() to resolved services (20)", "MS"},
                {"adapters", 0, 0, G_OPTION_ARG_INT, &settings->adapters, "how many, 0 to 4 (1)", "N"},
                {"more", 0, 0, G_OPTION_ARG_INT, &settings->more,
                        "sensors besides strap and pod, 0 to 3: power, a second strap, its pod (0)", "N"},
                {"strangers", 0, 0, G_OPTION_ARG_INT, &settings->strangers, "devices of other people, 0 to 200 (0)", "N"},
                {"exit-at-end", 0, 0, G_OPTION_ARG_NONE, &settings->exit_at_end, "quit when the script has ended", NULL},
                {0},
        };
        GOptionContext *context = g_option_context_new("- an org.bluez with a strap and a pod");
        GError *error = NULL;

        g_option_context_add_main_entries(context, entries, NULL);
        g_option_context_set_description(context, "Commands on stdin: drop off on link called vanish forget send battery restart\n"
                                                  "unplug plug deny allow muddle quit, and faults in words (fakes/fault.h).\n"
                                                  "Lines on stdout: ready, start T, pause T, resume T, end T, done …, refused ….");
        bool good = g_option_context_parse(context, argc, argv, &error);
        if (!good)
                fprintf(stderr, "%s\n", error->message);
        else if (!settings->address || *argc > 1 || !(settings->rate > 0) || settings->connect_ms < 0) {
                fprintf(stderr, "expected --address, no more words, a --rate above 0 and a --connect-ms of 0 or more\n");
                good = false;
        } else if (!in_range(settings->adapters, PD_FAKE_CONTROLLERS_MAX) || !in_range(settings->more, PD_FAKE_MORE_MAX) ||
                   !in_range(settings->strangers, PD_FAKE_STRANGERS_MAX)) {
                fprintf(stderr, "expected at most %d --adapters, %d --more and %d --strangers\n", PD_FAKE_CONTROLLERS_MAX, PD_FAKE_MORE_MAX,
                        PD_FAKE_STRANGERS_MAX);
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
                fake->worn[i] = script.worn[i];
        if (script.power)
                pd_fake_sensor_give_power(&fake->host.world.peripherals[PD_VIRTUAL_POD]);
        struct pd_virtual_athlete *athlete = pd_virtual_athlete_new(&script, settings->noise ? &pd_virtual_noise_usual : NULL,
                (uint64_t) settings->seed);
        if (!athlete)
                return false;
        fake->playback = pd_run_playback_new(athlete, &script, settings->rate, settings->lossless, ops);
        return true;
}

/* What the athlete does not wear is in a drawer. */
static void
wear(struct fake *fake)
{
        for (int i = 0; i < PD_VIRTUAL_SENSOR_COUNT; i++)
                fake->host.world.peripherals[i].in_air =
                        fake->worn[i] && (!fake->playback || pd_run_playback_air(fake->playback, i) != PD_VIRTUAL_AIR_OFF);
}

int
main(int argc, char **argv)
{
        struct settings settings = {.rate = 1, .seed = 1, .connect_ms = CONNECT_MS_DEFAULT, .adapters = 1};
        struct fake *fake = g_new0(struct fake, 1);
        const struct pd_run_playback_ops playback_ops = {playback_subscribed, playback_air, playback_fault, playback_send,
                playback_confirm, playback_started, playback_paused, playback_resumed, playback_ended, fake};
        int result;

        if (!read_options(&argc, &argv, &settings))
                return EXIT_FAILURE;
        pd_fake_time_set_rate(settings.rate);
        fake->loop = g_main_loop_new(NULL, FALSE);
        fake->host.ops = (struct pd_fake_host_ops){{on_ready, on_lost, on_changed, fake}, on_dying};
        fake->host.options = (struct pd_fake_bluetoothd_options){settings.address, (unsigned) settings.connect_ms};
        fake->exit_at_end = settings.exit_at_end;
        pd_fake_world_init(&fake->host.world, (size_t) settings.adapters, (size_t) settings.more, (size_t) settings.strangers,
                !settings.unknown);
        for (int i = 0; i < PD_VIRTUAL_SENSOR_COUNT; i++)
                fake->worn[i] = true;
        if (settings.power)
                pd_fake_sensor_give_power(&fake->host.world.peripherals[PD_VIRTUAL_POD]);
        if (!hire_athlete(fake, &settings, &playback_ops))
                return EXIT_FAILURE;
        wear(fake);
        pd_fake_console_open(&fake->host, console_quit, fake);
        if (pd_fake_host_start(&fake->host) == 0)
                g_main_loop_run(fake->loop);
        else
                fake->result = EXIT_FAILURE;

        fake->playback = pd_run_playback_free(fake->playback);
        pd_fake_host_stop(&fake->host);
        g_main_loop_unref(fake->loop);
        g_free(settings.address);
        g_free(settings.run);
        result = fake->result;
        g_free(fake);
        return result;
}
