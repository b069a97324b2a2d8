/* SPDX-License-Identifier: MIT */
/*
 * purposectl watch: hears what the daemon says (control/control.h) and shows
 * the last word on everything, or, into a pipe, one line after the other.
 */
#include "ctl/call.h"
#include "ctl/ctl.h"
#include "ctl/picture.h"
#include "ctl/terminal.h"
#include "ctl/watched.h"

#include "control/control.h"

#include "purposed/pump.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-event.h>
#include <time.h>
#include <unistd.h>

#define RENEW_EVERY 20 /* s; a third of the lease */
#define LINE_EVERY 10  /* s of a session from line to line */
#define WHY_SIZE 512

struct watch {
        const char *athlete, *bus_address; /* as asked for; NULL */
        bool on_terminal, colour, utf8;
        sd_event *loop;
        sd_bus *bus;
        char daemon[64];    /* unique name of the one we listen to; "" while there is none */
        sd_bus_slot *renewal;
        int seconds;        /* since the last renewal */
        bool dirty;         /* what is shown is not what is known */
        bool chosen;        /* by a person; else whoever runs is shown */
        char trouble[WHY_SIZE];
        struct pd_terminal terminal;
        size_t n, shown;
        struct pd_watched athletes[PD_ATHLETES_MAX];
        int64_t line_t_s[PD_ATHLETES_MAX]; /* of the last line */
        char line_state[PD_ATHLETES_MAX][PD_WATCHED_WORD_SIZE];
        struct pd_picture picture;
};

static pd_usec
now_of(const struct watch *watch)
{
        uint64_t now;

        return sd_event_now(watch->loop, CLOCK_MONOTONIC, &now) < 0 ? 0 : (pd_usec) now;
}

/* ---- into a pipe ------------------------------------------------------------------ */

static void
print_live(struct watch *watch, size_t i)
{
        const struct pd_watched *watched = &watch->athletes[i];
        char line[256];

        if (watched->t_s == PD_UNKNOWN)
                return;
        if (watched->t_s - watch->line_t_s[i] < LINE_EVERY && watched->t_s >= watch->line_t_s[i]
                && strcmp(watched->target_state, watch->line_state[i]) == 0)
                return;
        watch->line_t_s[i] = watched->t_s;
        memcpy(watch->line_state[i], watched->target_state, sizeof(watch->line_state[i]));
        pd_picture_line(watched, line, sizeof(line));
        printf("%s %s\n", watched->id, line);
}

static void
print_event(struct watch *watch, size_t i, const char *kind)
{
        const struct pd_watched *watched = &watch->athletes[i];

        if (strcmp(kind, "live") == 0)
                print_live(watch, i);
        else if (strcmp(kind, "session") == 0)
                printf("%s -- %s\n", watched->id, watched->state);
        else if (strcmp(kind, "alert") == 0)
                printf("%s \"%s\" %s\n", watched->id, watched->say, watched->message);
        else if (strcmp(kind, "summary") == 0 && watched->summary.sentence[0] != '\0')
                printf("%s == %s\n", watched->id, watched->summary.sentence);
        if (fflush(stdout) < 0)
                sd_event_exit(watch->loop, 1);
}

/* Whoever reads it may go while nothing is said, as `grep -m1` does. */
static int
on_unread(sd_event_source *source, int fd, uint32_t events, void *user)
{
        struct watch *watch = user;

        (void) source, (void) fd, (void) events;
        return sd_event_exit(watch->loop, 0);
}

/* The end of a pipe is told without being asked for (epoll_ctl(2)); a file has none. */
static int
await_unread(struct watch *watch)
{
        int r = sd_event_add_io(watch->loop, NULL, STDOUT_FILENO, 0, on_unread, watch);

        return r == -EPERM ? 0 : r;
}

/* ---- what the daemon says ------------------------------------------------------------ */

/* Their number if there is no more room. */
static size_t
index_of(struct watch *watch, const char *athlete)
{
        for (size_t i = 0; i < watch->n; i++)
                if (strcmp(watch->athletes[i].id, athlete) == 0)
                        return i;
        if (watch->n == PD_ATHLETES_MAX || (watch->athlete != NULL && strcmp(watch->athlete, athlete) != 0))
                return watch->n;
        pd_watched_init(&watch->athletes[watch->n], athlete);
        watch->line_t_s[watch->n] = 0;
        return watch->n++;
}

static int
on_event(sd_bus_message *message, void *user, sd_bus_error *error)
{
        struct watch *watch = user;
        const char *kind, *athlete, *json, *sender = sd_bus_message_get_sender(message);
        size_t i;

        (void) error;
        if (sender == NULL || strcmp(sender, watch->daemon) != 0) /* the bus lets anybody send signals to us */
                return 0;
        if (sd_bus_message_read(message, "sss", &kind, &athlete, &json) < 0 || athlete[0] == '\0')
                return 0;
        i = index_of(watch, athlete);
        if (i == watch->n)
                return 0;
        pd_watched_hear(&watch->athletes[i], kind, json, now_of(watch));
        if (!watch->chosen && pd_watched_runs(&watch->athletes[i]) && !pd_watched_runs(&watch->athletes[watch->shown]))
                watch->shown = i;
        watch->dirty = true;
        if (!watch->on_terminal)
                print_event(watch, i, kind);
        return 0;
}

static void
note_daemon(struct watch *watch, sd_bus_message *reply)
{
        const char *sender = sd_bus_message_get_sender(reply);

        snprintf(watch->daemon, sizeof(watch->daemon), "%s", sender != NULL ? sender : "");
        watch->trouble[0] = '\0';
        watch->dirty = true;
}

static int
on_renewed(sd_bus_message *reply, void *user, sd_bus_error *error)
{
        struct watch *watch = user;

        (void) error;
        watch->renewal = sd_bus_slot_unref(watch->renewal);
        if (!sd_bus_message_is_method_error(reply, NULL)) {
                note_daemon(watch, reply);
                return 0;
        }
        pd_ctl_explain(sd_bus_message_get_error(reply), -sd_bus_message_get_errno(reply), watch->trouble, sizeof(watch->trouble));
        watch->trouble[strcspn(watch->trouble, ".\n")] = '\0'; /* on one line */
        watch->dirty = true;
        return 0;
}

static void
renew(struct watch *watch)
{
        watch->seconds = 0;
        watch->renewal = sd_bus_slot_unref(watch->renewal);
        if (sd_bus_call_method_async(watch->bus, &watch->renewal, PD_CONTROL_NAME, PD_CONTROL_PATH, PD_CONTROL_INTERFACE, "Listen",
                    on_renewed, watch, "") < 0)
                sd_event_exit(watch->loop, 1);
}

static int
on_owner(sd_bus_message *message, void *user, sd_bus_error *error)
{
        struct watch *watch = user;
        const char *name, *before, *after;

        (void) error;
        if (sd_bus_message_read(message, "sss", &name, &before, &after) < 0 || strcmp(name, PD_CONTROL_NAME) != 0)
                return 0;
        watch->daemon[0] = '\0';
        if (after[0] != '\0')
                renew(watch);
        else
                snprintf(watch->trouble, sizeof(watch->trouble), "the daemon has stopped; waiting for it");
        if (after[0] == '\0' && !watch->on_terminal)
                fprintf(stderr, "purposectl: %s\n", watch->trouble);
        watch->dirty = true;
        return 0;
}

static int
on_lost(sd_bus_message *message, void *user, sd_bus_error *error)
{
        struct watch *watch = user;

        (void) message;
        (void) error;
        pd_terminal_leave(&watch->terminal);
        fputs("purposectl: the connection to the bus is lost\n", stderr);
        return sd_event_exit(watch->loop, 1);
}

/* ---- what a person does ---------------------------------------------------------------- */

static size_t
next_of(const struct watch *watch)
{
        return watch->n > 0 ? (watch->shown + 1) % watch->n : 0;
}

static int
on_keys(sd_event_source *source, int fd, uint32_t events, void *user)
{
        struct watch *watch = user;
        char keys[16];
        ssize_t n = read(fd, keys, sizeof(keys));

        (void) events;
        if (n <= 0) /* nobody types any more */
                return sd_event_source_set_enabled(source, SD_EVENT_OFF);
        for (ssize_t i = 0; i < n; i++) {
                if (keys[i] == 'q' || keys[i] == 'Q')
                        return sd_event_exit(watch->loop, 0);
                if (keys[i] == '\t' || keys[i] == 'n') {
                        watch->shown = next_of(watch);
                        watch->chosen = true;
                        watch->dirty = true;
                }
        }
        return 0;
}

static int
on_signal(sd_event_source *source, const struct signalfd_siginfo *info, void *user)
{
        struct watch *watch = user;

        (void) source;
        switch (info->ssi_signo) {
        case SIGWINCH:
                break;
        case SIGTSTP:
                pd_terminal_leave(&watch->terminal);
                raise(SIGSTOP);
                break;
        case SIGCONT:
                if (watch->on_terminal)
                        pd_terminal_enter(&watch->terminal);
                break;
        default:
                return sd_event_exit(watch->loop, 0);
        }
        watch->dirty = true;
        return 0;
}

static int
on_second(sd_event_source *source, uint64_t usec, void *user)
{
        struct watch *watch = user;

        (void) usec;
        if (++watch->seconds >= RENEW_EVERY)
                renew(watch);
        watch->dirty = true; /* what was said has become older */
        if (sd_event_source_set_time(source, (uint64_t) (now_of(watch) + PD_SEC)) < 0)
                return -EIO;
        return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

/* ---- the picture -------------------------------------------------------------------------- */

static int
on_turned(sd_event_source *source, void *user)
{
        struct watch *watch = user;
        struct pd_picture_frame frame = {
                .colour = watch->colour,
                .utf8 = watch->utf8,
                .now = now_of(watch),
                .index = watch->shown,
                .n = watch->n,
                .next = watch->n > 1 ? watch->athletes[next_of(watch)].id : NULL,
                .trouble = watch->trouble[0] != '\0' ? watch->trouble : NULL,
        };

        (void) source;
        if (!watch->dirty || !watch->terminal.entered)
                return 0;
        watch->dirty = false;
        pd_terminal_size(&frame.width, &frame.height);
        pd_picture_draw(&watch->athletes[watch->shown], &frame, &watch->picture);
        pd_terminal_show(&watch->picture);
        return 0;
}

/* ---- beginning ------------------------------------------------------------------------------- */

static int
catch_signals(struct watch *watch)
{
        static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
        sigset_t set;
        int r = 0;

        sigemptyset(&set);
        for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
                sigaddset(&set, signals[i]);
        if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
                return -errno;
        for (size_t i = 0; r >= 0 && i < sizeof(signals) / sizeof(signals[0]); i++)
                r = sd_event_add_signal(watch->loop, NULL, signals[i], on_signal, watch);
        return r;
}

static int
prepare(struct watch *watch)
{
        uint64_t now;
        int r = sd_event_new(&watch->loop);

        if (r >= 0)
                r = catch_signals(watch);
        if (r >= 0)
                r = sd_event_now(watch->loop, CLOCK_MONOTONIC, &now);
        if (r >= 0)
                r = sd_event_add_time(watch->loop, NULL, CLOCK_MONOTONIC, now + (uint64_t) PD_SEC, 1, on_second, watch);
        if (r >= 0)
                r = sd_event_add_post(watch->loop, NULL, on_turned, watch);
        if (r >= 0 && !watch->on_terminal)
                r = await_unread(watch);
        if (r >= 0 && watch->on_terminal && isatty(STDIN_FILENO))
                r = sd_event_add_io(watch->loop, NULL, STDIN_FILENO, EPOLLIN, on_keys, watch);
        if (r >= 0)
                r = sd_bus_match_signal(watch->bus, NULL, NULL, PD_CONTROL_PATH, PD_CONTROL_INTERFACE, "Event", on_event, watch);
        if (r >= 0)
                r = sd_bus_match_signal(watch->bus, NULL, "org.freedesktop.DBus.Local", NULL, "org.freedesktop.DBus.Local", "Disconnected",
                        on_lost, watch);
        if (r >= 0)
                r = sd_bus_add_match(watch->bus, NULL,
                        "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',member='NameOwnerChanged',"
                        "arg0='" PD_CONTROL_NAME "'",
                        on_owner, watch);
        return r < 0 ? r : sd_bus_attach_event(watch->bus, watch->loop, SD_EVENT_PRIORITY_NORMAL);
}

/* The athlete must be known, and the daemon must let us listen: said before
 * the screen is ours. The exit status. */
static int
begin(struct watch *watch)
{
        sd_bus_error error = SD_BUS_ERROR_NULL;
        sd_bus_message *reply = NULL;
        const char *text = "";
        char why[WHY_SIZE];
        int32_t result = 0;
        int r = 0;

        if (watch->athlete != NULL)
                r = sd_bus_call_method(watch->bus, PD_CONTROL_NAME, PD_CONTROL_PATH, PD_CONTROL_INTERFACE, "Order", &error, &reply, "ssas",
                        watch->athlete, "status", 0);
        if (r >= 0 && reply != NULL)
                r = sd_bus_message_read(reply, "is", &result, &text);
        if (r >= 0 && result < 0)
                fprintf(stderr, "%s\n", text);
        reply = sd_bus_message_unref(reply);
        if (r >= 0 && result >= 0)
                r = sd_bus_call_method(watch->bus, PD_CONTROL_NAME, PD_CONTROL_PATH, PD_CONTROL_INTERFACE, "Listen", &error, &reply, "");
        if (reply != NULL)
                note_daemon(watch, reply);
        if (r < 0) {
                pd_ctl_explain(&error, r, why, sizeof(why));
                fprintf(stderr, "purposectl: %s\n", why);
        }
        sd_bus_message_unref(reply);
        sd_bus_error_free(&error);
        return r < 0 || result < 0 ? 1 : 0;
}

static void
print_help(void)
{
        puts("purposectl watch [OPTIONS]\n"
             "\n"
             "Shows the run as it goes: heart rate, pace and distance, how hard it is and\n"
             "what is asked, the step and what is left of it, and what was said last. Into\n"
             "a pipe: a line every ten seconds, and whatever is said.\n"
             "\n"
             "  --athlete ID   who; by default whoever runs\n"
             "  --bus ADDRESS  another D-Bus than the system's\n"
             "  --help         this\n"
             "\n"
             "Keys: q ends it, Tab goes on to the next athlete. No colour with NO_COLOR set.");
}

/* 0; 1: the help has been printed; -EINVAL. */
static int
parse(int argc, char **argv, struct watch *watch)
{
        static const struct option known[] = {
                {"athlete", required_argument, NULL, 'a'}, {"bus", required_argument, NULL, 'b'}, {"help", no_argument, NULL, 'h'},
                {NULL, 0, NULL, 0},
        };
        int c;

        optind = 1;
        while ((c = getopt_long(argc, argv, "h", known, NULL)) != -1) {
                if (c == 'h') {
                        print_help();
                        return 1;
                }
                if (c == 'a')
                        watch->athlete = optarg;
                else if (c == 'b')
                        watch->bus_address = optarg;
                else
                        return -EINVAL;
        }
        if (optind == argc)
                return 0;
        fprintf(stderr, "purposectl: watch takes only options, and not '%s'\n", argv[optind]);
        return -EINVAL;
}

static int
watch_all(struct watch *watch)
{
        int status = 1, r;

        if (pd_ctl_connect(watch->bus_address, &watch->bus) < 0)
                return status;
        watch->on_terminal = pd_terminal_here();
        watch->colour = pd_terminal_has_colour();
        watch->utf8 = pd_terminal_has_utf8();
        pd_watched_init(&watch->athletes[0], watch->athlete != NULL ? watch->athlete : "");
        r = prepare(watch);
        if (r < 0)
                fprintf(stderr, "purposectl: %s\n", strerror(-r));
        else
                status = begin(watch);
        if (status == 0) {
                if (watch->on_terminal)
                        pd_terminal_enter(&watch->terminal);
                watch->dirty = true;
                status = sd_event_loop(watch->loop);
                pd_terminal_leave(&watch->terminal);
        }
        sd_bus_slot_unref(watch->renewal);
        sd_bus_flush_close_unref(watch->bus);
        sd_event_unref(watch->loop);
        return status < 0 ? 1 : status;
}

static int
run(int argc, char **argv)
{
        static struct watch watch; /* 200 KiB */
        int r = parse(argc, argv, &watch);

        if (r < 0)
                fputs("See purposectl watch --help\n", stderr);
        if (r != 0)
                return r > 0 ? 0 : 2;
        return watch_all(&watch);
}

const struct pd_ctl_verb pd_ctl_watch = {"watch", "the run as it goes, live", run};
