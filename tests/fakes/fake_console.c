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

static bool
send_hex(struct pd_fake_device *device, const char *hex)
{
        uint8_t bytes[PD_FAKE_VALUE_MAX];
        size_t digits = strlen(hex);

        if (digits % 2 != 0 || digits / 2 > sizeof(bytes))
                return false;
        for (size_t i = 0; i < digits; i += 2) {
                if (!g_ascii_isxdigit(hex[i]) || !g_ascii_isxdigit(hex[i + 1]))
                        return false;
                bytes[i / 2] = (uint8_t) (g_ascii_xdigit_value(hex[i]) * 16 + g_ascii_xdigit_value(hex[i + 1]));
        }
        return pd_fake_characteristic_notify(pd_fake_device_measurement(device), bytes, digits / 2);
}

static bool
restart(const struct pd_fake_console_ops *ops, const char *argument)
{
        char *end;
        unsigned long ms = strtoul(argument, &end, 10);

        if (*end || ms > RESTART_MS_MAX)
                return false;
        ops->restart(ops->user, (unsigned) ms);
        return true;
}

/* False: refused. DEVICE is set and ARGUMENT not NULL where the table says so. */
static bool
execute(const struct pd_fake_console_ops *ops, enum verb verb, struct pd_fake_device *device, const char *argument)
{
        switch (verb) {
        case DROP:
                pd_fake_device_drop(device);
                return true;
        case OFF:
        case ON:
                pd_fake_device_set_in_air(device, verb == ON);
                return true;
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
                return restart(ops, argument);
        case UNPLUG:
        case PLUG:
                ops->plug(ops->user, verb == PLUG);
                return true;
        case DENY:
        case ALLOW:
                return ops->deny(ops->user, verb == DENY);
        case MUDDLE:
                return ops->muddle(ops->user);
        case QUIT:
                ops->quit(ops->user);
                return true;
        }
        return false;
}

static bool
obey(const struct pd_fake_console_ops *ops, const char *line)
{
        char **words = g_strsplit(line, " ", 4);
        guint n = g_strv_length(words);
        bool done = false;

        for (size_t i = 0; n > 0 && i < G_N_ELEMENTS(commands); i++) {
                const struct command *command = &commands[i];
                guint least = command->has_address ? 2 : 1;
                if (strcmp(command->word, words[0]) != 0 || n < least || n > least + command->has_argument)
                        continue;
                struct pd_fake_device *device = command->has_address ? ops->device(ops->user, words[1]) : NULL;
                if (device || !command->has_address)
                        done = execute(ops, command->verb, device, n > least ? words[least] : "");
        }
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
pd_fake_console_open(const struct pd_fake_console_ops *ops)
{
        GIOChannel *channel = g_io_channel_unix_new(STDIN_FILENO);

        g_io_add_watch(channel, G_IO_IN | G_IO_HUP, on_input, (gpointer) ops);
        g_io_channel_unref(channel);
}
