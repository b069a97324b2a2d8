/* SPDX-License-Identifier: MIT */
/* Puts traces together from tail and card (recovery.h). */
#include "journal/recovery.h"

#include "journal/card.h"
#include "journal/journal.h"
#include "journal/tail.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

_Static_assert(PD_CARD_NEWEST_MAX == PD_JOURNAL_CLOSED_MAX + 1, "whose summaries may be lacking, and the open one");
_Static_assert(PD_RECOVERY_TRACES_MAX == PD_JOURNAL_TRACES_MAX + 2 * PD_CARD_NEWEST_MAX, "as its comment says");

/* SIZE bytes of FD from FROM on. -EIO: there are fewer. */
static int
read_range(int fd, char *ret, uint64_t from, uint64_t size)
{
        while (size > 0) {
                const ssize_t n = pread(fd, ret, size, (off_t) from);
                if (n < 0 && errno == EINTR)
                        continue;
                if (n <= 0)
                        return n < 0 ? -errno : -EIO;
                ret += n;
                from += (uint64_t) n;
                size -= (uint64_t) n;
        }
        return 0;
}

static uint64_t
first_byte(const char *bytes, uint64_t size)
{
        uint64_t at = 0;

        while (at < size && !bytes[at])
                at++;
        return at;
}

/* What the tail has, at its offset; before it zeros. */
static int
read_tail(int run_fd, const char *name, char **ret, uint64_t *ret_size)
{
        struct stat st;
        const int fd = openat(run_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        char *bytes = NULL;

        if (fd < 0)
                return -errno;
        int r = fstat(fd, &st) < 0 ? -errno : 0;
        if (r == 0 && (!S_ISREG(st.st_mode) || (uint64_t) st.st_size > PD_CARD_READ_MAX))
                r = -EFBIG;
        if (r == 0) {
                bytes = malloc((size_t) st.st_size + 1);
                r = bytes ? read_range(fd, bytes, 0, (uint64_t) st.st_size) : -ENOMEM;
        }
        (void) close(fd);
        if (r < 0) {
                free(bytes);
                return r;
        }
        *ret = bytes;
        *ret_size = (uint64_t) st.st_size;
        return 0;
}

/* Lays the card's bytes under the tail's. Takes and replaces TRACE's bytes,
 * which are the card's. */
static void
lay_over(struct pd_recovery_trace *trace, char *tail, uint64_t tail_size)
{
        const uint64_t start = first_byte(tail, tail_size);

        trace->has_tail = true;
        if (start == tail_size) {
                /* All of it is on the card. */
                free(tail);
                trace->tail_start = trace->size;
                return;
        }
        /* If the card has lost what it had, a gap of zeros remains: nothing
         * behind it can be understood, but it is kept with what is damaged. */
        const bool gap = trace->size < start;
        if (trace->bytes)
                memcpy(tail, trace->bytes, gap ? trace->size : start);
        free(trace->bytes);
        trace->bytes = tail;
        trace->size = gap ? tail_size : strnlen(tail, tail_size);
        trace->tail_start = start;
}

static int
take_snapshot(void *user, const struct pd_snapshot *snapshot)
{
        struct pd_recovery_trace *const trace = user;

        trace->engine_version = snapshot->engine_version;
        return 0;
}

static int
take_input(void *user, const struct pd_input *input)
{
        struct pd_recovery_trace *const trace = user;

        if (trace->n_inputs++ == 0) {
                trace->begun = input->at;
                if (input->kind == PD_INPUT_CLOCK) {
                        trace->begun = input->clock.boot;
                        memcpy(trace->boot_id, input->clock.boot_id, sizeof trace->boot_id);
                }
        }
        trace->last_at = input->at;
        return 0;
}

/* Beyond PD_RECOVERY_SINKS_MAX a sink is offered again what it had. */
static int
take_ack(void *user, const struct pd_trace_ack *ack)
{
        struct pd_recovery_trace *const trace = user;
        size_t i = 0;

        if (strcmp(ack->session, trace->session))
                return 0;
        while (i < trace->n_acks && strcmp(trace->acks[i].sink, ack->sink))
                i++;
        if (i == PD_RECOVERY_SINKS_MAX)
                return 0;
        if (i == trace->n_acks) {
                memcpy(trace->acks[i].sink, ack->sink, sizeof ack->sink);
                trace->n_acks++;
        }
        if (ack->sequence > trace->acks[i].sequence)
                trace->acks[i].sequence = ack->sequence;
        return 0;
}

static int
take_summary(void *user, const char *json, size_t length)
{
        struct pd_recovery_trace *const trace = user;

        (void) json;
        (void) length;
        trace->revised = trace->closed;
        trace->closed = true;
        return 0;
}

/* Reads it through once and cuts it after its last whole line that can be
 * understood. False: there is no beginning to go on from. */
static bool
survey(struct pd_recovery_trace *trace)
{
        const struct pd_trace_ops ops = {take_snapshot, take_input, take_ack, take_summary, trace};
        struct pd_trace_reader *const reader = malloc(sizeof *reader);

        if (!reader)
                return false;
        trace->last_at = PD_NEVER;
        pd_trace_reader_init(reader, &ops);
        const int r = pd_trace_reader_read(reader, trace->bytes, trace->size, &trace->fault);
        if (r < 0)
                trace->error = r;
        trace->size = reader->whole;
        const bool begun = reader->stage == PD_TRACE_INPUTS;
        free(reader);
        return begun;
}

/* Adds the trace if it can be read at all; one that cannot is left as it lies,
 * unless there is nothing in it. */
static int
add_trace(struct pd_recovery *recovery, int run_fd, const char *state_dir, const char *session, bool tail)
{
        struct pd_recovery_trace *const trace = &recovery->traces[recovery->n_traces];
        char name[PD_TAIL_NAME_SIZE], *bytes = NULL;
        uint64_t size = 0;
        int r = -ENOENT;

        *trace = (struct pd_recovery_trace) {.engine_version = 0};
        memcpy(trace->session, session, sizeof trace->session);
        if (session[0])
                r = pd_card_read(state_dir, recovery->athlete, session, &trace->bytes, &trace->size);
        trace->on_card = r == 0;
        if (r < 0 && r != -ENOENT)
                recovery->card_error = r;
        if (tail) {
                pd_tail_name(name, recovery->athlete, session, PD_TAIL_SUFFIX);
                r = read_tail(run_fd, name, &bytes, &size);
                if (r == 0)
                        lay_over(trace, bytes, size);
        }
        trace->tail_start = trace->has_tail ? trace->tail_start : trace->size;
        const size_t found = trace->size;
        if (!trace->bytes || !survey(trace)) {
                free(trace->bytes);
                trace->bytes = NULL;
                if (trace->on_card && !tail)
                        (void) pd_card_remove_blank(state_dir, recovery->athlete, session);
                return r == -ENOMEM ? r : 0;
        }
        if (trace->error < 0 && session[0]) {
                r = pd_card_keep_damaged(state_dir, recovery->athlete, session, trace->bytes, found);
                recovery->card_error = r < 0 ? r : recovery->card_error;
        }
        recovery->n_traces++;
        return 0;
}

static struct pd_recovery_trace *
find_session(struct pd_recovery *recovery, const char *session)
{
        for (size_t i = 0; i < recovery->n_traces; i++)
                if (!strcmp(recovery->traces[i].session, session))
                        return &recovery->traces[i];
        return NULL;
}

/* Makes the card forget a session that was discarded before we died. */
static void
forget(struct pd_recovery *recovery, int run_fd, const char *state_dir, const char *name, const char *session)
{
        const int r = pd_card_remove(state_dir, recovery->athlete, session);

        if (r == 0)
                (void) unlinkat(run_fd, name, 0);
        else
                recovery->card_error = r;
}

static int
add_tails(struct pd_recovery *recovery, int run_fd, const char *state_dir)
{
        char session[PD_SESSION_ID_SIZE];
        const int again = openat(run_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        DIR *dir = again < 0 ? NULL : fdopendir(again);
        int r = 0;

        if (!dir) {
                r = -errno;
                if (again >= 0)
                        (void) close(again);
                return r;
        }
        for (const struct dirent *entry; r == 0 && (entry = readdir(dir));) {
                const char *const name = entry->d_name;
                if (pd_tail_name_parse(name, recovery->athlete, PD_TAIL_GONE_SUFFIX, session) && session[0])
                        forget(recovery, run_fd, state_dir, name, session);
                else if (recovery->n_traces < PD_RECOVERY_TRACES_MAX - PD_CARD_NEWEST_MAX &&
                        pd_tail_name_parse(name, recovery->athlete, PD_TAIL_SUFFIX, session))
                        r = add_trace(recovery, run_fd, state_dir, session, true);
        }
        (void) closedir(dir);
        return r;
}

static int
rank(const struct pd_recovery_trace *trace)
{
        return trace->closed ? 0 : trace->session[0] ? 2 : 1;
}

/* Names do not tell which one began earlier: the wall clock may have been
 * unknown or wrong. The card's list does. What is not on it yet is younger,
 * and of this boot: without memory nobody would know of it. */
static int
in_order(const void *a, const void *b)
{
        const struct pd_recovery_trace *x = a, *y = b;

        if (rank(x) != rank(y))
                return rank(x) - rank(y);
        if (x->place != y->place)
                return x->place > y->place ? -1 : 1;
        if (x->begun != y->begun)
                return x->begun < y->begun ? -1 : 1;
        return strcmp(x->session, y->session);
}

/* Its session could not be gone on with by the life before, which began anew
 * beside it. */
static void
prefer_session(struct pd_recovery *recovery, int run_fd)
{
        const struct pd_recovery_trace *const last = pd_recovery_unfinished(recovery);
        struct pd_recovery_trace *const pre_roll = find_session(recovery, "");
        char name[PD_TAIL_NAME_SIZE];

        if (!last || !pre_roll || last == pre_roll)
                return;
        pd_tail_name(name, recovery->athlete, "", PD_TAIL_SUFFIX);
        (void) unlinkat(run_fd, name, 0);
        free(pre_roll->bytes);
        recovery->n_traces--;
        memmove(pre_roll, pre_roll + 1, (size_t) (recovery->traces + recovery->n_traces - pre_roll) * sizeof *pre_roll);
}

/* Traces come onto the card's list in the order of their beginning: where a
 * younger one of the same boot stands on it, this one has been there. */
static bool
has_fallen(const struct pd_recovery *recovery, const struct pd_recovery_trace *trace)
{
        for (size_t i = 0; i < recovery->n_traces; i++) {
                const struct pd_recovery_trace *other = &recovery->traces[i];
                const bool listed = other->place >= 1 && other->place <= PD_CARD_NEWEST_MAX;
                if (listed && other->begun > trace->begun && !strcmp(other->boot_id, trace->boot_id))
                        return true;
        }
        return false;
}

static int
add_newest(struct pd_recovery *recovery, int run_fd, const char *state_dir)
{
        char sessions[PD_CARD_NEWEST_MAX][PD_SESSION_ID_SIZE];
        const int n = pd_card_newest(state_dir, recovery->athlete, sessions);
        int r = 0;

        if (n < 0 && n != -ENOENT)
                recovery->card_error = n;
        for (int i = 0; r == 0 && i < n; i++) {
                if (!find_session(recovery, sessions[i]))
                        r = add_trace(recovery, run_fd, state_dir, sessions[i], false);
                struct pd_recovery_trace *const trace = find_session(recovery, sessions[i]);
                if (trace)
                        trace->place = (unsigned) i + 1;
        }
        for (size_t i = 0; i < recovery->n_traces; i++)
                if (recovery->traces[i].place == 0 && has_fallen(recovery, &recovery->traces[i]))
                        recovery->traces[i].place = PD_CARD_NEWEST_MAX + 1;
        return r;
}

static int
find(struct pd_recovery *recovery, const char *run_dir, const char *state_dir)
{
        const int run_fd = open(run_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

        if (run_fd < 0)
                return -errno;
        int r = add_tails(recovery, run_fd, state_dir);
        if (r == 0)
                r = add_newest(recovery, run_fd, state_dir);
        qsort(recovery->traces, recovery->n_traces, sizeof recovery->traces[0], in_order);
        prefer_session(recovery, run_fd);
        (void) close(run_fd);
        return r;
}

int
pd_recovery_open(const char *run_dir, const char *state_dir, const char *athlete, struct pd_recovery **ret)
{
        struct pd_recovery *recovery = calloc(1, sizeof *recovery);

        if (!recovery)
                return -ENOMEM;
        memcpy(recovery->athlete, athlete, strnlen(athlete, PD_ID_SIZE - 1));
        const int r = find(recovery, run_dir, state_dir);
        if (r < 0) {
                (void) pd_recovery_free(recovery);
                return r;
        }
        *ret = recovery;
        return 0;
}

struct pd_recovery *
pd_recovery_free(struct pd_recovery *recovery)
{
        if (!recovery)
                return NULL;
        for (size_t i = 0; i < recovery->n_traces; i++)
                free(recovery->traces[i].bytes);
        free(recovery);
        return NULL;
}

const struct pd_recovery_trace *
pd_recovery_unfinished(const struct pd_recovery *recovery)
{
        const struct pd_recovery_trace *last = recovery->traces + recovery->n_traces - 1;

        return recovery->n_traces > 0 && !last->closed ? last : NULL;
}

size_t
pd_recovery_n_closed(const struct pd_recovery *recovery)
{
        size_t n = 0;

        while (n < recovery->n_traces && recovery->traces[n].closed)
                n++;
        return n;
}

void
pd_recovery_drop_unfinished(struct pd_recovery *recovery)
{
        if (!pd_recovery_unfinished(recovery))
                return;
        recovery->n_traces--;
        free(recovery->traces[recovery->n_traces].bytes);
}

uint32_t
pd_recovery_acknowledged(const struct pd_recovery_trace *trace, const char *sink)
{
        for (size_t i = 0; i < trace->n_acks; i++)
                if (!strcmp(trace->acks[i].sink, sink))
                        return trace->acks[i].sequence;
        return 0;
}

int
pd_recovery_replay(const struct pd_recovery_trace *trace, const struct pd_trace_ops *ops)
{
        struct pd_format_error fault;
        struct pd_trace_reader *const reader = malloc(sizeof *reader);

        if (!reader)
                return -ENOMEM;
        pd_trace_reader_init(reader, ops);
        const int r = pd_trace_reader_read(reader, trace->bytes, trace->size, &fault);
        free(reader);
        return r;
}
