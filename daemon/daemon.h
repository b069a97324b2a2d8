/* SPDX-License-Identifier: MIT */
/*
 * The parts, wired. Built in the order of the data, taken down in reverse.
 *
 *   bluez ─▶ pump ─▶ tap ─▶ journal
 *                └─▶ events ─▶ journal, sinks
 */
#pragma once

#include "config.h"
#include "options.h"

struct pd_daemon;

/* 0 or a negative errno, said in the log. Takes nothing over: CONFIG and
 * OPTIONS outlive it. FINDINGS: -EBADMSG says what is wrong there. */
int pd_daemon_new(const struct pd_options *options, const struct pd_config *config, struct pd_findings *findings, struct pd_daemon **ret);

/* Until it is told to stop: the exit status. */
int pd_daemon_run(struct pd_daemon *daemon);

/* Summaries so far, journal synced, sinks said goodbye. Takes NULL. */
struct pd_daemon *pd_daemon_free(struct pd_daemon *daemon);
