/* SPDX-License-Identifier: MIT */
/*
 * What the files of the enrolment share and nobody else sees.
 *
 *   enrolment.c       who is enrolled, and what is remembered of each
 *   enrolment_kept.c  as a file says it
 */
#pragma once

#include "enrolment.h"

struct pd_enrolment {
        struct pd_state_files *files;
        int unread; /* why the file could not be read; 0. It is not written then: what it has is not known */
        size_t n;
        struct pd_enrolled *sensors; /* the configuration's first */
};

/* By an address as it is spelled here; NULL. */
struct pd_enrolled *pd_enrolment_named(const struct pd_enrolment *enrolment, const char *address);

/* One that is all zero; NULL: no memory. Those that were found before have moved. */
struct pd_enrolled *pd_enrolment_append(struct pd_enrolment *enrolment);

/* What the file adds to what the configuration says. Mistakes are said and passed over; -ENOMEM. */
int pd_enrolment_read(struct pd_enrolment *enrolment);

/* Writes the file. A negative errno. */
int pd_enrolment_keep(const struct pd_enrolment *enrolment);
