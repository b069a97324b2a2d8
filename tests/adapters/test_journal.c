/* SPDX-License-Identifier: MIT */
/*
 * The journal against crashes, power cuts and cards that fail. The calls
 * that reach the card are wrapped (CMakeLists.txt): they tell whether the
 * loop's thread made them, fail or wait when told, and after each sync keep
 * a copy of the state directory, which is what a power cut leaves.
 *
 *   test_journal [SEED]
 */
#include "formats/trace.h"
#include "journal/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define KILLS 250
#define SESSION_INPUTS 1000 /* of which the first 50 are pre-roll */
#define SESSION_STARTS 50
#define PATIENCE (30 * PD_SEC)

int __real_open64(const char *path, int flags, ...);
int __wrap_open64(const char *path, int flags, ...);
ssize_t __real_pwrite64(int fd, const void *bytes, size_t size, off_t at);
ssize_t __wrap_pwrite64(int fd, const void *bytes, size_t size, off_t at);
int __real_fdatasync(int fd);
int __wrap_fdatasync(int fd);
int __real_syncfs(int fd);
int __wrap_syncfs(int fd);
int __real_sync_file_range(int fd, off_t from, off_t size, unsigned flags);
int __wrap_sync_file_range(int fd, off_t from, off_t size, unsigned flags);
int __real_fstatfs64(int fd, struct statfs *ret);
int __wrap_fstatfs64(int fd, struct statfs *ret);
int __real_fstatvfs64(int fd, struct statvfs *ret);
int __wrap_fstatvfs64(int fd, struct statvfs *ret);

static unsigned seed;
static char base[64], run_dir[96], state_dir[96], image_dir[96];

/* What the wrapped calls do and have seen. */
static struct {
        pthread_t loop;
        atomic_bool guard;  /* the loop must not come here */
        atomic_int error;   /* pwrite fails with it */
        atomic_bool no_zeros; /* pwrite takes data, but sets no room aside */
        atomic_bool hold;   /* a sync does not come back */
        atomic_bool held;
        atomic_bool image;  /* copy after each sync */
        atomic_long type;   /* of the file system, if not 0 */
        uint64_t run_size; /* of the run directory's file system, if not 0 */
        atomic_bool push_fails;
        atomic_uint syncs, whole_syncs, pushes;
} card;

static void
not_on_the_loop(void)
{
        if (!card.guard || !pthread_equal(pthread_self(), card.loop))
                return;
        fprintf(stderr, "the loop's thread has touched the card\n");
        abort();
}

int
__wrap_open64(const char *path, int flags, ...)
{
        va_list args;

        va_start(args, flags);
        const mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
        va_end(args);
        if (!strncmp(path, state_dir, strlen(state_dir)))
                not_on_the_loop();
        return __real_open64(path, flags, mode);
}

ssize_t
__wrap_pwrite64(int fd, const void *bytes, size_t size, off_t at)
{
        not_on_the_loop();
        if (card.error) {
                errno = card.error;
                return -1;
        }
        if (card.no_zeros && !*(const char *) bytes) {
                errno = ENOSPC;
                return -1;
        }
        return __real_pwrite64(fd, bytes, size, at);
}

static void
shell(const char *format, ...)
{
        char command[512];
        va_list args;

        va_start(args, format);
        (void) vsnprintf(command, sizeof command, format, args);
        va_end(args);
        if (system(command) != 0)
                abort();
}

static int
after_sync(int r)
{
        not_on_the_loop();
        while (card.hold) {
                card.held = true;
                (void) sched_yield();
        }
        if (card.image)
                shell("rm -rf '%s.new' && cp -a '%s' '%s.new' && rm -rf '%s' && mv '%s.new' '%s'",
                        image_dir, state_dir, image_dir, image_dir, image_dir, image_dir);
        card.syncs++;
        return r;
}

int
__wrap_fdatasync(int fd)
{
        return after_sync(__real_fdatasync(fd));
}

int
__wrap_syncfs(int fd)
{
        card.whole_syncs++;
        return after_sync(__real_syncfs(fd));
}

int
__wrap_sync_file_range(int fd, off_t from, off_t size, unsigned flags)
{
        not_on_the_loop();
        card.pushes++;
        if (card.push_fails) {
                errno = EIO;
                return -1;
        }
        return __real_sync_file_range(fd, from, size, flags);
}

int
__wrap_fstatfs64(int fd, struct statfs *ret)
{
        const int r = __real_fstatfs64(fd, ret);

        if (r == 0 && card.type)
                ret->f_type = card.type;
        return r;
}

int
__wrap_fstatvfs64(int fd, struct statvfs *ret)
{
        const int r = __real_fstatvfs64(fd, ret);

        if (r == 0 && card.run_size) {
                ret->f_frsize = 1000;
                ret->f_blocks = card.run_size / 1000;
        }
        return r;
}

/* What the journal says, and how long the log may wait for it. */
static struct {
        pthread_mutex_t lock;
        char text[4096]; /* line by line */
        atomic_bool hold;
        atomic_bool held;
} said = {.lock = PTHREAD_MUTEX_INITIALIZER};

void __wrap_pd_log(int priority, const char *format, ...) __attribute__((format(printf, 2, 3)));

void
__wrap_pd_log(int priority, const char *format, ...)
{
        va_list args;

        (void) priority;
        (void) pthread_mutex_lock(&said.lock);
        const size_t length = strlen(said.text);
        va_start(args, format);
        (void) vsnprintf(said.text + length, sizeof said.text - length, format, args);
        va_end(args);
        (void) strncat(said.text, "\n", sizeof said.text - strlen(said.text) - 1);
        (void) pthread_mutex_unlock(&said.lock);
        while (said.hold && !pthread_equal(pthread_self(), card.loop)) {
                said.held = true;
                (void) sched_yield();
        }
}

/* How many lines have WORD in them. */
static unsigned
times_said(const char *word)
{
        unsigned n = 0;

        (void) pthread_mutex_lock(&said.lock);
        for (const char *at = said.text; (at = strstr(at, word)); at += strlen(word))
                n++;
        (void) pthread_mutex_unlock(&said.lock);
        return n;
}

static pd_usec
now(void)
{
        struct timespec ts;

        (void) clock_gettime(CLOCK_MONOTONIC, &ts);
        return ts.tv_sec * PD_SEC + ts.tv_nsec / 1000;
}

/* ---- what is fed ---- */

static void
snapshot_init(struct pd_snapshot *snapshot, const char *athlete)
{
        memset(snapshot, 0, sizeof *snapshot);
        snapshot->engine_version = 7;
        pd_athlete_init(&snapshot->athlete, athlete);
        pd_workout_init(&snapshot->workout);
}

/* Input number N at N ms; its bytes tell the number, too. */
static void
input_init(struct pd_input *input, uint64_t n)
{
        memset(input, 0, sizeof *input);
        input->at = (pd_usec) n * PD_MSEC;
        input->kind = PD_INPUT_FRAME;
        memcpy(input->frame.address, "AA:BB:CC:DD:EE:FF", PD_ADDRESS_SIZE);
        input->frame.characteristic = 0x2a37;
        input->frame.length = (uint16_t) (8 + n % 13);
        memcpy(input->frame.bytes, &n, sizeof n);
}

static void
feed(struct pd_journal *journal, const char *athlete, uint64_t from, uint64_t to)
{
        struct pd_snapshot *const snapshot = malloc(sizeof *snapshot);
        struct pd_input input;

        snapshot_init(snapshot, athlete);
        for (uint64_t n = from; n < to; n++) {
                input_init(&input, n);
                pd_journal_input(journal, snapshot, &input);
        }
        free(snapshot);
}

static void
say(struct pd_journal *journal, const char *athlete, enum pd_event_kind kind, const char *session, bool discarded)
{
        struct pd_athlete *const who = malloc(sizeof *who);
        struct pd_event *const event = calloc(1, sizeof *event);

        pd_athlete_init(who, athlete);
        event->kind = kind;
        event->athlete = who;
        memcpy(event->session, session, strlen(session));
        if (kind == PD_EVENT_SESSION) {
                event->session_change.state = discarded ? PD_SESSION_ARMED : PD_SESSION_RUNNING;
                event->session_change.discarded = discarded;
        }
        pd_journal_event(journal, event);
        free(event);
        free(who);
}

static void
start(struct pd_journal *journal, const char *athlete, const char *session)
{
        say(journal, athlete, PD_EVENT_SESSION, session, false);
}

static struct pd_journal *
open_journal(pd_usec interval)
{
        const struct pd_journal_options options = {.run_dir = run_dir, .state_dir = state_dir, .sync_interval = interval};
        struct pd_journal *journal = NULL;

        card.loop = pthread_self();
        card.guard = true;
        assert_int_equal(pd_journal_new(&options, &journal), 0);
        return journal;
}

/* The way of a crash, as far as files go: nothing is brought to the card any more. */
static void
close_without_card(struct pd_journal *journal)
{
        card.error = EIO;
        (void) pd_journal_sync_and_free(journal);
        card.error = 0;
        card.guard = false;
}

static void
close_journal(struct pd_journal *journal)
{
        assert_int_equal(pd_journal_sync_and_free(journal), 0);
        card.guard = false;
}

#define WAIT_FOR(journal, stats, condition)                                                   \
        do {                                                                                  \
                const pd_usec until_ = now() + PATIENCE;                                      \
                for (pd_journal_stats(journal, &stats); !(condition); pd_journal_stats(journal, &stats)) { \
                        if (now() > until_)                                                   \
                                fail_msg("waited in vain for %s", #condition);                \
                        (void) sched_yield();                                                 \
                }                                                                             \
        } while (false)

/* ---- what is found ---- */

struct found {
        uint64_t first, next, inputs;
        uint32_t acked;
        bool broken, closed;
};

static int
find_input(void *user, const struct pd_input *input)
{
        struct found *const found = user;
        const uint64_t n = (uint64_t) (input->at / PD_MSEC);
        struct pd_input expected;

        input_init(&expected, n);
        if (found->inputs == 0)
                found->first = n;
        else if (n != found->next)
                found->broken = true;
        if (input->frame.length != expected.frame.length || memcmp(input->frame.bytes, expected.frame.bytes, expected.frame.length) != 0)
                found->broken = true;
        found->next = n + 1;
        found->inputs++;
        return 0;
}

static int
find_ack(void *user, const struct pd_trace_ack *ack)
{
        ((struct found *) user)->acked = ack->sequence;
        return 0;
}

static int
find_summary(void *user, const char *json, size_t length)
{
        (void) json;
        (void) length;
        ((struct found *) user)->closed = true;
        return 0;
}

static struct found
look_into(const struct pd_recovery_trace *trace)
{
        struct found found = {.first = 0};
        const struct pd_trace_ops ops = {.input = find_input, .ack = find_ack, .summary = find_summary, .user = &found};

        assert_int_equal(pd_recovery_replay(trace, &ops), 0);
        assert_int_equal(trace->engine_version, 7);
        assert_int_equal(trace->n_inputs, found.inputs);
        assert_false(found.broken);
        return found;
}

static struct pd_recovery *
recover_from(const char *run, const char *state, const char *athlete)
{
        struct pd_recovery *recovery = NULL;
        const bool guard = card.guard;

        card.guard = false;
        assert_int_equal(pd_recovery_open(run, state, athlete, &recovery), 0);
        card.guard = guard;
        return recovery;
}

static struct pd_recovery *
recover(const char *athlete)
{
        return recover_from(run_dir, state_dir, athlete);
}

/* The last trace found is one of the given inputs; with the given judgement. */
static void
check_found(const char *athlete, const char *session, uint64_t from, uint64_t to, bool closed)
{
        struct pd_recovery *recovery = recover(athlete);

        assert_true(recovery->n_traces > 0);
        const struct pd_recovery_trace *const last = &recovery->traces[recovery->n_traces - 1];
        assert_string_equal(last->session, session);
        const struct found found = look_into(last);
        assert_int_equal(found.first, from);
        assert_int_equal(found.next, to);
        assert_int_equal(last->closed, closed);
        assert_int_equal(found.closed, closed);
        (void) pd_recovery_free(recovery);
}

static const char *
card_path(const char *athlete, const char *name)
{
        static char path[256];

        (void) snprintf(path, sizeof path, "%s/traces/%s/%s", state_dir, athlete, name);
        return path;
}

static bool
exists(const char *path)
{
        return access(path, F_OK) == 0;
}

static bool
run_file_exists(const char *name)
{
        char path[256];

        (void) snprintf(path, sizeof path, "%s/%s", run_dir, name);
        return exists(path);
}

static void
write_file(const char *path, const char *bytes, size_t size, const char *mode)
{
        FILE *const file = fopen(path, mode);

        assert_non_null(file);
        assert_int_equal(fwrite(bytes, 1, size, file), size);
        assert_int_equal(fclose(file), 0);
}

static void
empty_run(void)
{
        shell("rm -rf '%s' && mkdir -m 700 '%s'", run_dir, run_dir);
}

static int
set_up(void **test_state)
{
        (void) test_state;
        shell("rm -rf '%s' && mkdir -p -m 700 '%s' '%s'", base, run_dir, state_dir);
        card.guard = card.hold = card.held = card.image = card.push_fails = card.no_zeros = false;
        card.error = 0;
        said.text[0] = '\0';
        said.hold = said.held = false;
        card.type = 0;
        card.run_size = 0;
        card.syncs = card.whole_syncs = card.pushes = 0;
        return 0;
}

/* ---- the plain way ---- */

static void
a_pre_roll_stays_in_memory_and_wakes_nobody(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;

        (void) test_state;
        feed(journal, "anna", 0, 30);
        pd_journal_stats(journal, &stats);
        assert_int_equal(stats.inputs, 30);
        assert_int_equal(stats.unsynced, 0);
        assert_true(stats.in_memory > 30 * 50);
        close_journal(journal);
        assert_int_equal(card.syncs, 0);
        assert_false(exists(card_path("anna", "")));
        check_found("anna", "", 0, 30, false);
}

static void
a_session_takes_its_pre_roll_to_the_card(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;

        (void) test_state;
        feed(journal, "anna", 0, 30);
        start(journal, "anna", "20261122T101503Z");
        feed(journal, "anna", 30, 100);
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        assert_true(stats.card_syncs > 0);
        assert_int_equal(stats.card_errors, 0);
        assert_false(run_file_exists("anna.tail"));
        assert_true(run_file_exists("anna.20261122T101503Z.tail"));
        close_journal(journal);
        check_found("anna", "20261122T101503Z", 0, 100, false);
        empty_run();
        check_found("anna", "20261122T101503Z", 0, 100, false);
}

static void
what_the_card_has_leaves_memory(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;

        (void) test_state;
        feed(journal, "anna", 0, 2000);
        start(journal, "anna", "s1");
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        assert_true(stats.card_bytes > 100000);
        assert_true(stats.in_memory < 65536); /* less than the largest page */
        close_without_card(journal);
        check_found("anna", "s1", 0, 2000, false);
}

static void
only_we_may_read_it(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_MSEC);
        char path[256];
        struct stat st;

        (void) test_state;
        feed(journal, "anna", 0, 10);
        start(journal, "anna", "s1");
        close_journal(journal);
        assert_int_equal(stat(card_path("anna", "s1.trace"), &st), 0);
        assert_int_equal(st.st_mode & 07777, 0600);
        assert_int_equal(stat(card_path("anna", ""), &st), 0);
        assert_int_equal(st.st_mode & 07777, 0700);
        (void) snprintf(path, sizeof path, "%s/anna.s1.tail", run_dir);
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 07777, 0600);
}

static void
rearming_begins_the_trace_anew(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_MSEC);

        (void) test_state;
        feed(journal, "anna", 0, 1000);
        say(journal, "anna", PD_EVENT_REARMED, "", false);
        feed(journal, "anna", 1000, 1020);
        start(journal, "anna", "s1");
        close_journal(journal);
        check_found("anna", "s1", 1000, 1020, false);
}

static void
a_summary_closes_the_trace_and_the_next_input_opens_another(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_HOUR);
        struct pd_journal_stats stats;

        (void) test_state;
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        assert_int_equal(pd_journal_summary(journal, "anna", "s2", "{}"), -ENOENT);
        assert_int_equal(pd_journal_summary(journal, "anna", "s1", "{\"id\":\"s1\"}"), 0);
        assert_int_equal(pd_journal_summary(journal, "anna", "s1", "{\"id\":\"s1\"}"), -ENOENT);
        WAIT_FOR(journal, stats, stats.unsynced == 0); /* at once, not in an hour */
        say(journal, "anna", PD_EVENT_REARMED, "", false);
        feed(journal, "anna", 50, 60);
        close_journal(journal);

        struct pd_recovery *recovery = recover("anna");
        assert_int_equal(recovery->n_traces, 2);
        assert_int_equal(pd_recovery_n_closed(recovery), 1);
        assert_ptr_equal(pd_recovery_unfinished(recovery), &recovery->traces[1]);
        assert_int_equal(look_into(&recovery->traces[0]).next, 50);
        assert_int_equal(look_into(&recovery->traces[1]).first, 50);
        assert_int_equal(recovery->traces[1].last_at, 59 * PD_MSEC);
        (void) pd_recovery_free(recovery);
        empty_run();
        check_found("anna", "s1", 0, 50, true);
}

static void
a_closed_trace_has_no_zeros_behind_it(void **test_state)
{
        struct pd_journal *journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;
        struct stat st;

        (void) test_state;
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        assert_int_equal(stat(card_path("anna", "s1.trace"), &st), 0);
        assert_int_equal(st.st_size, 65536);
        const uint64_t length = stats.card_bytes;
        assert_true(length < 10000);
        assert_int_equal(pd_journal_summary(journal, "anna", "s1", "{}"), 0);
        close_journal(journal);
        assert_int_equal(stat(card_path("anna", "s1.trace"), &st), 0);
        assert_int_equal(st.st_size, length + strlen("summary {}\n"));
}

static void
a_discarded_session_leaves_nothing(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;

        (void) test_state;
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        assert_true(exists(card_path("anna", "s1.trace")));
        say(journal, "anna", PD_EVENT_SESSION, "s1", true);
        WAIT_FOR(journal, stats, stats.traces == 0);
        assert_false(exists(card_path("anna", "s1.trace")));
        assert_false(run_file_exists("anna.s1.tail"));
        assert_int_equal(stats.in_memory, 0);
        feed(journal, "anna", 50, 60);
        close_journal(journal);
        check_found("anna", "", 50, 60, false);
}

static void
a_session_s_name_given_twice_overwrites_nothing(void **test_state)
{
        struct pd_journal *journal = open_journal(PD_MSEC);

        (void) test_state;
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        close_journal(journal);
        empty_run(); /* and the clock is set back */
        journal = open_journal(PD_MSEC);
        feed(journal, "anna", 100, 120);
        start(journal, "anna", "s1");
        close_journal(journal);
        check_found("anna", "s1", 100, 120, false);
        assert_true(exists(card_path("anna", "s1.trace.old")));
}

/* The size of one of anna's files on the card. */
static off_t
size_of(const char *name)
{
        struct stat st;

        assert_int_equal(stat(card_path("anna", name), &st), 0);
        return st.st_size;
}

static void
a_session_s_name_given_a_hundred_times_keeps_the_earlier_ones(void **test_state)
{
        char old[32];
        off_t size[103];

        (void) test_state;
        for (unsigned i = 1; i <= 102; i++) {
                struct pd_journal *const journal = open_journal(PD_MSEC);
                feed(journal, "anna", 0, i);
                start(journal, "anna", "t95");
                assert_int_equal(pd_journal_summary(journal, "anna", "t95", "{}"), 0);
                close_journal(journal);
                empty_run();
                size[i] = size_of("t95.trace");
        }
        assert_int_equal(size_of("t95.trace.old"), size[1]);
        for (int i = 2; i < 99; i++) {
                (void) snprintf(old, sizeof old, "t95.trace.old%d", i);
                assert_int_equal(size_of(old), size[i]);
        }
        assert_int_equal(size_of("t95.trace.old99"), size[101]); /* the limit */
        check_found("anna", "t95", 0, 102, true);
}

static void
the_trace_begun_last_is_the_newest_whatever_its_name(void **test_state)
{
        struct pd_journal *journal = open_journal(PD_MSEC);

        (void) test_state;
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "20261122T101503Z");
        assert_int_equal(pd_journal_summary(journal, "anna", "20261122T101503Z", "{}"), 0);
        feed(journal, "anna", 100, 120);
        start(journal, "anna", "20261101T000000Z");
        close_journal(journal);
        empty_run();
        check_found("anna", "20261101T000000Z", 100, 120, false);
        assert_int_equal(unlink(card_path("anna", "20261101T000000Z.trace")), 0);
        check_found("anna", "20261122T101503Z", 0, 50, true);
}

static void
run_session(struct pd_journal *journal, const char *session, uint64_t from)
{
        feed(journal, "anna", from, from + 10);
        start(journal, "anna", session);
        assert_int_equal(pd_journal_summary(journal, "anna", session, "{}"), 0);
        say(journal, "anna", PD_EVENT_REARMED, "", false);
}

/* SESSIONS, which are closed, and a pre-roll, if one is OPEN. */
static void
check_order(const char *const *sessions, size_t n, bool open)
{
        struct pd_recovery *recovery = recover("anna");

        assert_int_equal(pd_recovery_n_closed(recovery), n);
        assert_int_equal(recovery->n_traces, n + open);
        for (size_t i = 0; i < n; i++)
                assert_string_equal(recovery->traces[i].session, sessions[i]);
        assert_int_equal(pd_recovery_unfinished(recovery) != NULL, open);
        (void) pd_recovery_free(recovery);
}

static const char *const lying[] = {"20261122T101503Z", "t95", "20250101T000000Z", "t17", "20250101T000001Z"};

static void
traces_are_found_in_the_order_of_their_beginning(void **test_state)
{
        struct pd_journal *journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;

        (void) test_state;
        card.error = EIO; /* memory alone knows them */
        for (size_t i = 0; i < 4; i++)
                run_session(journal, lying[i], 100 * i);
        feed(journal, "anna", 400, 410);
        check_order(lying, 4, true);
        card.error = 0;
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        close_journal(journal);
        check_order(lying, 4, true); /* both know them */

        journal = open_journal(PD_MSEC);
        struct pd_recovery *recovery = recover("anna");
        assert_int_equal(pd_journal_resume(journal, recovery), 0);
        (void) pd_recovery_free(recovery);
        feed(journal, "anna", 410, 420);
        start(journal, "anna", "s5"); /* discarded: the list has no gap */
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        say(journal, "anna", PD_EVENT_SESSION, "s5", true);
        run_session(journal, lying[4], 430);
        close_journal(journal);
        empty_run();
        check_order(lying, 5, false); /* the card alone */
        shell("rm '%s'*", card_path("anna", "newest"));
        check_order(&lying[0], 1, false); /* by name: the last of those with a date */
}

static void
several_closed_traces_take_acknowledgements_and_outlive_a_power_cut(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;
        char session[PD_SESSION_ID_SIZE];

        (void) test_state;
        for (unsigned i = 0; i < 6; i++) {
                (void) snprintf(session, sizeof session, "s%u", i);
                run_session(journal, session, 100 * i);
                WAIT_FOR(journal, stats, stats.unsynced == 0);
        }
        pd_journal_ack(journal, "anna", "mqtt", "s2", 7);
        pd_journal_ack(journal, "anna", "mqtt", "s1", 8); /* too late */
        close_journal(journal);
        assert_false(run_file_exists("anna.s1.tail"));
        assert_true(run_file_exists("anna.s2.tail"));
        empty_run();
        struct pd_recovery *recovery = recover("anna");
        assert_int_equal(pd_recovery_n_closed(recovery), PD_JOURNAL_CLOSED_MAX + 1);
        assert_string_equal(recovery->traces[0].session, "s1");
        assert_int_equal(pd_recovery_acknowledged(&recovery->traces[0], "mqtt"), 0);
        assert_string_equal(recovery->traces[1].session, "s2");
        assert_int_equal(pd_recovery_acknowledged(&recovery->traces[1], "mqtt"), 7);
        assert_string_equal(recovery->traces[4].session, "s5");
        (void) pd_recovery_free(recovery);
}

static void
a_name_that_a_closed_trace_still_has_is_given_to_the_next(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_HOUR);
        struct pd_journal_stats stats;

        (void) test_state;
        run_session(journal, "t17", 0);
        run_session(journal, "t95", 100);
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        run_session(journal, "t95", 200);
        pd_journal_ack(journal, "anna", "mqtt", "t95", 9);
        close_journal(journal);
        assert_int_equal(times_said("cannot name"), 0);
        check_order((const char *const[]) {"t17", "t95"}, 2, false);
        empty_run();
        check_found("anna", "t95", 200, 210, true);
        check_order((const char *const[]) {"t17", "t95"}, 2, false);
        assert_true(exists(card_path("anna", "t95.trace.old")));
}

static void
a_run_directory_has_one_journal_at_a_time(void **test_state)
{
        const struct pd_journal_options options = {.run_dir = run_dir, .state_dir = state_dir};
        struct pd_journal *const journal = open_journal(PD_HOUR);
        struct pd_journal *second = NULL;

        (void) test_state;
        assert_int_equal(pd_journal_new(&options, &second), -EWOULDBLOCK);
        assert_null(second);
        close_journal(journal);
        close_journal(open_journal(PD_HOUR));
}

/* ---- acknowledgements ---- */

static uint32_t
acknowledged(const char *sink)
{
        struct pd_recovery *recovery = recover("anna");

        assert_int_equal(recovery->n_traces, 1);
        const uint32_t sequence = pd_recovery_acknowledged(&recovery->traces[0], sink);
        (void) pd_recovery_free(recovery);
        return sequence;
}

static void
the_last_acknowledgement_of_each_sink_is_kept(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_HOUR);

        (void) test_state;
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        pd_journal_ack(journal, "anna", "mqtt", "s1", 3);
        pd_journal_ack(journal, "anna", "store", "s1", 7);
        pd_journal_ack(journal, "anna", "mqtt", "s1", 5);
        pd_journal_ack(journal, "anna", "mqtt", "s0", 99);
        pd_journal_ack(journal, "otto", "mqtt", "s1", 99);
        close_without_card(journal);
        assert_int_equal(acknowledged("mqtt"), 5);
        assert_int_equal(acknowledged("store"), 7);
        assert_int_equal(acknowledged("nobody"), 0);
}

static void
an_acknowledgement_after_the_summary_is_kept_on_the_card(void **test_state)
{
        struct pd_journal *journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;

        (void) test_state;
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        assert_int_equal(pd_journal_summary(journal, "anna", "s1", "{}"), 0);
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        pd_journal_ack(journal, "anna", "mqtt", "s1", 8);
        close_journal(journal);
        empty_run();
        assert_int_equal(acknowledged("mqtt"), 8);

        /* And after a restart. */
        journal = open_journal(PD_MSEC);
        struct pd_recovery *recovery = recover("anna");
        assert_int_equal(pd_journal_resume(journal, recovery), 0);
        assert_int_equal(pd_journal_resume(journal, recovery), -EEXIST);
        (void) pd_recovery_free(recovery);
        pd_journal_ack(journal, "anna", "mqtt", "s1", 9);
        close_journal(journal);
        empty_run();
        assert_int_equal(acknowledged("mqtt"), 9);
        check_found("anna", "s1", 0, 50, true);
}

/* ---- afterwards ---- */

static bool
is_revised(const char *athlete)
{
        struct pd_recovery *recovery = recover(athlete);

        assert_int_equal(recovery->n_traces, 1);
        const bool revised = recovery->traces[0].revised;
        (void) pd_recovery_free(recovery);
        return revised;
}

static void
a_session_judged_anew_has_two_summaries_and_a_recovery_knows(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_MSEC);

        (void) test_state;
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        assert_int_equal(pd_journal_revise(journal, "anna", "s1", "{}"), -ENOENT); /* it runs */
        assert_int_equal(pd_journal_summary(journal, "anna", "s1", "{}"), 0);
        assert_false(is_revised("anna"));
        assert_int_equal(pd_journal_revise(journal, "anna", "s1", "{\"rpe\":4}"), 0);
        assert_int_equal(pd_journal_revise(journal, "anna", "s0", "{}"), -ENOENT);
        assert_int_equal(pd_journal_revise(journal, "otto", "s1", "{}"), -ENOENT);
        close_journal(journal);
        empty_run();
        assert_true(is_revised("anna"));
        check_found("anna", "s1", 0, 50, true);
}

static void
a_released_trace_is_the_cards_alone(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;

        (void) test_state;
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        assert_int_equal(pd_journal_release(journal, "anna", "s1"), -EBUSY); /* it runs */
        assert_int_equal(pd_journal_summary(journal, "anna", "s1", "{}"), 0);
        const pd_usec until = now() + PATIENCE;
        while (pd_journal_release(journal, "anna", "s1") == -EAGAIN) /* the card does not have it yet */
                assert_true(now() < until);
        pd_journal_stats(journal, &stats);
        assert_int_equal(stats.traces, 0);
        pd_journal_ack(journal, "anna", "mqtt", "s1", 9);
        assert_int_equal(pd_journal_revise(journal, "anna", "s1", "{}"), -ENOENT);
        assert_int_equal(pd_journal_release(journal, "anna", "s1"), 0); /* it does not have it: fine */
        assert_int_equal(pd_journal_release(journal, "otto", "s1"), 0);
        close_journal(journal);
        empty_run();
        check_found("anna", "s1", 0, 50, true);
        assert_int_equal(acknowledged("mqtt"), 0);
}

static void
all_that_is_closed_is_released_at_once(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;
        const pd_usec until = now() + PATIENCE;

        (void) test_state;
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        assert_int_equal(pd_journal_summary(journal, "anna", "s1", "{}"), 0);
        feed(journal, "anna", 50, 100);
        start(journal, "anna", "s2");
        assert_int_equal(pd_journal_release_all(journal, "anna"), -EBUSY); /* s2 runs */
        assert_int_equal(pd_journal_summary(journal, "anna", "s2", "{}"), 0);
        while (pd_journal_release_all(journal, "anna") == -EAGAIN)
                assert_true(now() < until);
        pd_journal_stats(journal, &stats);
        assert_int_equal(stats.traces, 0);
        assert_int_equal(pd_journal_release_all(journal, "otto"), 0);
        close_journal(journal);
}

/* ---- several athletes ---- */

static void
check_three(void)
{
        check_found("anna", "s1", 0, 70, false);
        check_found("anna-2", "s1", 100, 150, false);
        check_found("otto", "s3", 200, 270, false);
}

static void
athletes_have_traces_of_their_own_and_one_flush(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_SEC);
        struct pd_journal_stats stats;

        (void) test_state;
        card.type = EXT4_SUPER_MAGIC;
        feed(journal, "anna", 0, 50);
        feed(journal, "anna-2", 100, 150);
        feed(journal, "otto", 200, 250);
        start(journal, "anna", "s1");
        start(journal, "anna-2", "s1");
        start(journal, "otto", "s3");
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        assert_int_equal(card.whole_syncs, 1); /* three new files */
        feed(journal, "anna", 50, 60);
        feed(journal, "otto", 250, 260);
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        assert_int_equal(card.pushes, 1); /* two that are overwritten */
        card.type = BTRFS_SUPER_MAGIC;
        feed(journal, "anna", 60, 70);
        feed(journal, "otto", 260, 270);
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        assert_int_equal(card.whole_syncs, 2); /* two that move */
        assert_int_equal(card.syncs, 3);
        assert_int_equal(stats.card_syncs, 3);
        close_journal(journal);
        check_three();
        empty_run();
        check_three();
}

static void
a_file_that_could_not_be_pushed_is_written_again(void **test_state)
{
        struct pd_journal *const journal = open_journal(20 * PD_MSEC);
        struct pd_journal_stats stats;

        (void) test_state;
        card.type = EXT4_SUPER_MAGIC;
        feed(journal, "anna", 0, 50);
        feed(journal, "otto", 200, 250);
        start(journal, "anna", "s1");
        start(journal, "otto", "s3");
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        card.push_fails = true;
        feed(journal, "anna", 50, 60);
        feed(journal, "otto", 250, 260);
        WAIT_FOR(journal, stats, stats.card_errors > 0);
        card.push_fails = false;
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        close_journal(journal);
        empty_run();
        check_found("anna", "s1", 0, 60, false);
        check_found("otto", "s3", 200, 260, false);
}

/* ---- cards that fail ---- */

static void
a_full_card_stops_nobody_and_gets_everything_when_it_has_room(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;

        (void) test_state;
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        card.error = ENOSPC;
        feed(journal, "anna", 50, 100);
        WAIT_FOR(journal, stats, stats.card_errors >= 3);
        feed(journal, "anna", 100, 5000);
        pd_journal_stats(journal, &stats);
        assert_int_equal(stats.inputs, 5000);
        assert_int_equal(stats.dropped, 0);
        assert_true(stats.unsynced > 0);
        check_found("anna", "s1", 0, 5000, false);
        card.error = 0;
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        close_journal(journal);
        assert_int_equal(times_said("does not take data: No space left"), 1);
        assert_int_equal(times_said("takes data again, nothing was lost"), 1);
        empty_run();
        check_found("anna", "s1", 0, 5000, false);
}

/* It may be on the same card. */
static void
a_log_that_hangs_does_not_hold_up_the_loop(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;

        (void) test_state;
        said.hold = true;
        card.error = EIO;
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        while (!said.held)
                (void) sched_yield();
        (void) alarm(PATIENCE / PD_SEC); /* the loop would wait for ever */
        feed(journal, "anna", 50, 100);
        pd_journal_stats(journal, &stats);
        (void) alarm(0);
        assert_int_equal(stats.inputs, 100);
        assert_int_equal(stats.card_errors, 1);
        card.error = 0;
        said.hold = false;
        close_journal(journal);
        check_found("anna", "s1", 0, 100, false);
}

static void
a_card_without_room_for_zeros_takes_the_trace(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;

        (void) test_state;
        card.no_zeros = true;
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        card.no_zeros = false;
        feed(journal, "anna", 50, 60);
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        assert_int_equal(stats.card_errors, 0);
        close_journal(journal);
        empty_run();
        check_found("anna", "s1", 0, 60, false);
}

static void
a_trace_that_vanishes_from_the_card_is_written_anew(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;

        (void) test_state;
        feed(journal, "anna", 0, 20);
        start(journal, "anna", "s1");
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        assert_int_equal(unlink(card_path("anna", "s1.trace")), 0);
        feed(journal, "anna", 20, 30);
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        assert_int_equal(truncate(card_path("anna", "s1.trace"), 500), 0);
        feed(journal, "anna", 30, 40);
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        assert_int_equal(times_said("has vanished"), 2);
        close_journal(journal);
        empty_run();
        check_found("anna", "s1", 0, 40, false);
        assert_int_equal(size_of("s1.trace.old"), 500);
        assert_false(exists(card_path("anna", "s1.trace.damaged")));
}

static char *
read_file(const char *path, size_t *ret_size)
{
        FILE *const file = fopen(path, "r");
        char *const bytes = calloc(1, 1 << 20);

        assert_non_null(file);
        *ret_size = fread(bytes, 1, (1 << 20) - 1, file);
        assert_int_equal(fclose(file), 0);
        return bytes;
}

/* What memory has no longer cannot be written anew, and a hole would be
 * read by nobody. */
static void
of_a_long_trace_that_vanishes_the_rest_is_kept_beside(void **test_state)
{
        struct pd_journal *journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;
        size_t size, at;

        (void) test_state;
        feed(journal, "anna", 0, 10);
        start(journal, "anna", "s0");
        assert_int_equal(pd_journal_summary(journal, "anna", "s0", "{}"), 0);
        feed(journal, "anna", 10, 2000);
        start(journal, "anna", "s1");
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        for (unsigned i = 0; i < 2; i++) {
                assert_int_equal(unlink(card_path("anna", i == 0 ? "s1.trace" : "s1.trace.damaged")), 0);
                feed(journal, "anna", 2000 + 10 * i, 2010 + 10 * i);
                WAIT_FOR(journal, stats, stats.unsynced == 0);
        }
        assert_int_equal(times_said("its beginning is lost"), 1);
        assert_int_equal(stats.card_errors, 0);
        assert_int_equal(pd_journal_summary(journal, "anna", "s1", "{}"), 0);
        close_journal(journal);
        assert_false(exists(card_path("anna", "s1.trace")));
        char *const bytes = read_file(card_path("anna", "s1.trace.damaged"), &size);
        for (at = 0; at < size && !bytes[at]; at++)
                ;
        assert_in_range(at, 1, size - 200);
        assert_int_equal(strlen(bytes + at), size - at);
        assert_string_equal(bytes + size - strlen("\nsummary {}\n"), "\nsummary {}\n");
        free(bytes);
        empty_run();
        check_found("anna", "s0", 0, 10, true); /* what can be read is what is found */

        journal = open_journal(PD_MSEC);
        feed(journal, "anna", 0, 1000);
        start(journal, "anna", "s2");
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        assert_int_equal(unlink(card_path("anna", "s2.trace")), 0);
        feed(journal, "anna", 1000, 1010);
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        say(journal, "anna", PD_EVENT_SESSION, "s2", true);
        close_journal(journal);
        assert_false(exists(card_path("anna", "s2.trace.damaged")));
}

/* Between two lives: the card's beginning goes on, and what memory had
 * behind the gap is kept. */
static void
a_trace_cut_short_between_two_lives_goes_on_from_there(void **test_state)
{
        struct pd_journal *journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;
        size_t size;

        (void) test_state;
        feed(journal, "anna", 0, 2000);
        start(journal, "anna", "s1");
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        close_without_card(journal);
        assert_int_equal(truncate(card_path("anna", "s1.trace"), 5000), 0);
        struct pd_recovery *recovery = recover("anna");
        assert_int_equal(recovery->n_traces, 1);
        assert_int_equal(recovery->traces[0].error, -EBADMSG);
        const struct found found = look_into(&recovery->traces[0]);
        assert_in_range(found.next, 30, 80);
        char *const bytes = read_file(card_path("anna", "s1.trace.damaged"), &size);
        assert_true(size > 100000);
        assert_int_equal(bytes[size - 1], '\n');
        free(bytes);
        journal = open_journal(PD_MSEC);
        assert_int_equal(pd_journal_resume(journal, recovery), 0);
        (void) pd_recovery_free(recovery);
        feed(journal, "anna", found.next, 90);
        close_journal(journal);
        check_found("anna", "s1", 0, 90, false);
        empty_run();
        check_found("anna", "s1", 0, 90, false);
}

static void
a_state_directory_may_appear_late(void **test_state)
{
        struct pd_journal *journal;
        struct pd_journal_stats stats;

        (void) test_state;
        shell("rmdir '%s'", state_dir);
        journal = open_journal(PD_MSEC);
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        WAIT_FOR(journal, stats, stats.card_errors >= 2);
        shell("mkdir '%s.new' && touch '%s.new/traces' && mv '%s.new' '%s'", state_dir, state_dir, state_dir, state_dir);
        const uint64_t errors = stats.card_errors;
        WAIT_FOR(journal, stats, stats.card_errors >= errors + 3);
        check_found("anna", "s1", 0, 50, false);
        shell("rm '%s/traces'", state_dir);
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        close_journal(journal);
        empty_run();
        check_found("anna", "s1", 0, 50, false);
}

static void
a_dead_card_costs_memory_up_to_a_limit_and_keeps_the_judgement(void **test_state)
{
        const struct pd_journal_options options = {run_dir, state_dir, .sync_interval = PD_MSEC, .tail_max = 20000};
        struct pd_journal *journal = NULL;
        struct pd_journal_stats stats;

        (void) test_state;
        card.error = EIO;
        assert_int_equal(pd_journal_new(&options, &journal), 0);
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        feed(journal, "anna", 50, 2000);
        pd_journal_stats(journal, &stats);
        assert_int_equal(stats.inputs + stats.dropped, 2000);
        assert_in_range(stats.in_memory, 20000, 20200);
        assert_int_equal(pd_journal_summary(journal, "anna", "s1", "{}"), 0);
        WAIT_FOR(journal, stats, stats.card_errors > 0);
        card.error = 0;
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        feed(journal, "anna", 2000, 2010); /* the next one is whole again */
        close_journal(journal);
        assert_int_equal(times_said("no room for the trace of anna"), 1);
        assert_int_equal(times_said("nothing was lost"), 0);
        assert_int_equal(times_said("takes data again; not all"), 1);
        empty_run();
        check_found("anna", "s1", 0, stats.inputs, true);
}

static void
all_athletes_together_leave_room_in_the_run_directory(void **test_state)
{
        struct pd_journal_stats stats;

        (void) test_state;
        card.run_size = 80000;
        struct pd_journal *const journal = open_journal(PD_HOUR);
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        feed(journal, "otto", 100, 150);
        feed(journal, "kim", 200, 250);
        pd_journal_stats(journal, &stats);
        assert_int_equal(stats.dropped, 0);
        assert_in_range(stats.in_memory, 9000, 20000);
        feed(journal, "otto", 150, 2000);
        feed(journal, "kim", 250, 2000);
        feed(journal, "anna", 50, 2000);
        pd_journal_stats(journal, &stats);
        assert_in_range(stats.in_memory, 20000, 20600);
        assert_int_equal(times_said("too much waits"), 3);
        assert_int_equal(pd_journal_summary(journal, "anna", "s1", "{}"), 0);
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        say(journal, "otto", PD_EVENT_REARMED, "", false);
        feed(journal, "otto", 2000, 2050);
        close_journal(journal);
        check_found("otto", "", 2000, 2050, false);
}

static void
sessions_that_wait_for_a_dead_card_are_counted_too(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;
        char session[PD_SESSION_ID_SIZE];

        (void) test_state;
        card.error = EROFS;
        for (unsigned i = 0; i < PD_JOURNAL_TRACES_MAX + 2; i++) {
                (void) snprintf(session, sizeof session, "s%u", i);
                feed(journal, "anna", i * 100, i * 100 + 50);
                start(journal, "anna", session);
                (void) pd_journal_summary(journal, "anna", session, "{}");
        }
        pd_journal_stats(journal, &stats);
        assert_int_equal(stats.traces, PD_JOURNAL_TRACES_MAX);
        assert_int_equal(stats.dropped, 2 * 50);
        struct pd_recovery *recovery = recover("anna");
        assert_int_equal(recovery->n_traces, PD_JOURNAL_TRACES_MAX);
        (void) pd_recovery_free(recovery);
        card.error = 0;
        WAIT_FOR(journal, stats, stats.traces == PD_JOURNAL_CLOSED_MAX); /* these wait for acknowledgements */
        close_journal(journal);
        for (unsigned i = 0; i < PD_JOURNAL_TRACES_MAX; i++) {
                (void) snprintf(session, sizeof session, "s%u.trace", i);
                assert_true(exists(card_path("anna", session)));
        }
}

static void
memory_that_is_full_leaves_no_half_line(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_HOUR);
        struct rlimit before, little;
        struct pd_journal_stats stats;

        (void) test_state;
        (void) signal(SIGXFSZ, SIG_IGN);
        assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
        little = (struct rlimit) {.rlim_cur = 5000, .rlim_max = before.rlim_max};
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
        feed(journal, "anna", 0, 200);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        feed(journal, "anna", 200, 210); /* not after a gap */
        pd_journal_stats(journal, &stats);
        assert_in_range(stats.inputs, 40, 150);
        assert_int_equal(stats.dropped, 210 - stats.inputs);
        check_found("anna", "", 0, stats.inputs, false);
        start(journal, "anna", "s1");
        assert_int_equal(pd_journal_summary(journal, "anna", "s1", "{}"), 0);
        check_found("anna", "s1", 0, stats.inputs, true);
        feed(journal, "anna", 210, 220); /* the next one is whole again */
        close_without_card(journal);
        struct pd_recovery *recovery = recover("anna");
        assert_int_equal(recovery->n_traces, 2);
        assert_int_equal(look_into(&recovery->traces[1]).inputs, 10);
        (void) pd_recovery_free(recovery);
}

static void
a_trace_that_cannot_begin_waits_until_the_engine_begins_anew(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_HOUR);
        struct pd_journal_stats stats;

        (void) test_state;
        shell("mkdir '%s/anna.tail'", run_dir); /* in the way */
        feed(journal, "anna", 0, 10);
        shell("rmdir '%s/anna.tail'", run_dir);
        feed(journal, "anna", 10, 20); /* without the clock, which was the first */
        start(journal, "anna", "s1");
        feed(journal, "anna", 20, 30);
        pd_journal_stats(journal, &stats);
        assert_int_equal(stats.inputs, 0);
        assert_int_equal(stats.dropped, 30);
        assert_int_equal(times_said("no room for the trace of anna"), 1);
        struct pd_recovery *recovery = recover("anna");
        assert_int_equal(recovery->n_traces, 0);
        (void) pd_recovery_free(recovery);
        say(journal, "anna", PD_EVENT_REARMED, "", false);
        feed(journal, "anna", 30, 40);
        close_without_card(journal);
        check_found("anna", "", 30, 40, false);
}

static void
a_first_line_that_does_not_fit_is_waited_out_too(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_HOUR);
        struct rlimit before, little;

        (void) test_state;
        (void) signal(SIGXFSZ, SIG_IGN);
        assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
        little = (struct rlimit) {.rlim_cur = 100, .rlim_max = before.rlim_max};
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
        feed(journal, "anna", 0, 1);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        feed(journal, "anna", 1, 10);
        struct pd_recovery *recovery = recover("anna");
        assert_int_equal(recovery->n_traces, 0);
        (void) pd_recovery_free(recovery);
        say(journal, "anna", PD_EVENT_REARMED, "", false);
        feed(journal, "anna", 10, 20);
        close_without_card(journal);
        check_found("anna", "", 10, 20, false);
}

static void
a_session_whose_trace_cannot_be_resumed_gets_no_other(void **test_state)
{
        struct pd_journal *journal = open_journal(PD_HOUR);

        (void) test_state;
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        close_without_card(journal);
        struct pd_recovery *recovery = recover("anna");
        journal = open_journal(PD_HOUR);
        shell("cd '%s' && mv anna.s1.tail aside && mkdir anna.s1.tail", run_dir);
        assert_int_equal(pd_journal_resume(journal, recovery), -EISDIR);
        shell("cd '%s' && rmdir anna.s1.tail && mv aside anna.s1.tail", run_dir);
        (void) pd_recovery_free(recovery);
        feed(journal, "anna", 50, 60);
        check_found("anna", "s1", 0, 50, false);
        say(journal, "anna", PD_EVENT_REARMED, "", false);
        feed(journal, "anna", 60, 70);
        close_without_card(journal);
        /* The next life does better: the session is to have its end. */
        recovery = recover("anna");
        assert_int_equal(recovery->n_traces, 1);
        journal = open_journal(PD_HOUR);
        assert_int_equal(pd_journal_resume(journal, recovery), 0);
        (void) pd_recovery_free(recovery);
        feed(journal, "anna", 50, 80);
        assert_int_equal(pd_journal_summary(journal, "anna", "s1", "{}"), 0);
        close_journal(journal);
        check_found("anna", "s1", 0, 80, true);
}

/* The journal cannot be freed under a writer that waits: in a process of its own. */
static int
journal_on_a_card_that_hangs(void)
{
        const struct pd_journal_options options = {run_dir, state_dir, .sync_interval = PD_MSEC, .stop_within = 20 * PD_MSEC};
        struct pd_journal *journal = NULL;

        card.loop = pthread_self();
        card.guard = true;
        card.hold = true;
        if (pd_journal_new(&options, &journal) < 0)
                return 1;
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        while (!card.held)
                (void) sched_yield();
        feed(journal, "anna", 50, 2000);
        return pd_journal_sync_and_free(journal) == -ETIMEDOUT ? 0 : 2;
}

static void
a_card_that_hangs_holds_up_neither_the_loop_nor_the_end(void **test_state)
{
        int status = -1;

        (void) test_state;
        const pid_t child = fork();
        if (child == 0)
                _exit(journal_on_a_card_that_hangs());
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
        check_found("anna", "s1", 0, 2000, false);
}

/* ---- power cuts ---- */

/* Inputs of some 70 bytes, ahead of a card whose thread gets no turn: twelve times as many are less than a trace may hold. */
#define AHEAD_MAX 10000

static void
a_power_cut_takes_no_more_than_the_last_interval(void **test_state)
{
        struct pd_journal *const journal = open_journal(20 * PD_MSEC);
        uint64_t fed = 50, before = 0, last = 0;
        unsigned syncs = 0;
        char nothing[128];

        (void) test_state;
        card.image = true;
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        while (syncs < 12) {
                if (fed - last < AHEAD_MAX) {
                        feed(journal, "anna", fed, fed + 1);
                        fed++;
                } else {
                        (void) sched_yield();
                }
                if (card.syncs == syncs)
                        continue;
                syncs = card.syncs;
                before = last; /* what had been fed when the last sync but one was over */
                last = fed - 1;
        }
        card.image = false;
        close_without_card(journal);
        (void) snprintf(nothing, sizeof nothing, "%s/nothing", base);
        shell("mkdir '%s'", nothing);
        struct pd_recovery *recovery = recover_from(nothing, image_dir, "anna");
        assert_int_equal(recovery->n_traces, 1);
        const struct found found = look_into(&recovery->traces[0]);
        assert_int_equal(found.first, 0);
        assert_in_range(found.next, before, fed);
        (void) pd_recovery_free(recovery);
}

/* What the card has at the very first sync of a session is its beginning. */
static void
a_session_cut_off_at_its_first_sync_is_found(void **test_state)
{
        struct pd_journal *const journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;
        char nothing[128];

        (void) test_state;
        run_session(journal, "s0", 0);
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        feed(journal, "anna", 10, 60);
        card.image = true;
        start(journal, "anna", "s1");
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        card.image = false;
        close_without_card(journal);
        (void) snprintf(nothing, sizeof nothing, "%s/nothing", base);
        shell("mkdir -p '%s'", nothing);
        struct pd_recovery *recovery = recover_from(nothing, image_dir, "anna");
        assert_non_null(pd_recovery_unfinished(recovery));
        assert_string_equal(pd_recovery_unfinished(recovery)->session, "s1");
        assert_int_equal(look_into(pd_recovery_unfinished(recovery)).next, 60);
        (void) pd_recovery_free(recovery);
}

/* The power went before the first byte: its name may be given again. */
static void
a_blank_trace_is_taken_away(void **test_state)
{
        static const char zeros[70000];
        static const struct {
                size_t size;
                const char *last; /* its last byte */
                bool stays;
        } cases[] = {{0, "", false}, {sizeof zeros, "", false}, {sizeof zeros, "x", true}};

        (void) test_state;
        shell("mkdir -p '%s/traces/anna'", state_dir);
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                write_file(card_path("anna", "s1.trace"), zeros, cases[i].size, "w");
                write_file(card_path("anna", "s1.trace"), cases[i].last, strlen(cases[i].last), "a");
                struct pd_recovery *recovery = recover("anna");
                assert_int_equal(recovery->n_traces, 0);
                assert_int_equal(exists(card_path("anna", "s1.trace")), cases[i].stays);
                (void) pd_recovery_free(recovery);
        }
}

static void
a_torn_line_and_zeros_are_cut_off_and_written_over(void **test_state)
{
        static const char torn[] = "50000 frame AA:BB:CC:DD:E\0\0\0\0\0\0\0\0junk that was there before\n\0\0";
        struct pd_journal *journal = open_journal(PD_HOUR);
        struct pd_journal_stats stats;

        (void) test_state;
        feed(journal, "anna", 0, 50);
        start(journal, "anna", "s1");
        close_journal(journal);
        empty_run();
        const char *const path = card_path("anna", "s1.trace");
        struct pd_recovery *recovery = recover("anna");
        assert_int_equal(truncate(path, (off_t) recovery->traces[0].size), 0);
        (void) pd_recovery_free(recovery);
        write_file(path, torn, sizeof torn, "a");
        check_found("anna", "s1", 0, 50, false);

        journal = open_journal(PD_MSEC);
        recovery = recover("anna");
        assert_int_equal(pd_journal_resume(journal, recovery), 0);
        (void) pd_recovery_free(recovery);
        feed(journal, "anna", 50, 51);
        WAIT_FOR(journal, stats, stats.unsynced == 0);
        close_without_card(journal);
        check_found("anna", "s1", 0, 51, false);
        empty_run();
        check_found("anna", "s1", 0, 51, false);
}

static void
a_damaged_trace_is_kept_and_its_beginning_goes_on(void **test_state)
{
        struct pd_journal *journal = open_journal(PD_HOUR);
        struct stat st;

        (void) test_state;
        feed(journal, "anna", 0, 3000);
        start(journal, "anna", "s1");
        close_journal(journal);
        empty_run();
        struct pd_recovery *recovery = recover("anna");
        const size_t size = recovery->traces[0].size;
        (void) pd_recovery_free(recovery);
        const int fd = open(card_path("anna", "s1.trace"), O_RDWR);
        char bytes[400];
        assert_int_equal(pread(fd, bytes, sizeof bytes, 3000), sizeof bytes);
        const char *const line = memchr(bytes, '\n', sizeof bytes);
        assert_int_equal(__real_pwrite64(fd, "rust", 4, 3000 + (line + 1 - bytes)), 4);
        (void) close(fd);

        recovery = recover("anna");
        assert_int_equal(recovery->n_traces, 1);
        assert_int_equal(recovery->traces[0].error, -EBADMSG);
        const struct found found = look_into(&recovery->traces[0]);
        assert_in_range(found.next, 30, 59);
        assert_int_equal(stat(card_path("anna", "s1.trace.damaged"), &st), 0);
        assert_int_equal(st.st_size, size);
        assert_true(size > 150000);
        journal = open_journal(PD_MSEC);
        assert_int_equal(pd_journal_resume(journal, recovery), 0);
        (void) pd_recovery_free(recovery);
        feed(journal, "anna", found.next, 60);
        close_journal(journal);
        assert_int_equal(stat(card_path("anna", "s1.trace"), &st), 0);
        assert_in_range(st.st_size, 65536, 70000);
        empty_run();
        check_found("anna", "s1", 0, 60, false);
}

static void
a_file_that_is_no_trace_is_left_as_it_lies(void **test_state)
{
        struct stat st;

        (void) test_state;
        shell("mkdir -p '%s/traces/anna'", state_dir);
        write_file(card_path("anna", "s1.trace"), "purposed-trace 999\n", 19, "w");
        struct pd_recovery *recovery = recover("anna");
        assert_int_equal(recovery->n_traces, 0);
        assert_null(pd_recovery_unfinished(recovery));
        assert_int_equal(pd_recovery_n_closed(recovery), 0);
        (void) pd_recovery_free(recovery);
        assert_int_equal(stat(card_path("anna", "s1.trace"), &st), 0);
        assert_int_equal(st.st_size, 19);
}

/* ---- crashes ---- */

struct shared {
        atomic_uint_fast64_t returned; /* all inputs below have been tapped */
};

static void
session_of(uint64_t n, char ret[static PD_SESSION_ID_SIZE])
{
        (void) snprintf(ret, PD_SESSION_ID_SIZE, "s%06u", (unsigned) (n / SESSION_INPUTS));
}

static bool
discarded(uint64_t n)
{
        return n / SESSION_INPUTS % 5 == 4;
}

/* What an engine would say upon input N; the same again in a replay. */
static void
say_what_follows(struct pd_journal *journal, uint64_t n)
{
        char session[PD_SESSION_ID_SIZE];

        session_of(n, session);
        if (n % SESSION_INPUTS == SESSION_STARTS)
                start(journal, "anna", session);
        if (n % SESSION_INPUTS == SESSION_INPUTS / 2)
                pd_journal_ack(journal, "anna", "mqtt", session, (uint32_t) n);
        if (n % SESSION_INPUTS != SESSION_INPUTS - 1)
                return;
        if (discarded(n))
                say(journal, "anna", PD_EVENT_SESSION, session, true);
        else
                (void) pd_journal_summary(journal, "anna", session, "{}");
        say(journal, "anna", PD_EVENT_REARMED, "", false);
}

/* Goes on where the last life ended. Never returns. */
static void
live(struct shared *shared, uint64_t n)
{
        struct pd_recovery *recovery = recover("anna");
        struct pd_journal *const journal = open_journal(PD_MSEC);
        struct pd_journal_stats stats;

        if (pd_journal_resume(journal, recovery) < 0)
                _exit(1);
        (void) pd_recovery_free(recovery);
        if (n > 0)
                say_what_follows(journal, n - 1);
        for (;; n++) {
                /* Nobody runs a hundred sessions a second: the writer keeps up. */
                if (n % SESSION_INPUTS == 0)
                        WAIT_FOR(journal, stats, stats.traces <= PD_JOURNAL_CLOSED_MAX + 1);
                feed(journal, "anna", n, n + 1);
                shared->returned = n + 1;
                say_what_follows(journal, n);
        }
}

/* Kills a life after some MORE inputs. */
static void
kill_after(struct shared *shared, uint64_t n, unsigned more, unsigned turns)
{
        int status = 0;
        const pid_t child = fork();

        assert_true(child >= 0);
        if (child == 0)
                live(shared, n);
        while (shared->returned < n + more) {
                if (waitpid(child, &status, WNOHANG) == child)
                        fail_msg("a life ended by itself, status %x, after input %llu", status, (unsigned long long) shared->returned);
                (void) sched_yield();
        }
        for (volatile unsigned i = 0; i < turns; i++)
                ;
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
}

/* Returns the number after the last input that is found. RETURNED inputs had been tapped. */
static uint64_t
check_after_the_kill(uint64_t returned)
{
        struct pd_recovery *recovery = recover("anna");
        uint64_t next = 0;

        for (size_t i = 0; i < recovery->n_traces; i++) {
                const struct pd_recovery_trace *trace = &recovery->traces[i];
                const struct found found = look_into(trace);
                assert_int_equal(trace->error, 0);
                assert_int_equal(found.first % SESSION_INPUTS, 0);
                if (found.next % SESSION_INPUTS > SESSION_INPUTS / 2 + 1 || found.closed)
                        assert_int_equal(pd_recovery_acknowledged(trace, "mqtt"), found.first + SESSION_INPUTS / 2);
                if (found.closed)
                        assert_int_equal(found.inputs, SESSION_INPUTS);
                next = found.next > next ? found.next : next;
        }
        /* A discarded session is as if it had not been. */
        if (returned % SESSION_INPUTS == 0 && returned > 0 && discarded(returned - 1) && next < returned)
                next = returned;
        assert_in_range(next, returned, returned + 1);
        (void) pd_recovery_free(recovery);
        return next;
}

/* The same without what memory held. Returns where the runner goes on:
 * after the last input on the card, whose trace has no gap. */
static uint64_t
check_after_the_power_cut(uint64_t returned)
{
        empty_run();
        struct pd_recovery *recovery = recover("anna");
        uint64_t next = 0;

        assert_in_range(recovery->n_traces, 0, PD_JOURNAL_CLOSED_MAX + 1);
        for (size_t i = 0; i < recovery->n_traces; i++) {
                const struct found found = look_into(&recovery->traces[i]);
                assert_int_equal(recovery->traces[i].error, 0);
                assert_int_equal(found.first % SESSION_INPUTS, 0);
                assert_in_range(found.next, next + 1, returned + 1);
                next = found.next;
        }
        (void) pd_recovery_free(recovery);
        return next;
}

static void
check_all_sessions(uint64_t n)
{
        char session[PD_SESSION_ID_SIZE], name[64];

        for (uint64_t at = 0; at + SESSION_INPUTS <= n; at += SESSION_INPUTS) {
                session_of(at, session);
                (void) snprintf(name, sizeof name, "%s.trace", session);
                assert_int_equal(exists(card_path("anna", name)), !discarded(at));
                if (discarded(at))
                        continue;
                (void) unlink(card_path("anna", "newest"));
                shell("ln -s %s '%s'", name, card_path("anna", "newest"));
                check_found("anna", session, at, at + SESSION_INPUTS, true);
        }
}

static void
a_crash_at_any_instant_loses_no_input_and_a_power_cut_no_trace(void **test_state)
{
        struct shared *const shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        uint64_t n = 0;

        (void) test_state;
        assert_ptr_not_equal(shared, MAP_FAILED);
        print_message("seed %u\n", seed);
        for (unsigned i = 0; i < KILLS; i++) {
                /* Now and then soon after a beginning or an end, where most things happen. */
                const unsigned edge = (unsigned) (SESSION_INPUTS - n % SESSION_INPUTS);
                const unsigned anywhere = 1 + (unsigned) rand_r(&seed) % 1500, near = edge + (unsigned) rand_r(&seed) % 2 * SESSION_STARTS;
                const unsigned more = rand_r(&seed) % 3 ? anywhere : near;
                shared->returned = n;
                kill_after(shared, n, more, (unsigned) rand_r(&seed) % 20000);
                n = rand_r(&seed) % 4 ? check_after_the_kill(shared->returned) : check_after_the_power_cut(shared->returned);
        }
        struct pd_recovery *recovery = recover("anna");
        struct pd_journal *const journal = open_journal(PD_MSEC);
        assert_int_equal(pd_journal_resume(journal, recovery), 0);
        (void) pd_recovery_free(recovery);
        say_what_follows(journal, n - 1);
        close_journal(journal);
        empty_run();
        check_all_sessions(n);
        print_message("%u kills and power cuts, %llu inputs\n", KILLS, (unsigned long long) n);
        (void) munmap(shared, sizeof *shared);
}

int
main(int argc, char **argv)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup(a_pre_roll_stays_in_memory_and_wakes_nobody, set_up),
                cmocka_unit_test_setup(a_session_takes_its_pre_roll_to_the_card, set_up),
                cmocka_unit_test_setup(what_the_card_has_leaves_memory, set_up),
                cmocka_unit_test_setup(only_we_may_read_it, set_up),
                cmocka_unit_test_setup(rearming_begins_the_trace_anew, set_up),
                cmocka_unit_test_setup(a_summary_closes_the_trace_and_the_next_input_opens_another, set_up),
                cmocka_unit_test_setup(a_closed_trace_has_no_zeros_behind_it, set_up),
                cmocka_unit_test_setup(a_discarded_session_leaves_nothing, set_up),
                cmocka_unit_test_setup(a_session_s_name_given_twice_overwrites_nothing, set_up),
                cmocka_unit_test_setup(a_session_s_name_given_a_hundred_times_keeps_the_earlier_ones, set_up),
                cmocka_unit_test_setup(the_trace_begun_last_is_the_newest_whatever_its_name, set_up),
                cmocka_unit_test_setup(traces_are_found_in_the_order_of_their_beginning, set_up),
                cmocka_unit_test_setup(several_closed_traces_take_acknowledgements_and_outlive_a_power_cut, set_up),
                cmocka_unit_test_setup(a_name_that_a_closed_trace_still_has_is_given_to_the_next, set_up),
                cmocka_unit_test_setup(a_run_directory_has_one_journal_at_a_time, set_up),
                cmocka_unit_test_setup(the_last_acknowledgement_of_each_sink_is_kept, set_up),
                cmocka_unit_test_setup(an_acknowledgement_after_the_summary_is_kept_on_the_card, set_up),
                cmocka_unit_test_setup(a_session_judged_anew_has_two_summaries_and_a_recovery_knows, set_up),
                cmocka_unit_test_setup(a_released_trace_is_the_cards_alone, set_up),
                cmocka_unit_test_setup(all_that_is_closed_is_released_at_once, set_up),
                cmocka_unit_test_setup(athletes_have_traces_of_their_own_and_one_flush, set_up),
                cmocka_unit_test_setup(a_file_that_could_not_be_pushed_is_written_again, set_up),
                cmocka_unit_test_setup(a_full_card_stops_nobody_and_gets_everything_when_it_has_room, set_up),
                cmocka_unit_test_setup(a_log_that_hangs_does_not_hold_up_the_loop, set_up),
                cmocka_unit_test_setup(a_card_without_room_for_zeros_takes_the_trace, set_up),
                cmocka_unit_test_setup(a_trace_that_vanishes_from_the_card_is_written_anew, set_up),
                cmocka_unit_test_setup(of_a_long_trace_that_vanishes_the_rest_is_kept_beside, set_up),
                cmocka_unit_test_setup(a_trace_cut_short_between_two_lives_goes_on_from_there, set_up),
                cmocka_unit_test_setup(a_state_directory_may_appear_late, set_up),
                cmocka_unit_test_setup(a_dead_card_costs_memory_up_to_a_limit_and_keeps_the_judgement, set_up),
                cmocka_unit_test_setup(all_athletes_together_leave_room_in_the_run_directory, set_up),
                cmocka_unit_test_setup(sessions_that_wait_for_a_dead_card_are_counted_too, set_up),
                cmocka_unit_test_setup(memory_that_is_full_leaves_no_half_line, set_up),
                cmocka_unit_test_setup(a_trace_that_cannot_begin_waits_until_the_engine_begins_anew, set_up),
                cmocka_unit_test_setup(a_first_line_that_does_not_fit_is_waited_out_too, set_up),
                cmocka_unit_test_setup(a_session_whose_trace_cannot_be_resumed_gets_no_other, set_up),
                cmocka_unit_test_setup(a_card_that_hangs_holds_up_neither_the_loop_nor_the_end, set_up),
                cmocka_unit_test_setup(a_power_cut_takes_no_more_than_the_last_interval, set_up),
                cmocka_unit_test_setup(a_session_cut_off_at_its_first_sync_is_found, set_up),
                cmocka_unit_test_setup(a_blank_trace_is_taken_away, set_up),
                cmocka_unit_test_setup(a_torn_line_and_zeros_are_cut_off_and_written_over, set_up),
                cmocka_unit_test_setup(a_damaged_trace_is_kept_and_its_beginning_goes_on, set_up),
                cmocka_unit_test_setup(a_file_that_is_no_trace_is_left_as_it_lies, set_up),
                cmocka_unit_test_setup(a_crash_at_any_instant_loses_no_input_and_a_power_cut_no_trace, set_up),
        };

        seed = argc > 1 ? (unsigned) strtoul(argv[1], NULL, 10) : (unsigned) time(NULL);
        (void) snprintf(base, sizeof base, "%s/purposed-journal-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
        if (!mkdtemp(base))
                return 1;
        (void) snprintf(run_dir, sizeof run_dir, "%s/run", base);
        (void) snprintf(state_dir, sizeof state_dir, "%s/state", base);
        (void) snprintf(image_dir, sizeof image_dir, "%s/image", base);
        const int failed = cmocka_run_group_tests(tests, NULL, NULL);
        shell("rm -rf '%s'", base);
        return failed;
}
