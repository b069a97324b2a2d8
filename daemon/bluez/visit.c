/* SPDX-License-Identifier: MIT */
#include "bluez/visit.h"

static void
enter(struct pd_visit *visit, enum pd_visit_state state, pd_usec until)
{
        visit->state = state;
        visit->until = until;
}

static enum pd_visit_action
leave(struct pd_visit *visit, pd_usec now)
{
        enter(visit, PD_VISIT_OVER, now + (visit->patience > PD_VISIT_TOLD ? visit->patience : PD_VISIT_TOLD));
        return PD_VISIT_LEAVE;
}

static enum pd_visit_action
begin(struct pd_visit *visit, pd_usec now)
{
        visit->asked = now;
        visit->heard = visit->told = false;
        enter(visit, PD_VISIT_SEEKING, now + PD_VISIT_SEEK);
        return PD_VISIT_BEGIN;
}

/* SEEKING and LISTENING: it is connected, or about to be. */
static enum pd_visit_action
in_company(struct pd_visit *visit, pd_usec now, enum pd_visit_input input)
{
        switch (input) {
        case PD_VISIT_ASK:
                visit->asked = now;
                return PD_VISIT_NOTHING;
        case PD_VISIT_VALUE:
                if (!visit->heard)
                        enter(visit, PD_VISIT_LISTENING, now + PD_VISIT_LISTEN);
                visit->heard = true;
                return PD_VISIT_NOTHING;
        case PD_VISIT_STOP:
                return leave(visit, now);
        case PD_VISIT_TIMER:
                return now >= pd_visit_wake(visit) ? leave(visit, now) : PD_VISIT_NOTHING;
        case PD_VISIT_INPUT_COUNT:
                break;
        }
        return PD_VISIT_NOTHING;
}

static enum pd_visit_action
alone(struct pd_visit *visit, pd_usec now, enum pd_visit_input input)
{
        return input == PD_VISIT_ASK ? begin(visit, now) : PD_VISIT_NOTHING;
}

static enum pd_visit_action
over(struct pd_visit *visit, pd_usec now, enum pd_visit_input input)
{
        if (input == PD_VISIT_ASK && (visit->told || now - visit->asked > visit->patience))
                return begin(visit, now);
        visit->told |= input == PD_VISIT_ASK;
        if (input == PD_VISIT_STOP || (input == PD_VISIT_TIMER && now >= visit->until))
                enter(visit, PD_VISIT_NOBODY, PD_NEVER);
        return PD_VISIT_NOTHING;
}

enum pd_visit_action
pd_visit_feed(struct pd_visit *visit, pd_usec now, enum pd_visit_input input)
{
        switch (visit->state) {
        case PD_VISIT_NOBODY:
                return alone(visit, now, input);
        case PD_VISIT_SEEKING:
        case PD_VISIT_LISTENING:
                return in_company(visit, now, input);
        case PD_VISIT_OVER:
                return over(visit, now, input);
        case PD_VISIT_STATE_COUNT:
                break;
        }
        return PD_VISIT_NOTHING;
}

pd_usec
pd_visit_wake(const struct pd_visit *visit)
{
        switch (visit->state) {
        case PD_VISIT_SEEKING:
        case PD_VISIT_LISTENING:
                return visit->until < visit->asked + visit->patience ? visit->until : visit->asked + visit->patience;
        case PD_VISIT_OVER:
                return visit->until;
        case PD_VISIT_NOBODY:
        case PD_VISIT_STATE_COUNT:
                break;
        }
        return PD_NEVER;
}
