/* SPDX-License-Identifier: MIT */
#include "listing.h"

#include "formats/payload.h"
#include "formats/payload_terms.h"

#include "purposed/pace.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Above the columns of pd_listing_line. */
#define HEADING "day          distance      time  purpose    result       verdict     session"

/* ---- a line --------------------------------------------------------------------------- */

static void
write_distance(int32_t metres, bool imperial, char ret[static PD_DISTANCE_SIZE])
{
        if (metres == PD_UNKNOWN)
                snprintf(ret, PD_DISTANCE_SIZE, "-");
        else
                pd_distance_format(imperial ? PD_UNITS_IMPERIAL : PD_UNITS_METRIC, metres * (int64_t) 1000, ret);
}

static void
write_span(int32_t seconds, char *ret, size_t size)
{
        if (seconds == PD_UNKNOWN)
                snprintf(ret, size, "-");
        else
                snprintf(ret, size, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

void
pd_listing_line(const struct pd_record *record, bool imperial, char ret[static PD_LISTING_LINE_SIZE])
{
        const struct pd_past *past = &record->past;
        const char *verdict = pd_verdict_name(past->verdict);
        const char *result = past->result == PD_PURPOSE_RESULT_CANNOT_TELL ? "cannot tell" : pd_purpose_result_name(past->result);
        char day[PD_DATE_SIZE] = "no date", distance[PD_DISTANCE_SIZE], span[24];

        if (past->day != PD_DAY_NONE)
                pd_day_format(past->day, day);
        write_distance(past->distance_m, imperial, distance);
        write_span(past->moving_s, span, sizeof(span));
        snprintf(ret, PD_LISTING_LINE_SIZE, "%-10s  %9s  %8s  %-9s  %-11s  %-10s  %s", day, distance, span,
                past->purpose == PD_PURPOSE_NONE ? "-" : pd_purpose_name(past->purpose), result,
                verdict != NULL ? verdict : "-", past->id);
}

/* ---- list ------------------------------------------------------------------------------ */

struct list {
        size_t n;
        struct pd_record *records;
};

static void
write_record(struct pd_json *json, const struct pd_record *record)
{
        const struct pd_past *past = &record->past;
        char day[PD_DATE_SIZE];

        if (past->day != PD_DAY_NONE)
                pd_day_format(past->day, day);
        pd_json_object(json, NULL);
        pd_json_text(json, "id", past->id);
        pd_json_text(json, "day", past->day != PD_DAY_NONE ? day : NULL);
        pd_json_text(json, "purpose", past->purpose != PD_PURPOSE_NONE ? pd_purpose_name(past->purpose) : NULL);
        pd_json_text(json, "workout", past->workout[0] != '\0' ? past->workout : NULL);
        pd_json_known(json, "moving_s", past->moving_s);
        pd_json_known(json, "distance_m", past->distance_m);
        pd_json_known(json, "grey_s", past->grey_s);
        pd_payload_trimp(json, past->trimp_tenths);
        pd_json_known(json, "rpe", past->rpe);
        pd_json_text(json, "purpose_result", pd_purpose_result_name(past->result));
        pd_json_text(json, "verdict", pd_verdict_name(past->verdict));
        pd_json_text(json, "sentence", record->sentence[0] != '\0' ? record->sentence : NULL);
        pd_json_integer(json, "revision", record->revision);
        pd_json_text(json, "source", pd_source_name(record->source));
        pd_json_object_end(json);
}

static void
write_list(struct pd_json *json, void *user)
{
        const struct list *list = user;

        pd_json_array(json, NULL);
        for (size_t i = 0; i < list->n; i++)
                write_record(json, &list->records[i]);
        pd_json_array_end(json);
}

static void
list(struct pd_history *history, const struct pd_athlete *athlete, size_t limit, struct pd_reply *reply)
{
        struct list list = {.records = calloc(limit, sizeof(*list.records))};
        char line[PD_LISTING_LINE_SIZE];
        int n = -ENOMEM;

        if (list.records != NULL)
                n = pd_store_list(pd_history_store(history), athlete->id, PD_DAY_NONE, PD_DAY_NONE, limit, list.records);
        if (n < 0) {
                pd_reply_say(reply, n, "The record of sessions cannot be read: %s.", strerror(-n));
        } else {
                list.n = (size_t) n;
                pd_reply_say(reply, 0, "%s", n > 0 ? HEADING : "No session is on record yet.");
                for (size_t i = list.n; i > 0; i--) { /* the last at the bottom, where the eye is */
                        pd_listing_line(&list.records[i - 1], athlete->units == PD_UNITS_IMPERIAL, line);
                        pd_reply_add(reply, "\n%s", line);
                }
                pd_reply_write_json(reply, write_list, &list);
        }
        free(list.records);
}

/* ---- show ------------------------------------------------------------------------------ */

static void
say_intensities(const struct pd_past *past, struct pd_reply *reply)
{
        char span[24];

        for (int i = PD_INTENSITY_REST; i < PD_INTENSITY_COUNT; i++) {
                if (past->seconds[i] <= 0)
                        continue;
                write_span(past->seconds[i], span, sizeof(span));
                pd_reply_add(reply, "\n  %-12s %s", pd_intensity_name((enum pd_intensity) i), span);
        }
        if (past->seconds[PD_INTENSITY_UNKNOWN] > 0) {
                write_span(past->seconds[PD_INTENSITY_UNKNOWN], span, sizeof(span));
                pd_reply_add(reply, "\n  %-12s %s", "cannot tell", span);
        }
        if (past->grey_s > 0) {
                write_span(past->grey_s, span, sizeof(span));
                pd_reply_add(reply, "\n  %-12s %s", "of it grey", span);
        }
}

static void
say_laps(const struct pd_summary *summary, bool imperial, struct pd_reply *reply)
{
        char span[24], distance[PD_DISTANCE_SIZE];

        for (size_t i = 0; i < summary->n_laps; i++) {
                const struct pd_lap *lap = &summary->laps[i];

                write_span(lap->duration_s, span, sizeof(span));
                write_distance(lap->distance_m, imperial, distance);
                pd_reply_add(reply, "\n  lap %-8zu %s  %s", i + 1, span, distance);
                if (lap->hr_avg_bpm != PD_UNKNOWN)
                        pd_reply_add(reply, "  %d bpm", lap->hr_avg_bpm);
        }
}

static void
say_numbers(const struct pd_summary *summary, int32_t units, struct pd_reply *reply)
{
        if (summary->speed_avg_mm_s > 0) {
                int64_t pace = pd_pace_seconds(units, summary->speed_avg_mm_s);
                pd_reply_add(reply, "\n  %-12s %d:%02d %s", "pace", (int) (pace / 60), (int) (pace % 60), pd_pace_unit(units));
        }
        if (summary->hr_avg_bpm != PD_UNKNOWN)
                pd_reply_add(reply, "\n  %-12s %d bpm, %d at most", "heart rate", summary->hr_avg_bpm, summary->hr_max_bpm);
        if (summary->power_avg_w != PD_UNKNOWN)
                pd_reply_add(reply, "\n  %-12s %d W", "power", summary->power_avg_w);
        if (summary->trimp_tenths != PD_UNKNOWN)
                pd_reply_add(reply, "\n  %-12s %d.%d TRIMP", "load", summary->trimp_tenths / 10, summary->trimp_tenths % 10);
        if (summary->alerts > 0)
                pd_reply_add(reply, "\n  %-12s %d, heeded %d", "alerts", summary->alerts, summary->heeded);
        if (summary->proof.anchors != 0)
                pd_reply_add(reply, "\n  %-12s %08x", "anchors", summary->proof.anchors);
}

static void
say_rest(const struct pd_record *record, struct pd_reply *reply)
{
        if (record->past.rpe != PD_UNKNOWN)
                pd_reply_add(reply, "\n  %-12s %d of 10", "how hard", record->past.rpe);
        if (record->stopped)
                pd_reply_add(reply, "\n  %-12s %s", "stopped", pd_stop_reason_name(record->stop_reason));
        if (record->note[0] != '\0')
                pd_reply_add(reply, "\n  %-12s %s", "note", record->note);
        if (record->source == PD_SOURCE_FILE)
                pd_reply_add(reply, "\n  %-12s %s", "from", "a file");
        if (record->revision > 1)
                pd_reply_add(reply, "\n  %-12s %d", "revision", record->revision);
        if (record->fate == PD_FATE_JOINED)
                pd_reply_add(reply, "\n  %-12s %s", "joined into", record->joined_into);
        else if (record->fate != PD_FATE_KEPT)
                pd_reply_add(reply, "\n  %s", pd_fate_name(record->fate));
}

static void
write_event(struct pd_json *json, void *user)
{
        (void) pd_payload_put_event(json, user);
}

static void
show(struct pd_history *history, const struct pd_athlete *athlete, const char *id, struct pd_reply *reply)
{
        struct pd_retold *retold;
        char line[PD_LISTING_LINE_SIZE];
        int r = pd_history_find(history, athlete, id, &retold);

        if (r < 0) {
                pd_reply_say(reply, r, "%s", r == -ENOENT ? "There is no such session on record; 'session list' shows them."
                        : r == -EAGAIN ? "The card is being written to; try again in a few seconds." : "It cannot be read.");
                return;
        }
        pd_listing_line(&retold->record, athlete->units == PD_UNITS_IMPERIAL, line);
        pd_reply_say(reply, 0, "%s", line);
        if (retold->record.sentence[0] != '\0')
                pd_reply_add(reply, "\n  %s", retold->record.sentence);
        say_numbers(&retold->event.summary, athlete->units, reply);
        say_intensities(&retold->record.past, reply);
        say_laps(&retold->event.summary, athlete->units == PD_UNITS_IMPERIAL, reply);
        say_rest(&retold->record, reply);
        pd_reply_write_json(reply, write_event, &retold->event);
        pd_retold_free(retold);
}

/* ---- the order --------------------------------------------------------------------------- */

static bool
read_count(const char *word, size_t *ret)
{
        char *end;
        unsigned long n = strtoul(word, &end, 10);

        if (word[0] < '0' || word[0] > '9' || *end != '\0' || n < 1 || n > PD_LISTING_MOST)
                return false;
        *ret = n;
        return true;
}

static void
session(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        const struct pd_athlete *athlete = pd_history_athlete(user, order->athlete);
        const char *what = order->n_words > 0 ? order->words[0] : "list", *which = order->n_words > 1 ? order->words[1] : NULL;
        size_t limit = PD_LISTING_USUAL;

        if (athlete == NULL)
                pd_reply_say(reply, -ENOENT, "There is no such athlete.");
        else if (order->n_words <= 2 && strcmp(what, "list") == 0 && (which == NULL || read_count(which, &limit)))
                list(user, athlete, limit, reply);
        else if (order->n_words <= 2 && strcmp(what, "show") == 0)
                show(user, athlete, which == NULL || strcmp(which, "last") == 0 ? NULL : which, reply);
        else
                pd_reply_say(reply, -EINVAL, "session takes: list, list 30 (1 to %d), show, or show and a session's id", PD_LISTING_MOST);
}

const struct pd_order_service pd_listing_services[] = {
        {PD_COMMAND_SESSION, false, session},
};
const size_t pd_listing_n_services = sizeof(pd_listing_services) / sizeof(pd_listing_services[0]);
