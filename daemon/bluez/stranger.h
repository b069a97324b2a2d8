/* SPDX-License-Identifier: MIT */
/*
 * Sensors of other people that BlueZ connects for our sake: PURE. Our
 * profile makes the kernel connect every device that BlueZ knows and that
 * has such a service, enrolled here or not. Whom BlueZ has merely heard in a
 * scan, of ours or another program's, it does not connect: up to 5.66 it
 * compares profiles with services that were read over a link alone
 * (device_add_eir_uuids() in its src/device.c), up to 5.68 it leaves out who
 * is temporary (device_match_profile()), and since then it marks those to be
 * connected after somebody's Connect (probe_service()). Whoever is nobody's
 * here is let go with one Disconnect, which also switches its reconnection
 * off, and is remembered by name. A trusted one is left alone, for
 * Disconnect would only make it flap; and so is one that comes back, for
 * then another program wants it; and so are ear-buds, watches and phones
 * that speak BR/EDR as well, of which a Disconnect would end the music.
 */
#pragma once

#include "bluez/objects.h"

#include "purposed/time.h"

#define PD_STRANGERS_MAX 16 /* the one seen longest ago makes room */

enum pd_stranger_verdict {
        PD_STRANGER_NO_MATTER,  /* not connected, no sensor, or not by our doing */
        PD_STRANGER_LET_GO,     /* Disconnect it */
        PD_STRANGER_LEFT_ALONE, /* connected all the same */
        PD_STRANGER_VERDICT_COUNT
};

struct pd_stranger {
        char path[PD_OBJECT_PATH_SIZE]; /* "": free */
        char address[PD_ADDRESS_SIZE];
        char name[PD_TEXT_SIZE]; /* "" if it is not known */
        bool trusted;            /* in BlueZ: it stays connected */
        bool let_go;             /* the object that there is was disconnected */
        pd_usec at;              /* when it was seen to connect last */
};

/* All zero: nobody. */
struct pd_strangers {
        struct pd_stranger list[PD_STRANGERS_MAX];
};

/* What the properties of an unenrolled Device1 at PATH call for. PULLED:
 * BlueZ has had our profile. RET_NEWS, which may be NULL: who it is, if this
 * is the first that is heard of it; else NULL. */
enum pd_stranger_verdict pd_strangers_judge(struct pd_strangers *strangers, pd_usec now, bool pulled, const char *path,
        const struct pd_property *properties, size_t n_properties, const struct pd_stranger **ret_news);

/* Its object is gone, or that of the adapter to which it belongs, or our profile is new there: the next one is BlueZ's
 * to connect again. With NULL everyone's is. */
void pd_strangers_vanish(struct pd_strangers *strangers, const char *path);

/* It is enrolled now. */
void pd_strangers_forget(struct pd_strangers *strangers, const char *address);

/* In the order of when they were last seen, the latest first: how many, at most LIMIT. */
size_t pd_strangers_list(const struct pd_strangers *strangers, struct pd_stranger *ret, size_t limit);
