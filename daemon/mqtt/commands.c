/* SPDX-License-Identifier: MIT */
/*
 * Orders that come by MQTT, and their answers. An athlete of whom an event
 * has been told is one of ours: her commands are listened to until she is
 * forgotten.
 *
 *   message ──▶ noted ──▶ read ──▶ known? ──▶ fresh? ──▶ the desk ──▶ answer, remembered
 *    (in the library)        └────────┴──────────┴──────────────────▶ answer
 *
 * What the desk cannot do yet, since the card is busy with the run that is just
 * over, is tried again for some seconds.
 *
 * Noted while the library is in the middle of something, the rest once it is
 * not: an order tells events, which are published.
 */
#include "mqtt/inside.h"

#include "mqtt/clearing.h"
#include "mqtt/command_answer.h"
#include "mqtt/flood.h"
#include "mqtt/transactions.h"

#include "purposed/log.h"

#include <errno.h>
#include <mqtt_protocol.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

/* What waits, and what comes in one turn of the loop, which reads a few packets: more are lost. 64 KiB each at most. */
#define NOTED_MAX 32

/* Most of what the desk asks to be asked again takes a second. */
#define ATTEMPTS 20
#define ATTEMPT_EVERY (PD_SEC / 4)
#define ATTEMPT_ACCURACY (PD_SEC / 10)

/* "<base>/anna/cmd/lap" */
struct noted {
        char athlete[PD_ID_SIZE], verb[PD_TOPIC_SIZE];
        bool retained, waited; /* the broker has kept it for others; for us, since we were away */
        size_t length;
        char *payload; /* NULL: it was too long to be kept */
        bool admitted; /* it is none of a flood */
        int attempts;  /* at the desk, which could not do it yet */
        pd_usec next;  /* when it is tried again; 0: at once */
};

struct sender {
        char athlete[PD_ID_SIZE];
        struct pd_flood flood;
        bool flooded; /* it was said in the log, of this minute */
        struct pd_clearing clearing;
};

struct pd_mqtt_commands {
        size_t n_noted;
        struct noted noted[NOTED_MAX];
        size_t n_senders;
        struct sender senders[PD_ATHLETES_MAX];
        struct pd_transactions *transactions;
        sd_event_source *again;
        struct pd_command_letter letter; /* scratch */
};

/* ---- who is ours ------------------------------------------------------------- */

static struct sender *
find_sender(struct pd_mqtt_commands *commands, const char *athlete)
{
        for (size_t i = 0; i < commands->n_senders; i++)
                if (strcmp(commands->senders[i].athlete, athlete) == 0)
                        return &commands->senders[i];
        return NULL;
}

static void
filter_of(const struct pd_mqtt *self, const char *athlete, char ret[static PD_TOPIC_SIZE])
{
        pd_topics_of_athlete(&self->topics, athlete, "cmd/+", ret);
}

static void take(struct pd_mqtt *self, const struct pd_letter *letter);

/* Answered even if it is too long. */
static const struct pd_inlet inlet = { .qos = 1, .most = SIZE_MAX, .take = take };

void
pd_mqtt_obey(struct pd_mqtt *self, const struct pd_athlete *athlete)
{
        struct pd_mqtt_commands *commands = self->commands;
        char filter[PD_TOPIC_SIZE];
        struct sender *sender;

        if (!commands || !athlete || find_sender(commands, athlete->id) || commands->n_senders == PD_ATHLETES_MAX)
                return;
        sender = &commands->senders[commands->n_senders++];
        *sender = (struct sender) { .flooded = false };
        memcpy(sender->athlete, athlete->id, sizeof(sender->athlete));
        filter_of(self, athlete->id, filter);
        pd_mqtt_listen_to(self, filter, &inlet);
}

void
pd_mqtt_obey_no_more(struct pd_mqtt *self, const char *athlete)
{
        struct pd_mqtt_commands *commands = self->commands;
        struct sender *sender = commands ? find_sender(commands, athlete) : NULL;
        char filter[PD_TOPIC_SIZE];

        if (!sender)
                return;
        filter_of(self, athlete, filter);
        pd_mqtt_listen_no_more(self, filter);
        pd_transactions_forget(commands->transactions, athlete);
        *sender = commands->senders[--commands->n_senders];
}

/* ---- noting -------------------------------------------------------------------- */

/* Whose, and which. The filter has matched: base, an athlete of ours, "cmd", one level. */
static void
read_topic(const struct pd_mqtt *self, const char *topic, struct noted *ret)
{
        const char *athlete = topic + strlen(self->settings.base) + 1, *end = strchr(athlete, '/');

        snprintf(ret->athlete, sizeof(ret->athlete), "%.*s", (int) (end - athlete), athlete);
        snprintf(ret->verb, sizeof(ret->verb), "%s", strrchr(topic, '/') + 1);
}

/* Copies what is not too long for anything. False: no memory. */
static bool
take_payload(struct noted *noted, const struct pd_letter *letter)
{
        if (letter->length > PD_COMMAND_LETTER_PLAN_MAX)
                return true;
        noted->payload = malloc(letter->length + 1);
        if (noted->payload && letter->length > 0)
                memcpy(noted->payload, letter->payload, letter->length);
        return noted->payload != NULL;
}

static void
take(struct pd_mqtt *self, const struct pd_letter *letter)
{
        struct pd_mqtt_commands *commands = self->commands;
        struct noted *noted = &commands->noted[commands->n_noted];
        bool v5 = self->protocol == MQTT_PROTOCOL_V5;
        struct sender *sender;

        if (commands->n_noted == NOTED_MAX) {
                pd_log(LOG_DEBUG, "mqtt: more commands at once than are read, ignoring %s", letter->topic);
                return;
        }
        *noted = (struct noted) { .retained = letter->retained, .length = letter->length,
                                  .waited = v5 && self->marks && letter->mark != self->mark };
        read_topic(self, letter->topic, noted);
        sender = find_sender(commands, noted->athlete);
        if (sender && !pd_clearing_judge(&sender->clearing, v5, noted->verb, noted->retained, noted->length) && take_payload(noted, letter))
                commands->n_noted++;
}

/* ---- answering ------------------------------------------------------------------- */

static pd_usec
real_now(const struct pd_mqtt *self, bool *ret_believed)
{
        struct pd_clock clock = { .real = pd_mqtt_clock(CLOCK_REALTIME) };

        if (self->context->clock)
                self->context->clock(self->context->user, &clock);
        *ret_believed = clock.synchronised;
        return pd_clock_plausible(&clock) ? clock.real : PD_NEVER;
}

/* JSON of the answer only if it says more. */
static void
answer(struct pd_mqtt *self, const struct noted *noted, const char *text, const char *data)
{
        struct pd_mqtt_commands *commands = self->commands;
        const struct pd_command_letter *letter = &commands->letter;
        bool believed, forgets = noted->retained || noted->waited || letter->error == PD_COMMAND_ERROR_BUSY;
        struct pd_command_answer written = { .real = real_now(self, &believed), .verb = noted->verb, .transaction = &letter->transaction,
                                             .error = letter->error, .text = text, .data = data };
        char topic[PD_TOPIC_SIZE];

        pd_topics_of_athlete(&self->topics, noted->athlete, "rsp", topic);
        written.most = pd_mqtt_payload_most(self, topic);
        pd_command_answer_write(&self->topics, noted->athlete, &written, &self->message);
        if (!forgets)
                pd_transactions_keep(commands->transactions, pd_mqtt_now(self), noted->athlete, noted->verb, &letter->transaction,
                                     self->message.payload, self->message.length);
        pd_mqtt_offer(self);
}

static int
judge_age(struct pd_mqtt *self, const struct noted *noted)
{
        struct pd_command_letter *letter = &self->commands->letter;
        bool believed;
        pd_usec now = real_now(self, &believed);

        if (noted->retained)
                return pd_command_letter_refuse(letter, PD_COMMAND_ERROR_RETAINED,
                        "It was published with RETAIN, so it would be carried out again at every start: send it without.");
        if (noted->waited)
                return pd_command_letter_refuse(letter, PD_COMMAND_ERROR_TOO_OLD,
                        "It waited for purposed, which had no line to the broker: send it again if you still mean it.");
        return believed ? pd_command_letter_judge_age(letter, now) : 0;
}

/* False: it is to be tried again. */
static bool
obey(struct pd_mqtt *self, struct noted *noted)
{
        const struct pd_sink_context *context = self->context;
        struct pd_command_letter *letter = &self->commands->letter;
        struct pd_order_answer reply;

        context->order(context->user, noted->athlete, pd_command_types[letter->verb].word, letter->words, letter->n_words, &reply);
        if (reply.result == -EAGAIN && ++noted->attempts < ATTEMPTS) {
                noted->next = pd_mqtt_now(self) + ATTEMPT_EVERY;
                return false;
        }
        if (reply.result == -EAGAIN)
                letter->error = PD_COMMAND_ERROR_BUSY;
        else if (reply.result < 0 && reply.result != -EINPROGRESS)
                letter->error = PD_COMMAND_ERROR_REFUSED;
        answer(self, noted, reply.text, reply.plain ? NULL : reply.json);
        return true;
}

static bool
repeat(struct pd_mqtt *self, const struct noted *noted)
{
        struct pd_mqtt_commands *commands = self->commands;
        size_t length;
        const char *payload = pd_transactions_find(commands->transactions, pd_mqtt_now(self), noted->athlete, noted->verb,
                &commands->letter.transaction, &length);

        if (!payload)
                return false;
        pd_command_answer_repeat(&self->topics, noted->athlete, payload, length, &self->message);
        pd_mqtt_offer(self);
        return true;
}

/* BUSY: it is read, for its transaction, and not carried out. False: it is to be tried again. */
static bool
judge(struct pd_mqtt *self, struct noted *noted, bool busy)
{
        struct pd_command_letter *letter = &self->commands->letter;
        int r = pd_command_letter_read(noted->verb, noted->payload, noted->length, letter);

        if (noted->attempts > 0)
                return obey(self, noted);
        if (repeat(self, noted))
                return true;
        if (busy)
                r = pd_command_letter_refuse(letter, PD_COMMAND_ERROR_BUSY,
                        "More than %d commands in a second, or %d in a minute: this one was not carried out.", PD_FLOOD_SECOND,
                        PD_FLOOD_MINUTE);
        else if (noted->retained || noted->waited || r == 0)
                r = judge_age(self, noted);
        if (r == 0)
                return obey(self, noted);
        answer(self, noted, letter->sentence, NULL);
        return true;
}

/* The last of the first N that wait, if it is for the same: "rpe 4" does not come after "rpe 5". */
static const struct noted *
ahead_of(const struct pd_mqtt_commands *commands, size_t n, const struct noted *noted)
{
        while (n-- > 0)
                if (strcmp(commands->noted[n].athlete, noted->athlete) == 0 && strcmp(commands->noted[n].verb, noted->verb) == 0)
                        return &commands->noted[n];
        return NULL;
}

static enum pd_flood_verdict
admit(struct pd_mqtt *self, struct sender *sender, struct noted *noted)
{
        enum pd_flood_verdict verdict = pd_flood_judge(&sender->flood, pd_mqtt_now(self));

        if (verdict != PD_FLOOD_TAKE && !sender->flooded)
                pd_log(LOG_WARNING, "mqtt: more commands for %s than anybody gives, most of them are not carried out", sender->athlete);
        sender->flooded = sender->flood.refused > 0;
        noted->admitted = verdict == PD_FLOOD_TAKE;
        return verdict;
}

/* N wait already. False: it is to be tried again. */
static bool
work_at(struct pd_mqtt *self, size_t n, struct noted *noted)
{
        struct sender *sender = find_sender(self->commands, noted->athlete);
        const struct noted *ahead = ahead_of(self->commands, n, noted);
        enum pd_flood_verdict verdict = PD_FLOOD_TAKE;

        if (!sender)
                return true;
        if (!noted->admitted)
                verdict = admit(self, sender, noted);
        if (verdict != PD_FLOOD_TAKE)
                return verdict == PD_FLOOD_IGNORE || judge(self, noted, true);
        if (ahead)
                noted->next = ahead->next;
        return !ahead && noted->next <= pd_mqtt_now(self) && judge(self, noted, false);
}

/* Those that are left wait for their next attempt. */
static void
wait_for_next(struct pd_mqtt *self)
{
        struct pd_mqtt_commands *commands = self->commands;
        pd_usec next = PD_NEVER;

        for (size_t i = 0; i < commands->n_noted; i++)
                next = commands->noted[i].next < next ? commands->noted[i].next : next;
        (void) sd_event_source_set_time(commands->again, (uint64_t) next);
        (void) sd_event_source_set_enabled(commands->again, next == PD_NEVER ? SD_EVENT_OFF : SD_EVENT_ONESHOT);
}

void
pd_mqtt_carry_out(struct pd_mqtt *self)
{
        struct pd_mqtt_commands *commands = self->commands;
        size_t left = 0;

        if (!commands || commands->n_noted == 0)
                return;
        for (size_t i = 0; i < commands->n_noted; i++)
                if (work_at(self, left, &commands->noted[i]))
                        free(commands->noted[i].payload);
                else
                        commands->noted[left++] = commands->noted[i];
        commands->n_noted = left;
        wait_for_next(self);
}

static int
on_again(sd_event_source *source, uint64_t usec, void *user)
{
        struct pd_mqtt *self = user;

        (void) source;
        (void) usec;
        pd_mqtt_carry_out(self);
        pd_mqtt_send_out(self);
        return 0;
}

/* What the broker keeps is told anew on the next one. */
void
pd_mqtt_forget_retained(struct pd_mqtt *self)
{
        for (size_t i = 0; self->commands && i < self->commands->n_senders; i++)
                self->commands->senders[i].clearing = (struct pd_clearing) { .kept = 0 };
}

/* ---- life ---------------------------------------------------------------------------- */

int
pd_mqtt_take_commands(struct pd_mqtt *self)
{
        int r;

        if (!self->settings.commands || !self->context->order)
                return 0;
        self->commands = calloc(1, sizeof(*self->commands));
        if (!self->commands)
                return -ENOMEM;
        self->commands->transactions = pd_transactions_new();
        if (!self->commands->transactions)
                return -ENOMEM;
        r = sd_event_add_time(self->context->loop, &self->commands->again, CLOCK_BOOTTIME, 0, ATTEMPT_ACCURACY, on_again, self);
        return r < 0 ? r : sd_event_source_set_enabled(self->commands->again, SD_EVENT_OFF);
}

void
pd_mqtt_free_commands(struct pd_mqtt *self)
{
        struct pd_mqtt_commands *commands = self->commands;

        if (!commands)
                return;
        for (size_t i = 0; i < commands->n_noted; i++)
                free(commands->noted[i].payload);
        pd_transactions_free(commands->transactions);
        sd_event_source_disable_unref(commands->again);
        free(commands);
        self->commands = NULL;
}
