/* SPDX-License-Identifier: MIT */
/* Events as JSON. Integers in, decimals out; nothing is judged here. */
#include "formats/payload.h"

#include "formats/payload_summary.h"
#include "formats/payload_terms.h"
#include "formats/payload_week.h"

#include "purposed/clock.h"

#include <errno.h>
#include <stdio.h>

static const char *
witness_name(enum pd_witness witness)
{
        switch (witness) {
        case PD_WITNESS_NONE:
        case PD_WITNESS_COUNT:
                return NULL;
        case PD_WITNESS_SPEED:
                return "speed";
        case PD_WITNESS_HEART_RATE:
                return "heart_rate";
        case PD_WITNESS_POWER:
                return "power";
        }
        return NULL;
}

static const char *
severity_name(enum pd_severity severity)
{
        switch (severity) {
        case PD_SEVERITY_INFO:
                return "info";
        case PD_SEVERITY_NOTICE:
                return "notice";
        case PD_SEVERITY_WARNING:
                return "warning";
        }
        return NULL;
}

static void
put_band(struct pd_json *json, const struct pd_band *band)
{
        pd_json_known(json, "target_low", band->low > 0 ? band->low : PD_UNKNOWN);
        pd_json_known(json, "target_high", band->high > 0 ? band->high : PD_UNKNOWN);
}

/* What is asked for first: bpm, m/s or W, null where it is open. */
static void
put_target(struct pd_json *json, const struct pd_live *live)
{
        pd_json_text(json, "target_kind", witness_name(live->target_witness));
        switch (live->target_witness) {
        case PD_WITNESS_NONE:
        case PD_WITNESS_COUNT:
                pd_json_null(json, "target_low");
                pd_json_null(json, "target_high");
                return;
        case PD_WITNESS_SPEED:
                pd_payload_speed_limit(json, "target_low", live->speed_target.low);
                pd_payload_speed_limit(json, "target_high", live->speed_target.high);
                return;
        case PD_WITNESS_HEART_RATE:
                put_band(json, &live->hr_target);
                return;
        case PD_WITNESS_POWER:
                put_band(json, &live->power_target);
                return;
        }
}

/* The value, what was computed (others' variants give other numbers), and how
 * many of the beats it rests on were artefacts. */
static void
put_dfa(struct pd_json *json, const struct pd_live *live)
{
        bool known = live->dfa_a1_milli != PD_UNKNOWN;

        pd_payload_thousandths(json, "dfa_a1", live->dfa_a1_milli);
        pd_json_text(json, "dfa_a1_variant", known ? live->dfa_a1_variant : NULL);
        if (live->rr_artefacts_permille == PD_UNKNOWN)
                pd_json_null(json, "rr_artefacts_percent");
        else
                pd_json_decimal(json, "rr_artefacts_percent", live->rr_artefacts_permille, 1);
}

static void
write_live(struct pd_json *json, const struct pd_event *event)
{
        const struct pd_live *live = &event->live;

        pd_json_object(json, NULL);
        pd_payload_time(json, "time", event->real);
        pd_json_known(json, "t_s", event->t_s);
        pd_payload_hr(json, "hr_bpm", live->hr_bpm);
        pd_payload_hr(json, "hr_expected_bpm", live->hr_expected_bpm);
        pd_payload_thousandths(json, "speed_m_s", live->speed_mm_s);
        pd_payload_pace_min_km(json, live->speed_mm_s);
        pd_payload_pace(json, event, live->speed_mm_s);
        pd_json_known(json, "power_w", live->power_w);
        pd_json_known(json, "cadence_spm", live->cadence_spm);
        pd_payload_distance(json, event, live->distance_mm);
        pd_json_text(json, "intensity", pd_intensity_name(live->intensity));
        if (live->certainty_percent == PD_UNKNOWN)
                pd_json_null(json, "certainty");
        else
                pd_json_decimal(json, "certainty", live->certainty_percent, 2);
        pd_json_text(json, "target_state", pd_target_state_name(live->target_state));
        pd_json_bool(json, "grey", live->grey);
        pd_json_text(json, "doubt", pd_doubt_name(live->doubt));
        pd_payload_purpose(json, event);
        pd_payload_workout(json, event);
        pd_payload_words(json, "step", live->step);
        pd_json_known(json, "step_index", live->step_index == PD_UNKNOWN ? PD_UNKNOWN : live->step_index + 1);
        pd_json_known(json, "step_count", live->step_count);
        pd_json_known(json, "step_remaining_s", live->step_remaining_s);
        pd_json_known(json, "step_remaining_m", live->step_remaining_m);
        put_target(json, live);
        put_dfa(json, live);
        pd_json_object_end(json);
}

/* Outside a session: "brief-20261125T063000Z", the instant by the wall clock,
 * or "brief-t1234", the second of the trace. Both stand in the journal. Of a
 * proposal, of which there may be several at one instant, what it is about:
 * "move-2026-11-24-20261125T063000Z". */
static void
name_by_instant(const struct pd_event *event, char *ret, size_t size)
{
        const char *type = event->alert.type == PD_ALERT_PROPOSAL ? event->alert.tag : pd_alert_type_name(event->alert.type);
        struct pd_civil at;

        if (event->real == PD_NEVER || event->real < 0) {
                snprintf(ret, size, "%s-t%lld", type, (long long) pd_usec_second(event->at));
                return;
        }
        pd_clock_civil(event->real, &at);
        snprintf(ret, size, "%s-%04d%02d%02dT%02d%02d%02dZ", type, at.year, at.month, at.day, at.hour, at.minute, at.second);
}

/* "<session>-<sequence>": the same after a restart, for readers that count alerts twice. */
static void
put_alert_id(struct pd_json *json, const struct pd_event *event)
{
        char text[64];

        if (event->session[0])
                snprintf(text, sizeof(text), "%s-%u", event->session, event->sequence);
        else
                name_by_instant(event, text, sizeof(text));
        pd_json_text(json, "id", text);
}

static void
write_alert(struct pd_json *json, const struct pd_event *event)
{
        const struct pd_alert *alert = &event->alert;
        const struct pd_step *step = pd_payload_step_at(event, alert->step_index);

        pd_json_object(json, NULL);
        pd_json_text(json, "event_type", pd_alert_type_name(alert->type));
        put_alert_id(json, event);
        pd_payload_time(json, "time", event->real);
        pd_json_known(json, "t_s", event->t_s);
        pd_payload_words(json, "title", alert->title);
        pd_payload_words(json, "message", alert->message);
        pd_payload_words(json, "say", alert->say);
        pd_payload_words(json, "say_public", alert->say_public);
        pd_json_text(json, "severity", severity_name(alert->severity));
        pd_json_integer(json, "priority", alert->priority);
        pd_payload_words(json, "tag", alert->tag);
        pd_json_bool(json, "resolved", alert->resolved);
        pd_payload_words(json, "session", event->session);
        pd_json_text(json, "step", step ? pd_step_words(step) : NULL);
        pd_payload_hr(json, "hr_bpm", alert->hr_bpm);
        pd_payload_thousandths(json, "speed_m_s", alert->speed_mm_s);
        pd_payload_pace_min_km(json, alert->speed_mm_s);
        pd_payload_pace(json, event, alert->speed_mm_s);
        pd_json_known(json, "power_w", alert->power_w);
        pd_payload_hr(json, "hr_target_low_bpm", alert->hr_low_bpm);
        pd_payload_hr(json, "hr_target_high_bpm", alert->hr_high_bpm);
        pd_payload_speed_limit(json, "speed_target_low_m_s", alert->speed_low_mm_s);
        pd_payload_speed_limit(json, "speed_target_high_m_s", alert->speed_high_mm_s);
        pd_json_known(json, "power_target_low_w", alert->power_low_w);
        pd_json_known(json, "power_target_high_w", alert->power_high_w);
        pd_json_known(json, "over_s", alert->over_s);
        pd_json_known(json, "heeded_s", alert->heeded_s);
        pd_json_text(json, "witness", witness_name(alert->witness));
        pd_payload_words(json, "lang", event->athlete->language);
        pd_json_object_end(json);
}

static void
write_session(struct pd_json *json, const struct pd_event *event)
{
        enum pd_session_state state = event->session_change.state;

        pd_json_object(json, NULL);
        pd_json_text(json, "state", pd_session_state_name(state));
        /* The event at a session's end still bears its id, for the journal's sake. */
        pd_payload_words(json, "id", pd_session_state_is_run(state) ? event->session : NULL);
        pd_payload_time(json, "since", event->session_change.since_real);
        pd_payload_workout(json, event);
        pd_payload_purpose(json, event);
        pd_json_bool(json, "muted", event->session_change.muted);
        pd_payload_time(json, "muted_until", event->session_change.muted ? event->session_change.muted_until_real : PD_NEVER);
        pd_json_object_end(json);
}

/* Those of today, what is estimated among them: by which its targets are made. */
static void
put_anchors(struct pd_json *json, const struct pd_athlete *athlete)
{
        pd_payload_hr(json, "hr_max_bpm", athlete->hr_max.value);
        pd_payload_hr(json, "lt1_hr_bpm", athlete->lt1_hr.value);
        pd_payload_hr(json, "lt2_hr_bpm", athlete->lt2_hr.value);
        pd_payload_speed_limit(json, "lt1_speed_m_s", athlete->lt1_speed.value);
        pd_payload_speed_limit(json, "lt2_speed_m_s", athlete->lt2_speed.value);
}

static void
write_plan(struct pd_json *json, const struct pd_event *event)
{
        pd_json_object(json, NULL);
        pd_payload_words(json, "goal", event->athlete->goal);
        if (pd_payload_has_workout(event)) {
                pd_json_object(json, "workout");
                pd_payload_words(json, "id", event->workout->id);
                pd_payload_words(json, "title", event->workout->title);
                pd_payload_purpose(json, event);
                pd_json_object_end(json);
        } else {
                pd_json_null(json, "workout");
        }
        if (event->next)
                pd_payload_put_left(json, "next", event->next);
        else
                pd_json_null(json, "next");
        put_anchors(json, event->athlete);
        pd_json_object_end(json);
}

static void
put_counters(struct pd_json *json, const struct pd_sensor_report *report)
{
        pd_json_object(json, "counters");
        pd_json_integer(json, "frames", (int64_t) report->frames);
        pd_json_integer(json, "unknown_frames", (int64_t) report->unknown_frames);
        for (unsigned i = 0; i < PD_FAULT_COUNT; i++)
                pd_json_integer(json, pd_frame_fault_name((enum pd_frame_fault) i), (int64_t) report->faults[i]);
        pd_json_object_end(json);
}

static void
write_sensor(struct pd_json *json, const struct pd_sensor_report *report)
{
        pd_json_object(json, NULL);
        pd_payload_words(json, "name", report->name);
        pd_json_text(json, "kind", report->type ? report->type->key : NULL);
        pd_payload_words(json, "maker", report->maker);
        pd_payload_words(json, "model", report->model);
        pd_payload_words(json, "firmware", report->firmware);
        pd_json_bool(json, "connected", report->connected);
        pd_json_bool(json, "available", report->available);
        pd_json_text(json, "trouble", report->trouble);
        pd_json_bool(json, "released", report->released);
        pd_json_known(json, "battery", report->battery_percent);
        pd_json_known(json, "rssi", report->rssi_dbm);
        if (report->contact == PD_UNKNOWN)
                pd_json_null(json, "contact");
        else
                pd_json_bool(json, "contact", report->contact != 0);
        pd_json_known(json, "location", report->location);
        put_counters(json, report);
        pd_json_object_end(json);
}

/* CUTS: as in payload_summary.h. */
static int
write_event(struct pd_json *json, const struct pd_event *event, bool cuts)
{
        if (!event->athlete && event->kind != PD_EVENT_SENSOR && event->kind != PD_EVENT_REARMED)
                return -EINVAL;
        switch (event->kind) {
        case PD_EVENT_ALERT:
                write_alert(json, event);
                return 0;
        case PD_EVENT_LIVE:
        case PD_EVENT_STATE:
                write_live(json, event);
                return 0;
        case PD_EVENT_SESSION:
                write_session(json, event);
                return 0;
        case PD_EVENT_SUMMARY:
                pd_payload_put_summary(json, event, cuts);
                return 0;
        case PD_EVENT_PLAN:
                write_plan(json, event);
                return 0;
        case PD_EVENT_WEEK:
                pd_payload_put_week(json, event);
                return 0;
        case PD_EVENT_SENSOR:
                write_sensor(json, event->sensor);
                return 0;
        case PD_EVENT_REARMED:
                return -ENOMSG;
        }
        return -ENOMSG;
}

int
pd_payload_put_event(struct pd_json *json, const struct pd_event *event)
{
        return write_event(json, event, false);
}

int
pd_payload_event(const struct pd_event *event, char *ret, size_t size, size_t *ret_length)
{
        struct pd_json json;
        int r;

        pd_json_init(&json, ret, size);
        r = write_event(&json, event, true);
        return r < 0 ? r : pd_json_finish(&json, ret_length);
}
