/* SPDX-License-Identifier: MIT */
/* Reads commands from stdin (fake_console.h). */
#include "fakes/fake_console.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_BYTES_MAX 1024
#define RESTART_MS_MAX 600000

enum verb { DROP, OFF, ON, LINK, CALLED, VANISH, FORGET, SEND, BATTERY, RESTART, UNPLUG, PLUG, DENY, ALLOW, MUDDLE, QUIT };

struct command {
        const char *word;
        enum verb verb;
        bool has_address;
        bool has_argument; /* one more, which may be missing */
};

struct console {
        struct pd_fake_host *host;
        void (*quit)(void *user);
        void *user;
};

static const struct command commands[] = {
        {"drop", DROP, true, false},
        {"off", OFF, true, false},
        {"on", ON, true, false},
        {"link", LINK, true, false},
        {"called", CALLED, true, false},
        {"vanish", VANISH, true, false},
        {"forget", FORGET, true, false},
        {"send", SEND, true, true},
        {"battery", BATTERY, true, false},
        {"restart", RESTART, false, true},
        {"unplug", UNPLUG, false, false},
        {"plug", PLUG, false, false},
        {"deny", DENY, false, false},
        {"allow", ALLOW, false, false},
        {"muddle", MUDDLE, false, false},
        {"quit", QUIT, false, false},
};

/* "0048": its measurement; "2a63:00001e01": of that characteristic. */
static bool
send_hex(struct pd_fake_device *device, const char *argument)
{
        const char *colon = strchr(argument, ':'), *hex = colon ? colon + 1 : argument;
        struct pd_fake_characteristic *characteristic = colon
                ? pd_fake_device_characteristic(device, (uint16_t) strtoul(argument, NULL, 16)) : pd_fake_device_measurement(device);
        uint8_t bytes[PD_FAKE_VALUE_MAX];
        size_t digits = strlen(hex);

        if (digits % 2 != 0 || digits / 2 > sizeof(bytes))
                return false;
        for (size_t i = 0; i < digits; i += 2) {
                if (!g_ascii_isxdigit(hex[i]) || !g_ascii_isxdigit(hex[i + 1]))
                        return false;
                bytes[i / 2] = (uint8_t) (g_ascii_xdigit_value(hex[i]) * 16 + g_ascii_xdigit_value(hex[i + 1]));
        }
        return characteristic && pd_fake_characteristic_notify(characteristic, bytes, digits / 2);
}

static bool
restart(struct pd_fake_host *host, const char *argument)
{
        char *end;
        unsigned long ms = strtoul(argument, &end, 10);

        if (*end || ms > RESTART_MS_MAX)
                return false;
        pd_fake_host_restart(host, (unsigned) ms);
        return true;
}

static bool
plug(struct pd_fake_host *host, bool plugged)
{
        for (size_t i = 0; i < host->world.n_controllers; i++)
                pd_fake_host_plug(host, i, plugged);
        return host->bluetoothd;
}

static bool
set_in_air(struct pd_fake_host *host, struct pd_fake_device *device, bool in_air)
{
        pd_fake_device_peripheral(device)->in_air = in_air;
        pd_fake_host_look(host);
        return true;
}

static bool
deny(struct pd_fake_host *host, bool denied)
{
        if (host->bluetoothd)
                pd_fake_bluetoothd_deny(host->bluetoothd, denied);
        return host->bluetoothd;
}

static bool
muddle(struct pd_fake_host *host)
{
        struct pd_fake_adapter *adapter = host->bluetoothd ? pd_fake_bluetoothd_adapter(host->bluetoothd, 0) : NULL;

        if (adapter)
                pd_fake_adapter_muddle(adapter);
        return adapter;
}

/* False: refused. DEVICE is set and ARGUMENT not NULL where the table says so. */
static bool
execute(struct console *console, enum verb verb, struct pd_fake_device *device, const char *argument)
{
        struct pd_fake_host *host = console->host;

        switch (verb) {
        case DROP:
                pd_fake_device_drop(device);
                return true;
        case OFF:
        case ON:
                return set_in_air(host, device, verb == ON);
        case LINK:
                pd_fake_device_link(device);
                return true;
        case CALLED:
                return pd_fake_device_called(device);
        case VANISH:
                return pd_fake_device_vanish(device);
        case FORGET:
                pd_fake_characteristic_forget(pd_fake_device_measurement(device));
                return true;
        case SEND:
                return send_hex(device, argument);
        case BATTERY:
                pd_fake_device_say_battery(device);
                return true;
        case RESTART:
                return restart(host, argument);
        case UNPLUG:
        case PLUG:
                return plug(host, verb == PLUG);
        case DENY:
        case ALLOW:
                return deny(host, verb == DENY);
        case MUDDLE:
                return muddle(host);
        case QUIT:
                console->quit(console->user);
                return true;
        }
        return false;
}

static bool
inject(struct pd_fake_host *host, const char *line)
{
        char expected[PD_FAULT_EXPECTED_SIZE];
        struct pd_fault fault;

        if (pd_fault_parse(line, &fault, expected) == 0)
                return pd_fake_host_inject(host, &fault);
        fprintf(stderr, "%s: expected %s\n", line, expected);
        return false;
}

static bool
obey(struct console *console, const char *line)
{
        char **words = g_strsplit(line, " ", 4);
        guint n = g_strv_length(words);
        const struct command *command = NULL;
        bool done = false;

        for (size_t i = 0; n > 0 && i < G_N_ELEMENTS(commands); i++) {
                guint least = commands[i].has_address ? 2 : 1;
                if (strcmp(commands[i].word, words[0]) == 0 && n >= least && n <= least + commands[i].has_argument)
                        command = &commands[i];
        }
        struct pd_fake_device *device = command && command->has_address ? pd_fake_host_device(console->host, words[1]) : NULL;
        guint least = device ? 2 : 1;
        if (command && (device || !command->has_address))
                done = execute(console, command->verb, device, n > least ? words[least] : "");
        else /* "link lost" is no command either */
                done = inject(console->host, line);
        g_strfreev(words);
        return done;
}

static gboolean
on_input(GIOChannel *channel, GIOCondition condition, gpointer user)
{
        /* Bytes of a line that is not yet whole. */
        static char buffer[LINE_BYTES_MAX];
        static size_t used;
        ssize_t n = read(g_io_channel_unix_get_fd(channel), buffer + used, sizeof(buffer) - used);

        (void) condition;
        if (n <= 0)
                return G_SOURCE_REMOVE;
        used += (size_t) n;
        for (char *newline; (newline = memchr(buffer, '\n', used));) {
                *newline = '\0';
                printf("%s %s\n", obey(user, buffer) ? "done" : "refused", buffer);
                fflush(stdout);
                used -= (size_t) (newline + 1 - buffer);
                memmove(buffer, newline + 1, used);
        }
        if (used == sizeof(buffer)) {
                fprintf(stderr, "a line of more than %d bytes on stdin\n", LINE_BYTES_MAX);
                return G_SOURCE_REMOVE;
        }
        return G_SOURCE_CONTINUE;
}

void
pd_fake_console_open(struct pd_fake_host *host, void (*quit)(void *user), void *user)
{
        GIOChannel *channel = g_io_channel_unix_new(STDIN_FILENO);
        struct console *console = g_new0(struct console, 1);

        *console = (struct console){host, quit, user};
        g_io_add_watch_full(channel, G_PRIORITY_DEFAULT, G_IO_IN | G_IO_HUP, on_input, console, g_free);
        g_io_channel_unref(channel);
}
