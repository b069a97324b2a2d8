/* SPDX-License-Identifier: MIT */
/*
 * Everything the engine can say. An event is complete: a sink needs nothing
 * else to publish it. Integers in the unit of the field's name; PD_UNKNOWN
 * where nothing is known.
 */
#pragma once

#include "purposed/clock.h"
#include "purposed/command.h"
#include "purposed/doubt.h"
#include "purposed/id.h"
#include "purposed/intensity.h"
#include "purposed/kinetics.h"
#include "purposed/plan.h"
#include "purposed/proof.h"
#include "purposed/sensor.h"
#include "purposed/time.h"
#include "purposed/week.h"

#define PD_UNKNOWN INT32_MIN

enum pd_event_kind {
        PD_EVENT_ALERT,
        PD_EVENT_LIVE,    /* the first input in each whole second while running */
        PD_EVENT_STATE,   /* the same words, for a recorder: on change or every 10 s */
        PD_EVENT_SESSION, /* the session's state changed */
        PD_EVENT_SUMMARY,
        PD_EVENT_PLAN,    /* goal and today's workout */
        PD_EVENT_WEEK,    /* against the plan, and the report of one that is over (from the root) */
        PD_EVENT_SENSOR,  /* what is known of a sensor changed (from the pump) */
        PD_EVENT_REARMED, /* nothing before this instant matters any more: a trace may begin here */
};

enum pd_alert_type {
        PD_ALERT_TOO_HARD,
        PD_ALERT_TOO_EASY,
        PD_ALERT_GREY_ZONE,
        PD_ALERT_DRIFT,
        PD_ALERT_BACK_ON_TARGET,
        PD_ALERT_STEP,
        PD_ALERT_BRIEF,
        PD_ALERT_REST_DAY,
        PD_ALERT_NO_PLAN,
        PD_ALERT_SENSOR_LOST,
        PD_ALERT_SENSOR_BACK,
        PD_ALERT_CANNOT_TELL,
        PD_ALERT_UNUSUAL_HR,
        PD_ALERT_QUESTION,
        PD_ALERT_PROPOSAL,
        PD_ALERT_SESSION_STARTED,
        PD_ALERT_SESSION_ENDED,
        PD_ALERT_TYPE_COUNT
};

const char *pd_alert_type_name(enum pd_alert_type type); /* "too_hard" */

enum pd_severity { PD_SEVERITY_INFO, PD_SEVERITY_NOTICE, PD_SEVERITY_WARNING };

/* Which measurement a judgement rests on. */
enum pd_witness { PD_WITNESS_NONE, PD_WITNESS_SPEED, PD_WITNESS_HEART_RATE, PD_WITNESS_POWER, PD_WITNESS_COUNT };

struct pd_alert {
        enum pd_alert_type type;
        enum pd_severity severity;
        enum pd_witness witness;
        int32_t priority; /* 1 to 5, as ntfy counts */
        bool resolved;    /* clears the alert with the same tag */
        char tag[PD_ID_SIZE];
        char title[PD_TEXT_SIZE];
        char message[PD_SENTENCE_SIZE]; /* for the eye */
        char say[PD_SENTENCE_SIZE];     /* for a speaker: at most 14 words, numbers in words */
        char say_public[PD_SENTENCE_SIZE]; /* the same without a private number */
        int32_t step_index; /* from 0; PD_UNKNOWN without a workout */
        int32_t hr_bpm, speed_mm_s, power_w;
        int32_t hr_low_bpm, hr_high_bpm, speed_low_mm_s, speed_high_mm_s, power_low_w, power_high_w; /* what was asked */
        int32_t over_s;   /* how long the excursion has lasted */
        int32_t heeded_s; /* in an all-clear: since the first alert of the excursion */
};

enum pd_target_state {
        PD_TARGET_NONE, /* nothing is asked */
        PD_TARGET_SETTLING,
        PD_TARGET_IN,
        PD_TARGET_OVER,
        PD_TARGET_UNDER,
        PD_TARGET_BORDERLINE, /* inside the threshold's width */
        PD_TARGET_UNKNOWN,
};

const char *pd_target_state_name(enum pd_target_state state); /* "over" */

struct pd_live {
        int32_t hr_bpm, speed_mm_s, power_w, cadence_spm;
        int32_t hr_expected_bpm; /* by the speeds until now; PD_UNKNOWN without a speed, uphill, or without a line */
        int64_t distance_mm; /* PD_UNKNOWN without a pod */
        enum pd_intensity intensity;
        int32_t certainty_percent; /* 0 to 100, or PD_UNKNOWN */
        int32_t dfa_a1_milli;      /* DFA-alpha1 in thousandths; PD_UNKNOWN */
        const char *dfa_a1_variant; /* what is computed; static */
        int32_t rr_artefacts_permille; /* of the beats of the last two minutes; PD_UNKNOWN */
        enum pd_target_state target_state;
        bool grey;
        enum pd_doubt doubt; /* the gravest */
        int32_t step_index, step_count; /* PD_UNKNOWN without a workout */
        char step[PD_TEXT_SIZE];        /* its cue, or its intensity */
        int32_t step_remaining_s, step_remaining_m;
        struct pd_band hr_target, speed_target, power_target;
        enum pd_witness target_witness; /* which of them is asked for first */
};

enum pd_session_state {
        PD_SESSION_IDLE,    /* no sensor has data */
        PD_SESSION_ARMED,   /* sensors have data, nobody runs */
        PD_SESSION_RUNNING,
        PD_SESSION_PAUSED,
        PD_SESSION_AWAY,
};

const char *pd_session_state_name(enum pd_session_state state); /* "running" */
bool pd_session_state_is_run(enum pd_session_state state); /* a session is under way: running, paused or away */

enum pd_purpose_result {
        PD_PURPOSE_RESULT_MET,
        PD_PURPOSE_RESULT_PARTLY,
        PD_PURPOSE_RESULT_MISSED,
        PD_PURPOSE_RESULT_CANNOT_TELL,
        PD_PURPOSE_RESULT_FREE,
};

const char *pd_purpose_result_name(enum pd_purpose_result result); /* "met" */
int pd_purpose_result_parse(const char *word, enum pd_purpose_result *ret); /* 0 or -EINVAL */

enum pd_verdict { PD_VERDICT_UNKNOWN, PD_VERDICT_TRAINING, PD_VERDICT_EXERCISING };

const char *pd_verdict_name(enum pd_verdict verdict); /* "training"; NULL for unknown */
int pd_verdict_parse(const char *word, enum pd_verdict *ret); /* 0 or -EINVAL */

/* A step as it was done. */
struct pd_step_done {
        int32_t duration_s, in_target_s;
        int32_t distance_m;
        int32_t hr_avg_bpm, speed_avg_mm_s; /* PD_UNKNOWN if not heard */
        int32_t hr_peak_bpm;  /* within the step, or 15 s after a hill; PD_UNKNOWN */
        int32_t as_meant;     /* 1, 0, or PD_UNKNOWN where it cannot be told */
};

#define PD_LAPS_MAX 50 /* kept; all of them fit into a payload */

/* A lap as the runner marked it. */
struct pd_lap {
        int32_t start_s; /* of the session */
        int32_t duration_s, moving_s;
        int32_t distance_m; /* PD_UNKNOWN without a pod */
        int32_t hr_avg_bpm; /* PD_UNKNOWN if not heard */
};

struct pd_summary {
        pd_usec start, end; /* engine time */
        bool final;
        int32_t revision;
        int32_t duration_s, moving_s;
        int32_t distance_m; /* PD_UNKNOWN without a pod */
        int32_t distance_unheard_m; /* run out of earshot: in distance_m, never judged */
        int32_t hr_avg_bpm, hr_max_bpm, speed_avg_mm_s, power_avg_w, cadence_avg_spm;
        int32_t seconds[PD_INTENSITY_COUNT]; /* sum to moving_s */
        int32_t grey_s, drift_s;
        int32_t trimp_tenths; /* PD_UNKNOWN without heart rate, or without its two ends */
        int32_t over_s;      /* above the ceiling, after settling */
        int32_t excursions;
        int32_t alerts, heeded;
        int32_t reps_done, reps_meant; /* key steps done as meant; PD_UNKNOWN where they are not counted */
        int32_t rpe;                   /* 1 to 10; PD_UNKNOWN: not told yet */
        bool stopped;                  /* by command, for this reason */
        enum pd_stop_reason stop_reason;
        bool learning;
        char note[PD_TEXT_SIZE];
        enum pd_purpose_result purpose_result;
        enum pd_verdict verdict;
        const char *reason; /* one word for machines: "too_much_grey"; NULL if none is needed */
        char sentence[PD_SENTENCE_SIZE];
        int32_t went_wrong_s; /* of the session; PD_UNKNOWN if nothing did */
        struct pd_kinetics kinetics; /* as known after it, for the sessions to come */
        size_t n_laps;        /* 0 if none was marked */
        struct pd_lap laps[PD_LAPS_MAX];
        struct pd_proof proof; /* what it shows of the anchors, and which it was judged by */
        size_t n_steps;       /* steps begun */
        const struct pd_step_done *steps; /* borrowed for the call */
};

/* What is known of one sensor; kept by the pump. */
struct pd_sensor_report {
        char address[PD_ADDRESS_SIZE];
        char name[PD_TEXT_SIZE];
        char maker[PD_TEXT_SIZE], model[PD_TEXT_SIZE], serial[PD_TEXT_SIZE], firmware[PD_TEXT_SIZE];
        const struct pd_sensor_type *type; /* NULL until it has sent something of its own */
        bool connected;
        bool available;      /* connected, or not for so short a time that it is no absence */
        const char *trouble; /* what is wrong with it, in a word; NULL */
        bool released;       /* somebody else may have it for now */
        int32_t battery_percent, rssi_dbm, contact, location;
        uint64_t frames;
        uint64_t faults[PD_FAULT_COUNT];
        uint64_t unknown_frames; /* characteristics nobody decodes */
};

struct pd_event {
        enum pd_event_kind kind;
        pd_usec at; /* engine time */
        pd_usec real; /* microseconds since 1970 UTC; PD_NEVER while the wall clock is unknown */
        /* Of what a sink is told until it has delivered it: under this number it
         * says so; 0: nobody waits. */
        uint64_t ticket;
        const char *payload; /* borrowed: as it was written when it was said first; NULL: it is written now */
        pd_usec age; /* of what is said once more after a restart: so long ago it was; 0 otherwise */
        int32_t utc_offset_s;
        const struct pd_athlete *athlete; /* borrowed; NULL for a sensor nobody owns */
        const struct pd_workout *workout; /* borrowed; NULL likewise */
        char session[PD_SESSION_ID_SIZE]; /* "" outside a session */
        uint32_t sequence; /* within the session, from 1: alerts, session states and summaries; 0 otherwise */
        int32_t t_s;       /* since the session's start; PD_UNKNOWN outside */
        union {
                struct pd_alert alert;
                struct pd_live live; /* LIVE and STATE */
                struct {
                        enum pd_session_state state;
                        pd_usec since_real; /* PD_NEVER if unknown */
                        bool discarded; /* it was too short to count */
                        bool muted;     /* the coach is silent: until the session's end, unless */
                        pd_usec muted_until_real; /* this comes first; PD_NEVER: it does not, or nobody knows when that is */
                } session_change;
                struct pd_summary summary;
                const struct pd_sensor_report *sensor; /* borrowed */
                const struct pd_week *week;            /* borrowed */
                const struct pd_week_left *next; /* PLAN: the next session behind today, borrowed; NULL: none, or nobody knows */
        };
};

/* Called in the order of the events; the event is borrowed for the call. */
typedef void (*pd_event_func)(void *user, const struct pd_event *event);
