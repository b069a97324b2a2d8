/* SPDX-License-Identifier: MIT */
/* Runs purposed as a child (daemon_peer.h). */
#include "support/daemon_peer.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define OPTIONS_MAX 16
#define END_MS 30000

struct daemon_peer {
        pid_t pid;
        char directory[40];
        char configuration[64], run[64], state[64], log[64];
        int supervisor;
        char notify_socket[128], watchdog_usec[24];
        char *said;
};

int64_t
boottime_us(void)
{
        struct timespec now;

        clock_gettime(CLOCK_BOOTTIME, &now);
        return (int64_t) now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

struct daemon_peer *
daemon_peer_new(const char *configuration)
{
        struct daemon_peer *peer = calloc(1, sizeof(*peer));
        FILE *file;

        if (!peer)
                abort();
        peer->supervisor = -1;
        strcpy(peer->directory, "/tmp/pd-daemon-XXXXXX");
        if (!mkdtemp(peer->directory))
                abort();
        snprintf(peer->configuration, sizeof(peer->configuration), "%s/purposed.conf", peer->directory);
        snprintf(peer->run, sizeof(peer->run), "%s/run", peer->directory);
        snprintf(peer->state, sizeof(peer->state), "%s/state", peer->directory);
        snprintf(peer->log, sizeof(peer->log), "%s/log", peer->directory);
        file = fopen(peer->configuration, "we");
        if (!file || fputs(configuration, file) < 0 || fclose(file) < 0 || mkdir(peer->run, 0700) < 0 || mkdir(peer->state, 0700) < 0)
                abort();
        return peer;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *place)
{
        (void) st, (void) kind, (void) place;
        return remove(path);
}

struct daemon_peer *
daemon_peer_free(struct daemon_peer *peer)
{
        if (!peer)
                return NULL;
        if (peer->pid > 0)
                daemon_peer_end(peer, SIGKILL);
        if (getenv("PD_DAEMON_SAID"))
                fputs(daemon_peer_said(peer), stderr);
        if (!getenv("PD_DAEMON_KEEP"))
                nftw(peer->directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
        if (peer->supervisor >= 0)
                close(peer->supervisor);
        free(peer->said);
        free(peer);
        return NULL;
}

/* No environment of the test's own supervisor reaches it. */
static void
become_daemon(const struct daemon_peer *peer, const char *const *options, pid_t parent)
{
        const char *argv[OPTIONS_MAX + 8] = {
                PD_DAEMON, "--config", peer->configuration, "--run-dir", peer->run, "--state-dir", peer->state};
        int fd = open(peer->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        sigset_t none;

        for (size_t i = 0; options[i] && i < OPTIONS_MAX; i++)
                argv[7 + i] = options[i];
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        if (getppid() != parent || dup2(fd, STDOUT_FILENO) < 0 || dup2(fd, STDERR_FILENO) < 0)
                _exit(127);
        unsetenv("JOURNAL_STREAM");
        unsetenv("NOTIFY_SOCKET");
        unsetenv("WATCHDOG_PID");
        unsetenv("WATCHDOG_USEC");
        if (peer->supervisor >= 0) {
                setenv("NOTIFY_SOCKET", peer->notify_socket, 1);
                setenv("WATCHDOG_USEC", peer->watchdog_usec, 1);
        }
        execv(PD_DAEMON, (char *const *) argv);
        _exit(127);
}

void
daemon_peer_start(struct daemon_peer *peer, const char *const *options)
{
        pid_t parent = getpid();

        if (peer->pid > 0)
                abort();
        peer->pid = fork();
        if (peer->pid == 0)
                become_daemon(peer, options, parent);
        if (peer->pid < 0)
                abort();
}

int
daemon_peer_end(struct daemon_peer *peer, int signal)
{
        struct pollfd end = {.fd = (int) syscall(SYS_pidfd_open, peer->pid, 0), .events = POLLIN};
        bool late;
        int status;

        if (end.fd < 0)
                abort();
        if (signal != 0)
                kill(peer->pid, signal);
        late = poll(&end, 1, END_MS) == 0;
        close(end.fd);
        if (late)
                kill(peer->pid, SIGKILL);
        while (waitpid(peer->pid, &status, 0) < 0 && errno == EINTR)
                ;
        peer->pid = 0;
        if (late)
                return -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

pid_t
daemon_peer_pid(const struct daemon_peer *peer)
{
        return peer->pid;
}

const char *
daemon_peer_configuration(const struct daemon_peer *peer)
{
        return peer->configuration;
}

const char *
daemon_peer_directory(const struct daemon_peer *peer)
{
        return peer->directory;
}

/* The whole file, or NULL; to be freed. */
static char *
read_file(const char *path)
{
        FILE *file = fopen(path, "re");
        char *bytes = NULL;
        size_t size = 0;

        if (!file)
                return NULL;
        if (getdelim(&bytes, &size, '\0', file) < 0) {
                free(bytes);
                bytes = strdup("");
        }
        fclose(file);
        return bytes;
}

const char *
daemon_peer_said(struct daemon_peer *peer)
{
        free(peer->said);
        peer->said = read_file(peer->log);
        return peer->said ? peer->said : "";
}

int
daemon_peer_supervise(struct daemon_peer *peer, const char *watchdog_usec)
{
        /* An abstract name of the kernel's choice: nothing to remove. */
        struct sockaddr_un address = {.sun_family = AF_UNIX};
        socklen_t size = sizeof(sa_family_t);

        peer->supervisor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (peer->supervisor < 0 || bind(peer->supervisor, (struct sockaddr *) &address, size) < 0)
                abort();
        size = sizeof(address);
        if (getsockname(peer->supervisor, (struct sockaddr *) &address, &size) < 0)
                abort();
        snprintf(peer->notify_socket, sizeof(peer->notify_socket), "@%.*s", (int) (size - sizeof(sa_family_t) - 1), address.sun_path + 1);
        snprintf(peer->watchdog_usec, sizeof(peer->watchdog_usec), "%s", watchdog_usec);
        return peer->supervisor;
}

char *
daemon_peer_trace(const struct daemon_peer *peer, const char *athlete, const char *session, char *ret_path, size_t path_size)
{
        snprintf(ret_path, path_size, "%s/traces/%s/%s.trace", peer->state, athlete, session);
        return read_file(ret_path);
}
