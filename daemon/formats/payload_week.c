/* SPDX-License-Identifier: MIT */
/* A week against the plan as JSON. */
#include "formats/payload_week.h"

#include "formats/payload_terms.h"

static void
put_days(struct pd_json *json, const struct pd_week *week)
{
        char id[PD_WEEK_ID_SIZE], monday[PD_DATE_SIZE], sunday[PD_DATE_SIZE];

        pd_week_id(week->monday, id);
        pd_day_format(week->monday, monday);
        pd_day_format(week->monday + PD_SUNDAY, sunday);
        pd_json_text(json, "id", id);
        pd_json_text(json, "monday", monday);
        pd_json_text(json, "sunday", sunday);
}

static void
put_percent(struct pd_json *json, const char *key, int32_t percent)
{
        if (percent == PD_UNKNOWN)
                pd_json_null(json, key);
        else
                pd_json_decimal(json, key, percent, 2);
}

static int64_t
mm_of(int32_t metres)
{
        return metres == PD_UNKNOWN ? PD_UNKNOWN : metres * (int64_t) 1000;
}

static void
put_sums(struct pd_json *json, const struct pd_event *event)
{
        const struct pd_week *week = event->week;

        pd_json_integer(json, "sessions", week->sessions);
        pd_json_known(json, "sessions_planned", week->sessions_planned);
        pd_json_integer(json, "missed", week->missed);
        pd_json_integer(json, "hard", week->hard);
        pd_json_known(json, "hard_planned", week->hard_planned);
        pd_payload_distance(json, event, mm_of(week->distance_m));
        pd_payload_distance_as(json, event, "distance_planned_m", "distance_planned_text", mm_of(week->distance_planned_m));
        pd_json_integer(json, "unmeasured", week->unmeasured);
        pd_json_integer(json, "moving_s", week->moving_s);
        pd_json_known(json, "moving_planned_s", week->moving_planned_s);
        pd_payload_seconds(json, week->seconds);
        pd_json_integer(json, "grey_s", week->grey_s);
        put_percent(json, "grey_share", week->grey_percent);
        put_percent(json, "easy_share", week->easy_percent);
        put_percent(json, "easy_share_aim", week->easy_aim_percent);
        pd_json_text(json, "easy_share_aim_from", pd_week_basis_name(week->easy_aim_basis));
        pd_payload_trimp(json, week->trimp_tenths);
        pd_json_integer(json, "rest_days", week->rest_days);
}

void
pd_payload_put_left(struct pd_json *json, const char *key, const struct pd_week_left *left)
{
        char day[PD_DATE_SIZE];

        pd_day_format(left->day, day);
        pd_json_object(json, key);
        pd_json_text(json, "day", day);
        pd_json_text(json, "weekday", pd_weekday_name(pd_day_weekday(left->day)));
        pd_json_text(json, "purpose", pd_purpose_name(left->purpose));
        pd_payload_words(json, "title", left->title);
        pd_json_object_end(json);
}

static void
put_left(struct pd_json *json, const struct pd_week *week)
{
        pd_json_array(json, "left");
        for (size_t i = 0; i < week->n_left; i++)
                pd_payload_put_left(json, NULL, &week->left[i]);
        pd_json_array_end(json);
}

void
pd_payload_put_week(struct pd_json *json, const struct pd_event *event)
{
        const struct pd_week *week = event->week;

        pd_json_object(json, NULL);
        put_days(json, week);
        pd_json_bool(json, "final", week->final);
        pd_json_known(json, "revision", week->revision > 0 ? week->revision : PD_UNKNOWN);
        pd_payload_words(json, "goal", week->goal);
        pd_json_known(json, "plan_week", week->number > 0 ? week->number : PD_UNKNOWN);
        pd_json_known(json, "plan_weeks", week->of > 0 ? week->of : PD_UNKNOWN);
        pd_json_integer(json, "days_away", week->days_away);
        put_sums(json, event);
        pd_json_text(json, "standing", pd_week_standing_name(week->standing));
        pd_payload_words(json, "sentence", week->sentence);
        put_left(json, week);
        pd_json_object_end(json);
}
