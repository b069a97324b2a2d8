/* SPDX-License-Identifier: MIT */
/* Spawns mosquitto and watches over it; it dies with the test. */
#include "support/broker.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define START_TRIES 2000 /* of 5 ms: a busy machine may take its time */

struct broker {
        pid_t pid; /* 0: not running */
        uint16_t port;
        char directory[32];
        char file[64], log[64];
};

static struct sockaddr_in
loopback(uint16_t port)
{
        return (struct sockaddr_in) { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

uint16_t
free_port(void)
{
        struct sockaddr_in address = loopback(0);
        socklen_t size = sizeof(address);
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

        if (bind(fd, (struct sockaddr *) &address, size) < 0 || getsockname(fd, (struct sockaddr *) &address, &size) < 0)
                abort();
        close(fd);
        return ntohs(address.sin_port);
}

static int
accepts(uint16_t port)
{
        struct sockaddr_in address = loopback(port);
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        int r = connect(fd, (struct sockaddr *) &address, sizeof(address));

        close(fd);
        return r == 0;
}

static void
run_mosquitto(const struct broker *broker)
{
        int fd = open(broker->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        sigset_t none;

        prctl(PR_SET_PDEATHSIG, SIGKILL);
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        dup2(fd, STDOUT_FILENO);
        dup2(fd, STDERR_FILENO);
        execl("/usr/sbin/mosquitto", "mosquitto", "-c", broker->file, (char *) NULL);
        execlp("mosquitto", "mosquitto", "-c", broker->file, (char *) NULL);
        _exit(127);
}

static void
print_log(const struct broker *broker)
{
        char line[256];
        FILE *f = fopen(broker->log, "re");

        while (f && fgets(line, sizeof(line), f))
                fprintf(stderr, "mosquitto: %s", line);
        if (f)
                fclose(f);
}

/* Until it has ended, or for so long: it opens its port in between. */
static void
wait_for_end(pid_t pid, int milliseconds)
{
        struct pollfd end = { .fd = (int) syscall(SYS_pidfd_open, pid, 0), .events = POLLIN };

        if (end.fd < 0)
                abort();
        poll(&end, 1, milliseconds);
        close(end.fd);
}

int
broker_start(struct broker *broker)
{
        broker->pid = fork();
        if (broker->pid == 0)
                run_mosquitto(broker);
        for (int i = 0; broker->pid > 0 && i < START_TRIES; i++) {
                int status;

                if (waitpid(broker->pid, &status, WNOHANG) == broker->pid) {
                        broker->pid = 0;
                        break;
                }
                if (accepts(broker->port))
                        return 0;
                wait_for_end(broker->pid, 5);
        }
        print_log(broker);
        return -1;
}

/* Its files, but for what it is told. */
static struct broker *
make_place(uint16_t port)
{
        struct broker *broker = calloc(1, sizeof(*broker));

        if (!broker)
                return NULL;
        strcpy(broker->directory, "/tmp/pd-broker-XXXXXX");
        if (!mkdtemp(broker->directory)) {
                free(broker);
                return NULL;
        }
        broker->port = port;
        snprintf(broker->file, sizeof(broker->file), "%s/mosquitto.conf", broker->directory);
        snprintf(broker->log, sizeof(broker->log), "%s/log", broker->directory);
        return broker;
}

struct broker *
broker_new_as(uint16_t port, const char *configuration)
{
        struct broker *broker = make_place(port);
        FILE *f;

        if (!broker)
                return NULL;
        f = fopen(broker->file, "we");
        if (!f)
                abort();
        /* Started as root it would become another user, and the kernel forgets at that who is to die with the test (prctl(2)). */
        fprintf(f, "user root\nlog_dest stderr\nlog_type all\n%s\n", configuration);
        fclose(f);
        return broker_start(broker) < 0 ? broker_free(broker) : broker;
}

struct broker *
broker_new(const char *configuration)
{
        uint16_t port = free_port();
        char *lines = NULL;
        struct broker *broker;

        if (asprintf(&lines, "listener %u 127.0.0.1\npersistence false\n%s", port,
                     configuration ? configuration : "allow_anonymous true") < 0)
                abort();
        broker = broker_new_as(port, lines);
        free(lines);
        return broker;
}

void
broker_stop(struct broker *broker, int signal)
{
        if (broker->pid <= 0)
                return;
        kill(broker->pid, signal);
        kill(broker->pid, SIGCONT);
        waitpid(broker->pid, NULL, 0);
        broker->pid = 0;
}

void
broker_freeze(struct broker *broker)
{
        int status;

        kill(broker->pid, SIGSTOP);
        waitpid(broker->pid, &status, WUNTRACED);
}

struct broker *
broker_free(struct broker *broker)
{
        if (!broker)
                return NULL;
        broker_stop(broker, SIGTERM);
        unlink(broker->file);
        unlink(broker->log);
        if (rmdir(broker->directory) < 0)
                fprintf(stderr, "%s: %s\n", broker->directory, strerror(errno));
        free(broker);
        return NULL;
}

uint16_t
broker_port(const struct broker *broker)
{
        return broker->port;
}

const char *
broker_directory(const struct broker *broker)
{
        return broker->directory;
}
