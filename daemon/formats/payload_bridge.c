/* SPDX-License-Identifier: MIT */
/* What the node says of itself as JSON. */
#include "formats/payload.h"

#include "formats/payload_terms.h"

static void
write_info(struct pd_json *json, const struct pd_bridge_info *info, const char *node)
{
        pd_json_object(json, NULL);
        pd_json_text(json, "node", node);
        pd_json_text(json, "version", info->version);
        pd_payload_words(json, "adapters", info->adapters);
        pd_payload_words(json, "configuration", info->configuration);
        pd_payload_time(json, "started", info->started_real);
        pd_json_text(json, "mqtt_version", info->mqtt_version == 5 ? "5" : "3.1.1");
        pd_json_object_end(json);
}

/* All zeros are no news that anybody should believe: null if unknown. */
static void
put_node(struct pd_json *json, const struct pd_node_state *node)
{
        pd_json_known(json, "sensors", node ? node->sensors : PD_UNKNOWN);
        pd_json_known(json, "links", node ? node->links : PD_UNKNOWN);
        pd_payload_words(json, "recovery", node ? node->recovery : NULL);
        pd_json_known(json, "recoveries", node ? (int64_t) node->recoveries : PD_UNKNOWN);
        pd_json_known(json, "recovered", node ? (int64_t) node->recovered : PD_UNKNOWN);
        pd_json_known(json, "late_inputs", node ? (int64_t) node->late_inputs : PD_UNKNOWN);
        pd_json_known(json, "stray_frames", node ? (int64_t) node->stray_frames : PD_UNKNOWN);
        pd_json_known(json, "journal_inputs", node ? (int64_t) node->journal.inputs : PD_UNKNOWN);
        pd_json_known(json, "journal_dropped", node ? (int64_t) node->journal.dropped : PD_UNKNOWN);
        pd_json_known(json, "journal_card_errors", node ? (int64_t) node->journal.card_errors : PD_UNKNOWN);
        pd_json_known(json, "journal_memory_bytes", node ? (int64_t) node->journal.memory_bytes : PD_UNKNOWN);
        pd_json_known(json, "journal_unsynced_bytes", node ? (int64_t) node->journal.unsynced_bytes : PD_UNKNOWN);
}

static void
write_health(struct pd_json *json, const struct pd_bridge_health *health)
{
        pd_json_object(json, NULL);
        pd_payload_time(json, "connected_since", health->connected_real);
        pd_json_integer(json, "connections", (int64_t) health->connections);
        put_node(json, health->node);
        pd_json_integer(json, "queued", (int64_t) health->queued);
        pd_json_integer(json, "queued_bytes", (int64_t) health->queued_bytes);
        pd_json_integer(json, "in_flight", (int64_t) health->in_flight);
        pd_json_integer(json, "dropped_live", (int64_t) health->dropped_live);
        pd_json_integer(json, "dropped_stale", (int64_t) health->dropped_stale);
        pd_json_integer(json, "dropped_full", (int64_t) health->dropped_full);
        pd_json_integer(json, "refused", (int64_t) health->refused);
        pd_json_integer(json, "unchanged", (int64_t) health->unchanged);
        pd_json_integer(json, "memory_peak_kib", health->memory_peak_kib);
        pd_json_object_end(json);
}

int
pd_payload_info(const struct pd_bridge_info *info, const char *node, char *ret, size_t size, size_t *ret_length)
{
        struct pd_json json;

        pd_json_init(&json, ret, size);
        write_info(&json, info, node);
        return pd_json_finish(&json, ret_length);
}

int
pd_payload_health(const struct pd_bridge_health *health, char *ret, size_t size, size_t *ret_length)
{
        struct pd_json json;

        pd_json_init(&json, ret, size);
        write_health(&json, health);
        return pd_json_finish(&json, ret_length);
}
