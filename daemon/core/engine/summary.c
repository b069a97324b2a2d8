/* SPDX-License-Identifier: MIT */
/* What a session came to, and how it is judged. */
#include "core/engine/engine.h"
#include "core/engine/voice.h"
#include "core/session/verdict.h"

#include <string.h>

static void
describe_reps(const struct pd_reps *reps, struct pd_step_done *steps, size_t n_steps)
{
        for (size_t i = 0; i < n_steps; i++) {
                steps[i].hr_peak_bpm = reps->reps[i].peak_bpm;
                int8_t result = reps->reps[i].result;
                steps[i].as_meant = result == PD_REP_DONE || result == PD_REP_FAILED ? result == PD_REP_DONE : PD_UNKNOWN;
        }
}

static void
show_proof(const struct pd_engine *engine, struct pd_proof *ret)
{
        pd_proof_init(ret);
        ret->anchors = pd_athlete_anchors_version(&engine->athlete);
        if (engine->highest.hr_bpm != 0)
                ret->hr_held_bpm = engine->highest.hr_bpm;
        pd_proving_show(&engine->proving, ret);
}

static void
fill_summary(const struct pd_engine *engine, bool final, struct pd_step_done steps[static PD_STEPS_MAX], struct pd_summary *ret)
{
        const struct pd_session *session = &engine->session;
        struct pd_listener listener = pd_voice_listener(engine);
        struct pd_reps reps = engine->reps; /* it may go on */
        struct pd_judgement judgement;
        struct pd_evidence evidence = {
                .reps = &reps,
                .athlete = &engine->athlete,
                .workout = &engine->workout,
                .tally = &engine->tally,
                .coach = &engine->coach,
                .start = session->start,
                .end = session->last_movement,
                .stopped = session->stopped,
                .stop_reason = engine->stop_reason,
        };

        *ret = (struct pd_summary) {
                .start = session->start,
                .end = session->last_movement,
                .final = final,
                .revision = 1,
                .duration_s = (int32_t) (pd_usec_second(session->last_movement) - pd_usec_second(session->start)), /* as the grid counts */
                .over_s = engine->coach.over_s,
                .excursions = engine->coach.excursions,
                .alerts = engine->coach.alerts,
                .heeded = engine->coach.heeded,
                .reps_done = PD_UNKNOWN,
                .reps_meant = PD_UNKNOWN,
                .rpe = engine->rpe,
                .stopped = session->stopped,
                .stop_reason = engine->stop_reason,
                .learning = pd_athlete_is_learning(&engine->athlete),
                .went_wrong_s = PD_UNKNOWN,
        };
        memcpy(ret->note, engine->note, sizeof(ret->note));
        pd_reps_close(&reps, session->last_movement);
        if (pd_reps_counted(&reps)) {
                ret->reps_done = reps.done;
                ret->reps_meant = reps.meant;
        }
        pd_tally_summary(&engine->tally, steps, ret);
        describe_reps(&reps, steps, ret->n_steps);
        if (engine->freed) /* the steps were another workout's */
                ret->n_steps = 0;
        pd_engine_heart_learns(engine, &ret->kinetics);
        show_proof(engine, &ret->proof);
        pd_verdict_judge(&evidence, &judgement);
        ret->purpose_result = judgement.result;
        ret->verdict = judgement.verdict;
        ret->reason = pd_reason_name(judgement.reason);
        if (judgement.went_wrong != PD_NEVER)
                ret->went_wrong_s = pd_voice_second_of(engine, judgement.went_wrong);
        pd_speech_verdict(&listener, &judgement, session->start, ret, ret->sentence, sizeof(ret->sentence));
}

void
pd_voice_summary(struct pd_engine *engine, bool final)
{
        struct pd_event event = pd_voice_event_at(engine, PD_EVENT_SUMMARY, engine->now);
        struct pd_listener listener = pd_voice_listener(engine);
        struct pd_step_done steps[PD_STEPS_MAX];
        struct pd_alert alert;
        pd_usec over;

        fill_summary(engine, final, steps, &event.summary);
        pd_voice_emit_numbered(engine, &event);
        if (!final)
                return;
        alert = pd_voice_alert(engine, PD_ALERT_SESSION_ENDED, PD_SEVERITY_INFO, "session");
        alert.resolved = true;
        pd_speech_ended(&listener, &event.summary, &alert);
        over = engine->session.last_movement + PD_SESSION_END_AFTER;
        pd_voice_emit_alert(engine, &alert, over < engine->now ? over : engine->now); /* known late, it is no news for a speaker */
}
