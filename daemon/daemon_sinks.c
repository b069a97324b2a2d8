/* SPDX-License-Identifier: MIT */
#include "daemon_inside.h"

#include <errno.h>
#include <stdlib.h>

static void
on_acknowledged(void *user, const char *sink, const char *athlete, const char *session, uint32_t sequence)
{
        struct pd_daemon *daemon = user;
        pd_day monday;

        if (pd_week_parse(session, &monday) == 0) /* no session has such an id */
                pd_today_week_acknowledged(daemon->today, athlete, monday, sequence);
        else if (!pd_owed_lacks(daemon->owed, sink, athlete, session, sequence))
                pd_journal_ack(daemon->journal, athlete, sink, session, sequence);
}

static void
on_settled(void *user, const char *sink, uint64_t ticket, bool taken)
{
        struct pd_daemon *daemon = user;

        pd_owed_settle(daemon->owed, sink, ticket, taken);
}

static void
on_restate(void *user)
{
        struct pd_daemon *daemon = user;

        pd_pump_restate(daemon->pump);
        pd_today_restate_weeks(daemon->today, NULL);
}

static int
on_keep(void *user, const char *name, const char *text, size_t size)
{
        struct pd_daemon *daemon = user;

        return pd_state_files_keep(daemon->files, name, text, size);
}

static int
on_recall(void *user, const char *name, char **ret_text, size_t *ret_size)
{
        const struct pd_daemon *daemon = user;

        return pd_state_files_read(daemon->files, name, ret_text, ret_size);
}

static void
count_sensors(const struct pd_pump *pump, size_t athlete, struct pd_node_state *state)
{
        for (size_t i = 0; i < pd_pump_n_sensors(pump, athlete); i++) {
                if (!pd_pump_sensor_is_here(pump, athlete, i)) /* counted where it is */
                        continue;
                state->sensors++;
                state->links += pd_pump_sensor(pump, athlete, i)->connected;
        }
}

void
pd_daemon_node_state(void *user, struct pd_node_state *ret)
{
        struct pd_daemon *daemon = user;
        struct pd_node_state state = {.configuration = daemon->config->hash, .adapters = daemon->adapters};
        struct pd_bluez_recovery recovery;
        struct pd_journal_stats stats;

        pd_bluez_recovery(daemon->bluez, &recovery);
        state.recovery = recovery.last;
        state.recoveries = recovery.steps;
        state.recovered = recovery.helped;
        pd_bluez_adapters(daemon->bluez, daemon->adapters, sizeof(daemon->adapters));
        for (size_t i = 0; i < pd_pump_n_athletes(daemon->pump); i++) {
                count_sensors(daemon->pump, i, &state);
                state.late_inputs += pd_engine_late_inputs(pd_pump_engine(daemon->pump, i));
        }
        state.stray_frames = pd_pump_stray_frames(daemon->pump);
        pd_journal_stats(daemon->journal, &stats);
        state.journal.inputs = stats.inputs;
        state.journal.dropped = stats.dropped;
        state.journal.card_errors = stats.card_errors;
        state.journal.memory_bytes = stats.in_memory;
        state.journal.unsynced_bytes = stats.unsynced;
        *ret = state;
}

static size_t
on_choices(void *user, const char *athlete, char (*ret)[PD_ID_SIZE])
{
        const struct pd_daemon *daemon = user;

        return daemon->today != NULL ? pd_today_choices(daemon->today, athlete, ret) : 0;
}

int
pd_daemon_build_sinks(struct pd_daemon *daemon)
{
        daemon->sink_context = (struct pd_sink_context) {
                .loop = pd_loop_event(daemon->loop),
                .node = daemon->config->node,
                .version = PD_VERSION,
                .acknowledged = on_acknowledged,
                .settled = on_settled,
                .restate = on_restate,
                .keep = on_keep,
                .recall = on_recall,
                .choices = on_choices,
                .order = pd_daemon_order,
                .clock = pd_daemon_clock_now,
                .node_state = pd_daemon_node_state, /* from the loop only: all that it asks stands then */
                .user = daemon,
        };
        daemon->sinks = calloc(daemon->config->n_sinks + 1, sizeof(daemon->sinks[0]));
        if (daemon->sinks == NULL)
                return -ENOMEM;
        for (size_t i = 0; i < daemon->config->n_sinks; i++) {
                const struct pd_config_sink *sink = &daemon->config->sinks[i];
                int r = sink->type->new(sink->settings, &daemon->sink_context, &daemon->sinks[i]);
                if (r < 0) /* the sink has said why */
                        return r;
                daemon->n_sinks++;
        }
        return 0;
}

void
pd_daemon_free_sinks(struct pd_daemon *daemon)
{
        for (size_t i = 0; i < daemon->n_sinks; i++)
                daemon->sinks[i]->type->stop(daemon->sinks[i]);
        for (size_t i = 0; i < daemon->n_sinks; i++)
                daemon->sinks[i]->type->free(daemon->sinks[i]);
        daemon->n_sinks = 0;
        free(daemon->sinks);
}

static void
on_reported(void *user, const char *athlete)
{
        struct pd_daemon *daemon = user;

        pd_today_restate_weeks(daemon->today, athlete);
}

int
pd_daemon_build_owed(struct pd_daemon *daemon)
{
        const struct pd_owed_context context = {
                .loop = pd_loop_event(daemon->loop),
                .history = daemon->history,
                .sinks = daemon->sinks,
                .n_sinks = daemon->n_sinks,
                .reported = on_reported,
                .user = daemon,
        };

        return pd_daemon_failed("what waits for delivery", pd_owed_new(&context, &daemon->owed));
}

void
pd_daemon_tell_sinks(struct pd_daemon *daemon, const struct pd_event *event)
{
        if (pd_owed_is_for_good(event)) {
                pd_owed_take(daemon->owed, event);
                return;
        }
        for (size_t i = 0; i < daemon->n_sinks; i++)
                daemon->sinks[i]->type->event(daemon->sinks[i], event);
}
