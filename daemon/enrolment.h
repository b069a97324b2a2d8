/* SPDX-License-Identifier: MIT */
/*
 * Whose sensor is whose: what the configuration says, and what was enrolled
 * by command, which is kept in the state directory in the same words. Of a
 * sensor that both name the configuration's word counts; a pod's factor that
 * it does not tell is a command's to set.
 */
#pragma once

#include "config.h"
#include "state_file.h"

#define PD_ENROLMENT_FILE "sensors.conf" /* in the state directory */

struct pd_enrolled {
        struct pd_config_sensor sensor;
        bool by_command;
        bool factor_by_command; /* and not by the configuration */
        bool released; /* by command: somebody else, a watch, has it for now */
        char was[PD_ADDRESS_SIZE]; /* its address in the configuration, which a command replaced; "" */
        char formerly[PD_TEXT_SIZE]; /* addresses that it had, the last one first, blanks between: as many as fit; "" */

        /* What it said of itself, remembered: by it one is recognised that comes back under a new address. */
        char called[PD_TEXT_SIZE], serial[PD_TEXT_SIZE]; /* "": not yet */
        char kind[PD_ID_SIZE];                           /* key of its type; "" */
        char other_serial[PD_TEXT_SIZE]; /* the one that was remembered, if it now says another; "" */
        bool unproved; /* replaced, and no serial number has come since: its name is not to be trusted yet */
        pd_usec away_since;              /* PD_NEVER: there is a link */
        char lookalike[PD_ADDRESS_SIZE]; /* a stranger's that it may have now; "" */
        char asked[PD_ADDRESS_SIZE];     /* of the one about whom its athlete was asked last; "" */
};

struct pd_enrolment;

/* What of the file does not read is said in the log and passed over. -ENOMEM. */
int pd_enrolment_new(const struct pd_config *config, struct pd_state_files *files, struct pd_enrolment **ret);
struct pd_enrolment *pd_enrolment_free(struct pd_enrolment *enrolment);

size_t pd_enrolment_count(const struct pd_enrolment *enrolment);
const struct pd_enrolled *pd_enrolment_at(const struct pd_enrolment *enrolment, size_t i);
/* By address, in whatever case; or NULL. Good until something is added or removed. */
const struct pd_enrolled *pd_enrolment_find(const struct pd_enrolment *enrolment, const char *address);

/* By an address that it had before it was replaced; or NULL. */
const struct pd_enrolled *pd_enrolment_find_former(const struct pd_enrolment *enrolment, const char *address);

/* Both keep the file. NAME may be "". -EINVAL: no Bluetooth address; -EEXIST:
 * it is somebody's; -ENOSPC; -ENOMEM. */
int pd_enrolment_add(struct pd_enrolment *enrolment, const char *address, const char *athlete, const char *name);
/* -ENOENT: it is nobody's; -EROFS: the configuration says so. */
int pd_enrolment_remove(struct pd_enrolment *enrolment, const char *address);
/* FACTOR in parts of PD_FACTOR_ONE; 0: as the sensor says. -ENOENT: it is nobody's;
 * -EROFS: the configuration says what it is; -ENOMEM. */
int pd_enrolment_calibrate(struct pd_enrolment *enrolment, const char *address, int32_t factor);
/* Somebody else may have it for now, or no longer. -ENOENT: it is nobody's;
 * -EALREADY; -ENOMEM. */
int pd_enrolment_release(struct pd_enrolment *enrolment, const char *address, bool released);

/* The same sensor under another address: it keeps name, factor and what is
 * remembered. -ENOENT: FROM is nobody's; -EEXIST: TO is somebody's; -EINVAL:
 * TO is no address; -ENOMEM. */
int pd_enrolment_replace(struct pd_enrolment *enrolment, const char *from, const char *to);

/* What a sensor says of itself; "" where nothing is known. 1: its serial
 * number is not the one that was remembered; 0; or a negative errno. */
int pd_enrolment_learn(struct pd_enrolment *enrolment, const char *address, const char *called, const char *serial, const char *kind);

/* AWAY_SINCE is PD_NEVER while there is a link. Not in the file. */
void pd_enrolment_away(struct pd_enrolment *enrolment, const char *address, pd_usec away_since);
/* It may have the stranger's address now, which is not in the file. 1: its
 * athlete is to be asked, which is: once about each; 0; -ENOENT: it is nobody's. */
int pd_enrolment_suspect(struct pd_enrolment *enrolment, const char *address, const char *lookalike);
