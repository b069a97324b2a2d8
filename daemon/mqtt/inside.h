/* SPDX-License-Identifier: MIT */
/*
 * What the files of this room share and nobody else sees.
 *
 *   mqtt.c      the sink: life and death, what the root calls
 *   settings.c  the section of the configuration
 *   line.c      the states of the line, the loop's wake-ups
 *   loss.c      why there is no line, and when it is tried again
 *   handle.c    libmosquitto's handle for one connection, and its callbacks
 *   publish.c   the outbox → the broker; the goodbye
 *   node.c      what is said of this machine
 *   tls.c       encryption and the proof of who is there; tls_explained.c: why not
 *   summaries.c the last of each athlete, for a broker that lost its store
 *   announce.c  what Home Assistant is told of, and its birth
 *   inlet.c     what we listen to
 *   commands.c  orders, and their answers (clearing, command_letter, flood, transactions, command_answer: PURE)
 */
#pragma once

#include "mqtt/dial.h"
#include "mqtt/discovery.h"
#include "mqtt/mqtt.h"
#include "mqtt/outbox.h"
#include "mqtt/said.h"
#include "mqtt/secret.h"
#include "mqtt/tls.h"
#include "mqtt/topics.h"

#include "purposed/pump.h"

#include <mosquitto.h>
#include <systemd/sd-event.h>
#include <time.h>

#define PD_MQTT_HOST_SIZE 254 /* RFC 1035: 253 characters */
#define PD_MQTT_TEXT_SIZE 128
#define PD_MQTT_FILE_SIZE 256
#define PD_MQTT_CLIENT_ID_SIZE 65
#define PD_MQTT_WHY_SIZE 320 /* of a file, and what is wrong with it */
#define PD_MQTT_COMPLAINT_SIZE (PD_MQTT_HOST_SIZE + 64 + PD_MQTT_WHY_SIZE)

struct pd_mqtt_settings {
        char host[PD_MQTT_HOST_SIZE];
        int32_t port; /* 0: the usual one, until they are checked */
        char base[PD_TOPIC_BASE_MAX + 1];
        char username[PD_MQTT_TEXT_SIZE];
        char password_file[PD_MQTT_FILE_SIZE];
        bool tls;
        char cafile[PD_MQTT_FILE_SIZE], certfile[PD_MQTT_FILE_SIZE], keyfile[PD_MQTT_FILE_SIZE];
        char psk_identity[PD_MQTT_TEXT_SIZE];
        char psk_file[PD_MQTT_FILE_SIZE];
        char client_id[PD_MQTT_CLIENT_ID_SIZE];
        int32_t keepalive_s;
        int32_t discovery; /* enum pd_discovery_mode */
        char discovery_prefix[PD_DISCOVERY_PREFIX_MAX + 1];
        bool commands;
};

/* A message that came in. Borrowed for the call. */
struct pd_letter {
        const char *topic;
        const char *payload; /* no NUL behind it */
        size_t length;
        bool retained; /* it is from before; in MQTT 5 also one that the broker keeps for others from now on */
        uint32_t mark; /* of the line on which it was asked for; 0: none */
};

struct pd_mqtt;
struct pd_mqtt_commands;

/* What becomes of what comes on a topic. */
struct pd_inlet {
        int qos;
        size_t most; /* bytes of a message; what is longer is ignored */
        /* The library is in the middle of something: notes what is to be done. */
        void (*take)(struct pd_mqtt *self, const struct pd_letter *letter);
};

struct pd_subscription {
        char filter[PD_TOPIC_SIZE];
        const struct pd_inlet *inlet;
        int mid; /* of the last SUBSCRIBE */
        bool refused;
};

#define PD_MQTT_SUBSCRIPTIONS_MAX (PD_ATHLETES_MAX + 1) /* their commands; Home Assistant's birth */

enum pd_mqtt_state {
        PD_MQTT_WAITING,  /* no line; the timer holds the next attempt */
        PD_MQTT_DIALLING, /* a thread looks the name up and connects */
        PD_MQTT_GREETING, /* the socket stands, CONNECT is sent, no CONNACK yet */
        PD_MQTT_ONLINE,   /* the broker has taken us */
        PD_MQTT_STOPPED,  /* said goodbye; nothing happens any more */
};

struct pd_mqtt {
        struct pd_sink sink;
        const struct pd_sink_context *context;
        struct pd_mqtt_settings settings;
        char password[PD_SECRET_SIZE];
        struct pd_tls *tls; /* NULL: the line is not encrypted */
        bool tls_failed;    /* the files may have been mended since: they are read again */
        struct pd_topics topics;
        struct pd_outbox *outbox;
        struct pd_message message; /* scratch */
        struct pd_said said;       /* what need not be said again */
        uint64_t unchanged;        /* how often that was so */
        uint64_t lost_count;       /* how many the outbox had lost when SAID was last right */

        enum pd_mqtt_state state;
        struct pd_dial *dial;     /* while dialling */
        struct mosquitto *handle; /* greeting and on line */
        int protocol;             /* MQTT_PROTOCOL_V5 or _V311: of this attempt */
        unsigned failures;        /* in a row */
        bool known_old;           /* it was logged that the broker does not speak MQTT 5 */
        unsigned mute;            /* greetings of MQTT 5 in a row that ended without a CONNACK */
        unsigned thrown_out;      /* by another client of our id, in a row */
        unsigned brief;           /* lines in a row that the broker closed before they were STEADY */
        pd_usec online_since, last_out;
        pd_usec keepalive;
        pd_usec unanswered_since; /* the last word of the broker while a message waits for its PUBACK; PD_NEVER: none does */
        pd_usec look_at;          /* when the timer looks at the line next */
        int status_mid; /* of `online` or `offline`, until it is acknowledged */

        int wake_fd;
        sd_event_source *wake, *io, *timer;

        /* What libmosquitto's callbacks noted; line.c looks at it next. */
        bool greeted, lost;
        bool remembered; /* the broker took our session up again: it has not lost its store */
        int greeting_code, lost_code, lost_error;
        size_t window;
        uint32_t packet_most; /* bytes that the broker takes at once; 0: it named no limit */

        char complaint[PD_MQTT_COMPLAINT_SIZE]; /* the last that was logged; "" once on line for good */
        char barred[2][PD_TOPIC_SIZE]; /* on this line, what the broker did not allow us to write: below the base, and elsewhere */
        pd_usec started_real, connected_real;
        uint64_t connections;
        char adapters_said[PD_MQTT_TEXT_SIZE * 4]; /* in the last info */
        pd_usec health_at;                         /* when health was said last */
        uint64_t recoveries_said; /* with it */

        struct pd_discovery discovery;
        struct pd_announced announced;
        bool announced_changed; /* since it was kept */
        bool purged;            /* nothing is announced any more, until the next start */
        size_t n_known;
        struct pd_mqtt_known *known;
        sd_event_source *birth; /* Home Assistant has come up; it is told once this is due */

        size_t n_subscriptions;
        struct pd_subscription subscriptions[PD_MQTT_SUBSCRIPTIONS_MAX];
        uint32_t mark; /* of what was asked for on this line; 0: nothing was */
        bool marks;    /* the broker says so with each message */
        struct pd_mqtt_commands *commands; /* NULL: none are taken */

        struct pd_message *summaries[PD_ATHLETES_MAX]; /* the last of each athlete; NULL from the first free place on */
};

/* mqtt.c: what can go out now, from a turn of the loop that is not the line's */
void pd_mqtt_send_out(struct pd_mqtt *self);

/* settings.c */
extern const struct pd_setting pd_mqtt_settings[];
void pd_mqtt_settings_init(void *settings);
/* Fills in what follows from the rest: password, client's id, port, what TLS needs. Logs. */
int pd_mqtt_settings_check(struct pd_mqtt *self);
struct pd_tls_setup pd_mqtt_tls_setup(const struct pd_mqtt_settings *settings); /* borrowed */
int pd_mqtt_settings_try(const void *settings, char *why, size_t size); /* port.h */

/* line.c */
pd_usec pd_mqtt_clock(clockid_t clock);
pd_usec pd_mqtt_now(const struct pd_mqtt *self); /* of this turn of the loop */
/* The only writer of the state; AT is when pd_mqtt_on_timer() shall look at it. */
void pd_mqtt_enter(struct pd_mqtt *self, enum pd_mqtt_state state, pd_usec at);
void pd_mqtt_hang_up(struct pd_mqtt *self);
void pd_mqtt_arm(struct pd_mqtt *self); /* after writing: does the socket take no more? */
int pd_mqtt_on_timer(sd_event_source *source, uint64_t usec, void *user);
int pd_mqtt_on_wake(sd_event_source *source, int fd, uint32_t revents, void *user);

/* All that is true, said again: when the broker takes us, and when Home Assistant comes up. */
void pd_mqtt_tell_all(struct pd_mqtt *self);
int pd_mqtt_on_birth(sd_event_source *source, uint64_t usec, void *user);

void pd_mqtt_dial(struct pd_mqtt *self);

/* loss.c: each ends the line, or the attempt at one, and sets the time of the next */
void pd_mqtt_retry(struct pd_mqtt *self, const char *what, const char *why); /* "lost", "it closed the connection" */
void pd_mqtt_on_unreached(struct pd_mqtt *self, const struct pd_dial_outcome *outcome);
void pd_mqtt_on_refused(struct pd_mqtt *self);
void pd_mqtt_on_lost(struct pd_mqtt *self);
/* Another client uses our id, and has not given up as far as we know. */
bool pd_mqtt_has_twin(const struct pd_mqtt *self);
bool pd_mqtt_suspects_twin(const struct pd_mqtt *self);

/* handle.c */
/* 0, or a negative errno, and WHY if that tells more. */
int pd_mqtt_start_dialling(struct pd_mqtt *self, char *why, size_t size);
void pd_mqtt_note_lost(struct pd_mqtt *self, int code);

/* publish.c */
void pd_mqtt_flush(struct pd_mqtt *self);
size_t pd_mqtt_payload_most(const struct pd_mqtt *self, const char *topic); /* bytes that the broker takes; SIZE_MAX: it named no limit */
void pd_mqtt_offer(struct pd_mqtt *self); /* the scratch message, to the outbox */
void pd_mqtt_offer_news(struct pd_mqtt *self); /* the same, unless its topic says so already */
/* What became of a message, to who waits for it. */
void pd_mqtt_settle(struct pd_mqtt *self, const struct pd_receipt *receipt, bool taken);
void pd_mqtt_say_status(struct pd_mqtt *self, bool online);
void pd_mqtt_say_goodbye(struct pd_mqtt *self);

/* node.c */
void pd_mqtt_introduce(struct pd_mqtt *self);
void pd_mqtt_look_at_node(struct pd_mqtt *self);

/* summaries.c */
void pd_mqtt_keep_summary(struct pd_mqtt *self); /* the scratch message */
void pd_mqtt_restate_summaries(struct pd_mqtt *self);
void pd_mqtt_forget_summary(struct pd_mqtt *self, const char *athlete);
void pd_mqtt_forget_summaries(struct pd_mqtt *self); /* at the end */

/* announce.c */
void pd_mqtt_await_birth(struct pd_mqtt *self); /* at the start */
void pd_mqtt_recall_announced(struct pd_mqtt *self); /* at the start */
void pd_mqtt_learn(struct pd_mqtt *self, const struct pd_event *event);
void pd_mqtt_announce_all(struct pd_mqtt *self); /* makes all of it due */
void pd_mqtt_announce(struct pd_mqtt *self);     /* into the outbox, as far as there is room */
/* Once everybody has been told of: who is on the list and was not leaves. */
void pd_mqtt_leave_stale(struct pd_mqtt *self);
void pd_mqtt_dismiss(struct pd_mqtt *self, enum pd_device_kind kind, const char *id);
size_t pd_mqtt_take_all_back(struct pd_mqtt *self); /* how many devices */
void pd_mqtt_line_is_gone(struct pd_mqtt *self);

/* inlet.c */
void pd_mqtt_listen_to(struct pd_mqtt *self, const char *filter, const struct pd_inlet *inlet);
void pd_mqtt_listen_no_more(struct pd_mqtt *self, const char *filter);
void pd_mqtt_listen(struct pd_mqtt *self); /* on this line, to all of it */
void pd_mqtt_note_subscribed(struct pd_mqtt *self, int mid, int code);
void pd_mqtt_take_letter(struct pd_mqtt *self, const struct pd_letter *letter);

/* commands.c */
int pd_mqtt_take_commands(struct pd_mqtt *self); /* at the start: 0 or a negative errno */
void pd_mqtt_free_commands(struct pd_mqtt *self);
void pd_mqtt_obey(struct pd_mqtt *self, const struct pd_athlete *athlete); /* NULL: it was about nobody */
void pd_mqtt_obey_no_more(struct pd_mqtt *self, const char *athlete);
void pd_mqtt_carry_out(struct pd_mqtt *self); /* what has been noted */
void pd_mqtt_forget_retained(struct pd_mqtt *self); /* for another line */
