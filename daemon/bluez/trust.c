/* SPDX-License-Identifier: MIT */
#include "bluez/trust.h"

#include <string.h>

/* Of the object at PATH nothing has been said, if it is not the one before. */
static void
begin(struct pd_trust *trust, const char *path)
{
        bool released = trust->released;

        if (strcmp(trust->path, path) == 0)
                return;
        *trust = (struct pd_trust){.released = released};
        memcpy(trust->path, path, strlen(path) + 1); /* an object's: it fits */
}

static enum pd_trust_action
say(struct pd_trust *trust, enum pd_trust_action action)
{
        if (trust->said)
                return PD_TRUST_NOTHING;
        trust->said = true;
        return action;
}

/* Whoever is connected already is so by another program: before our profile
 * nobody draws it. */
static enum pd_trust_action
let_go(struct pd_trust *trust, bool connected)
{
        if (trust->let_go)
                return PD_TRUST_NOTHING;
        trust->let_go = true;
        return connected ? PD_TRUST_NOTHING : PD_TRUST_LET_GO;
}

enum pd_trust_action
pd_trust_look(struct pd_trust *trust, const struct pd_trust_facts *facts)
{
        begin(trust, facts->path ? facts->path : "");
        if (!facts->path)
                return PD_TRUST_NOTHING;
        if (!trust->released)
                return facts->trusted ? PD_TRUST_NOTHING : say(trust, PD_TRUST_GIVE);
        if (facts->trusted)
                return say(trust, PD_TRUST_TAKE);
        return facts->pulled ? let_go(trust, facts->connected) : PD_TRUST_NOTHING;
}

void
pd_trust_registered(struct pd_trust *trust)
{
        trust->let_go = false;
}

void
pd_trust_release(struct pd_trust *trust, bool released)
{
        *trust = (struct pd_trust){.released = released};
}

void
pd_trust_ended(struct pd_trust *trust, const char *path, bool pulled)
{
        begin(trust, path);
        trust->said = true;
        trust->let_go = pulled; /* what is registered later draws it again */
}

void
pd_trust_called(struct pd_trust *trust, const char *path)
{
        begin(trust, path);
        trust->called = true;
}
