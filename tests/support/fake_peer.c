/* SPDX-License-Identifier: MIT */
/* Runs fake-bluez as a child and reads what it says (fake_peer.h). */
#include "support/fake_peer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define OPTIONS_MAX 16
#define SAID_MAX 65536
#define WAIT_MS 30000

struct pd_fake_peer {
        pid_t pid;
        int in, out;
        char said[SAID_MAX]; /* lines that nobody has waited for */
        size_t n_said;
};

static void
become_fake(const char *bus_address, const char *const *options, pid_t parent, int in, int out)
{
        const char *argv[OPTIONS_MAX + 4] = {PD_FAKE_BLUEZ, "--address", bus_address};

        for (size_t i = 0; options[i] && i < OPTIONS_MAX; i++)
                argv[3 + i] = options[i];
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent || dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0)
                _exit(EXIT_FAILURE);
        execv(PD_FAKE_BLUEZ, (char *const *) argv);
        _exit(EXIT_FAILURE);
}

int
pd_fake_peer_new(const char *bus_address, const char *const *options, struct pd_fake_peer **ret)
{
        struct pd_fake_peer *peer = calloc(1, sizeof(*peer));
        pid_t parent = getpid();
        int in[2], out[2];

        if (!peer || pipe2(in, O_CLOEXEC) < 0 || pipe2(out, O_CLOEXEC) < 0) {
                free(peer);
                return -ENOMEM;
        }
        peer->pid = fork();
        if (peer->pid == 0)
                become_fake(bus_address, options, parent, in[0], out[1]);
        close(in[0]);
        close(out[1]);
        peer->in = in[1];
        peer->out = out[0];
        if (peer->pid < 0 || !pd_fake_peer_wait(peer, "ready")) {
                pd_fake_peer_free(peer);
                return -ECHILD;
        }
        *ret = peer;
        return 0;
}

struct pd_fake_peer *
pd_fake_peer_free(struct pd_fake_peer *peer)
{
        if (!peer)
                return NULL;
        if (peer->pid > 0) {
                kill(peer->pid, SIGKILL);
                while (waitpid(peer->pid, NULL, 0) < 0 && errno == EINTR)
                        ;
        }
        close(peer->in);
        close(peer->out);
        free(peer);
        return NULL;
}

/* Takes a whole line that begins with WORD out of what was said. */
static bool
take(struct pd_fake_peer *peer, const char *word)
{
        size_t length = strlen(word);
        size_t start = 0;

        for (;;) {
                char *newline = memchr(peer->said + start, '\n', peer->n_said - start);
                if (!newline)
                        return false;
                size_t next = (size_t) (newline - peer->said) + 1;
                if (next - start >= length && strncmp(peer->said + start, word, length) == 0) {
                        memmove(peer->said + start, peer->said + next, peer->n_said - next);
                        peer->n_said -= next - start;
                        return true;
                }
                start = next;
        }
}

static int64_t
now_ms(void)
{
        struct timespec now;

        clock_gettime(CLOCK_MONOTONIC, &now);
        return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* False: it says nothing until the deadline, or never again. */
static bool
listen_until(struct pd_fake_peer *peer, int64_t deadline_ms)
{
        struct pollfd fd = {.fd = peer->out, .events = POLLIN};
        int64_t left = deadline_ms - now_ms();

        if (left <= 0 || poll(&fd, 1, (int) left) <= 0)
                return false;
        ssize_t n = read(peer->out, peer->said + peer->n_said, sizeof(peer->said) - peer->n_said);
        if (n <= 0)
                return false;
        peer->n_said += (size_t) n;
        return true;
}

bool
pd_fake_peer_wait(struct pd_fake_peer *peer, const char *word)
{
        int64_t deadline = now_ms() + WAIT_MS;

        while (!take(peer, word))
                if (!listen_until(peer, deadline))
                        return false;
        return true;
}

bool
pd_fake_peer_command(struct pd_fake_peer *peer, const char *line)
{
        char done[1100], refused[1100];
        int64_t deadline = now_ms() + WAIT_MS;

        if (dprintf(peer->in, "%s\n", line) < 0)
                return false;
        snprintf(done, sizeof(done), "done %s\n", line);
        snprintf(refused, sizeof(refused), "refused %s\n", line);
        while (!take(peer, done))
                if (take(peer, refused) || !listen_until(peer, deadline))
                        return false;
        return true;
}
