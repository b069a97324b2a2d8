/* SPDX-License-Identifier: MIT */
#pragma once

#include "purposed/id.h"
#include "purposed/kinetics.h"
#include "purposed/setting.h"

#include <stdbool.h>
#include <stdint.h>

/* How a threshold is known; the order is that of trust. */
enum pd_provenance {
        PD_PROVENANCE_UNKNOWN, /* the value is absent */
        PD_PROVENANCE_PRIOR,   /* population figures alone */
        PD_PROVENANCE_ESTIMATED, /* from age or a highest heart rate */
        PD_PROVENANCE_FIELD,   /* from the athlete's own runs, or by their word */
        PD_PROVENANCE_TEST,    /* tested for it */
};

const char *pd_provenance_name(enum pd_provenance provenance); /* "test" */

struct pd_anchor {
        int32_t value; /* bpm, mm/s, W or m; 0 = unknown */
        int32_t width; /* half-width of what the value may really be, same unit */
        enum pd_provenance provenance;
};

enum pd_units { PD_UNITS_METRIC, PD_UNITS_IMPERIAL };

/* What may begin a session by itself. */
enum pd_auto_start { PD_AUTO_START_OFF, PD_AUTO_START_POD, PD_AUTO_START_STRAP, PD_AUTO_START_BOTH };

/* Who may accuse. BOTH: whoever is heard, power, too. RPE: nobody; she is asked how hard it was. */
enum pd_judge_by { PD_JUDGE_BY_BOTH, PD_JUDGE_BY_HR, PD_JUDGE_BY_SPEED, PD_JUDGE_BY_RPE, PD_JUDGE_BY_POWER };

enum pd_level { PD_LEVEL_RUNNER, PD_LEVEL_BEGINNER };

enum pd_sex { PD_SEX_UNKNOWN, PD_SEX_FEMALE, PD_SEX_MALE };

/* As the athlete's calendar says today. */
enum pd_condition { PD_CONDITION_WELL, PD_CONDITION_ILL, PD_CONDITION_INJURED, PD_CONDITION_VACATION };

/* Whoever runs with a shared sensor that nobody claims: reserved. The name
 * says who it may be. */
#define PD_GUEST_ID "guest"

/* The first so many sessions of somebody whose thresholds are estimated are
 * for getting to know each other. */
#define PD_LEARNING_SESSIONS 4

/* A span of the local day in minutes; from == to: none. It may run over midnight. */
struct pd_hours {
        int32_t from, to;
};

struct pd_athlete {
        char id[PD_ID_SIZE];
        char name[PD_TEXT_SIZE];
        char language[8]; /* "en" */
        int32_t units;    /* enum pd_units */
        int32_t auto_start; /* enum pd_auto_start */
        char goal[PD_TEXT_SIZE]; /* in the athlete's own words; "" = none */

        struct pd_hours quiet;        /* nothing for the speaker then */
        char time_zone[PD_TEXT_SIZE]; /* "Europe/Berlin"; "" = the machine's */
        int32_t day_starts;           /* minute of the local day from which a run is the day's; 0 to 1439 */
        int32_t brief;                /* minute of the local day at which it is said; PD_TIME_OF_DAY_OFF */
        int32_t level;                /* enum pd_level */
        int32_t judge_by;             /* enum pd_judge_by */
        int32_t birth_year;           /* 0 = unknown */
        int32_t sex;                  /* enum pd_sex */
        bool live_idle;               /* heart rate is published outside a session */
        bool retain_summary;

        /* Not the configuration's: filled in by the root on the session's day. */
        int32_t age;           /* years; 0 = unknown */
        int32_t sessions_done; /* that were judged before this one */
        int32_t condition;     /* enum pd_condition */
        int32_t declined_hr_max; /* bpm: so high a HRmax was proposed, and she declined; 0 = none was */
        int32_t spent_us;      /* she has pressed stop and may be walking home: for so long no run begins by itself */
        char why[PD_SENTENCE_SIZE]; /* what today's workout is for, in the plan's words; "" = not said */
        int32_t yesterday;        /* enum pd_purpose of the session before today's; PD_PURPOSE_NONE: there was none */
        int32_t yesterday_result; /* enum pd_purpose_result of it */
        char just_named[PD_SESSION_ID_SIZE]; /* the session that ended in the second before: its name is taken; "" = none */

        struct pd_anchor hr_max, hr_rest, lthr;             /* bpm */
        struct pd_anchor lt1_hr, lt2_hr;                    /* bpm */
        struct pd_anchor lt1_speed, lt2_speed, critical_speed; /* mm/s */
        struct pd_anchor d_prime;                              /* m that can be run above critical speed */
        struct pd_anchor lt1_power, lt2_power, critical_power; /* W, of a runner; never estimated */

        /* Not the configuration's either: out of the athlete's own sessions. */
        struct pd_kinetics kinetics;
};

/* An athlete of whom nothing is known but the id. */
void pd_athlete_init(struct pd_athlete *athlete, const char *id);

/* Keys of an [athlete] section and of a trace's snapshot. */
extern const struct pd_setting pd_athlete_settings[];

/* Those of its day: in a trace's snapshot only. */
extern const struct pd_setting pd_athlete_day_settings[];

/* What was learnt of it: in a trace's snapshot, and kept between sessions. */
extern const struct pd_setting pd_athlete_learnt_settings[];

/* Is it one of the anchors among them? */
bool pd_setting_is_anchor(const struct pd_setting *setting);

/* Which of them it is, from 0. */
size_t pd_anchor_index(const struct pd_setting *setting);

/* ATHLETE's own. */
struct pd_anchor *pd_athlete_anchor(struct pd_athlete *athlete, const struct pd_setting *setting);
const struct pd_anchor *pd_athlete_anchor_of(const struct pd_athlete *athlete, const struct pd_setting *setting);

/* Which set of anchors this is: one number for one set, and never 0. What a
 * session was judged by can be told from what would judge it now. */
uint32_t pd_athlete_anchors_version(const struct pd_athlete *athlete);

/* What is missing, from what is known: HRmax from the age (Tanaka), LT2 from
 * LTHR, critical speed and critical power, thresholds from HRmax by VT1 85.1 +- 4.6 %, VT2
 * 93.5 +- 2.5 % of it (Esteve-Lanao et al., n = 1411). Widths add in
 * quadrature. Does nothing where nothing is known. */
void pd_athlete_estimate(struct pd_athlete *athlete);

bool pd_athlete_is_guest(const struct pd_athlete *athlete);

/* Too few sessions yet, and thresholds that nobody measured: nothing is accused. */
bool pd_athlete_is_learning(const struct pd_athlete *athlete);

/* Marked ill or injured today: nothing hard is asked. */
bool pd_athlete_is_unwell(const struct pd_athlete *athlete);

/* Unwell, or below 16 years: never pushed to go harder. */
bool pd_athlete_is_spared(const struct pd_athlete *athlete);

/* A beginner, or somebody whose highest heart rate nobody knows. */
bool pd_athlete_is_new(const struct pd_athlete *athlete);

/* The ceiling of recovery: 0.92 x LT1 heart rate, 0.845 x LT1 speed or power. 0 = unknown. */
int32_t pd_athlete_recovery_hr(const struct pd_athlete *athlete);    /* bpm */
int32_t pd_athlete_recovery_speed(const struct pd_athlete *athlete); /* mm/s */
int32_t pd_athlete_recovery_power(const struct pd_athlete *athlete); /* W */
