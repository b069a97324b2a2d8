/* SPDX-License-Identifier: MIT */
/* The rules of switching on: see the picture in power.h. */
#include "bluez/power.h"

#include <assert.h>

static enum pd_power_action
enter(struct pd_power *power, enum pd_power_state state, pd_usec wake, enum pd_power_action action)
{
        power->state = state;
        power->wake = wake;
        return action;
}

static enum pd_power_action
ask(struct pd_power *power, pd_usec now)
{
        return enter(power, PD_POWER_ASKED, now + PD_POWER_ASKED_MAX, PD_POWER_SWITCH_ON);
}

static enum pd_power_action
heed(struct pd_power *power, pd_usec now)
{
        pd_usec span = power->again;

        power->again = span < PD_POWER_AGAIN_MAX / 2 ? 2 * span : PD_POWER_AGAIN_MAX;
        return enter(power, PD_POWER_OFF, now + span, PD_POWER_NOTHING);
}

static enum pd_power_action
unseen(struct pd_power *power, pd_usec now, enum pd_power_input input)
{
        return input == PD_POWER_SEEN_OFF ? ask(power, now) : PD_POWER_NOTHING;
}

static enum pd_power_action
on(struct pd_power *power, enum pd_power_input input)
{
        return input == PD_POWER_SEEN_OFF ? enter(power, PD_POWER_SWITCHED_OFF, PD_NEVER, PD_POWER_NOTHING) : PD_POWER_NOTHING;
}

static enum pd_power_action
off(struct pd_power *power, pd_usec now, enum pd_power_input input)
{
        return input == PD_POWER_TIMER ? ask(power, now) : PD_POWER_NOTHING;
}

static enum pd_power_action
asked(struct pd_power *power, pd_usec now, enum pd_power_input input)
{
        return input == PD_POWER_REFUSED || input == PD_POWER_TIMER ? heed(power, now) : PD_POWER_NOTHING;
}

static enum pd_power_action
blocked(struct pd_power *power, pd_usec now, enum pd_power_input input)
{
        if (input != PD_POWER_SEEN_OFF)
                return PD_POWER_NOTHING;
        return enter(power, PD_POWER_OFF, now + PD_POWER_UNBLOCKED, PD_POWER_NOTHING);
}

void
pd_power_init(struct pd_power *power)
{
        *power = (struct pd_power){.state = PD_POWER_UNSEEN, .wake = PD_NEVER, .again = PD_POWER_AGAIN};
}

enum pd_power_action
pd_power_feed(struct pd_power *power, pd_usec now, enum pd_power_input input)
{
        if (input == PD_POWER_TIMER && now < power->wake)
                return PD_POWER_NOTHING;
        if (input == PD_POWER_SEEN_ON) {
                power->again = PD_POWER_AGAIN;
                return enter(power, PD_POWER_ON, PD_NEVER, PD_POWER_NOTHING);
        }
        if (input == PD_POWER_SEEN_BLOCKED || input == PD_POWER_REFUSED_BLOCKED)
                return enter(power, PD_POWER_BLOCKED, PD_NEVER, PD_POWER_NOTHING);

        switch (power->state) {
        case PD_POWER_UNSEEN:
                return unseen(power, now, input);
        case PD_POWER_ON:
                return on(power, input);
        case PD_POWER_OFF:
                return off(power, now, input);
        case PD_POWER_ASKED:
                return asked(power, now, input);
        case PD_POWER_SWITCHED_OFF:
                return PD_POWER_NOTHING;
        case PD_POWER_BLOCKED:
                return blocked(power, now, input);
        case PD_POWER_STATE_COUNT:
                break;
        }
        assert(0 && "an adapter without a state");
        return PD_POWER_NOTHING;
}

const char *
pd_power_trouble(const struct pd_power *power)
{
        switch (power->state) {
        case PD_POWER_UNSEEN:
        case PD_POWER_ON:
                return "";
        case PD_POWER_OFF:
                return power->again > PD_POWER_AGAIN ? "off, and cannot be switched on" : "off";
        case PD_POWER_ASKED:
                return "being switched on";
        case PD_POWER_SWITCHED_OFF:
                return "switched off";
        case PD_POWER_BLOCKED:
                return "blocked by rfkill";
        case PD_POWER_STATE_COUNT:
                break;
        }
        return "";
}
