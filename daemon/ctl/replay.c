/* SPDX-License-Identifier: MIT */
/*
 * purposectl replay: a recording through the daemon's own pump, and what the
 * daemon would publish on standard output, a line a message, as
 * `mosquitto_sub -v` prints them. So the client needs the mqtt line of
 * sinks.def, which the daemon does not.
 */
#include "ctl/ctl.h"

#include "config.h"
#include "roster.h"

#include "core/athlete/highest.h"
#include "formats/line.h"
#include "formats/workout_text.h"
#include "mqtt/topics.h"
#include "replay/replay.h"

#include "purposed/port.h"
#include "purposed/pump.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* No session waits longer for its end once nothing is heard. */
#define END_OF_ANY (7 * PD_HOUR)

struct options {
        const char *config, *athlete, *workout, *base, *node;
        double speed; /* 0 = as fast as it can */
};

/* One recording on its way through the pump. */
struct run {
        const struct options *options;
        const char *path;
        struct pd_topics topics;
        struct pd_pump *pump; /* of this activity */
        struct pd_athlete athlete;
        struct pd_workout workout;
        bool own_snapshot; /* athlete and workout stand, whatever the file says */
        bool is_trace;     /* the daemon's own recording: it ends as the daemon ended it */
        bool passed_over;  /* this activity is no run */
        bool any_run;
        bool any_session;
        pd_usec first, last; /* PD_NEVER before the first input */
        struct timespec began;
        struct pd_message message;
};

static void
print_help(void)
{
        puts("purposectl replay FILE… [OPTIONS]\n"
             "\n"
             "Drives recordings through the same pump as live sensors and prints exactly\n"
             "what the daemon would publish: one 'TOPIC PAYLOAD' line a message.\n"
             "\n"
             "  --config FILE    athletes from a purposed.conf (default: a runner without a\n"
             "                   name, thresholds estimated from the recording)\n"
             "  --athlete ID     which of them; needed only if there are several\n"
             "  --workout TEXT   today's workout, such as 'recovery 4mi' or\n"
             "                   '15m easy, 6x (3m hard, 2m easy), 10m easy'\n"
             "  --speed N        N times as fast as it happened (default: as fast as it can)\n"
             "  --base TOPIC     base of the topics (default: purposed)\n"
             "  --node ID        name of this machine on the topics (default: replay)\n"
             "\n"
             "Files:");
        for (const struct pd_format *const *format = pd_formats; *format != NULL; format++)
                printf("  %-16s %s\n", (*format)->key, (*format)->title);
}

/* ---- out ---------------------------------------------------------------- */

static void
publish(void *user, const struct pd_event *event)
{
        struct run *run = user;

        run->any_session |= event->kind == PD_EVENT_SUMMARY;
        if (pd_topics_event(&run->topics, event, &run->message) < 0)
                return;
        fputs(run->message.topic, stdout);
        fputc(' ', stdout);
        fwrite(run->message.payload, 1, run->message.length, stdout);
        fputc('\n', stdout);
        if (run->options->speed > 0)
                fflush(stdout);
}

/* ---- in ----------------------------------------------------------------- */

/* Waits until AT is due at the chosen speed. */
static void
keep_pace(struct run *run, pd_usec at)
{
        double seconds;
        struct timespec due = run->began;

        if (run->options->speed <= 0 || run->first == PD_NEVER)
                return;
        seconds = (double) (at - run->first) / (double) PD_SEC / run->options->speed;
        due.tv_sec += (time_t) seconds;
        due.tv_nsec += (long) ((seconds - floor(seconds)) * 1e9);
        if (due.tv_nsec >= 1000000000) {
                due.tv_nsec -= 1000000000;
                due.tv_sec++;
        }
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) == EINTR)
                ;
}

static void
print_unresolved(const struct run *run)
{
        static const struct pd_config_place nowhere = {.line = 0};
        static struct pd_findings findings;

        findings.n = 0;
        pd_roster_unresolved(&run->workout, &run->athlete, &nowhere, &findings);
        pd_findings_print(&findings);
}

static int
open_pump(struct run *run)
{
        int r = pd_pump_add_athlete(run->pump, &run->athlete, &run->workout);

        print_unresolved(run);
        if (r == 0)
                pd_pump_restate(run->pump);
        return r;
}

static int
take_snapshot(void *user, const struct pd_snapshot *snapshot)
{
        struct run *run = user;
        int r;

        run->is_trace = true;
        if (!run->own_snapshot) {
                run->athlete = snapshot->athlete;
                if (run->options->workout == NULL)
                        run->workout = snapshot->workout;
                else
                        pd_workout_resolve(&run->workout, &run->athlete);
        }
        r = open_pump(run);
        return r == 0 ? pd_pump_enroll_all(run->pump, run->athlete.id, snapshot) : r;
}

static int
take_input(void *user, const struct pd_input *input)
{
        struct run *run = user;

        if (run->passed_over)
                return 0;
        run->any_run = true;
        if (pd_pump_n_athletes(run->pump) == 0) {
                int r = open_pump(run);
                if (r < 0)
                        return r;
        }
        keep_pace(run, input->at);
        if (run->first == PD_NEVER)
                run->first = input->at;
        run->last = input->at > run->last || run->last == PD_NEVER ? input->at : run->last;
        return pd_pump_feed(run->pump, run->athlete.id, input);
}

/* Where the recording ends, so does the run. A trace holds the command that
 * stopped the session; if there was none, time alone ended it after the last
 * input, and time passes here, too. */
static void
stop(struct run *run)
{
        struct pd_input input = {.at = run->last, .kind = PD_INPUT_COMMAND, .command = {.verb = PD_COMMAND_STOP}};

        if (run->is_trace && run->last != PD_NEVER)
                input = (struct pd_input) {.at = run->last + END_OF_ANY, .kind = PD_INPUT_TICK};
        if (run->last != PD_NEVER)
                pd_pump_feed(run->pump, run->athlete.id, &input);
}

/* ---- what a watch says --------------------------------------------------- */

static void
print_about(const char *path, const struct pd_recording_about *about)
{
        const int32_t offset = about->utc_offset_s == PD_UNKNOWN ? 0 : about->utc_offset_s;
        struct pd_civil civil;

        fprintf(stderr, "%s: %s", path, about->sport[0] != '\0' ? about->sport : "an activity");
        if (about->start_real != PD_NEVER) {
                pd_clock_civil(about->start_real + offset * PD_SEC, &civil);
                fprintf(stderr, " on %d-%02d-%02d at %02d:%02d%s", civil.year, civil.month, civil.day, civil.hour, civil.minute,
                        about->utc_offset_s == PD_UNKNOWN ? " UTC" : "");
        }
        if (about->distance_mm != PD_UNKNOWN)
                fprintf(stderr, ", %.2f km", (double) about->distance_mm / 1e6);
        if (about->elapsed != PD_NEVER)
                fprintf(stderr, ", %d:%02d min", (int) (about->elapsed / PD_MINUTE), (int) (about->elapsed / PD_SEC % 60));
        if (about->n_laps > 0)
                fprintf(stderr, ", %zu lap%s", about->n_laps, about->n_laps == 1 ? "" : "s");
        if (about->workout[0] != '\0')
                fprintf(stderr, ", workout \"%s\"", about->workout);
        if (about->device[0] != '\0')
                fprintf(stderr, ", by %s", about->device);
        fputs(pd_recording_on_foot(about) ? "\n" : ": no run, passed over\n", stderr);
}

static void
renew_pump(struct run *run)
{
        const struct pd_pump_ports ports = {.event = publish, .user = run};

        run->pump = pd_pump_free(run->pump);
        run->pump = pd_pump_new(&ports);
        assert(run->pump != NULL);
        run->first = run->last = PD_NEVER;
        clock_gettime(CLOCK_MONOTONIC, &run->began);
}

/* Each activity of a file is a day of its own. */
static int
take_about(void *user, const struct pd_recording_about *about)
{
        struct run *run = user;

        stop(run);
        renew_pump(run);
        print_about(run->path, about);
        run->passed_over = !pd_recording_on_foot(about);
        return 0;
}

/* ---- the first look ------------------------------------------------------- */

static int
note_heart_rate(void *user, const struct pd_input *input)
{
        const struct pd_sensor_type *type;
        struct pd_sensor_state state = {{0}};
        struct pd_decoded decoded = {0};

        if (input->kind != PD_INPUT_FRAME)
                return 0;
        type = pd_sensor_type_of(input->frame.characteristic, NULL);
        if (type == NULL)
                return 0;
        type->decode(&state, &input->frame, &decoded);
        for (size_t i = 0; i < decoded.n_samples; i++)
                if (decoded.samples[i].quantity == PD_QUANTITY_HEART_RATE && decoded.samples[i].value > 0)
                        pd_highest_add(user, input->at, decoded.samples[i].value);
        return 0;
}

/* ---- who runs, and what ------------------------------------------------- */

static int
has_snapshot(void *user, const struct pd_snapshot *snapshot)
{
        (void) snapshot;
        *(bool *) user = true;
        return -ECANCELED; /* that is all we wanted to know */
}

static int
no_snapshot(void *user, const struct pd_input *input)
{
        (void) user;
        (void) input;
        return -ECANCELED;
}

static bool
tells_its_athlete(struct pd_replay *replay)
{
        bool found = false;
        uint64_t skipped;
        struct pd_format_error error;
        struct pd_recording_ops ops = {.snapshot = has_snapshot, .input = no_snapshot, .user = &found};

        pd_replay_read(replay, &ops, &skipped, &error);
        return found;
}

static void
estimate_athlete(struct run *run, struct pd_replay *replay, const char *path)
{
        struct pd_highest highest;
        uint64_t skipped;
        struct pd_format_error error;
        struct pd_recording_ops ops = {.input = note_heart_rate, .user = &highest};
        int r;

        pd_highest_init(&highest);
        r = pd_replay_read(replay, &ops, &skipped, &error);
        pd_highest_athlete(&highest, &run->athlete);
        run->athlete.sessions_done = PD_LEARNING_SESSIONS; /* a recording is judged, whoever ran it */
        if (r < 0)
                return; /* the replay fails at the same place, and says so */
        if (highest.hr_bpm == 0)
                fprintf(stderr, "%s: no heart rate held for 30 s; thresholds unknown, effort cannot be judged\n", path);
        else
                fprintf(stderr, "%s: a runner without a name: highest plausible heart rate %d, so LT1 about %d±%d and LT2 about %d±%d "
                                "(estimated: nobody is accused inside that width)\n",
                        path, highest.hr_bpm, run->athlete.lt1_hr.value, run->athlete.lt1_hr.width, run->athlete.lt2_hr.value,
                        run->athlete.lt2_hr.width);
}

static int
compile_workout(const char *text, struct pd_workout *ret)
{
        struct pd_format_error error;
        char caret[PD_LINE_CARET_SIZE];
        const char *line;

        if (pd_workout_text_parse(text, strlen(text), ret, &error) == 0)
                return 0;
        line = pd_line_find(text, strlen(text), error.line);
        pd_line_caret(line, strlen(line), &error, caret, sizeof(caret));
        fprintf(stderr, "purposectl: the workout does not read:\n%s\n", caret);
        return -EINVAL;
}

static const struct pd_config_athlete *
find_athlete(const struct pd_config *config, const char *id)
{
        for (size_t i = 0; i < config->n_athletes; i++)
                if (id == NULL || strcmp(config->athletes[i].athlete.id, id) == 0)
                        return &config->athletes[i];
        return NULL;
}

static int
choose_athlete(const struct options *options, const struct pd_config *config, struct run *run)
{
        const struct pd_config_athlete *chosen = find_athlete(config, options->athlete);

        if (config->n_athletes == 0) {
                fprintf(stderr, "purposectl: %s has no [athlete ID] section\n", options->config);
                return -EINVAL;
        }
        if (chosen == NULL || (options->athlete == NULL && config->n_athletes > 1)) {
                fprintf(stderr, "purposectl: %s; choose with --athlete:", chosen == NULL ? "no such athlete" : "several athletes");
                for (size_t i = 0; i < config->n_athletes; i++)
                        fprintf(stderr, " %s", config->athletes[i].athlete.id);
                fputc('\n', stderr);
                return -EINVAL;
        }
        run->athlete = chosen->athlete;
        pd_athlete_estimate(&run->athlete);
        run->athlete.sessions_done = PD_LEARNING_SESSIONS;
        run->own_snapshot = true;
        if (options->workout == NULL && chosen->workout != NULL)
                return compile_workout(chosen->workout, &run->workout);
        return 0;
}

static int
configure(const struct options *options, struct run *run)
{
        static struct pd_findings findings; /* 30 KiB, once */
        struct pd_config *config = NULL;
        int r;

        pd_workout_init(&run->workout);
        if (options->workout != NULL && compile_workout(options->workout, &run->workout) < 0)
                return -EINVAL;
        if (options->config == NULL)
                return 0;
        r = pd_config_read(options->config, pd_sink_types, &findings, &config);
        pd_findings_print(&findings);
        if (r < 0)
                return r;
        r = choose_athlete(options, config, run);
        pd_config_free(config);
        return r;
}

/* ---- a file -------------------------------------------------------------- */

static const char *
open_error(int r)
{
        switch (-r) {
        case ENOTSUP:
                return "not a recording that I know, by its first bytes; purposectl replay --help lists them";
        case ENODATA:
                return "the file is empty";
        case EFBIG:
                return "larger than 1 GiB, or than 160 MiB once unpacked";
        case EBADMSG:
                return "damaged, or cut off: gzip cannot unpack it";
        default:
                return strerror(-r);
        }
}

static int
report(const char *path, int r, uint64_t skipped, const struct pd_format_error *error)
{
        if (skipped > 0)
                fprintf(stderr, "%s: skipped %llu times: time that goes back, a number that no sensor sends, or a distance, cadence "
                        "or power without a speed\n", path, (unsigned long long) skipped);
        if (r == -EBADMSG && error->line == 0)
                fprintf(stderr, "%s: byte %zu: expected %s\n", path, error->column, error->expected);
        else if (r == -EBADMSG)
                fprintf(stderr, "%s:%zu:%zu: expected %s\n", path, error->line, error->column, error->expected);
        else if (r < 0)
                fprintf(stderr, "%s: %s\n", path, strerror(-r));
        return r < 0 ? 1 : 0;
}

static int
play(struct run *run, struct pd_replay *replay, const char *path)
{
        struct pd_recording_ops ops = {.snapshot = take_snapshot, .about = take_about, .input = take_input, .user = run};
        struct pd_format_error error;
        uint64_t skipped = 0;
        int r;

        if (!run->own_snapshot && !tells_its_athlete(replay))
                estimate_athlete(run, replay, path);
        pd_workout_resolve(&run->workout, &run->athlete);
        r = pd_replay_read(replay, &ops, &skipped, &error);
        stop(run);
        fflush(stdout);
        if (run->any_run && !run->any_session)
                fprintf(stderr, "%s: no session began: by a pod that takes 30 s above 1 m/s; a strap alone begins one only where "
                                "auto_start is strap or both\n", path);
        return report(path, r, skipped, &error) != 0 || (run->passed_over && !run->any_run);
}

static int
replay_file(const struct options *options, const char *path)
{
        static struct run run; /* a message and a workout are large */
        struct pd_replay *replay;
        int r;

        run = (struct run) {.options = options, .path = path, .topics = {options->base, options->node}};
        r = configure(options, &run);
        if (r < 0)
                return 1;
        r = pd_replay_open(path, &replay);
        if (r < 0) {
                fprintf(stderr, "%s: %s\n", path, open_error(r));
                return 1;
        }
        renew_pump(&run);
        r = play(&run, replay, path);
        pd_pump_free(run.pump);
        pd_replay_free(replay);
        return r;
}

/* ---- the words ------------------------------------------------------------ */

static int
parse_speed(const char *text, double *ret)
{
        char *end;

        *ret = strtod(text, &end);
        if (*end == '\0' && *ret > 0 && isfinite(*ret))
                return 0;
        fprintf(stderr, "purposectl: --speed takes a number above 0, such as 1 or 60, not '%s'\n", text);
        return -EINVAL;
}

static int
parse_options(int argc, char **argv, struct options *ret)
{
        static const struct option known[] = {
                {"config", required_argument, NULL, 'c'}, {"athlete", required_argument, NULL, 'a'},
                {"workout", required_argument, NULL, 'w'}, {"speed", required_argument, NULL, 's'},
                {"base", required_argument, NULL, 'b'}, {"node", required_argument, NULL, 'n'},
                {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0},
        };
        const char **texts[256] = {
                ['c'] = &ret->config, ['a'] = &ret->athlete, ['w'] = &ret->workout, ['b'] = &ret->base, ['n'] = &ret->node};
        int c;

        while ((c = getopt_long(argc, argv, "h", known, NULL)) != -1) {
                if (c == 'h') {
                        print_help();
                        exit(0);
                }
                if (c == '?') { /* getopt has said what is wrong */
                        fputs("See purposectl replay --help\n", stderr);
                        return -EINVAL;
                }
                if (c == 's' && parse_speed(optarg, &ret->speed) < 0)
                        return -EINVAL;
                if (texts[c] != NULL)
                        *texts[c] = optarg;
        }
        return 0;
}

static int
refuse(const char *why)
{
        fprintf(stderr, "purposectl: %s; see purposectl replay --help\n", why);
        return -EINVAL;
}

static int
check_options(const struct options *options)
{
        static struct pd_workout workout; /* it is compiled again for each recording's athlete */
        const char *base = options->base;
        size_t length = strlen(base);

        if (!pd_id_valid(options->node))
                return refuse("--node takes 1 to 32 of a-z 0-9 _ -");
        if (length == 0 || length > PD_TOPIC_BASE_MAX || strpbrk(base, "+#") != NULL || base[0] == '/' || base[length - 1] == '/')
                return refuse("--base takes a topic of at most 64 bytes, without + and #, and without / at its ends");
        if (options->athlete != NULL && options->config == NULL)
                return refuse("--athlete chooses among those of a --config");
        return options->workout != NULL ? compile_workout(options->workout, &workout) : 0;
}

static int
run_replay(int argc, char **argv)
{
        struct options options = {.base = "purposed", .node = "replay"};
        int failed = 0;

        if (parse_options(argc, argv, &options) < 0)
                return 2;
        if (optind == argc) {
                fprintf(stderr, "purposectl: which recording? See purposectl replay --help\n");
                return 2;
        }
        if (check_options(&options) < 0)
                return 2;
        for (int i = optind; i < argc; i++)
                failed |= replay_file(&options, argv[i]);
        return failed;
}

const struct pd_ctl_verb pd_ctl_replay = {
        .name = "replay",
        .summary = "drive a recording through the coach and print what would be published",
        .run = run_replay,
};
