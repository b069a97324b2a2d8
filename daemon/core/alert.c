/* SPDX-License-Identifier: MIT */
/* The words for the types of alerts: the `event_type` of a payload. */
#include "purposed/event.h"

#include "core/word.h"

static const char *const types[PD_ALERT_TYPE_COUNT] = {
        [PD_ALERT_TOO_HARD] = "too_hard",
        [PD_ALERT_TOO_EASY] = "too_easy",
        [PD_ALERT_GREY_ZONE] = "grey_zone",
        [PD_ALERT_DRIFT] = "drift",
        [PD_ALERT_BACK_ON_TARGET] = "back_on_target",
        [PD_ALERT_STEP] = "step",
        [PD_ALERT_BRIEF] = "brief",
        [PD_ALERT_REST_DAY] = "rest_day",
        [PD_ALERT_NO_PLAN] = "no_plan",
        [PD_ALERT_SENSOR_LOST] = "sensor_lost",
        [PD_ALERT_SENSOR_BACK] = "sensor_back",
        [PD_ALERT_CANNOT_TELL] = "cannot_tell",
        [PD_ALERT_UNUSUAL_HR] = "unusual_hr",
        [PD_ALERT_QUESTION] = "question",
        [PD_ALERT_PROPOSAL] = "proposal",
        [PD_ALERT_SESSION_STARTED] = "session_started",
        [PD_ALERT_SESSION_ENDED] = "session_ended",
};

const char *
pd_alert_type_name(enum pd_alert_type type)
{
        return pd_word_at(types, PD_ALERT_TYPE_COUNT, type);
}
