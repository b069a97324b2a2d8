/* SPDX-License-Identifier: MIT */
/*
 * Whether BlueZ may reconnect one sensor by itself: PURE. Its property
 * Trusted says so: on a device that is not trusted a Disconnect switches the
 * reconnection off until somebody calls Connect; on a trusted one it does
 * not. So a sensor of ours is trusted, and one that was released for somebody
 * else is first not trusted, then disconnected (dev_disconnect() in BlueZ's
 * src/device.c).
 *
 * All that is noted here is about one object of BlueZ's; another one, or the
 * same after it was away, begins anew. Nothing is said twice of one object:
 * whoever changes Trusted by hand afterwards has his way.
 */
#pragma once

#include "bluez/objects.h"

enum pd_trust_action {
        PD_TRUST_NOTHING,
        PD_TRUST_GIVE,   /* set Trusted */
        PD_TRUST_TAKE,   /* clear it */
        PD_TRUST_LET_GO, /* Disconnect: it need not be connected */
        PD_TRUST_ACTION_COUNT
};

struct pd_trust {
        char path[PD_OBJECT_PATH_SIZE]; /* of the object that is spoken of; "": there is none */
        bool released;                  /* somebody else may have it; remembered whatever object there is */
        bool said;                      /* Trusted was set, or cleared */
        bool called;                    /* Connect was called on it, or it was seen connected */
        bool let_go;                    /* Disconnect was called on it while our profile stood, or it is another program's */
};

/* What BlueZ says of the sensor's object. */
struct pd_trust_facts {
        const char *path; /* NULL: there is none */
        bool trusted, connected;
        bool pulled; /* BlueZ has had our profile, so that the kernel may connect it */
};

enum pd_trust_action pd_trust_look(struct pd_trust *trust, const struct pd_trust_facts *facts);

/* Our profile was registered anew: BlueZ may connect whatever it was told not to. */
void pd_trust_registered(struct pd_trust *trust);

/* Released, or ours again: all of it is to be said anew. */
void pd_trust_release(struct pd_trust *trust, bool released);

/* The object at PATH was no longer trusted, then disconnected. */
void pd_trust_ended(struct pd_trust *trust, const char *path, bool pulled);

/* Connect was called on PATH, or there is a link: from then on BlueZ keeps
 * the object, and reconnects it where that was switched off. */
void pd_trust_called(struct pd_trust *trust, const char *path);
