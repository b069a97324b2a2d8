/* SPDX-License-Identifier: MIT */
/* The rules of a registration: see the picture in registration.h. */
#include "bluez/registration.h"

#include <assert.h>

/* The only writer of the state. */
static void
enter(struct pd_registration *registration, enum pd_registration_state state, pd_usec wake)
{
        registration->state = state;
        registration->wake = wake;
}

static enum pd_registration_action
ask(struct pd_registration *registration)
{
        enter(registration, PD_REGISTRATION_ASKED, PD_NEVER);
        return PD_REGISTRATION_ASK;
}

static enum pd_registration_action
leave(struct pd_registration *registration)
{
        enter(registration, PD_REGISTRATION_LEAVING, PD_NEVER);
        return PD_REGISTRATION_LEAVE;
}

static enum pd_registration_action
wait_a_while(struct pd_registration *registration, pd_usec now)
{
        pd_usec retry = registration->retry == 0 ? PD_REGISTRATION_RETRY : 2 * registration->retry;

        registration->retry = retry < PD_REGISTRATION_RETRY_MAX ? retry : PD_REGISTRATION_RETRY_MAX;
        enter(registration, PD_REGISTRATION_WAITING, now + registration->retry);
        return PD_REGISTRATION_NOTHING;
}

static enum pd_registration_action
stand(struct pd_registration *registration, pd_usec now)
{
        registration->retry = 0;
        registration->stood = now;
        enter(registration, PD_REGISTRATION_STANDS, PD_NEVER);
        return PD_REGISTRATION_NOTHING;
}

static enum pd_registration_action
off(struct pd_registration *registration, enum pd_registration_input input)
{
        return input == PD_REGISTRATION_WANTED ? ask(registration) : PD_REGISTRATION_NOTHING;
}

static enum pd_registration_action
asked(struct pd_registration *registration, pd_usec now, enum pd_registration_input input)
{
        if (input == PD_REGISTRATION_UNWANTED)
                return leave(registration);
        if (input == PD_REGISTRATION_REFUSED)
                return wait_a_while(registration, now);
        return input == PD_REGISTRATION_DONE ? stand(registration, now) : PD_REGISTRATION_NOTHING;
}

/* One that is let go again and again is not asked for without a pause. */
static enum pd_registration_action
released(struct pd_registration *registration, pd_usec now)
{
        if (now - registration->stood < PD_REGISTRATION_RETRY)
                return wait_a_while(registration, now);
        enter(registration, PD_REGISTRATION_DOUBTED, PD_NEVER);
        return PD_REGISTRATION_ASK;
}

static enum pd_registration_action
stands(struct pd_registration *registration, pd_usec now, enum pd_registration_input input)
{
        if (input == PD_REGISTRATION_UNWANTED)
                return leave(registration);
        if (input == PD_REGISTRATION_REFUSED)
                return wait_a_while(registration, now);
        return input == PD_REGISTRATION_RELEASED ? released(registration, now) : PD_REGISTRATION_NOTHING;
}

static enum pd_registration_action
waiting(struct pd_registration *registration, enum pd_registration_input input)
{
        if (input == PD_REGISTRATION_UNWANTED)
                return leave(registration);
        return input == PD_REGISTRATION_TIMER ? ask(registration) : PD_REGISTRATION_NOTHING;
}

static enum pd_registration_action
leaving(struct pd_registration *registration, enum pd_registration_input input)
{
        if (input != PD_REGISTRATION_LEFT)
                return PD_REGISTRATION_NOTHING;
        registration->retry = 0;
        if (registration->wanted)
                return ask(registration);
        enter(registration, PD_REGISTRATION_OFF, PD_NEVER);
        return PD_REGISTRATION_NOTHING;
}

void
pd_registration_init(struct pd_registration *registration)
{
        *registration = (struct pd_registration){.state = PD_REGISTRATION_OFF, .wake = PD_NEVER};
}

bool
pd_registration_stands(const struct pd_registration *registration)
{
        return registration->state == PD_REGISTRATION_STANDS || registration->state == PD_REGISTRATION_DOUBTED;
}

enum pd_registration_action
pd_registration_feed(struct pd_registration *registration, pd_usec now, enum pd_registration_input input)
{
        if (input == PD_REGISTRATION_TIMER && now < registration->wake)
                return PD_REGISTRATION_NOTHING;
        if (input == PD_REGISTRATION_WANTED || input == PD_REGISTRATION_UNWANTED)
                registration->wanted = input == PD_REGISTRATION_WANTED;

        switch (registration->state) {
        case PD_REGISTRATION_OFF:
                return off(registration, input);
        case PD_REGISTRATION_ASKED:
        case PD_REGISTRATION_DOUBTED:
                return asked(registration, now, input);
        case PD_REGISTRATION_STANDS:
                return stands(registration, now, input);
        case PD_REGISTRATION_WAITING:
                return waiting(registration, input);
        case PD_REGISTRATION_LEAVING:
                return leaving(registration, input);
        case PD_REGISTRATION_STATE_COUNT:
                break;
        }
        assert(0 && "a registration without a state");
        return PD_REGISTRATION_NOTHING;
}
