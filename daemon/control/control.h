/* SPDX-License-Identifier: MIT */
/*
 * The daemon's own door on the system bus: orders come in, and whoever asked
 * for it hears what the sinks hear.
 *
 *   name       org.purposed1
 *   object     /org/purposed1
 *   interface  org.purposed1.Coach
 *
 *   Order(s athlete, s verb, as words) -> (i result, s text, s json)
 *       One row of include/purposed/commands.def. ATHLETE "": the only one,
 *       or the only one who runs. RESULT is 0 or a negative errno, TEXT for
 *       people, JSON one value for scripts. At most PD_CONTROL_WORDS_MAX words.
 *   Listen() -> (s json)
 *       What STATUS says as JSON; then plan, week, session and sensors of everyone
 *       as events, and whatever happens for PD_LISTENERS_LEASE. Called again
 *       before that, it goes on: a listener that has stopped reading is so
 *       forgotten.
 *   Forget()
 *       No more events.
 *   signal Event(s kind, s athlete, s json)
 *       To listeners alone, never to the whole bus: heart rates are health
 *       data. KIND is alert, live, session, summary, plan, week or sensor/ADDRESS,
 *       JSON the payload of the MQTT topic of that name; or said, to one who
 *       comes in the middle of a session: its last alert, which is no news.
 *   property s Version
 *
 * Who may call is the bus's policy, systemd/org.purposed1.conf. Without a
 * bus, or without the name, the daemon runs on and says so once; both are
 * tried again, every PD_CONTROL_RETRY at most.
 */
#pragma once

#include "purposed/command.h"
#include "purposed/event.h"
#include "purposed/time.h"

struct sd_event;
struct pd_control;

#define PD_CONTROL_NAME "org.purposed1"
#define PD_CONTROL_PATH "/org/purposed1"
#define PD_CONTROL_INTERFACE "org.purposed1.Coach"

#define PD_CONTROL_RETRY (30 * PD_SEC)
#define PD_CONTROL_WORDS_MAX 64
#define PD_LISTENERS_MAX 16
#define PD_LISTENERS_LEASE (60 * PD_SEC)

/* What the root lends; outlives the door. */
struct pd_control_context {
        struct sd_event *loop;
        const char *version;
        void (*order)(void *user, const char *athlete, const char *verb, const char *const *words, size_t n_words,
                struct pd_order_answer *ret);
        /* A listener came: within the call, pd_control_event() is told again
         * what it must know. */
        void (*restate)(void *user);
        void *user;
};

/* BUS_ADDRESS NULL is the system bus. 0, also where there is no bus yet, or -ENOMEM. */
int pd_control_new(const struct pd_control_context *context, const char *bus_address, struct pd_control **ret);
struct pd_control *pd_control_free(struct pd_control *control);

void pd_control_event(struct pd_control *control, const struct pd_event *event);

/* For STATUS: "control: 1 listener", or what is missing. */
void pd_control_status(const struct pd_control *control, char *ret, size_t size);
