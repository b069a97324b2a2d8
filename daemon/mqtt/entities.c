/* SPDX-License-Identifier: MIT */
/*
 * The table. Every template renders for every message of its topic: keys are
 * always there, and what is null comes out as None, which is Home Assistant's
 * word for unknown.
 */
#include "mqtt/entities.h"

#include "purposed/event.h"
#include "purposed/trouble.h"

#include <string.h>

/* --- templates -------------------------------------------------------------- */

#define VALUE(key) "{{ value_json." key " }}"
#define SCALED(key, by, places) "{{ (value_json." key " " by ") | round(" places ") if value_json." key " is not none else none }}"
#define EITHER(key) "{{ {true: 'ON', false: 'OFF'}.get(value_json." key ") }}"
#define ONE_OF(key, words) "{{ 'ON' if value_json." key " in [" words "] else 'OFF' }}"
#define WITHIN(object, key) "{{ value_json." object "." key " if value_json." object " else none }}"
#define OR(key, word) "{{ value_json." key " or '" word "' }}"

/* Home Assistant's recorder keeps no attributes beyond 16384 bytes (MAX_STATE_ATTRS_BYTES of its db_schema.py), and
 * complains each time; a summary of 200 steps has four times as many. 12000 characters leave room for umlauts in them. */
#define WITHOUT_MOST_IF_LONG "{{ value if value | length < 12000 else dict(value_json, steps=none, laps=none) | tojson }}"

#define KM "/ 1000"
#define MILES "/ 1609.344"
#define PER_MILE "* 1.609344"

/* --- words -------------------------------------------------------------------- */

#define OPTIONS(function, type, last, name)                                                                                                \
        static const char *function(unsigned i)                                                                                            \
        {                                                                                                                                  \
                const char *word = i <= (unsigned) (last) ? name((type) i) : NULL;                                                         \
                                                                                                                                           \
                return word || i > (unsigned) (last) ? word : "";                                                                          \
        }

OPTIONS(intensity, enum pd_intensity, PD_INTENSITY_COUNT - 1, pd_intensity_name)
OPTIONS(target_state, enum pd_target_state, PD_TARGET_UNKNOWN, pd_target_state_name)
OPTIONS(session_state, enum pd_session_state, PD_SESSION_AWAY, pd_session_state_name)
OPTIONS(alert_type, enum pd_alert_type, PD_ALERT_TYPE_COUNT - 1, pd_alert_type_name)
OPTIONS(purpose, enum pd_purpose, PD_PURPOSE_COUNT - 1, pd_purpose_name)
OPTIONS(purpose_result, enum pd_purpose_result, PD_PURPOSE_RESULT_FREE, pd_purpose_result_name)
OPTIONS(verdict, enum pd_verdict, PD_VERDICT_EXERCISING, pd_verdict_name)
OPTIONS(week_standing, enum pd_week_standing, PD_WEEK_STANDING_COUNT - 1, pd_week_standing_name)

/* Of what may be none, that has a word here, too. */
#define OPTIONS_OR_NONE(function, type, count, name)                                                                                       \
        static const char *function(unsigned i)                                                                                            \
        {                                                                                                                                  \
                if (i == 0)                                                                                                                \
                        return "none";                                                                                                     \
                return i < (unsigned) (count) ? name((type) i) : NULL;                                                                     \
        }

OPTIONS_OR_NONE(doubt, enum pd_doubt, PD_DOUBT_COUNT, pd_doubt_name)
OPTIONS_OR_NONE(trouble, enum pd_trouble, PD_TROUBLE_COUNT, pd_trouble_name)

/* --- rows --------------------------------------------------------------------- */

#define MEASURED .state_class = "measurement"
#define GROWS .state_class = "total_increasing"
#define SENSOR(of_, key_, name_, leaf_, value_) .of = of_, .key = key_, .platform = "sensor", .name = name_, .leaf = leaf_, .value = value_
#define BINARY(of_, key_, name_, leaf_, value_)                                                                                            \
        .of = of_, .key = key_, .platform = "binary_sensor", .name = name_, .leaf = leaf_, .value = value_
#define RUN(key_, name_, value_) SENSOR(PD_DEVICE_ATHLETE, key_, name_, "state", value_), .expires = true
#define LAST(key_, name_, value_) SENSOR(PD_DEVICE_ATHLETE, key_, name_, "summary", value_)
#define WEEK(key_, name_, value_) SENSOR(PD_DEVICE_ATHLETE, key_, name_, "week", value_)
#define BRIDGE(key_, name_, leaf_, value_) SENSOR(PD_DEVICE_BRIDGE, key_, name_, leaf_, value_), .diagnostic = true
#define DISTANCE(key_)                                                                                                                     \
        .value_imperial = SCALED(key_, MILES, "3"), .device_class = "distance", .unit = "km", .unit_imperial = "mi",                       \
        .places = PD_ENTITY_PLACES(2)
#define COMMANDS(platform_, key_, name_, verb) .of = PD_DEVICE_ATHLETE, .key = key_, .platform = platform_, .name = name_, .command = verb
#define BUTTON(verb, name_) COMMANDS("button", verb, name_, verb)
#define ANCHOR(key_, name_)                                                                                                                \
        COMMANDS("number", key_, name_, "anchors"), .leaf = "plan", .value = VALUE(key_ "_bpm"), .anchor = key_, .unit = "bpm",            \
        .config = true, .off_at_first = true
#define WORDS(options) .device_class = "enum", .option = options

const struct pd_entity pd_entities[] = {
        /* the run, for a recorder */
        { RUN("heart_rate", "Heart rate", VALUE("hr_bpm")), .unit = "bpm", MEASURED, .icon = "mdi:heart-pulse",
          .places = PD_ENTITY_PLACES(0) },
        { RUN("speed", "Speed", VALUE("speed_m_s")), .device_class = "speed", .unit = "m/s", MEASURED, .places = PD_ENTITY_PLACES(2) },
        { RUN("pace", "Pace", VALUE("pace_min_km")), .value_imperial = SCALED("pace_min_km", PER_MILE, "2"), .unit = "min/km",
          .unit_imperial = "min/mi", MEASURED, .icon = "mdi:speedometer", .places = PD_ENTITY_PLACES(2), .attributes = true,
          .attributes_template = "{{ {'pace': value_json.pace, 'pace_unit': value_json.pace_unit} | tojson }}" },
        { RUN("cadence", "Cadence", VALUE("cadence_spm")), .unit = "spm", MEASURED, .icon = "mdi:shoe-print",
          .places = PD_ENTITY_PLACES(0) },
        { RUN("power", "Power", VALUE("power_w")), .device_class = "power", .unit = "W", MEASURED, .places = PD_ENTITY_PLACES(0) },
        { RUN("distance", "Distance", SCALED("distance_m", KM, "3")), DISTANCE("distance_m"), GROWS },
        { RUN("elapsed", "Elapsed", VALUE("t_s")), .device_class = "duration", .unit = "s", GROWS, .places = PD_ENTITY_PLACES(0) },
        { RUN("intensity", "Intensity", VALUE("intensity")), WORDS(intensity), .icon = "mdi:run-fast" },
        { RUN("target", "Target", VALUE("target_state")), WORDS(target_state), .icon = "mdi:bullseye-arrow" },
        { BINARY(PD_DEVICE_ATHLETE, "off_target", "Off target", "state", ONE_OF("target_state", "'over', 'under'")), .expires = true,
          .device_class = "problem", .attributes = true },
        { BINARY(PD_DEVICE_ATHLETE, "grey", "Grey zone", "state", EITHER("grey")), .expires = true, .icon = "mdi:weather-fog" },
        { RUN("step", "Step", VALUE("step")), .icon = "mdi:format-list-numbered" },
        { RUN("step_time_left", "Step time left", VALUE("step_remaining_s")), .device_class = "duration", .unit = "s", MEASURED,
          .places = PD_ENTITY_PLACES(0) },
        { RUN("step_distance_left", "Step distance left", VALUE("step_remaining_m")), .device_class = "distance", .unit = "m", MEASURED,
          .places = PD_ENTITY_PLACES(0) },
        { RUN("expected_heart_rate", "Expected heart rate", VALUE("hr_expected_bpm")), .unit = "bpm", MEASURED, .icon = "mdi:heart-cog",
          .places = PD_ENTITY_PLACES(0), .off_at_first = true },
        { RUN("dfa_a1", "DFA alpha 1", VALUE("dfa_a1")), MEASURED, .icon = "mdi:sine-wave", .places = PD_ENTITY_PLACES(2),
          .off_at_first = true },
        { RUN("certainty", "Certainty", SCALED("certainty", "* 100", "0")), .unit = "%", MEASURED, .icon = "mdi:eye-check",
          .places = PD_ENTITY_PLACES(0), .diagnostic = true, .off_at_first = true },
        { RUN("doubt", "Doubt", OR("doubt", "none")), WORDS(doubt), .icon = "mdi:help-circle-outline", .diagnostic = true },

        { SENSOR(PD_DEVICE_ATHLETE, "session", "Session", "session", VALUE("state")), WORDS(session_state), .icon = "mdi:run" },
        { SENSOR(PD_DEVICE_ATHLETE, "session_since", "Session state since", "session", VALUE("since")), .device_class = "timestamp" },
        { BINARY(PD_DEVICE_ATHLETE, "running", "Session active", "session", ONE_OF("state", "'running', 'paused', 'away'")),
          .device_class = "running" },

        { .of = PD_DEVICE_ATHLETE, .key = "alert", .platform = "event", .name = "Alert", .leaf = "alert", .option = alert_type,
          .icon = "mdi:bullhorn" },

        { SENSOR(PD_DEVICE_ATHLETE, "workout", "Workout", "plan", WITHIN("workout", "title")), .attributes = true,
          .icon = "mdi:calendar-today" },
        { SENSOR(PD_DEVICE_ATHLETE, "purpose", "Purpose", "plan", WITHIN("workout", "purpose")), WORDS(purpose), .icon = "mdi:flag" },

        { LAST("last_session", "Last session", VALUE("end")), .device_class = "timestamp", .attributes = true,
          .attributes_template = WITHOUT_MOST_IF_LONG },
        { LAST("last_duration", "Last session duration", VALUE("duration_s")), .device_class = "duration", .unit = "s", MEASURED,
          .places = PD_ENTITY_PLACES(0) },
        { LAST("last_distance", "Last session distance", SCALED("distance_m", KM, "3")), DISTANCE("distance_m"), MEASURED },
        { LAST("last_heart_rate", "Last session heart rate", VALUE("hr_avg_bpm")), .unit = "bpm", MEASURED, .icon = "mdi:heart-pulse",
          .places = PD_ENTITY_PLACES(0) },
        { LAST("last_grey", "Last session grey time", VALUE("grey_s")), .device_class = "duration", .unit = "s", MEASURED,
          .places = PD_ENTITY_PLACES(0) },
        { LAST("last_result", "Last session purpose", VALUE("purpose_result")), WORDS(purpose_result), .icon = "mdi:flag-checkered" },
        { LAST("last_verdict", "Last session verdict", VALUE("verdict")), WORDS(verdict), .icon = "mdi:scale-balance" },
        { LAST("last_sentence", "Last session in a sentence", VALUE("sentence")), .icon = "mdi:comment-text-outline" },

        /* what she commands */
        { BUTTON("start", "Start"), .icon = "mdi:play" },
        { BUTTON("stop", "Stop"), .icon = "mdi:stop" },
        { BUTTON("pause", "Pause"), .icon = "mdi:pause" },
        { BUTTON("resume", "Resume"), .icon = "mdi:play-pause" },
        { BUTTON("lap", "Lap"), .icon = "mdi:flag-outline" },
        { BUTTON("skip", "Skip step"), .icon = "mdi:skip-next" },
        { BUTTON("back", "Back a step"), .icon = "mdi:skip-previous" },
        { BUTTON("free", "Run free"), .icon = "mdi:bird" },
        { BUTTON("brief", "Brief"), .icon = "mdi:message-text-outline" },
        { BUTTON("easier", "Easier today"), .press = "today", .icon = "mdi:weight-lifter" },
        { COMMANDS("switch", "mute", "Mute", "mute"), .leaf = "session", .value = EITHER("muted"), .icon = "mdi:volume-off",
          .config = true },
        { COMMANDS("select", "workout_today", "Workout today", "workout"), .leaf = "plan", .chooses = true,
          .icon = "mdi:clipboard-list-outline" },
        { COMMANDS("number", "rpe", "How hard it was", "rpe"), .leaf = "summary", .value = VALUE("rpe"), .least = 1, .most = 10,
          .icon = "mdi:arm-flex" },
        { ANCHOR("hr_max", "Highest heart rate"), .icon = "mdi:heart-flash" },
        { ANCHOR("lt1_hr", "LT1 heart rate"), .icon = "mdi:heart-outline" },
        { ANCHOR("lt2_hr", "LT2 heart rate"), .icon = "mdi:heart" },

        /* of the running week, but for the moment in which the report of the last one passes */
        { WEEK("week_distance", "Distance this week", SCALED("distance_m", KM, "3")), DISTANCE("distance_m"), MEASURED },
        { WEEK("week_planned", "Distance planned this week", SCALED("distance_planned_m", KM, "3")), DISTANCE("distance_planned_m"),
          MEASURED },
        { WEEK("week_sessions", "Sessions this week", VALUE("sessions")), MEASURED, .icon = "mdi:counter", .places = PD_ENTITY_PLACES(0) },
        { WEEK("week_sessions_planned", "Sessions planned this week", VALUE("sessions_planned")), MEASURED, .icon = "mdi:calendar-week",
          .places = PD_ENTITY_PLACES(0) },
        { WEEK("week_moving", "Moving time this week", VALUE("moving_s")), .device_class = "duration", .unit = "s", MEASURED,
          .places = PD_ENTITY_PLACES(0) },
        { WEEK("week_easy", "Easy share this week", SCALED("easy_share", "* 100", "0")), .unit = "%", MEASURED, .icon = "mdi:leaf",
          .places = PD_ENTITY_PLACES(0) },
        { WEEK("week_standing", "Week against the plan", VALUE("standing")), WORDS(week_standing), .attributes = true,
          .icon = "mdi:calendar-check" },
        { WEEK("week_sentence", "Week in a sentence", VALUE("sentence")), .icon = "mdi:comment-text-outline" },

        /* a strap, a pod */
        { BINARY(PD_DEVICE_SENSOR, "connected", "Connected", NULL, EITHER("connected")), .device_class = "connectivity",
          .needs = PD_NEEDS_BRIDGE, .diagnostic = true },
        { SENSOR(PD_DEVICE_SENSOR, "battery", "Battery", NULL, VALUE("battery")), .device_class = "battery", .unit = "%", MEASURED,
          .diagnostic = true, .places = PD_ENTITY_PLACES(0) },
        { SENSOR(PD_DEVICE_SENSOR, "rssi", "Signal strength", NULL, VALUE("rssi")), .device_class = "signal_strength", .unit = "dBm",
          MEASURED, .diagnostic = true, .off_at_first = true, .places = PD_ENTITY_PLACES(0) },
        { BINARY(PD_DEVICE_SENSOR, "contact", "Skin contact", NULL, EITHER("contact")), .sensor_type = "heart_rate",
          .icon = "mdi:heart-settings-outline", .diagnostic = true },
        { SENSOR(PD_DEVICE_SENSOR, "trouble", "Trouble", NULL, OR("trouble", "none")), WORDS(trouble), .needs = PD_NEEDS_BRIDGE,
          .diagnostic = true, .icon = "mdi:alert-circle-outline" },
        { BINARY(PD_DEVICE_SENSOR, "released", "Released", NULL, EITHER("released")), .needs = PD_NEEDS_BRIDGE, .diagnostic = true,
          .icon = "mdi:watch", .off_at_first = true },

        /* this daemon */
        { BINARY(PD_DEVICE_BRIDGE, "status", "Status", "status", NULL), .device_class = "connectivity", .on = "online", .off = "offline",
          .needs = PD_NEEDS_NOTHING, .diagnostic = true },
        { BRIDGE("started", "Started", "info", VALUE("started")), .device_class = "timestamp" },
        { BRIDGE("links", "Sensors connected", "health", VALUE("links")), MEASURED, .icon = "mdi:bluetooth-connect",
          .places = PD_ENTITY_PLACES(0) },
        { BRIDGE("recoveries", "Adapter recoveries", "health", VALUE("recoveries")), GROWS, .icon = "mdi:bluetooth-settings",
          .places = PD_ENTITY_PLACES(0) },
        { BRIDGE("queued", "Messages waiting", "health", VALUE("queued")), MEASURED, .icon = "mdi:tray-full", .off_at_first = true,
          .places = PD_ENTITY_PLACES(0) },
        { BRIDGE("memory_peak", "Memory peak", "health", VALUE("memory_peak_kib")), .device_class = "data_size", .unit = "KiB", MEASURED,
          .off_at_first = true, .places = PD_ENTITY_PLACES(0) },
        { .key = NULL },
};

bool
pd_entity_exists(enum pd_device_kind of, const char *key)
{
        for (const struct pd_entity *entity = pd_entities; entity->key; entity++)
                if (entity->of == of && strcmp(entity->key, key) == 0)
                        return true;
        return false;
}
