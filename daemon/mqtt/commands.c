/* SPDX-License-Identifier: MIT */
/*
 * Orders that come by MQTT, and their answers. An athlete of whom an event
 * has been told is one of ours: her commands are listened to until she is
 * forgotten.
 *
 *   message ──▶ noted ──▶ read ──▶ known? ──▶ fresh? ──▶ the desk ──▶ answer, remembered
 *    (in the library)        └────────┴──────────┴──────────────────▶ answer
 *
 * Noted while the library is in the middle of something, the rest once it is
 * not: an order tells events, which are published.
 */
#include "mqtt/inside.h"

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

/* In one turn of the loop, which reads a few packets: more are lost. 64 KiB each at most. */
#define NOTED_MAX 32

/* "<base>/anna/cmd/lap" */
struct noted {
        char athlete[PD_ID_SIZE], verb[PD_TOPIC_SIZE];
        bool retained, waited; /* the broker has kept it for others; for us, since we were away */
        size_t length;
        char *payload; /* NULL: it was too long to be kept */
};

struct sender {
        char athlete[PD_ID_SIZE];
        struct pd_flood flood;
        bool flooded;           /* it was said in the log */
        uint64_t retained_verbs; /* in version 3: on whose topics the broker keeps something */
};

_Static_assert(PD_COMMAND_VERB_COUNT <= 64, "a bit for each verb");

struct pd_mqtt_commands {
        size_t n_noted;
        struct noted noted[NOTED_MAX];
        size_t n_senders;
        struct sender senders[PD_ATHLETES_MAX];
        struct pd_transactions *transactions;
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

/* Not an order: somebody takes back what he has retained by mistake. In
 * version 3 nothing but that the broker had something to take back tells it
 * from an order without words. */
static bool
is_clearing(const struct pd_mqtt *self, struct sender *sender, const struct noted *noted)
{
        enum pd_command_verb verb;
        uint64_t bit;

        if (self->protocol == MQTT_PROTOCOL_V5 || pd_command_verb_parse(noted->verb, &verb) < 0)
                return noted->retained && noted->length == 0;
        bit = (uint64_t) 1 << verb;
        if (noted->retained && noted->length > 0)
                sender->retained_verbs |= bit;
        if (noted->length > 0 || !(sender->retained_verbs & bit))
                return noted->retained && noted->length == 0;
        sender->retained_verbs &= ~bit;
        return true;
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
        struct sender *sender;

        if (commands->n_noted == NOTED_MAX) {
                pd_log(LOG_DEBUG, "mqtt: more commands at once than are read, ignoring %s", letter->topic);
                return;
        }
        *noted = (struct noted) { .retained = letter->retained, .length = letter->length,
                                  .waited = self->protocol == MQTT_PROTOCOL_V5 && self->marks && letter->mark != self->mark };
        read_topic(self, letter->topic, noted);
        sender = find_sender(commands, noted->athlete);
        if (sender && !is_clearing(self, sender, noted) && take_payload(noted, letter))
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
        const struct pd_command_answer written = { .real = real_now(self, &believed), .verb = noted->verb,
                                                   .transaction = &letter->transaction, .error = letter->error, .text = text, .data = data };

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
        return believed && now != PD_NEVER ? pd_command_letter_judge_age(letter, now) : 0;
}

static void
obey(struct pd_mqtt *self, const struct noted *noted)
{
        const struct pd_sink_context *context = self->context;
        struct pd_command_letter *letter = &self->commands->letter;
        struct pd_order_answer reply;

        context->order(context->user, noted->athlete, pd_command_types[letter->verb].word, letter->words, letter->n_words, &reply);
        if (reply.result == -EAGAIN)
                letter->error = PD_COMMAND_ERROR_BUSY;
        else if (reply.result < 0 && reply.result != -EINPROGRESS)
                letter->error = PD_COMMAND_ERROR_REFUSED;
        answer(self, noted, reply.text, reply.plain ? NULL : reply.json);
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

/* BUSY: it is read, for its transaction, and not carried out. */
static void
judge(struct pd_mqtt *self, const struct noted *noted, bool busy)
{
        struct pd_command_letter *letter = &self->commands->letter;
        int r = pd_command_letter_read(noted->verb, noted->payload, noted->length, letter);

        if (repeat(self, noted))
                return;
        if (busy)
                r = pd_command_letter_refuse(letter, PD_COMMAND_ERROR_BUSY,
                        "More than %d commands in a second, or %d in a minute: this one was not carried out.", PD_FLOOD_SECOND,
                        PD_FLOOD_MINUTE);
        else if (noted->retained || noted->waited || r == 0)
                r = judge_age(self, noted);
        if (r < 0)
                answer(self, noted, letter->sentence, NULL);
        else
                obey(self, noted);
}

static void
work_at(struct pd_mqtt *self, const struct noted *noted)
{
        struct sender *sender = find_sender(self->commands, noted->athlete);
        enum pd_flood_verdict verdict;

        if (!sender)
                return;
        verdict = pd_flood_judge(&sender->flood, pd_mqtt_now(self));
        if (verdict != PD_FLOOD_TAKE && !sender->flooded)
                pd_log(LOG_WARNING, "mqtt: more commands for %s than anybody gives, most of them are not carried out", sender->athlete);
        sender->flooded = verdict != PD_FLOOD_TAKE;
        if (verdict != PD_FLOOD_IGNORE)
                judge(self, noted, verdict == PD_FLOOD_REFUSE);
}

void
pd_mqtt_carry_out(struct pd_mqtt *self)
{
        struct pd_mqtt_commands *commands = self->commands;

        for (size_t i = 0; commands && i < commands->n_noted; i++) {
                work_at(self, &commands->noted[i]);
                free(commands->noted[i].payload);
        }
        if (commands)
                commands->n_noted = 0;
}

/* What the broker keeps is told anew on the next one. */
void
pd_mqtt_forget_retained(struct pd_mqtt *self)
{
        for (size_t i = 0; self->commands && i < self->commands->n_senders; i++)
                self->commands->senders[i].retained_verbs = 0;
}

/* ---- life ---------------------------------------------------------------------------- */

int
pd_mqtt_take_commands(struct pd_mqtt *self)
{
        if (!self->settings.commands || !self->context->order)
                return 0;
        self->commands = calloc(1, sizeof(*self->commands));
        if (!self->commands)
                return -ENOMEM;
        self->commands->transactions = pd_transactions_new();
        return self->commands->transactions ? 0 : -ENOMEM;
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
        free(commands);
        self->commands = NULL;
}
