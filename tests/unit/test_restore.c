/* SPDX-License-Identifier: MIT */
/*
 * Several lives of one athlete's session: the journal, the pump and the
 * restoring between them, wired as the daemon wires them, around a story.
 * A life can be given any beginning of a trace, as if the one before had
 * died over its next byte.
 */
#include "restore.h"

#include "support/cm.h"
#include "support/rig.h"
#include "support/scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STORY PD_GOLDEN_DIR "/story1.run"
#define BOOT ((pd_usec) 1000 * PD_SEC) /* when the story begins */
#define REAL ((pd_usec) 1795342503 * PD_SEC) /* 2026-11-22 10:15:03 UTC */
#define BOOT_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define BOOT_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define SAID_MAX 256 /* a workout of 200 steps */
#define STRAP "C0:00:00:00:00:01"
#define POD "C0:00:00:00:00:02"

struct said {
        uint32_t sequence;
        enum pd_event_kind kind;
        char *payload;
};

struct life {
        struct pd_sink sink; /* first: the pump's events come with it alone */
        struct pd_pump *pump;
        struct pd_journal *journal;
        struct pd_restore *restoring;
        bool acknowledges;
        size_t n_said;
        struct said said[SAID_MAX]; /* what has a number */
        size_t n_states;
        size_t n_owed; /* summaries that came as owed */
        struct pd_message message;
};

struct bench {
        char directory[SCRATCH_SIZE], run[SCRATCH_SIZE + 8], state[SCRATCH_SIZE + 8];
        struct pd_athlete athlete;
        struct pd_workout workout;
        struct rig_inputs inputs;
};

/* ---- a life ----------------------------------------------------------------- */

static void
sink_event(struct pd_sink *sink, const struct pd_event *event)
{
        struct life *life = (struct life *) sink;
        const struct pd_topics topics = {"purposed", "bench"};

        life->n_states += event->kind == PD_EVENT_STATE;
        if (event->sequence == 0)
                return;
        assert_int_equal(pd_topics_event(&topics, event, &life->message), 0);
        assert_in_range(life->n_said, 0, SAID_MAX - 1);
        life->said[life->n_said++] = (struct said) {event->sequence, event->kind, strdup(life->message.payload)};
        if (life->acknowledges)
                pd_journal_ack(life->journal, event->athlete->id, "bench", event->session, event->sequence);
}

static const struct pd_sink_type sink_type = {.key = "bench", .event = sink_event};

static void
record(void *user, const struct pd_event *event)
{
        struct life *life = user;
        const struct pd_topics topics = {"purposed", "bench"};

        if (event->kind == PD_EVENT_SUMMARY && event->summary.final) {
                assert_int_equal(pd_topics_event(&topics, event, &life->message), 0);
                assert_int_equal(pd_journal_summary(life->journal, event->athlete->id, event->session, life->message.payload), 0);
        }
        pd_journal_event(life->journal, event);
}

static void
on_event(void *user, const struct pd_event *event)
{
        struct life *life = user;

        if (life->restoring != NULL) {
                pd_restore_event(life->restoring, event);
                return;
        }
        sink_event(&life->sink, event);
        record(life, event);
}

static void
on_input(void *user, const struct pd_snapshot *snapshot, const struct pd_input *input)
{
        struct life *life = user;

        if (life->restoring == NULL)
                pd_journal_input(life->journal, snapshot, input);
}

static struct pd_clock
clock_at(const char *boot_id, pd_usec boot, pd_usec real, bool synchronised)
{
        struct pd_clock clock = {.boot = boot, .real = real, .synchronised = synchronised};

        memcpy(clock.boot_id, boot_id, PD_BOOT_ID_SIZE);
        return clock;
}

/* The wall clock goes with the boot's. */
static struct pd_clock
clock_of_story(pd_usec boot)
{
        return clock_at(BOOT_A, boot, REAL + (boot - BOOT), true);
}

static void
owe(void *user, const struct pd_sink *sink, const struct pd_event *event)
{
        struct life *life = user;

        assert_ptr_equal(sink, &life->sink);
        life->n_owed++;
        sink_event(&life->sink, event);
}

static void
life_begin(struct life *life, const struct bench *bench, const struct pd_clock *now)
{
        const struct pd_journal_options options = {.run_dir = bench->run, .state_dir = bench->state};
        const struct pd_pump_ports ports = {.tap = on_input, .event = on_event, .user = life};
        struct pd_sink *sinks[] = {&life->sink};
        struct pd_restore restore = {.sinks = sinks, .n_sinks = 1, .clock = *now, .record = record, .owe = owe,
                .user = life};
        struct pd_recovery *recovery = NULL;

        *life = (struct life) {.sink.type = &sink_type, .acknowledges = true};
        assert_int_equal(pd_journal_new(&options, &life->journal), 0);
        life->pump = restore.pump = pd_pump_new(&ports);
        assert_int_equal(pd_recovery_open(bench->run, bench->state, "anna", &recovery), 0);
        assert_int_equal(pd_journal_resume(life->journal, recovery), 0);
        life->restoring = &restore;
        assert_int_equal(pd_restore_lane(&restore, recovery, &bench->athlete, &bench->workout), 0);
        life->restoring = NULL;
        pd_recovery_free(recovery);
        (void) pd_pump_enroll(life->pump, "anna", STRAP, "");
        (void) pd_pump_enroll(life->pump, "anna", POD, "");
        pd_pump_clock(life->pump, now->boot, now);
}

static void
life_feed(struct life *life, const struct pd_input *input)
{
        pd_pump_frame(life->pump, BOOT + input->at, &input->frame);
}

static void
life_end(struct life *life)
{
        pd_pump_free(life->pump);
        assert_int_equal(pd_journal_sync_and_free(life->journal), 0);
        for (size_t i = 0; i < life->n_said; i++)
                free(life->said[i].payload);
}

static const struct said *
said(const struct life *life, enum pd_event_kind kind, const char *part)
{
        for (size_t i = 0; i < life->n_said; i++)
                if (life->said[i].kind == kind && strstr(life->said[i].payload, part))
                        return &life->said[i];
        return NULL;
}

static enum pd_session_state
state_of(const struct life *life)
{
        return pd_engine_session_state(pd_pump_engine(life->pump, 0));
}

/* ---- directories -------------------------------------------------------------- */

static void
make(const struct bench *bench)
{
        assert_int_equal(mkdir(bench->run, 0700), 0);
        assert_int_equal(mkdir(bench->state, 0700), 0);
}

static void
empty(const struct bench *bench)
{
        scratch_remove(bench->run);
        scratch_remove(bench->state);
        make(bench);
}

static int
set_up(void **state)
{
        struct bench *bench = calloc(1, sizeof(*bench));

        scratch_make(bench->directory);
        snprintf(bench->run, sizeof(bench->run), "%s/run", bench->directory);
        snprintf(bench->state, sizeof(bench->state), "%s/state", bench->directory);
        make(bench);
        rig_runner_a(&bench->athlete);
        rig_workout(&bench->workout, "recovery 4mi", &bench->athlete);
        rig_inputs_of_story(&bench->inputs, STORY, 0);
        *state = bench;
        return 0;
}

static int
tear_down(void **state)
{
        struct bench *bench = *state;

        scratch_remove(bench->directory);
        rig_inputs_clear(&bench->inputs);
        free(bench);
        return 0;
}

static void
write_file(const char *path, const char *bytes, size_t size)
{
        FILE *file = fopen(path, "we");

        assert_non_null(file);
        assert_int_equal(fwrite(bytes, 1, size, file), size);
        assert_int_equal(fclose(file), 0);
}

/* A tail as the life before has left it; SESSION "" before one was named. */
static void
leave_tail(struct bench *bench, const char *session, const char *bytes, size_t size)
{
        char path[160];

        empty(bench);
        snprintf(path, sizeof(path), "%s/anna%s%s.tail", bench->run, session[0] ? "." : "", session);
        write_file(path, bytes, size);
}

static char *
read_trace(const struct bench *bench, const char *session, size_t *ret_size)
{
        char path[160], *bytes = NULL;
        size_t size = 0;
        FILE *file;

        snprintf(path, sizeof(path), "%s/traces/anna/%s.trace", bench->state, session);
        file = fopen(path, "re");
        assert_non_null(file);
        ssize_t n = getdelim(&bytes, &size, '\0', file);
        assert_true(n > 0);
        fclose(file);
        *ret_size = strlen(bytes); /* zeros may wait for more behind it */
        return bytes;
}

#define SESSION "20261122T101503Z"

/* One life from the first frame to the last: what is said, and its trace. */
static char *
live_undisturbed(struct bench *bench, struct life *life, size_t *ret_size)
{
        struct pd_clock now = clock_of_story(BOOT);

        life_begin(life, bench, &now);
        for (size_t i = 0; i < bench->inputs.n; i++)
                life_feed(life, &bench->inputs.items[i]);
        assert_non_null(said(life, PD_EVENT_SUMMARY, "\"final\":true"));
        pd_pump_free(life->pump);
        life->pump = NULL;
        assert_int_equal(pd_journal_sync_and_free(life->journal), 0);
        life->journal = NULL;
        return read_trace(bench, SESSION, ret_size);
}

static void
forget_said(struct life *life)
{
        for (size_t i = 0; i < life->n_said; i++)
                free(life->said[i].payload);
}

/* The instant of the last input of a trace's beginning, in engine time. */
static pd_usec
last_instant(const char *trace, size_t size)
{
        pd_usec last = 0;

        for (const char *line = strstr(trace, "\nbegin\n") + 7; line < trace + size;) {
                const char *end = memchr(line, '\n', size - (size_t) (line - trace));
                if (end == NULL)
                        break;
                if (*line >= '0' && *line <= '9')
                        last = strtoll(line, NULL, 10);
                line = end + 1;
        }
        return last;
}

/* Whole lines of a trace's beginning that hold a frame. */
static size_t
count_frames(const char *trace, size_t size)
{
        size_t n = 0;

        for (const char *at = trace; (at = strstr(at, " frame ")) != NULL; at++)
                n += strchr(at, '\n') < trace + size;
        return n;
}

static void
remove_acks(char *trace)
{
        for (char *at = trace; (at = strstr(at, "\nack ")) != NULL;)
                memmove(at, strchr(at + 1, '\n'), strlen(strchr(at + 1, '\n')) + 1);
}

/* ---- wherever it dies ----------------------------------------------------------- */

static uint32_t
last_ack(const char *trace, size_t size)
{
        char *copy = strndup(trace, size);
        uint32_t last = 0;

        for (const char *at = copy; (at = strstr(at, "\nack ")) != NULL; at++) {
                unsigned sequence;
                if (strchr(at + 1, '\n') != NULL && sscanf(at, "\nack %*s %*s %u", &sequence) == 1 && sequence > last)
                        last = sequence;
        }
        free(copy);
        return last;
}

/* Every number that the whole run said is acknowledged in the beginning, or
 * said by the life after it; and nothing is said that the whole run did not say so. */
static void
says_the_rest(const struct life *whole, const struct life *after, uint32_t acknowledged)
{
        for (size_t i = 0; i < after->n_said; i++) {
                const struct said *one = &after->said[i];
                const struct said *same = NULL;
                for (size_t j = 0; j < whole->n_said; j++)
                        if (whole->said[j].sequence == one->sequence)
                                same = &whole->said[j];
                assert_non_null(same);
                assert_string_equal(one->payload, same->payload);
        }
        for (size_t i = 0; i < whole->n_said; i++) {
                bool there = whole->said[i].sequence <= acknowledged;
                for (size_t j = 0; j < after->n_said; j++)
                        there = there || after->said[j].sequence == whole->said[i].sequence;
                if (!there)
                        print_error("number %u is never said\n", whole->said[i].sequence);
                assert_true(there);
        }
}

/* The life after a death that left SIZE bytes of the trace. */
static void
dies_after(struct bench *bench, const struct life *whole, const char *trace, size_t size, bool named)
{
        pd_usec last = last_instant(trace, size);
        struct pd_clock now = clock_of_story(last);
        struct life life;
        char *again;
        size_t again_size;

        leave_tail(bench, named ? SESSION : "", trace, size);
        life_begin(&life, bench, &now);
        for (size_t i = count_frames(trace, size); i < bench->inputs.n; i++)
                life_feed(&life, &bench->inputs.items[i]);
        says_the_rest(whole, &life, last_ack(trace, size));
        life_end(&life);
        again = read_trace(bench, SESSION, &again_size);
        assert_non_null(strstr(again, "\nsummary {"));
        free(again);
}

static void
wherever_the_journal_ends_the_same_is_said_under_the_same_numbers(void **state)
{
        struct bench *bench = *state;
        struct life whole;
        size_t size, n_deaths = 0, line = 0;
        char *trace = live_undisturbed(bench, &whole, &size);
        const char *named = strstr(trace, "\nack ");

        assert_non_null(named);
        for (const char *at = strstr(trace, "\nbegin\n") + 7; at < trace + size; line++) {
                const char *next = strchr(at, '\n') + 1;
                bool near_number = strncmp(at, "ack", 3) == 0 || strncmp(next, "ack", 3) == 0 || strncmp(next, "summary", 7) == 0;
                size_t end = (size_t) (next - trace);

                at = next;
                if (strncmp(at, "summary", 7) == 0) {
                        dies_after(bench, &whole, trace, end + 100, true); /* over the summary itself */
                        size = end; /* beyond it the trace is closed: another test */
                }
                if (!near_number && line % 997 != 0)
                        continue;
                dies_after(bench, &whole, trace, end, next > named);
                dies_after(bench, &whole, trace, end - 3, next - 3 > named); /* torn */
                n_deaths += 2;
        }
        printf("%zu deaths\n", n_deaths);
        assert_in_range(n_deaths, 30, 400);
        forget_said(&whole);
        free(trace);
}

static void
an_end_that_nobody_took_is_told_again(void **state)
{
        struct bench *bench = *state;
        struct life whole, after;
        size_t size;
        char *trace = live_undisturbed(bench, &whole, &size);
        struct pd_clock now;
        const struct said *one;

        remove_acks(trace);
        size = strlen(trace);
        assert_non_null(strstr(trace, "\nsummary {"));
        leave_tail(bench, SESSION, trace, size);
        now = clock_of_story(last_instant(trace, size) + 5 * PD_SEC);
        life_begin(&after, bench, &now);
        one = said(&after, PD_EVENT_SUMMARY, "\"final\":true");
        assert_non_null(one);
        assert_string_equal(one->payload, said(&whole, PD_EVENT_SUMMARY, "\"final\":true")->payload);
        one = said(&after, PD_EVENT_ALERT, "session_ended");
        assert_non_null(one);
        assert_string_equal(one->payload, said(&whole, PD_EVENT_ALERT, "session_ended")->payload);
        assert_null(said(&after, PD_EVENT_ALERT, "too_hard"));
        assert_int_equal(after.n_owed, 1);
        life_end(&after);
        forget_said(&whole);
        free(trace);
}

/* In the trace, and said again after a restart. */
static void
a_summary_of_200_steps_stays_whole(void **state)
{
        struct bench *bench = *state;
        struct life whole, after;
        const struct said *first, *again;
        size_t size;
        struct pd_clock now;
        char *trace;

        rig_workout(&bench->workout, "100x (10s hard, 13s easy)", &bench->athlete);
        trace = live_undisturbed(bench, &whole, &size);
        first = said(&whole, PD_EVENT_SUMMARY, "\"final\":true");
        assert_non_null(first);
        assert_non_null(strstr(first->payload, "\"step_index\":200,"));
        assert_non_null(strstr(first->payload, "\"steps_cut\":0}"));
        assert_non_null(strstr(trace, first->payload));
        remove_acks(trace);
        leave_tail(bench, SESSION, trace, strlen(trace));
        now = clock_of_story(last_instant(trace, strlen(trace)) + 5 * PD_SEC);
        life_begin(&after, bench, &now);
        again = said(&after, PD_EVENT_SUMMARY, "\"final\":true");
        assert_non_null(again);
        assert_string_equal(again->payload, first->payload);
        life_end(&after);
        forget_said(&whole);
        free(trace);
}

/* Its rating came afterwards: the summary of before is not true any more. */
static void
an_end_that_was_judged_anew_is_not_told_again(void **state)
{
        struct bench *bench = *state;
        struct life whole, after;
        size_t size;
        char *trace = live_undisturbed(bench, &whole, &size), *both;
        struct pd_clock now;

        remove_acks(trace);
        both = malloc(2 * strlen(trace));
        strcpy(both, trace);
        strcat(both, strstr(trace, "\nsummary {") + 1);
        now = clock_of_story(last_instant(trace, strlen(trace)) + 5 * PD_SEC);
        leave_tail(bench, SESSION, both, strlen(both));
        life_begin(&after, bench, &now);
        assert_null(said(&after, PD_EVENT_SUMMARY, "\"final\":true"));
        life_end(&after);
        forget_said(&whole);
        free(both);
        free(trace);
}

/* Two evenings without a broker: neither summary waits for the other. */
static void
the_ends_of_several_sessions_are_told_again(void **state)
{
        struct bench *bench = *state;
        struct life whole, after;
        size_t size, n_summaries = 0;
        char *trace = live_undisturbed(bench, &whole, &size), path[160];
        struct pd_clock now;

        remove_acks(trace);
        size = strlen(trace);
        leave_tail(bench, SESSION, trace, size);
        snprintf(path, sizeof(path), "%s/anna.t95.tail", bench->run);
        write_file(path, trace, size);
        now = clock_of_story(last_instant(trace, size) + 5 * PD_SEC);
        life_begin(&after, bench, &now);
        for (size_t i = 0; i < after.n_said; i++)
                n_summaries += after.said[i].kind == PD_EVENT_SUMMARY && strstr(after.said[i].payload, "\"final\":true");
        assert_int_equal(n_summaries, 2);
        life_end(&after);
        forget_said(&whole);
        free(trace);
}

/* Acknowledgements are kept of the last ones alone: an older one would be told at each start. */
static void
ends_of_which_no_acknowledgement_is_kept_are_not_told_again(void **state)
{
        struct bench *bench = *state;
        struct life whole, after;
        char *trace, path[160];
        struct pd_clock now;
        size_t size;

        trace = live_undisturbed(bench, &whole, &size);
        remove_acks(trace);
        size = strlen(trace);
        leave_tail(bench, SESSION, trace, size);
        for (int i = 0; i < PD_JOURNAL_CLOSED_MAX + 1; i++) {
                snprintf(path, sizeof(path), "%s/anna.t9%d.tail", bench->run, i);
                write_file(path, trace, size);
        }
        now = clock_of_story(last_instant(trace, size) + 5 * PD_SEC);
        life_begin(&after, bench, &now);
        assert_int_equal(after.n_owed, PD_JOURNAL_CLOSED_MAX);
        life_end(&after);
        forget_said(&whole);
        free(trace);
}

/* ---- time between two lives ---------------------------------------------------- */

/* A trace of the story's first SECONDS, in its tail. Returns the last instant. */
static pd_usec
leave_run(struct bench *bench, int seconds)
{
        struct pd_clock now = clock_of_story(BOOT);
        struct life life;
        char *trace;
        size_t size, i;
        pd_usec last;

        empty(bench);
        life_begin(&life, bench, &now);
        for (i = 0; bench->inputs.items[i].at < seconds * PD_SEC; i++)
                life_feed(&life, &bench->inputs.items[i]);
        life_end(&life);
        trace = read_trace(bench, SESSION, &size);
        last = last_instant(trace, size);
        leave_tail(bench, SESSION, trace, size);
        free(trace);
        return last;
}

static void
within_a_boot_time_goes_on_by_the_boots_clock(void **state)
{
        struct bench *bench = *state;
        pd_usec last = leave_run(bench, 900);
        /* Somebody has set the wall clock meanwhile: it does not matter. */
        struct pd_clock now = clock_at(BOOT_A, last + 4 * PD_MINUTE, REAL + 99 * PD_HOUR, true);
        struct life life;

        life_begin(&life, bench, &now);
        assert_int_equal(state_of(&life), PD_SESSION_AWAY);
        assert_int_equal(pd_engine_now(pd_pump_engine(life.pump, 0)), last + 4 * PD_MINUTE);
        life_end(&life);
}

static void
over_a_reboot_time_goes_on_by_two_synchronised_wall_clocks(void **state)
{
        struct bench *bench = *state;
        pd_usec last = leave_run(bench, 900);
        struct pd_clock now = clock_at(BOOT_B, 7 * PD_SEC, REAL + (last - BOOT) + 4 * PD_MINUTE, true);
        struct life life;

        life_begin(&life, bench, &now);
        assert_int_equal(state_of(&life), PD_SESSION_AWAY);
        assert_int_equal(pd_engine_now(pd_pump_engine(life.pump, 0)), last + 4 * PD_MINUTE);
        assert_null(said(&life, PD_EVENT_SUMMARY, "final"));
        life_end(&life);
}

static void
a_clock_that_cannot_be_believed_ends_the_session_at_its_last_movement(void **state)
{
        struct bench *bench = *state;

        for (int synchronised = 0; synchronised < 2; synchronised++) {
                pd_usec last = leave_run(bench, 900);
                /* Before or after the reboot; the other side is sure. */
                struct pd_clock now = clock_at(BOOT_B, 7 * PD_SEC, REAL + PD_MINUTE, synchronised != 0);
                const struct said *one;
                struct life life;
                size_t size;
                char *trace;

                if (synchronised) { /* then it was the trace that was not sure */
                        trace = NULL;
                        char path[160];
                        snprintf(path, sizeof(path), "%s/anna." SESSION ".tail", bench->run);
                        FILE *file = fopen(path, "re");
                        size_t room = 0;
                        assert_non_null(file);
                        ssize_t n = getdelim(&trace, &room, '\0', file);
                        fclose(file);
                        assert_true(n > 0);
                        strstr(trace, "sync=1")[5] = '0';
                        leave_tail(bench, SESSION, trace, strlen(trace));
                        free(trace);
                }
                life_begin(&life, bench, &now);
                if (!synchronised) { /* it may yet be */
                        assert_int_equal(state_of(&life), PD_SESSION_AWAY);
                        pd_pump_wake(life.pump, now.boot + PD_ENGINE_DOUBT_MOST);
                }
                assert_int_equal(state_of(&life), PD_SESSION_IDLE);
                one = said(&life, PD_EVENT_SUMMARY, "\"final\":true");
                assert_non_null(one);
                assert_non_null(strstr(one->payload, "\"duration_s\":899"));
                assert_true(last > BOOT + 899 * PD_SEC);
                life_end(&life);
                trace = read_trace(bench, SESSION, &size);
                assert_non_null(strstr(trace, "\nsummary {"));
                free(trace);
        }
}

static void
a_clock_that_is_synchronised_soon_after_a_reboot_tells_how_long_it_was(void **state)
{
        struct bench *bench = *state;
        pd_usec last = leave_run(bench, 900);
        struct pd_clock now = clock_at(BOOT_B, 7 * PD_SEC, 1000 * PD_SEC, false);
        struct life life;

        life_begin(&life, bench, &now);
        assert_int_equal(state_of(&life), PD_SESSION_AWAY);
        assert_null(said(&life, PD_EVENT_SUMMARY, "final"));
        now = clock_at(BOOT_B, 30 * PD_SEC, REAL + (last - BOOT) + 4 * PD_MINUTE, true);
        pd_pump_clock(life.pump, now.boot, &now);
        assert_int_equal(state_of(&life), PD_SESSION_AWAY);
        assert_int_equal(pd_engine_now(pd_pump_engine(life.pump, 0)), last + 4 * PD_MINUTE);
        pd_pump_wake(life.pump, now.boot + PD_MINUTE); /* and nothing is in doubt any more */
        assert_int_equal(state_of(&life), PD_SESSION_AWAY);
        assert_null(said(&life, PD_EVENT_SUMMARY, "final"));
        life_end(&life);
}

static void
a_session_that_ended_meanwhile_is_summed_up_and_nothing_old_is_said(void **state)
{
        struct bench *bench = *state;
        pd_usec last = leave_run(bench, 900);
        struct pd_clock now = clock_of_story(last + PD_HOUR);
        struct life life;
        size_t size;
        char *trace;

        strcpy(bench->workout.title, "tomorrow's");
        life_begin(&life, bench, &now);
        assert_int_equal(state_of(&life), PD_SESSION_IDLE);
        assert_non_null(said(&life, PD_EVENT_SUMMARY, "\"final\":true"));
        assert_null(said(&life, PD_EVENT_ALERT, "")); /* no sensor_lost, no session_ended: an hour late */
        assert_int_equal(life.n_states, 1); /* nothing is measured any more */
        assert_string_equal(pd_pump_snapshot(life.pump, 0)->workout.title, "tomorrow's");
        life_end(&life);
        trace = read_trace(bench, SESSION, &size);
        assert_non_null(strstr(trace, "\nsummary {"));
        free(trace);
}

/* The command is in the trace, what came of it is not. */
static void
a_stop_that_we_died_over_is_carried_out(void **state)
{
        struct bench *bench = *state;
        pd_usec last = leave_run(bench, 900);
        struct pd_clock now = clock_of_story(last + 2 * PD_SEC);
        char path[160], *trace;
        struct life life;
        FILE *file;
        size_t size;

        snprintf(path, sizeof(path), "%s/anna." SESSION ".tail", bench->run);
        file = fopen(path, "ae");
        assert_non_null(file);
        fprintf(file, "%lld command stop\n", (long long) last + PD_SEC);
        fclose(file);
        life_begin(&life, bench, &now);
        assert_int_equal(state_of(&life), PD_SESSION_IDLE);
        assert_non_null(said(&life, PD_EVENT_SUMMARY, "\"final\":true"));
        assert_non_null(said(&life, PD_EVENT_ALERT, "session_ended"));
        life_end(&life);
        trace = read_trace(bench, SESSION, &size);
        assert_non_null(strstr(strstr(trace, " command stop\n"), "\nsummary {"));
        free(trace);
}

static void
a_trace_torn_after_its_head_begins_now(void **state)
{
        struct bench *bench = *state;
        struct pd_clock now = clock_of_story(BOOT);
        struct life whole, life;
        size_t size;
        char *trace = live_undisturbed(bench, &whole, &size);

        leave_tail(bench, "", trace, (size_t) (strstr(trace, "\nbegin\n") + 7 - trace));
        life_begin(&life, bench, &now);
        for (size_t i = 0; i < bench->inputs.n; i++)
                life_feed(&life, &bench->inputs.items[i]);
        says_the_rest(&whole, &life, 0);
        life_end(&life);
        forget_said(&whole);
        free(trace);
}

static void
the_offset_is_by_the_boots_clock_by_the_wall_or_unknown(void **state)
{
        const struct pd_clock last = clock_at(BOOT_A, 500 * PD_SEC, REAL, true);
        const struct pd_clock unsure = clock_at(BOOT_A, 500 * PD_SEC, REAL, false);
        struct pd_clock now = clock_at(BOOT_A, 600 * PD_SEC, REAL, false);

        (void) state;
        assert_int_equal(pd_restore_offset(&last, 520 * PD_SEC, 590 * PD_SEC, &now), 20 * PD_SEC);
        now = clock_at(BOOT_B, 10 * PD_SEC, REAL + 300 * PD_SEC, true);
        assert_int_equal(pd_restore_offset(&last, 520 * PD_SEC, 590 * PD_SEC, &now), 810 * PD_SEC); /* 520 + 300 - 10 */
        assert_int_equal(pd_restore_offset(&unsure, 520 * PD_SEC, 590 * PD_SEC, &now), 580 * PD_SEC);
        now.synchronised = false;
        assert_int_equal(pd_restore_offset(&last, 520 * PD_SEC, 590 * PD_SEC, &now), 580 * PD_SEC);
        /* A wall clock that says that it was set back: time does not go back. */
        now = clock_at(BOOT_B, 10 * PD_SEC, REAL + 5 * PD_SEC, true);
        assert_int_equal(pd_restore_offset(&last, 520 * PD_SEC, 590 * PD_SEC, &now), 580 * PD_SEC);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static void
another_athletes_trace_is_told_from_ones_own(void **state)
{
        struct bench *bench = *state;
        const struct pd_clock now = clock_of_story(BOOT);
        struct pd_recovery *recovery = NULL;
        struct life life;

        life_begin(&life, bench, &now);
        for (size_t i = 0; i < 50; i++)
                life_feed(&life, &bench->inputs.items[i]);
        life_end(&life);
        assert_int_equal(pd_recovery_open(bench->run, bench->state, "anna", &recovery), 0);
        assert_non_null(pd_recovery_unfinished(recovery));
        assert_false(pd_restore_is_foreign(pd_recovery_unfinished(recovery), "anna"));
        assert_true(pd_restore_is_foreign(pd_recovery_unfinished(recovery), "ben"));
        pd_recovery_free(recovery);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(wherever_the_journal_ends_the_same_is_said_under_the_same_numbers),
                TEST(an_end_that_nobody_took_is_told_again),
                TEST(a_summary_of_200_steps_stays_whole),
                TEST(an_end_that_was_judged_anew_is_not_told_again),
                TEST(the_ends_of_several_sessions_are_told_again),
                TEST(ends_of_which_no_acknowledgement_is_kept_are_not_told_again),
                TEST(within_a_boot_time_goes_on_by_the_boots_clock),
                TEST(over_a_reboot_time_goes_on_by_two_synchronised_wall_clocks),
                TEST(a_clock_that_cannot_be_believed_ends_the_session_at_its_last_movement),
                TEST(a_clock_that_is_synchronised_soon_after_a_reboot_tells_how_long_it_was),
                TEST(a_session_that_ended_meanwhile_is_summed_up_and_nothing_old_is_said),
                TEST(a_stop_that_we_died_over_is_carried_out),
                TEST(a_trace_torn_after_its_head_begins_now),
                TEST(the_offset_is_by_the_boots_clock_by_the_wall_or_unknown),
                TEST(another_athletes_trace_is_told_from_ones_own),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
