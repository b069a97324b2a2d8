/* SPDX-License-Identifier: MIT */
/*
 * Whole sessions at two rates: `state`, for a recorder, against `live`, which
 * shows every second. It follows at once what counts, is never older than ten
 * seconds, says no more than that, and has the last word.
 */
#include "golden/story.h"

#include "support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EVERY_S 10

static const struct {
        const char *run, *workout;
        pd_usec deaf_from, deaf_to; /* the pod falls silent in mid-session */
} sessions[] = {
        {"story1", "recovery 4mi", 0, 0},
        {"intervals", "15m easy, 6x (1m hard, 90s rest), 10m easy", 0, 0},
        {"story3", "long: 90m easy", 0, 0},
        {"story6", "10km easy", 0, 0},
        {"story7", "10km easy", 0, 0},
        {"story1", "recovery 4mi", 15 * PD_MINUTE, 25 * PD_MINUTE},
};

/* What a recorder must not miss. */
static const char *const counts[] = {"intensity", "target_state", "grey", "step_index"};

struct message {
        char topic[64];
        const char *payload;
        size_t length;
};

/* The next "TOPIC PAYLOAD" line; false after the last. */
static bool
next_line(const char **rest, struct message *ret)
{
        const char *blank = strchr(*rest, ' '), *end = strchr(*rest, '\n');

        if (blank == NULL || end == NULL)
                return false;
        snprintf(ret->topic, sizeof(ret->topic), "%.*s", (int) (blank - *rest), *rest);
        ret->payload = blank + 1;
        ret->length = (size_t) (end - blank - 1);
        *rest = end + 1;
        return true;
}

/* A value as it is written, up to the comma or the end; no text that is asked for holds one. */
static void
value_of(const struct message *message, const char *key, char *ret, size_t size)
{
        char quoted[32];
        const char *at;

        snprintf(quoted, sizeof(quoted), "\"%s\":", key);
        at = memmem(message->payload, message->length, quoted, strlen(quoted));
        assert_non_null(at);
        at += strlen(quoted);
        snprintf(ret, size, "%.*s", (int) strcspn(at, ",}"), at);
}

static bool
counts_alike(const struct message *one, const struct message *other)
{
        for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
                char a[64], b[64];

                value_of(one, counts[i], a, sizeof(a));
                value_of(other, counts[i], b, sizeof(b));
                if (strcmp(a, b) != 0)
                        return false;
        }
        return true;
}

static long
second_of(const struct message *message)
{
        char text[32];

        value_of(message, "t_s", text, sizeof(text));
        return strtol(text, NULL, 10);
}

static bool
is_null(const struct message *message, const char *key)
{
        char text[64];

        value_of(message, key, text, sizeof(text));
        return strcmp(text, "null") == 0;
}

struct rates {
        struct message live, state; /* the last of each */
        size_t n_live, n_state;
};

/* Said for a reason: the time, a change, or the end. */
static void
check_state(struct rates *rates, const struct message *state)
{
        if (rates->n_state > 0 && !is_null(state, "hr_bpm"))
                assert_true(second_of(state) - second_of(&rates->state) >= EVERY_S || !counts_alike(state, &rates->state));
        rates->state = *state;
        rates->n_state++;
}

/* By the time of the next `live` the recorder knew what the last one showed. */
static void
check_live(struct rates *rates, const struct message *live)
{
        if (rates->n_live > 0) {
                assert_true(rates->n_state > 0);
                assert_true(counts_alike(&rates->live, &rates->state));
                assert_true(second_of(&rates->live) - second_of(&rates->state) <= EVERY_S); /* seconds are cut: less than that and one */
        }
        rates->live = *live;
        rates->n_live++;
}

static void
state_follows_live_at_its_own_rate_and_has_the_last_word(void **state)
{
        (void) state;
        for (size_t i = 0; i < sizeof(sessions) / sizeof(sessions[0]); i++) {
                struct story *story = story_new(sessions[i].workout);
                struct rates rates = {.n_live = 0};
                struct message message;
                const char *rest;

                story->deaf_from = sessions[i].deaf_from;
                story->deaf_to = sessions[i].deaf_to;
                story_play(story, sessions[i].run, 0);
                assert_int_equal(story->n_summaries, 1);
                rest = story->rig.published.bytes;
                while (next_line(&rest, &message)) {
                        if (strcmp(message.topic, "purposed/anna/live") == 0)
                                check_live(&rates, &message);
                        else if (strcmp(message.topic, "purposed/anna/state") == 0)
                                check_state(&rates, &message);
                }
                assert_true(rates.n_live > 100);
                assert_true(is_null(&rates.state, "hr_bpm")); /* the session is over, and nothing stands any more */
                assert_true(is_null(&rates.state, "speed_m_s"));
                assert_true(second_of(&rates.state) >= second_of(&rates.live));
                print_message("%s: %zu live, %zu state\n", sessions[i].run, rates.n_live, rates.n_state);
                story_free(story);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(state_follows_live_at_its_own_rate_and_has_the_last_word),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
