/* SPDX-License-Identifier: MIT */
/* What a person may order: whether it makes sense now, and what it does. */
#include "core/engine/engine.h"
#include "core/engine/voice.h"
#include "core/say/say.h"

#include <errno.h>
#include <string.h>

static int
answer(struct pd_answer *ret, int result, const char *text)
{
        struct pd_sentence sentence;

        ret->result = result;
        pd_sentence_init(&sentence, ret->text, sizeof(ret->text));
        pd_sentence_add(&sentence, text);
        return result;
}

/* What whoever ordered it reads. */
static const char *const agreed[PD_COMMAND_VERB_COUNT] = {
        [PD_COMMAND_START] = "Go.",
        [PD_COMMAND_STOP] = "The session is over.",
        [PD_COMMAND_PAUSE] = "Paused.",
        [PD_COMMAND_RESUME] = "Going on.",
        [PD_COMMAND_LAP] = "Lap.",
        [PD_COMMAND_SKIP] = "On to the next step.",
        [PD_COMMAND_BACK] = "Back.",
        [PD_COMMAND_FREE] = "A free run: nothing is asked, nothing judged.",
        [PD_COMMAND_DISCARD] = "Forgotten.",
        [PD_COMMAND_MUTE] = "Silent until the session is over; 'unmute' ends it early.",
        [PD_COMMAND_UNMUTE] = "Speaking again.",
        [PD_COMMAND_RPE] = "Noted.",
        [PD_COMMAND_NOTE] = "Noted.",
        [PD_COMMAND_REPORT] = "The summary so far is published.",
        [PD_COMMAND_BRIEF] = "Said.",
};

static int
agree(enum pd_command_verb verb, struct pd_answer *ret)
{
        return answer(ret, 0, agreed[verb]);
}

static int
agree_to_silence(int32_t minutes, struct pd_answer *ret)
{
        struct pd_sentence sentence;

        if (minutes <= 0)
                return agree(PD_COMMAND_MUTE, ret);
        ret->result = 0;
        pd_sentence_init(&sentence, ret->text, sizeof(ret->text));
        pd_sentence_add(&sentence, "Silent for ");
        pd_sentence_add_number(&sentence, minutes);
        pd_sentence_add(&sentence, " min; 'unmute' ends it early.");
        return 0;
}

static int
accept_stage(const struct pd_engine *engine, enum pd_command_verb verb, struct pd_answer *ret)
{
        enum pd_stage stage = engine->session.stage;

        if (verb == PD_COMMAND_START)
                return pd_engine_is_announced(engine) ? answer(ret, -EALREADY, "A session is running already.") : agree(verb, ret);
        if (!pd_engine_is_announced(engine))
                return answer(ret, -ESRCH, "No session is running.");
        if (verb == PD_COMMAND_PAUSE && stage != PD_STAGE_RUNNING)
                return answer(ret, -EALREADY, stage == PD_STAGE_AWAY ? "The runner is out of earshot." : "The session is paused already.");
        if (verb == PD_COMMAND_RESUME && stage != PD_STAGE_PAUSED)
                return answer(ret, -EALREADY, "The session is not paused.");
        return 0;
}

static int
accept_step(const struct pd_engine *engine, enum pd_command_verb verb, struct pd_answer *ret)
{
        const struct pd_step *step = pd_engine_step(engine);

        if (step == NULL)
                return answer(ret, -ENOENT, "This session has no steps.");
        if (verb == PD_COMMAND_SKIP && engine->progress.step + 1 >= engine->workout.n_steps)
                return answer(ret, -ENOENT, "This is the last step.");
        return 0;
}

static int
accept_proposal(const char *text, struct pd_answer *ret)
{
        struct pd_proposal proposal;
        struct pd_renewal renewal;
        struct pd_offer offer;

        if (pd_offer_read(text, &offer) < 0 && pd_proposal_read(text, &proposal) < 0 && pd_renewal_read(text, &renewal) < 0)
                return answer(ret, -EINVAL, "A proposal is a kind, a purpose and a day, such as: let-go easy 2026-11-24.");
        return answer(ret, 0, "Done.");
}

int
pd_engine_accepts(const struct pd_engine *engine, const struct pd_command *command, struct pd_answer *ret)
{
        int r;

        if (!pd_command_is_input(command->verb))
                return answer(ret, -EOPNOTSUPP, "That is no order for a run.");
        if (command->verb == PD_COMMAND_BRIEF)
                return agree(command->verb, ret);
        if (command->verb == PD_COMMAND_PROPOSE)
                return accept_proposal(command->text, ret);
        r = accept_stage(engine, command->verb, ret);
        if (r < 0 || command->verb == PD_COMMAND_START)
                return r;
        if (command->verb == PD_COMMAND_SKIP || command->verb == PD_COMMAND_BACK)
                r = accept_step(engine, command->verb, ret);
        if (r < 0)
                return r;
        if (command->verb == PD_COMMAND_MUTE)
                return agree_to_silence(command->number, ret);
        if (command->verb == PD_COMMAND_LAP && !pd_progress_waits_for_lap(&engine->progress) && pd_laps_full(&engine->tally.laps))
                return answer(ret, -ENOSPC, "No more laps fit: what follows belongs to the last.");
        return agree(command->verb, ret);
}

/* ---- one verb each --------------------------------------------------------- */

static void
start(struct pd_engine *engine, const struct pd_command *command)
{
        (void) command;
        pd_engine_stir(engine, PD_STIR_START);
}

static void
stop(struct pd_engine *engine, const struct pd_command *command)
{
        engine->stop_reason = (enum pd_stop_reason) command->number;
        pd_engine_stir(engine, PD_STIR_STOP);
}

static void
pause(struct pd_engine *engine, const struct pd_command *command)
{
        (void) command;
        pd_engine_stir(engine, PD_STIR_PAUSE);
}

static void
resume(struct pd_engine *engine, const struct pd_command *command)
{
        (void) command;
        pd_engine_stir(engine, PD_STIR_RESUME);
}

static void
begin_step(struct pd_engine *engine)
{
        engine->progress_at = engine->now;
        pd_engine_next_step(engine);
}

static void
skip(struct pd_engine *engine, const struct pd_command *command)
{
        (void) command;
        if (pd_engine_step(engine) != NULL && pd_progress_skip(&engine->progress))
                begin_step(engine);
}

static void
go_back(struct pd_engine *engine, const struct pd_command *command)
{
        (void) command;
        if (pd_engine_step(engine) != NULL && pd_progress_back(&engine->progress))
                begin_step(engine);
}

static void
lap(struct pd_engine *engine, const struct pd_command *command)
{
        struct pd_laps *laps = &engine->tally.laps;
        pd_usec span;

        if (pd_progress_waits_for_lap(&engine->progress))
                skip(engine, command);
        else if (pd_laps_mark(laps, engine->session.start, engine->now, &span) == 0)
                pd_voice_lap(engine, (int32_t) laps->current, span);
}

/* A workout is large; without its number the steps are not there. */
static void
set_aside(struct pd_engine *engine)
{
        struct pd_workout *workout = &engine->workout;
        struct pd_planned *planned = &engine->planned;

        memcpy(planned->id, workout->id, sizeof(planned->id));
        memcpy(planned->title, workout->title, sizeof(planned->title));
        planned->purpose = workout->purpose;
        planned->n_steps = workout->n_steps;
        engine->freed = true;
        workout->id[0] = workout->title[0] = '\0';
        workout->purpose = PD_PURPOSE_FREE;
        workout->n_steps = 0;
}

void
pd_engine_unfree(struct pd_engine *engine)
{
        struct pd_workout *workout = &engine->workout;
        const struct pd_planned *planned = &engine->planned;

        if (!engine->freed)
                return;
        memcpy(workout->id, planned->id, sizeof(workout->id));
        memcpy(workout->title, planned->title, sizeof(workout->title));
        workout->purpose = planned->purpose;
        workout->n_steps = planned->n_steps;
        engine->freed = false;
}

/* From here on nothing is asked, and the whole of it is not judged. */
static void
set_free(struct pd_engine *engine, const struct pd_command *command)
{
        (void) command;
        if (engine->freed || !pd_engine_is_announced(engine))
                return;
        pd_coach_forget(&engine->coach);
        set_aside(engine);
        pd_progress_begin(&engine->progress, &engine->workout);
        pd_reps_init(&engine->reps, &engine->workout);
        pd_voice_plan_changed(engine);
}

static void
discard(struct pd_engine *engine, const struct pd_command *command)
{
        (void) command;
        engine->discarded = true;
        pd_engine_stir(engine, PD_STIR_STOP);
}

static void
mute(struct pd_engine *engine, const struct pd_command *command)
{
        engine->muted = true;
        engine->muted_until = command->number > 0 ? engine->now + command->number * PD_MINUTE : PD_NEVER;
        pd_voice_session_again(engine);
}

static void
unmute(struct pd_engine *engine, const struct pd_command *command)
{
        (void) command;
        engine->muted = false;
        pd_voice_session_again(engine);
}

static void
rate(struct pd_engine *engine, const struct pd_command *command)
{
        engine->rpe = command->number;
}

static void
note(struct pd_engine *engine, const struct pd_command *command)
{
        memcpy(engine->note, command->text, sizeof(engine->note));
}

static void
report(struct pd_engine *engine, const struct pd_command *command)
{
        (void) command;
        pd_voice_summary(engine, false);
}

static void
brief(struct pd_engine *engine, const struct pd_command *command)
{
        (void) command;
        pd_voice_brief(engine);
}

static void
propose(struct pd_engine *engine, const struct pd_command *command)
{
        struct pd_proposal proposal;
        struct pd_renewal renewal;
        struct pd_offer offer;

        if (pd_offer_read(command->text, &offer) == 0)
                pd_voice_offer(engine, &offer);
        else if (pd_proposal_read(command->text, &proposal) == 0)
                pd_voice_proposal(engine, &proposal);
        else if (pd_renewal_read(command->text, &renewal) == 0)
                pd_voice_renewal(engine, &renewal);
}

typedef void (*order_func)(struct pd_engine *engine, const struct pd_command *command);

static const order_func orders[PD_COMMAND_VERB_COUNT] = {
        [PD_COMMAND_START] = start,
        [PD_COMMAND_STOP] = stop,
        [PD_COMMAND_PAUSE] = pause,
        [PD_COMMAND_RESUME] = resume,
        [PD_COMMAND_LAP] = lap,
        [PD_COMMAND_SKIP] = skip,
        [PD_COMMAND_BACK] = go_back,
        [PD_COMMAND_FREE] = set_free,
        [PD_COMMAND_DISCARD] = discard,
        [PD_COMMAND_MUTE] = mute,
        [PD_COMMAND_UNMUTE] = unmute,
        [PD_COMMAND_RPE] = rate,
        [PD_COMMAND_NOTE] = note,
        [PD_COMMAND_REPORT] = report,
        [PD_COMMAND_BRIEF] = brief,
        [PD_COMMAND_PROPOSE] = propose,
};

/* One that makes no sense now (a trace may have been written by hand) does nothing. */
void
pd_engine_obey(struct pd_engine *engine, const struct pd_command *command)
{
        struct pd_answer unheard;

        if (pd_engine_accepts(engine, command, &unheard) >= 0 && orders[command->verb] != NULL)
                orders[command->verb](engine, command);
}
