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

enum pd_trust_action
pd_trust_look(struct pd_trust *trust, const char *path, bool trusted, bool pulled)
{
        begin(trust, path ? path : "");
        if (!path)
                return PD_TRUST_NOTHING;
        if (!trust->released)
                return trusted ? PD_TRUST_NOTHING : say(trust, PD_TRUST_GIVE);
        if (trusted)
                return say(trust, PD_TRUST_TAKE);
        if (!pulled || trust->let_go)
                return PD_TRUST_NOTHING;
        trust->let_go = true;
        return PD_TRUST_LET_GO;
}

void
pd_trust_release(struct pd_trust *trust, bool released)
{
        *trust = (struct pd_trust){.released = released};
}

void
pd_trust_called(struct pd_trust *trust, const char *path)
{
        begin(trust, path);
        trust->called = true;
}
