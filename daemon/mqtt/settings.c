/* SPDX-License-Identifier: MIT */
/* The keys of [mqtt], and what cannot work although each of them is well formed. */
#include "mqtt/inside.h"

#include "purposed/log.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <syslog.h>

#define TEXT(key_, field_, expected_)                                                                                                      \
        {                                                                                                                                  \
                .key = key_, .kind = PD_SETTING_TEXT, .offset = offsetof(struct pd_mqtt_settings, field_),                                 \
                .size = sizeof(((struct pd_mqtt_settings *) NULL)->field_), .expected = expected_                                          \
        }
#define INTEGER(key_, field_, min_, max_, expected_)                                                                                       \
        {                                                                                                                                  \
                .key = key_, .kind = PD_SETTING_INTEGER, .offset = offsetof(struct pd_mqtt_settings, field_), .min = min_, .max = max_,    \
                .expected = expected_                                                                                                      \
        }

/* IANA: mqtt, secure-mqtt */
#define PORT_CLEAR 1883
#define PORT_TLS 8883

#define A_FILE "an absolute file name, or the name of a systemd credential"

const struct pd_setting pd_mqtt_settings[] = {
        TEXT("host", host, "the broker's name or address, such as localhost"),
        INTEGER("port", port, 0, 65535, "a port, such as 1883, or 0 for the usual one"),
        TEXT("base", base, "the first part of every topic, such as purposed"),
        TEXT("username", username, "the name by which the broker knows this client"),
        TEXT("password_file", password_file, A_FILE),
        { .key = "tls", .kind = PD_SETTING_BOOL, .offset = offsetof(struct pd_mqtt_settings, tls), .expected = "yes or no" },
        TEXT("cafile", cafile, A_FILE),
        TEXT("certfile", certfile, A_FILE),
        TEXT("keyfile", keyfile, A_FILE),
        TEXT("psk_identity", psk_identity, "the name by which the broker knows the shared key"),
        TEXT("psk_file", psk_file, A_FILE),
        TEXT("client_id", client_id, "a name that no other client of the broker has"),
        /* libmosquitto takes no less than 5 s. */
        INTEGER("keepalive", keepalive_s, 5, 3600, "seconds of silence before the broker is asked whether it is there, such as 30"),
        { .key = "discovery", .kind = PD_SETTING_CHOICE, .offset = offsetof(struct pd_mqtt_settings, discovery),
          .choices = pd_discovery_modes, .expected = "device, entity or off" },
        TEXT("discovery_prefix", discovery_prefix, "the first part of Home Assistant's discovery topics, such as homeassistant"),
        { .key = "commands", .kind = PD_SETTING_BOOL, .offset = offsetof(struct pd_mqtt_settings, commands), .expected = "yes or no" },
        { .key = NULL },
};

void
pd_mqtt_settings_init(void *settings)
{
        static const struct pd_mqtt_settings defaults = { .host = "localhost", .base = "purposed", .keepalive_s = 30,
                                                          .discovery = PD_DISCOVERY_DEVICE, .discovery_prefix = "homeassistant",
                                                          .commands = true };

        *(struct pd_mqtt_settings *) settings = defaults;
}

/* By its form, without asking a resolver. */
static bool
is_loopback(const char *host)
{
        struct in6_addr v6;
        struct in_addr v4;

        if (inet_pton(AF_INET, host, &v4) == 1)
                return ntohl(v4.s_addr) >> 24 == IN_LOOPBACKNET;
        if (inet_pton(AF_INET6, host, &v6) == 1)
                return IN6_IS_ADDR_LOOPBACK(&v6);
        return strcasecmp(host, "localhost") == 0 || strcasecmp(host, "ip6-localhost") == 0;
}

/* Letters, digits, - and _, with / between. */
static bool
is_prefix(const char *text)
{
        size_t length = strlen(text);

        return length > 0 && text[0] != '/' && text[length - 1] != '/' && !strstr(text, "//") &&
               strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-/") == length;
}

static int
refuse(const char *what)
{
        pd_log(LOG_ERR, "mqtt: %s", what);
        return -EBADMSG;
}

/* What says nothing without something else; NULL: nothing is missed. */
static const char *
missed(const struct pd_mqtt_settings *settings)
{
        bool certificates = settings->cafile[0] || settings->certfile[0] || settings->keyfile[0];
        bool shared_key = settings->psk_identity[0] || settings->psk_file[0];

        if (!settings->tls && (certificates || shared_key))
                return "cafile, certfile, keyfile, psk_identity and psk_file need tls = yes";
        if (!settings->certfile[0] != !settings->keyfile[0])
                return "certfile needs a keyfile, and keyfile a certfile";
        if (!settings->psk_identity[0] != !settings->psk_file[0])
                return "psk_identity needs a psk_file, and psk_file a psk_identity";
        if (shared_key && certificates)
                return "psk_identity stands instead of cafile, certfile and keyfile";
        return NULL;
}

/* What can be told without a look at any file. */
static int
judge(const struct pd_mqtt_settings *settings, char *why, size_t size)
{
        size_t length = strlen(settings->base);
        const char *missing = missed(settings);

        if (length == 0 || settings->base[0] == '/' || settings->base[length - 1] == '/' ||
            mosquitto_pub_topic_check(settings->base) != MOSQ_ERR_SUCCESS)
                snprintf(why, size, "base '%s' is no topic", settings->base);
        else if (!is_prefix(settings->discovery_prefix))
                snprintf(why, size, "discovery_prefix '%s' is no topic of letters, digits, - and _", settings->discovery_prefix);
        else if (missing)
                snprintf(why, size, "%s", missing);
        else
                return 0;
        return -EBADMSG;
}

static void
warn_if_shared(const char *file, bool shared)
{
        if (shared)
                pd_log(LOG_WARNING, "mqtt: %s may be read by others than its owner, such as its group (chown purposed, chmod 0400)", file);
}

struct pd_tls_setup
pd_mqtt_tls_setup(const struct pd_mqtt_settings *settings)
{
        return (struct pd_tls_setup) { .host = settings->host, .cafile = settings->cafile, .certfile = settings->certfile,
                                       .keyfile = settings->keyfile, .psk_identity = settings->psk_identity,
                                       .psk_file = settings->psk_file };
}

static int
prepare_tls(struct pd_mqtt *self)
{
        const struct pd_tls_setup setup = pd_mqtt_tls_setup(&self->settings);
        const char *secret = setup.psk_file[0] ? setup.psk_file : setup.keyfile;
        char why[PD_MQTT_WHY_SIZE], path[PATH_MAX];
        bool shared = false;
        int r = pd_tls_new(&setup, &self->tls, why, sizeof(why));

        if (r < 0) {
                pd_log(LOG_ERR, "mqtt: cannot use %s", why);
                return r;
        }
        if (secret[0] && pd_secret_locate(secret, path, &shared) == 0)
                warn_if_shared(secret, shared);
        if (pd_tls_is_expired(self->tls, why, sizeof(why)))
                pd_log(LOG_WARNING, "mqtt: the certificate in %s has expired: renew it, or is this machine's clock wrong?", why);
        return 0;
}

/* $PURPOSED_MQTT_USERNAME and $PURPOSED_MQTT_PASSWORD stand for what the file
 * does not say. The latter is wiped where /proc/PID/environ would show it. */
static int
take_environment(struct pd_mqtt *self)
{
        const char *username = getenv("PURPOSED_MQTT_USERNAME");
        char *password = getenv("PURPOSED_MQTT_PASSWORD");
        struct pd_mqtt_settings *settings = &self->settings;

        if (!settings->username[0] && username) {
                if (strlen(username) >= sizeof(settings->username))
                        return refuse("$PURPOSED_MQTT_USERNAME is too long");
                strcpy(settings->username, username);
        }
        if (settings->password_file[0] || !settings->username[0] || !password)
                return 0;
        if (strlen(password) >= sizeof(self->password))
                return refuse("$PURPOSED_MQTT_PASSWORD is longer than 256 bytes");
        strcpy(self->password, password);
        explicit_bzero(password, strlen(password));
        return 0;
}

static int
read_password(struct pd_mqtt *self)
{
        const char *file = self->settings.password_file;
        bool shared = false;
        int r = file[0] ? pd_secret_read(file, self->password, &shared) : 0;

        if (r < 0)
                pd_log(LOG_ERR, "mqtt: cannot use password_file %s: %s", file, pd_secret_fault(r));
        warn_if_shared(file, shared);
        if (r == 0 && self->password[0] && !self->settings.tls && !is_loopback(self->settings.host))
                pd_log(LOG_WARNING, "mqtt: the password goes to %s in clear, without tls = yes: whoever is on the way can read it",
                       self->settings.host);
        return r;
}

int
pd_mqtt_settings_check(struct pd_mqtt *self)
{
        struct pd_mqtt_settings *settings = &self->settings;
        char why[PD_MQTT_WHY_SIZE];
        int r = judge(settings, why, sizeof(why));

        if (r < 0)
                return refuse(why);
        r = take_environment(self);
        if (r < 0)
                return r;
        if (settings->password_file[0] && !settings->username[0])
                return refuse("password_file needs a username");
        if (!settings->client_id[0])
                snprintf(settings->client_id, sizeof(settings->client_id), "purposed-%s", self->context->node);
        if (settings->port == 0)
                settings->port = settings->tls ? PORT_TLS : PORT_CLEAR;
        r = read_password(self);
        return r == 0 && settings->tls ? prepare_tls(self) : r;
}

/* Of a credential only the service itself knows the place. */
static bool
can_be_tried(const struct pd_mqtt_settings *settings)
{
        const char *const files[] = { settings->cafile, settings->certfile, settings->keyfile, settings->psk_file };
        bool placed = true;

        for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
                placed = placed && (!files[i][0] || files[i][0] == '/');
        return placed && settings->tls;
}

/* The same for the file that holds the password. */
static int
try_password(const struct pd_mqtt_settings *settings, char *why, size_t size)
{
        const char *file = settings->password_file;
        char password[PD_SECRET_SIZE];
        bool shared;
        int r = file[0] == '/' ? pd_secret_read(file, password, &shared) : 0;

        explicit_bzero(password, sizeof(password));
        if (r < 0)
                snprintf(why, size, "cannot use password_file %s: %s", file, pd_secret_fault(r));
        return r;
}

static int
try_tls(const struct pd_mqtt_settings *settings, char *why, size_t size)
{
        const struct pd_tls_setup setup = pd_mqtt_tls_setup(settings);
        char fault[PD_MQTT_WHY_SIZE];
        struct pd_tls *tls;
        int r;

        if (!can_be_tried(settings))
                return 0;
        r = pd_tls_new(&setup, &tls, fault, sizeof(fault));
        if (r < 0)
                snprintf(why, size, "cannot use %s", fault);
        else
                pd_tls_free(tls);
        return r;
}

int
pd_mqtt_settings_try(const void *settings, char *why, size_t size)
{
        int r = judge(settings, why, size);

        if (r == 0)
                r = try_password(settings, why, size);
        return r < 0 ? r : try_tls(settings, why, size);
}
