/* SPDX-License-Identifier: MIT */
/* The keys of [mqtt], and what cannot work although each of them is well formed. */
#include "mqtt/inside.h"

#include "purposed/log.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
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

const struct pd_setting pd_mqtt_settings[] = {
        TEXT("host", host, "the broker's name or address, such as localhost"),
        INTEGER("port", port, 1, 65535, "a port, such as 1883"),
        TEXT("base", base, "the first part of every topic, such as purposed"),
        TEXT("username", username, "the name by which the broker knows this client"),
        TEXT("password_file", password_file, "an absolute file name, or the name of a systemd credential"),
        TEXT("client_id", client_id, "a name that no other client of the broker has"),
        /* libmosquitto takes no less than 5 s. */
        INTEGER("keepalive", keepalive_s, 5, 3600, "seconds of silence before the broker is asked whether it is there, such as 30"),
        { .key = "discovery", .kind = PD_SETTING_CHOICE, .offset = offsetof(struct pd_mqtt_settings, discovery),
          .choices = pd_discovery_modes, .expected = "device, entity or off" },
        TEXT("discovery_prefix", discovery_prefix, "the first part of Home Assistant's discovery topics, such as homeassistant"),
        { .key = NULL },
};

void
pd_mqtt_settings_init(void *settings)
{
        static const struct pd_mqtt_settings defaults = { .host = "localhost", .port = 1883, .base = "purposed", .keepalive_s = 30,
                                                          .discovery = PD_DISCOVERY_DEVICE, .discovery_prefix = "homeassistant" };

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

int
pd_mqtt_settings_check(struct pd_mqtt *self)
{
        struct pd_mqtt_settings *settings = &self->settings;
        size_t length = strlen(settings->base);

        if (length == 0 || settings->base[0] == '/' || settings->base[length - 1] == '/' ||
            mosquitto_pub_topic_check(settings->base) != MOSQ_ERR_SUCCESS) {
                pd_log(LOG_ERR, "mqtt: base '%s' is no topic", settings->base);
                return -EBADMSG;
        }
        if (!is_prefix(settings->discovery_prefix)) {
                pd_log(LOG_ERR, "mqtt: discovery_prefix '%s' is no topic of letters, digits, - and _", settings->discovery_prefix);
                return -EBADMSG;
        }
        if (settings->password_file[0] && !settings->username[0]) {
                pd_log(LOG_ERR, "mqtt: password_file needs a username");
                return -EBADMSG;
        }
        if (!settings->client_id[0])
                snprintf(settings->client_id, sizeof(settings->client_id), "purposed-%s", self->context->node);
        if (!settings->password_file[0])
                return 0;
        bool shared = false;
        int r = pd_secret_read(settings->password_file, self->password, &shared);
        if (r < 0)
                pd_log(LOG_ERR, "mqtt: cannot read the password from %s: %s", settings->password_file, strerror(-r));
        if (shared)
                pd_log(LOG_WARNING, "mqtt: %s may be read by others than its owner, such as its group (chown purposed, chmod 0400)",
                        settings->password_file);
        if (r == 0 && !is_loopback(settings->host))
                pd_log(LOG_WARNING, "mqtt: the password goes to %s in clear: whoever is on the way can read it", settings->host);
        return r;
}
