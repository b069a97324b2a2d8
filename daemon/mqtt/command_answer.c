/* SPDX-License-Identifier: MIT */
#include "mqtt/command_answer.h"

#include "formats/payload_terms.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* As a number what came as a number. */
static void
put_transaction(struct pd_json *json, const struct pd_transaction *transaction)
{
        if (transaction->number)
                pd_json_integer(json, "transaction", strtoll(transaction->text, NULL, 10));
        else
                pd_payload_words(json, "transaction", transaction->text);
}

static void
put_verb(struct pd_json *json, const char *verb)
{
        char shown[PD_ID_SIZE];

        pd_text_copy(shown, sizeof(shown), verb, strlen(verb));
        pd_payload_words(json, "verb", shown);
}

/* Into at most MOST bytes. */
static int
write_answer(const struct pd_command_answer *answer, size_t most, const char *text, const char *data, struct pd_message *ret)
{
        struct pd_json json;

        pd_json_init(&json, ret->payload, (most < PD_COMMAND_ANSWER_MAX ? most : PD_COMMAND_ANSWER_MAX) + 1);
        pd_json_object(&json, NULL);
        pd_payload_time(&json, "time", answer->real);
        put_verb(&json, answer->verb);
        put_transaction(&json, answer->transaction);
        pd_json_text(&json, "status", answer->error == PD_COMMAND_ERROR_NONE ? "ok" : "error");
        pd_json_text(&json, "error", answer->error == PD_COMMAND_ERROR_NONE ? NULL : pd_command_error_name(answer->error));
        pd_json_text(&json, "text", text);
        if (data != NULL)
                pd_json_raw(&json, "data", data);
        else
                pd_json_null(&json, "data");
        pd_json_object_end(&json);
        return pd_json_finish(&json, &ret->length);
}

static void
address(const struct pd_topics *topics, const char *athlete, struct pd_message *message)
{
        pd_topics_passing(message, PD_COMMAND_ANSWER_EXPIRY_S);
        pd_topics_of_athlete(topics, athlete, "rsp", message->topic);
}

void
pd_command_answer_write(const struct pd_topics *topics, const char *athlete, const struct pd_command_answer *answer,
        struct pd_message *message)
{
        static const char too_long[] = "The answer is too long for MQTT; purposectl has all of it.";
        int r;

        address(topics, athlete, message);
        if (write_answer(answer, answer->most, answer->text, answer->data, message) == 0 ||
            write_answer(answer, answer->most, answer->text, NULL, message) == 0)
                return;
        r = write_answer(answer, PD_COMMAND_ANSWER_MAX, too_long, NULL, message);
        assert(r == 0);
        (void) r;
}

void
pd_command_answer_repeat(const struct pd_topics *topics, const char *athlete, const char *payload, size_t length,
        struct pd_message *message)
{
        address(topics, athlete, message);
        memcpy(message->payload, payload, length);
        message->payload[length] = '\0';
        message->length = length;
}
