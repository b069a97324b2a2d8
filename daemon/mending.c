/* SPDX-License-Identifier: MIT */
#include "mending.h"

#include "journal/archive.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a trace, fed ------------------------------------------------------------------- */

struct feeding {
        struct pd_hindsight *hindsight;
        pd_usec shift; /* of the trace's time */
        const struct pd_athlete *athlete;
        const struct pd_workout *workout;
        pd_usec keep_until;
};

/* The first trace tells which sensors there are. */
static int
take_snapshot(void *user, const struct pd_snapshot *snapshot)
{
        struct feeding *feeding = user;

        if (feeding->hindsight != NULL)
                return 0;
        feeding->hindsight = pd_hindsight_new(feeding->athlete != NULL ? feeding->athlete : &snapshot->athlete,
                feeding->workout != NULL ? feeding->workout : &snapshot->workout, snapshot, feeding->keep_until);
        return feeding->hindsight != NULL ? 0 : -ENOMEM;
}

static int
take_input(void *user, const struct pd_input *input)
{
        struct feeding *feeding = user;
        struct pd_input shifted = *input;

        shifted.at += feeding->shift;
        return pd_hindsight_feed(feeding->hindsight, &shifted);
}

int
pd_mending_feed_trace(struct pd_history *history, const char *athlete, const char *session, const struct pd_trace_ops *ops)
{
        struct pd_trace_reader *reader;
        struct pd_format_error error;
        size_t size;
        char *bytes;
        int r = pd_archive_read(pd_history_context(history)->state_dir, athlete, session, &bytes, &size);

        if (r < 0)
                return r == -ENOENT ? -ENODATA : r;
        reader = malloc(sizeof(*reader));
        r = reader != NULL ? 0 : -ENOMEM;
        if (r == 0) {
                pd_trace_reader_init(reader, ops);
                r = pd_trace_reader_read(reader, bytes, size, &error);
        }
        free(reader);
        free(bytes);
        return r == -EBADMSG ? -ENODATA : r;
}

static int
replay(struct pd_history *history, const char *athlete, const char *session, struct feeding *feeding)
{
        const struct pd_trace_ops ops = {.snapshot = take_snapshot, .input = take_input, .user = feeding};

        return pd_mending_feed_trace(history, athlete, session, &ops);
}

/* The summary of the whole becomes the one after BEFORE; what was said of it
 * afterwards stays. */
static void
succeed(struct pd_hindsight *hindsight, const struct pd_retold *before)
{
        struct pd_event *event = pd_hindsight_summary(hindsight);
        const struct pd_summary *old = &before->text->summary;

        memcpy(event->session, before->record.past.id, sizeof(event->session));
        event->summary.revision = before->record.revision + 1;
        if (event->summary.rpe == PD_UNKNOWN)
                event->summary.rpe = old->rpe;
        if (event->summary.note[0] == '\0')
                memcpy(event->summary.note, old->note, sizeof(event->summary.note));
}

/* ---- join ----------------------------------------------------------------------------- */

/* Where a trace's time stands by the wall, and its boot. */
struct hands {
        bool told;
        pd_usec at;
        struct pd_clock clock;
};

static int
note_clock(void *user, const struct pd_input *input)
{
        struct hands *hands = user;

        if (input->kind != PD_INPUT_CLOCK)
                return 0;
        *hands = (struct hands) {true, input->at, input->clock};
        return 0;
}

static int
read_hands(struct pd_history *history, const struct pd_retold *retold, struct hands *ret)
{
        const struct pd_trace_ops ops = {.input = note_clock, .user = ret};

        *ret = (struct hands) {.told = false};
        return pd_mending_feed_trace(history, retold->record.athlete, retold->record.past.id, &ops);
}

/* What is to be added to the second trace's time. */
static int
find_shift(const struct hands *first, const struct hands *second, pd_usec *ret)
{
        if (!first->told || !second->told)
                return -ENODATA;
        if (strcmp(first->clock.boot_id, second->clock.boot_id) == 0 && first->clock.boot_id[0] != '\0')
                *ret = (first->at - first->clock.boot) - (second->at - second->clock.boot);
        else if (pd_clock_plausible(&first->clock) && pd_clock_plausible(&second->clock))
                *ret = (first->at - first->clock.real) - (second->at - second->clock.real);
        else
                return -ENODATA;
        return 0;
}

static int
check_gap(const struct pd_record *first, const struct pd_record *second)
{
        pd_usec gap = second->past.start_real - first->end_real;

        if (second->past.start_real == PD_NEVER || first->end_real == PD_NEVER)
                return -ENODATA;
        return gap < 0 || gap > PD_JOIN_GAP_MAX ? -ERANGE : 0;
}

/* Until the second one began, in the first one's time. */
static int
join_traces(struct pd_history *history, const struct pd_retold *first, const struct pd_retold *second, struct feeding *feeding)
{
        struct hands first_hands, second_hands;
        pd_usec shift = 0;
        int r = read_hands(history, first, &first_hands);

        if (r == 0)
                r = read_hands(history, second, &second_hands);
        if (r == 0)
                r = find_shift(&first_hands, &second_hands, &shift);
        if (r < 0)
                return r;
        feeding->keep_until = first_hands.at + (second->record.past.start_real - first_hands.clock.real);
        r = replay(history, first->record.athlete, first->record.past.id, feeding);
        feeding->shift = shift;
        if (r == 0)
                r = replay(history, second->record.athlete, second->record.past.id, feeding);
        return r == 0 ? pd_hindsight_end(feeding->hindsight, false) : r;
}

static int
join(struct pd_history *history, struct pd_retold *first, struct pd_retold *second)
{
        struct feeding feeding = {.hindsight = NULL};
        int r = check_gap(&first->record, &second->record);

        if (r == 0)
                r = pd_history_release(history, first->record.athlete, first->record.past.id);
        if (r == 0)
                r = pd_history_release(history, second->record.athlete, second->record.past.id);
        if (r == 0)
                r = join_traces(history, first, second, &feeding);
        if (r == 0) {
                succeed(feeding.hindsight, second); /* she rated the last one, if any */
                succeed(feeding.hindsight, first);
                second->record.fate = PD_FATE_JOINED;
                memcpy(second->record.joined_into, first->record.past.id, sizeof(second->record.joined_into));
                r = pd_history_retell(history, feeding.hindsight, &first->record, second);
        }
        pd_hindsight_free(feeding.hindsight);
        return r;
}

int
pd_mending_join(struct pd_history *history, const struct pd_athlete *athlete)
{
        struct pd_record last[2];
        struct pd_retold *first = NULL, *second = NULL;
        int r = pd_store_list(pd_history_store(history), athlete->id, PD_DAY_NONE, PD_DAY_NONE, 2, last);

        if (r >= 0)
                r = r < 2 ? -ENOENT : pd_history_find(history, athlete, last[1].past.id, &first);
        if (r == 0)
                r = pd_history_find(history, athlete, last[0].past.id, &second);
        if (r == 0)
                r = join(history, first, second);
        pd_retold_free(first);
        pd_retold_free(second);
        return r;
}

/* ---- assign, free --------------------------------------------------------------------- */

static int
judge_again(struct pd_history *history, const struct pd_retold *retold, const struct pd_athlete *athlete,
        const struct pd_workout *workout, struct pd_hindsight **ret)
{
        struct feeding feeding = {.athlete = athlete, .workout = workout, .keep_until = PD_NEVER};
        int r = replay(history, retold->record.athlete, retold->record.past.id, &feeding);

        if (r == 0)
                r = pd_hindsight_end(feeding.hindsight, false);
        if (r < 0) {
                pd_hindsight_free(feeding.hindsight);
                return r;
        }
        succeed(feeding.hindsight, retold);
        *ret = feeding.hindsight;
        return 0;
}

static int
hand_over(struct pd_history *history, struct pd_retold *retold, const struct pd_athlete *to, struct pd_workout *workout)
{
        const struct pd_history_context *context = pd_history_context(history);
        struct pd_hindsight *hindsight;
        struct pd_record kept;
        int r;

        pd_workout_init(workout);
        r = context->workout(context->user, to, retold->record.past.day, NULL, workout);
        if (r == 0 || r == -ENOENT)
                r = judge_again(history, retold, to, workout, &hindsight);
        if (r < 0)
                return r;
        kept = retold->record;
        retold->record.fate = PD_FATE_DISCARDED;
        snprintf(retold->event.summary.note, sizeof(retold->event.summary.note), "assigned to %s", to->id);
        r = pd_history_retell(history, hindsight, &kept, retold);
        pd_hindsight_free(hindsight);
        return r;
}

int
pd_mending_assign(struct pd_history *history, const struct pd_athlete *from, const char *session, const struct pd_athlete *to)
{
        struct pd_retold *retold = NULL;
        struct pd_record there;
        struct pd_workout *workout = malloc(sizeof(*workout)); /* it is large */
        int r = workout != NULL ? pd_history_find(history, from, session, &retold) : -ENOMEM;

        if (r == 0 && retold->record.fate != PD_FATE_KEPT)
                r = -ENOENT;
        if (r == 0 && pd_store_get(pd_history_store(history), to->id, retold->record.past.id, &there, NULL) == 0)
                r = -EEXIST;
        if (r == 0)
                r = pd_history_release(history, from->id, retold->record.past.id);
        if (r == 0)
                r = hand_over(history, retold, to, workout);
        pd_retold_free(retold);
        free(workout);
        return r;
}

int
pd_mending_set_free(struct pd_history *history, const struct pd_athlete *athlete, const char *session)
{
        struct pd_workout *none = malloc(sizeof(*none)); /* it is large */
        struct pd_hindsight *hindsight = NULL;
        struct pd_retold *retold = NULL;
        int r = none != NULL ? pd_history_find(history, athlete, session, &retold) : -ENOMEM;

        if (r == 0) {
                pd_workout_init(none);
                none->purpose = PD_PURPOSE_FREE;
                r = judge_again(history, retold, retold->telling != NULL ? &retold->telling->snapshot.athlete : athlete, none, &hindsight);
        }
        if (r == 0)
                r = pd_history_retell(history, hindsight, &retold->record, NULL);
        pd_hindsight_free(hindsight);
        pd_retold_free(retold);
        free(none);
        return r;
}

/* ---- orders about the last one --------------------------------------------------------- */

static const char *
why_not(int r)
{
        switch (r) {
        case -ENOENT:
                return "There is no such session on record.";
        case -ENODATA:
                return "What is left of it cannot be judged again.";
        case -ERANGE:
                return "They are too far apart for one session: at most four hours.";
        case -EEXIST:
                return "That athlete has a session of that time already.";
        case -EBUSY:
                return "Somebody runs; try again when nobody does.";
        case -EAGAIN:
                return "The card is being written to; try again in a few seconds.";
        case -ESTALE:
                return "It was judged again meanwhile; try once more.";
        default:
                return strerror(-r);
        }
}

void
pd_mending_answer(struct pd_reply *reply, int r, const char *done)
{
        pd_reply_say(reply, r, "%s", r < 0 ? why_not(r) : done);
}

/* It can be mended until its day is over, as the athlete counts days. */
static bool
is_of_today(struct pd_history *history, const struct pd_athlete *athlete, const struct pd_record *record)
{
        const struct pd_history_context *context = pd_history_context(history);
        struct pd_clock clock;

        context->clock(context->user, &clock);
        if (record->past.day == PD_DAY_NONE || !pd_clock_plausible(&clock))
                return true;
        return record->past.day == pd_day_at(clock.real, clock.utc_offset_s, athlete->day_starts);
}

struct pd_retold *
pd_mending_find_todays(struct pd_history *history, const struct pd_order *order, struct pd_reply *reply)
{
        const struct pd_athlete *athlete = pd_history_athlete(history, order->athlete);
        struct pd_retold *retold = NULL;
        int r = athlete != NULL ? pd_history_find(history, athlete, NULL, &retold) : -ENOENT;

        if (r < 0 && r != -ENOENT) {
                pd_mending_answer(reply, r, "");
                return NULL;
        }
        if (r < 0 || !is_of_today(history, athlete, &retold->record)) {
                pd_retold_free(retold);
                pd_reply_say(reply, -ESRCH, "No session is running, and none of today is on record.");
                return NULL;
        }
        return retold;
}

static void
rate(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        struct pd_retold *retold = pd_mending_find_todays(user, order, reply);

        if (retold == NULL)
                return;
        retold->event.summary.rpe = order->command->number;
        pd_mending_answer(reply, pd_history_revise(user, retold), "Noted.");
        pd_retold_free(retold);
}

static void
remark(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        struct pd_retold *retold = pd_mending_find_todays(user, order, reply);

        if (retold == NULL)
                return;
        memcpy(retold->event.summary.note, order->command->text, sizeof(retold->event.summary.note));
        pd_mending_answer(reply, pd_history_revise(user, retold), "Noted.");
        pd_retold_free(retold);
}

static void
discard(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        struct pd_retold *retold = pd_mending_find_todays(user, order, reply);
        int r;

        if (retold == NULL)
                return;
        r = pd_history_release(user, retold->record.athlete, retold->record.past.id);
        retold->record.fate = PD_FATE_DISCARDED;
        pd_mending_answer(reply, r < 0 ? r : pd_history_retire(user, retold), "Discarded; it counts for nothing.");
        pd_retold_free(retold);
}

bool
pd_mending_is_quiet(struct pd_history *history, struct pd_reply *reply)
{
        const struct pd_history_context *context = pd_history_context(history);

        if (!context->somebody_runs(context->user))
                return true;
        pd_mending_answer(reply, -EBUSY, "");
        return false;
}

static void
set_free(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        struct pd_retold *retold = pd_mending_is_quiet(user, reply) ? pd_mending_find_todays(user, order, reply) : NULL;

        if (retold == NULL)
                return;
        pd_mending_answer(
                reply, pd_mending_set_free(user, pd_history_athlete(user, order->athlete), retold->record.past.id), "It was a free run.");
        pd_retold_free(retold);
}

static void
join_last(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        const struct pd_athlete *athlete = pd_history_athlete(user, order->athlete);
        int r;

        if (athlete == NULL || !pd_mending_is_quiet(user, reply))
                return;
        r = pd_mending_join(user, athlete);
        if (r == -ENOENT)
                pd_reply_say(reply, r, "There are no two sessions to join.");
        else
                pd_mending_answer(reply, r, "The last two are one session now.");
}

/* "assign last ben", "assign 20261122T101503Z ben" */
static void
assign(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        const struct pd_athlete *from = pd_history_athlete(user, order->athlete), *to;
        const char *session;
        int r;

        if (order->n_words != 2) {
                pd_reply_say(reply, -EINVAL, "assign takes a session (or 'last') and the athlete who ran it: assign last ben");
                return;
        }
        to = pd_history_athlete(user, order->words[1]);
        if (from == NULL || to == NULL || to == from) {
                pd_reply_say(reply, -ENOENT, "There is no other athlete '%.32s'.", order->words[1]);
                return;
        }
        if (!pd_mending_is_quiet(user, reply))
                return;
        session = strcmp(order->words[0], "last") == 0 ? NULL : order->words[0];
        r = pd_mending_assign(user, from, session, to);
        if (r < 0)
                pd_mending_answer(reply, r, "");
        else
                pd_reply_say(reply, 0, "It is %s's session now.", to->name[0] != '\0' ? to->name : to->id);
}

const struct pd_order_service pd_mending_services[] = {
        {PD_COMMAND_RPE, false, rate},
        {PD_COMMAND_NOTE, false, remark},
        {PD_COMMAND_DISCARD, false, discard},
        {PD_COMMAND_FREE, false, set_free},
        {PD_COMMAND_JOIN, false, join_last},
        {PD_COMMAND_ASSIGN, false, assign},
};
const size_t pd_mending_n_services = sizeof(pd_mending_services) / sizeof(pd_mending_services[0]);
