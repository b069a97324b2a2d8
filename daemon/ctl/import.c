/* SPDX-License-Identifier: MIT */
/*
 * purposectl import: files of watches into the record of sessions. While the
 * daemon runs, the state directory is the daemon's: then its import folder
 * gets a copy, and what became of it is read there. So files come in one way,
 * whoever brings them, and nobody but the journal's owner touches traces
 * that it may hold. Where no daemon runs (its run directory is not locked)
 * the client does the same work itself, and keeps the lock meanwhile.
 */
#include "ctl/ctl.h"

#include "anchors.h"
#include "config.h"
#include "ctl/ownership.h"
#include "ctl/recordings.h"
#include "ctl/spool.h"
#include "import_folder.h"
#include "listing.h"
#include "plan_file.h"
#include "roster.h"
#include "today.h"

#include "formats/payload.h"
#include "formats/workout_text.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define CONFIG "/etc/purposed/purposed.conf"
#define NAME_SIZE 200
#define LINE_SIZE (PD_LISTING_LINE_SIZE + PD_SENTENCE_SIZE + PD_IMPORT_REASON_SIZE + 16)
#define LOOK_EVERY_MS 10
#define LOOK_FOR_S 60 /* the daemon takes a file within a second, unless somebody runs */

struct options {
        const char *config, *athlete, *workout, *run_dir, *state_dir;
        pd_day day;
};

struct work {
        const struct options *options;
        struct pd_athlete athlete;
        struct pd_workout workout;
        bool own_workout;
        struct pd_config *config;
        char plans_dir[PD_PLAN_FOLDER_SIZE];
        struct pd_state_files *kept; /* of the state directory; NULL: the daemon's */
        struct pd_today_context today_context;
        struct pd_today *today; /* what the plan asks of a day; NULL: the daemon knows it */
        int lock; /* of the run directory; -1: there is none, so no daemon */
        struct pd_history_context context;
        struct pd_history *history; /* NULL: the daemon has it */
        struct pd_spool spool; /* of the daemon, if it runs */
        struct pd_recordings files;
        size_t n_outcomes[PD_IMPORT_REFUSED + 1];
        size_t n_waiting; /* left to the daemon */
        const char *path; /* of the file at hand */
        char *table;
        size_t table_length;
        FILE *rows;
};

static void
print_help(void)
{
        puts("purposectl import FILE|FOLDER… [OPTIONS]\n"
             "\n"
             "Puts recordings of watches on record, each judged by the plan of its day; one\n"
             "that was heard live takes what nobody heard from the file. Doing it twice\n"
             "does nothing.\n"
             "\n"
             "  --athlete ID     whose they are; needed only if there are several\n"
             "  --day DATE       of recordings that have no date, such as 2026-11-22\n"
             "  --workout TEXT   judged by this, whatever the plan says\n"
             "  --config FILE    the athletes (default: " CONFIG ")\n"
             "  --run-dir DIR    the daemon's (default: /run/purposed)\n"
             "  --state-dir DIR  the daemon's (default: /var/lib/purposed)\n"
             "\n"
             "The exit status is 1 if anything was refused.");
}

/* ---- told --------------------------------------------------------------------------------------- */

static void
show_progress(const struct work *work, size_t i, const char *outcome)
{
        if (isatty(STDERR_FILENO))
                fprintf(stderr, "\r\033[K%zu of %zu  %.60s  %s", i + 1, work->files.n, work->path, outcome);
}

static void
end_progress(void)
{
        if (isatty(STDERR_FILENO))
                fputs("\r\033[K", stderr);
}

/* A row: what is refused is known by its file, the others by their date. */
static void
add_row(struct work *work, enum pd_import_outcome outcome, const char *line)
{
        work->n_outcomes[outcome]++;
        if (outcome == PD_IMPORT_REFUSED)
                fprintf(work->rows, "refused   %s: %s\n", work->path, line + strlen("refused   "));
        else
                fprintf(work->rows, "%s\n", line);
}

static void
hear(void *user, const struct pd_import *import)
{
        struct work *work = user;
        char line[LINE_SIZE];

        pd_import_write(import, work->athlete.units == PD_UNITS_IMPERIAL, line, sizeof(line));
        add_row(work, import->outcome, line);
}

/* ---- the daemon does it ---------------------------------------------------------------------------- */

static void
hear_line(void *user, const char *line)
{
        for (enum pd_import_outcome i = PD_IMPORT_NEW; i <= PD_IMPORT_REFUSED; i++)
                if (strncmp(line, pd_import_outcome_name(i), strlen(pd_import_outcome_name(i))) == 0)
                        add_row(user, i, line);
}

static int
leave_to_daemon(struct work *work, size_t i)
{
        const struct timespec pause = {.tv_nsec = LOOK_EVERY_MS * 1000000};
        const char *slash = strrchr(work->path, '/');
        char name[NAME_SIZE];
        int r;

        snprintf(name, sizeof(name), "%d-%zu-%.150s", (int) getpid(), i, slash != NULL ? slash + 1 : work->path);
        r = pd_spool_hand_in(&work->spool, work->path, name);
        if (r < 0)
                return r;
        for (int n = 0; n < LOOK_FOR_S * 1000 / LOOK_EVERY_MS; n++) {
                if (pd_spool_take_word(&work->spool, name, hear_line, work))
                        return 0;
                (void) nanosleep(&pause, NULL);
        }
        work->n_waiting++;
        return 0;
}

/* ---- the client does it ------------------------------------------------------------------------------ */

static const struct pd_athlete *
athlete_at(void *user, size_t i)
{
        struct work *work = user;

        return i == 0 ? &work->athlete : NULL;
}

static void
tell_clock(void *user, struct pd_clock *ret)
{
        struct timespec now;
        struct tm local;
        time_t second;

        (void) user;
        (void) clock_gettime(CLOCK_REALTIME, &now);
        second = now.tv_sec;
        (void) localtime_r(&second, &local);
        *ret = (struct pd_clock) {.real = now.tv_sec * PD_SEC, .utc_offset_s = (int32_t) local.tm_gmtoff, .synchronised = true};
}

/* As the daemon. What the plan leaves open, the configuration says of today alone. */
static int
workout_of(void *user, const struct pd_athlete *athlete, pd_day day, const struct pd_recording_about *about, struct pd_workout *ret)
{
        struct work *work = user;
        struct pd_clock clock;
        int r = pd_today_workout(work->today, athlete, day, ret);

        (void) about;
        if (r != -ENOENT)
                return r;
        tell_clock(work, &clock);
        if (day != pd_day_at(clock.real, clock.utc_offset_s, athlete->day_starts))
                return -ENOENT;
        *ret = work->workout;
        return 0;
}

static bool
nobody_runs(void *user)
{
        (void) user;
        return false;
}

/* Who has sinks tells it, from its next start on. */
static void
owe(void *user, const struct pd_event *event)
{
        struct work *work = user;
        struct pd_debt debt = {.kind = event->kind};
        char *text = malloc(PD_PAYLOAD_SIZE);
        size_t length;

        memcpy(debt.athlete, event->athlete->id, sizeof(debt.athlete));
        memcpy(debt.id, event->session, sizeof(debt.id));
        if (text != NULL && pd_payload_event(event, text, PD_PAYLOAD_SIZE, &length) == 0)
                (void) pd_history_owe(work->history, &debt, text); /* what goes wrong has been said */
        free(text);
}

/* Who makes it decides whose it is. */
static bool
has_state_dir(const char *state_dir)
{
        if (access(state_dir, F_OK) == 0 || errno != ENOENT)
                return true;
        fprintf(stderr, "purposectl: %s is not there: the daemon makes it when it starts (sudo systemctl start purposed). "
                        "If the record is elsewhere, --state-dir DIR says where\n", state_dir);
        return false;
}

static int
open_history(struct work *work)
{
        if (!has_state_dir(work->options->state_dir))
                return -ENOENT;
        work->context = (struct pd_history_context) {
                .state_dir = work->options->state_dir,
                .athlete = athlete_at,
                .workout = workout_of,
                .somebody_runs = nobody_runs,
                .clock = tell_clock,
                .publish = owe,
                .user = work,
        };
        work->kept = pd_state_files_new(work->options->state_dir);
        return work->kept != NULL ? pd_history_new(&work->context, &work->history) : -ENOMEM;
}

static size_t
past_sessions(void *user, const char *athlete, pd_day from, pd_day to, struct pd_past *ret, size_t limit)
{
        struct work *work = user;
        int n = pd_history_list(work->history, athlete, from, to, limit, ret);

        return n > 0 ? (size_t) n : 0;
}

/* The plan as the daemon would look at it; for the history that is open. */
static int
open_today(struct work *work)
{
        pd_plan_file_folder(work->options->config, work->plans_dir);
        work->today_context = (struct pd_today_context) {
                .config = work->config,
                .plans_dir = work->plans_dir,
                .state_dir = work->options->state_dir,
                .files = work->kept,
                .clock = tell_clock,
                .past = past_sessions,
                .user = work,
        };
        return pd_today_new(&work->today_context, &work->today);
}

static void
close_history(struct work *work)
{
        pd_history_free(work->history);
        pd_today_free(work->today);
        pd_state_files_free(work->kept);
}

/* ---- whose, and by which plan --------------------------------------------------------------------------- */

static const struct pd_config_athlete *
choose(const struct options *options, const struct pd_config *config)
{
        for (size_t i = 0; i < config->n_athletes; i++)
                if (options->athlete == NULL ? config->n_athletes == 1 : strcmp(config->athletes[i].athlete.id, options->athlete) == 0)
                        return &config->athletes[i];
        if (config->n_athletes == 0)
                fprintf(stderr, "purposectl: %s names no athlete: say there who runs, or name another file: --config FILE",
                        options->config);
        else if (options->athlete != NULL)
                fprintf(stderr, "purposectl: no athlete '%s' in %s; there are:", options->athlete, options->config);
        else
                fprintf(stderr, "purposectl: whose are they? --athlete ID; there are:");
        for (size_t i = 0; i < config->n_athletes; i++)
                fprintf(stderr, " %s", config->athletes[i].athlete.id);
        fputc('\n', stderr);
        return NULL;
}

/* As it stands on the command line; nobody's yet. */
static int
parse_workout(struct work *work)
{
        const char *text = work->options->workout;
        struct pd_format_error error;

        if (text == NULL || pd_workout_text_parse(text, strlen(text), &work->workout, &error) == 0)
                return 0;
        fprintf(stderr, "purposectl: --workout does not read from '%.40s' on: %s\n", text + error.column - 1, error.expected);
        return -EINVAL;
}

static int
read_workout(struct work *work)
{
        int r = parse_workout(work);

        if (r < 0 || work->options->workout == NULL)
                return r;
        pd_workout_resolve(&work->workout, &work->athlete);
        work->own_workout = true;
        return 0;
}

/* What she accepted or set by command counts here, too. */
static int
add_anchors(const struct work *work, struct pd_athlete *athlete)
{
        const struct pd_anchors_context context = {
                .config = work->config, .state_dir = work->options->state_dir, .files = work->kept};
        struct pd_anchors *anchors;
        int r = pd_anchors_new(&context, &anchors);

        if (r < 0)
                return r;
        pd_anchors_apply(anchors, athlete);
        pd_anchors_free(anchors);
        return 0;
}

static int
take_athlete(struct work *work, const struct pd_config_athlete *chosen, struct pd_findings *findings)
{
        struct pd_roster_entry *entry = malloc(sizeof(*entry)); /* a workout is large */
        struct pd_roster_day day = {.year = 0};
        struct pd_clock clock;
        struct pd_civil civil;
        int r = -ENOMEM;

        tell_clock(work, &clock);
        pd_clock_civil(clock.real, &civil);
        day.year = civil.year;
        work->athlete = chosen->athlete;
        day.athlete = &work->athlete;
        if (work->history != NULL)
                day.sessions_done = pd_history_count(work->history, chosen->athlete.id);
        if (entry != NULL)
                r = work->kept != NULL ? add_anchors(work, &work->athlete) : 0;
        if (entry != NULL && r == 0)
                r = pd_roster_entry_of(chosen, &day, findings, entry);
        if (r == 0) {
                work->athlete = entry->athlete;
                work->workout = entry->workout;
        }
        free(entry);
        return r;
}

static int
configure(struct work *work)
{
        static struct pd_findings findings; /* 30 KiB, once */
        const struct pd_config_athlete *chosen;
        char line[600];
        int r;

        work->config = pd_config_free(work->config);
        r = pd_config_read(work->options->config, pd_sink_types, &findings, &work->config);
        chosen = r == 0 ? choose(work->options, work->config) : NULL;
        if (r == 0)
                r = chosen != NULL ? take_athlete(work, chosen, &findings) : -EINVAL;
        for (size_t i = 0; r < 0 && i < findings.n; i++) {
                pd_finding_text(&findings.items[i], line, sizeof(line));
                fprintf(stderr, "%s\n", line);
        }
        return r < 0 ? r : read_workout(work);
}

/* ---- all together ------------------------------------------------------------------------------------------ */

/* True: the daemon runs. The lock is kept where it could be had. */
static bool
daemon_runs(struct work *work)
{
        work->lock = open(work->options->run_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        return work->lock >= 0 && flock(work->lock, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK;
}

static void
import_all(struct work *work)
{
        for (size_t i = 0; i < work->files.n; i++) {
                int r;

                work->path = work->files.paths[i];
                show_progress(work, i, "…");
                if (work->history == NULL)
                        r = leave_to_daemon(work, i);
                else
                        r = pd_import_file(work->history, work->path, &work->athlete, work->options->day,
                                work->own_workout ? &work->workout : NULL, hear, work);
                if (r == 0)
                        continue;
                work->n_outcomes[PD_IMPORT_REFUSED]++;
                fprintf(work->rows, "refused   %s: %s%s\n", work->path, strerror(-r),
                        r == -EACCES ? "; the folders of the daemon are root's and its own: try sudo" : "");
        }
        end_progress();
}

static int
tell_all(struct work *work)
{
        const size_t *n = work->n_outcomes;

        fclose(work->rows);
        fputs(work->table, stdout);
        free(work->table);
        printf("%zu imported, %zu improved, %zu known, %zu refused\n", n[PD_IMPORT_NEW], n[PD_IMPORT_BETTER], n[PD_IMPORT_KNOWN],
                n[PD_IMPORT_REFUSED]);
        if (work->n_waiting > 0)
                printf("%zu wait in the daemon's folder: it takes them when nobody runs\n", work->n_waiting);
        return n[PD_IMPORT_REFUSED] > 0 ? 1 : 0;
}

static int
open_spool(struct work *work)
{
        int r = pd_spool_open(&work->spool, work->options->state_dir, work->athlete.id);

        if (r < 0)
                fprintf(stderr, "purposectl: the daemon runs, but its folder in %s cannot be entered: %s%s\n", work->options->state_dir,
                        strerror(-r), r == -EACCES ? "; it is the daemon's own and root's: try sudo" : "");
        return r;
}

static void
give_back(const char *state_dir)
{
        int r = pd_ownership_give_back(state_dir);

        if (r < 0)
                fprintf(stderr, "purposectl: not all of %s belongs to the daemon's user any more: %s\n"
                                "Mend it: sudo chown -R --reference=%s %s\n", state_dir, strerror(-r), state_dir, state_dir);
}

static int
import(struct work *work)
{
        bool running = daemon_runs(work);
        int r;

        if (running && (work->options->day != PD_DAY_NONE || work->options->workout != NULL)) {
                fprintf(stderr, "purposectl: the daemon runs, and judges by its own plan: stop it for --day and --workout\n");
                return 2;
        }
        if (configure(work) < 0)
                return 1;
        r = running ? open_spool(work) : open_history(work);
        if (r == 0 && !running) /* now it is known how many sessions there were */
                r = configure(work);
        if (r == 0 && !running)
                r = open_today(work);
        if (r == 0)
                work->rows = open_memstream(&work->table, &work->table_length);
        if (r < 0 || work->rows == NULL) {
                close_history(work);
                return 1;
        }
        import_all(work);
        close_history(work);
        if (running)
                pd_spool_close(&work->spool);
        else
                give_back(work->options->state_dir);
        return tell_all(work);
}

static int
parse(int argc, char **argv, struct options *options)
{
        static const struct option long_options[] = {
                {"athlete", required_argument, NULL, 'a'}, {"day", required_argument, NULL, 'd'}, {"workout", required_argument, NULL, 'w'},
                {"config", required_argument, NULL, 'c'}, {"run-dir", required_argument, NULL, 'r'},
                {"state-dir", required_argument, NULL, 's'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0},
        };
        int c;

        while ((c = getopt_long(argc, argv, "h", long_options, NULL)) >= 0) {
                if (c == 'h')
                        return print_help(), 1;
                if (c == 'd' && pd_day_parse(optarg, &options->day) < 0) {
                        fprintf(stderr, "purposectl: --day %s is no date such as 2026-11-22\n", optarg);
                        return -EINVAL;
                }
                if (c == '?') { /* getopt has said what is wrong */
                        fputs("See purposectl import --help\n", stderr);
                        return -EINVAL;
                }
                if (c != 'd')
                        *(c == 'a' ? &options->athlete : c == 'w' ? &options->workout : c == 'c' ? &options->config
                                : c == 'r' ? &options->run_dir : &options->state_dir) = optarg;
        }
        if (optind == argc) {
                fprintf(stderr, "purposectl: import what? purposectl import FILE|FOLDER…\n");
                return -EINVAL;
        }
        return 0;
}

static int
run(int argc, char **argv)
{
        const char *run_dir = getenv("RUNTIME_DIRECTORY"), *state_dir = getenv("STATE_DIRECTORY");
        struct options options = {
                .config = CONFIG,
                .run_dir = run_dir != NULL ? run_dir : "/run/purposed",
                .state_dir = state_dir != NULL ? state_dir : "/var/lib/purposed",
                .day = PD_DAY_NONE,
        };
        struct work *work;
        int r = parse(argc, argv, &options);

        if (r != 0)
                return r < 0 ? 2 : 0;
        work = calloc(1, sizeof(*work));
        if (work == NULL)
                return 1;
        work->options = &options;
        pd_workout_init(&work->workout);
        if (parse_workout(work) < 0)
                r = 2;
        else
                r = pd_recordings_gather(&work->files, argc - optind, argv + optind) < 0 ? 1 : import(work);
        pd_recordings_clear(&work->files);
        pd_config_free(work->config);
        free(work);
        return r;
}

const struct pd_ctl_verb pd_ctl_import = {"import", "put recordings of watches on record", run};
