/* SPDX-License-Identifier: MIT */
/*
 * machine-sensor strap|pod|guest N CONTROL: a sensor on the controller hciN. It
 * stands still until told to run; what it may be told stands in CONTROL, a
 * FIFO that it makes, a line each:
 *
 *   run FILE     the story (fakes/run_script.h), from its first second on
 *   drop         the link is lost; it can be made again at once
 *   away, back   out of reach, and there again
 *   again        hangs up, listens and advertises anew: bluetoothd switches off what it finds when it starts
 *   forget       no longer knows that it was asked to notify; the link stands
 *   burst N      the last frame N times at once
 *   send [HEX]   a frame of these bytes, or of none
 *
 * Each is answered on stdout with "done LINE" or "refused LINE"; and "linked
 * ADDRESS", "subscribed", "unlinked" when that comes to pass.
 */
#include "fakes/run_file.h"
#include "fakes/virtual_athlete.h"
#include "machine/attributes.h"
#include "machine/controller.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LINE_MAX_BYTES 256
#define STANDING "body dead 5 up 39 down 73 line 152 24 2.90 drift 0 rest 52 max 186\n0:00 stand\n24:00:00 end\n"

enum { NOTIFICATION = 0x1b }; /* Handle Value Notification */

struct kind {
        enum pd_virtual_sensor sensor;
        const char *word, *name, *model, *serial;
        uint16_t service, measurement;
};

static const struct kind kinds[] = {
        {PD_VIRTUAL_STRAP, "strap", "Machine Strap", "Strap", "S-0001", 0x180d, 0x2a37},
        {PD_VIRTUAL_POD, "pod", "Machine Pod", "Pod", "P-0001", 0x1814, 0x2a53},
        {PD_VIRTUAL_STRAP, "guest", "Machine Guest", "Guest", "S-0002", 0x180d, 0x2a37}, /* a strap that is nobody's */
};

struct sensor {
        const struct kind *kind;
        struct pd_controller controller;
        struct pd_attributes attributes;
        uint16_t measurement; /* its handle */
        int listener, link, control; /* -1: none */
        uint8_t peer[6];
        struct pd_virtual_athlete *athlete;
        int64_t began_ms;
        struct pd_virtual_slot slot; /* the next one, if there is one */
        bool running, subscribed;
        uint8_t frame[PD_VIRTUAL_FRAME_BYTES_MAX]; /* the last one */
        size_t frame_size;
        char line[LINE_MAX_BYTES];
        size_t line_size;
};

static int64_t
now_ms(void)
{
        struct timespec now;

        clock_gettime(CLOCK_MONOTONIC, &now);
        return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
build_attributes(struct sensor *self)
{
        struct pd_attributes *table = &self->attributes;
        const struct kind *kind = self->kind;
        const uint8_t battery = 87;

        pd_attributes_init(table);
        pd_attributes_add_service(table, 0x1800);
        pd_attributes_add(table, 0x2a00, PD_ATTRIBUTE_READ, kind->name, strlen(kind->name));
        pd_attributes_add(table, 0x2a01, PD_ATTRIBUTE_READ, "\0", 2); /* appearance: unknown */
        pd_attributes_add_service(table, 0x1801);
        pd_attributes_add_service(table, 0x180a);
        pd_attributes_add(table, 0x2a29, PD_ATTRIBUTE_READ, "Machine", 7);
        pd_attributes_add(table, 0x2a24, PD_ATTRIBUTE_READ, kind->model, strlen(kind->model));
        pd_attributes_add(table, 0x2a25, PD_ATTRIBUTE_READ, kind->serial, strlen(kind->serial));
        pd_attributes_add(table, 0x2a26, PD_ATTRIBUTE_READ, "1.0.0", 5);
        pd_attributes_add_service(table, 0x180f);
        pd_attributes_add(table, 0x2a19, PD_ATTRIBUTE_READ | PD_ATTRIBUTE_NOTIFY, &battery, 1);
        pd_attributes_add_service(table, kind->service);
        self->measurement = pd_attributes_add(table, kind->measurement, PD_ATTRIBUTE_NOTIFY, NULL, 0);
        if (kind->sensor == PD_VIRTUAL_STRAP) {
                pd_attributes_add(table, 0x2a38, PD_ATTRIBUTE_READ, "\1", 1); /* chest */
        } else {
                pd_attributes_add(table, 0x2a54, PD_ATTRIBUTE_READ, "\7", 2); /* stride, distance, walking or running */
                pd_attributes_add(table, 0x2a5d, PD_ATTRIBUTE_READ, "\1", 1); /* top of shoe */
        }
}

/* The next frame that is this sensor's. */
static void
advance(struct sensor *self)
{
        do
                self->running = pd_virtual_athlete_next(self->athlete, &self->slot);
        while (self->running && (self->slot.sensor != self->kind->sensor || self->slot.length == 0));
}

static int
begin_story(struct sensor *self, const struct pd_run_script *script)
{
        struct pd_virtual_athlete *athlete = pd_virtual_athlete_new(script, NULL, 0);

        if (!athlete)
                return -ENOMEM;
        pd_virtual_athlete_free(self->athlete);
        self->athlete = athlete;
        self->began_ms = now_ms();
        advance(self);
        return 0;
}

static int
stand(struct sensor *self)
{
        static struct pd_run_script script;
        struct pd_run_error error;
        int r = pd_run_script_parse(STANDING, strlen(STANDING), &script, &error);

        return r < 0 ? r : begin_story(self, &script);
}

static int
run(struct sensor *self, const char *path)
{
        static struct pd_run_script script;
        int r = pd_run_file_read(path, &script);

        return r < 0 ? r : begin_story(self, &script);
}

static void
unlink_from(struct sensor *self)
{
        if (self->link < 0)
                return;
        close(self->link);
        self->link = -1;
        self->subscribed = false;
        pd_attributes_unlink(&self->attributes);
        puts("unlinked");
}

static int
notify(struct sensor *self, const uint8_t *bytes, size_t size)
{
        uint8_t packet[PD_ATT_MTU_MOST] = {NOTIFICATION, (uint8_t) self->measurement, (uint8_t) (self->measurement >> 8)};

        if (!self->subscribed)
                return -ENOTCONN;
        memcpy(packet + 3, bytes, size);
        return send(self->link, packet, 3 + size, MSG_NOSIGNAL) < 0 ? -errno : 0;
}

static void
send_frame(struct sensor *self)
{
        self->frame_size = self->slot.length;
        memcpy(self->frame, self->slot.bytes, self->frame_size);
        (void) notify(self, self->frame, self->frame_size); /* into the air: nobody may listen */
}

/* One at a time: who calls while a link stands has lost it. */
static void
accept_link(struct sensor *self)
{
        uint8_t peer[6];
        int fd = pd_controller_accept(self->listener, peer);

        if (fd < 0)
                return;
        unlink_from(self);
        self->link = fd;
        memcpy(self->peer, peer, sizeof(peer));
        printf("linked %02X:%02X:%02X:%02X:%02X:%02X\n", peer[5], peer[4], peer[3], peer[2], peer[1], peer[0]);
}

static void
answer_link(struct sensor *self)
{
        uint8_t request[PD_ATT_MTU_MOST], answer[PD_ATT_MTU_MOST];
        ssize_t n = recv(self->link, request, sizeof(request), 0);

        if (n <= 0) {
                unlink_from(self);
                return;
        }
        size_t size = pd_attributes_answer(&self->attributes, request, (size_t) n, answer);
        if (size > 0 && send(self->link, answer, size, MSG_NOSIGNAL) < 0)
                return; /* the end of the link will be read next */
        bool subscribed = pd_attributes_subscribed(&self->attributes, self->measurement);
        if (subscribed != self->subscribed)
                puts(subscribed ? "subscribed" : "unsubscribed");
        self->subscribed = subscribed;
}

static int
drop(struct sensor *self)
{
        return self->link < 0 ? -ENOTCONN : pd_controller_hang_up(&self->controller, self->peer);
}

static int
be_away(struct sensor *self)
{
        int r = pd_controller_hush(&self->controller);

        return self->link >= 0 ? drop(self) : r;
}

/* Without a link: advertising that begins beside one cannot be connected to, now or later. */
static int
be_there(struct sensor *self)
{
        int fd;

        if (self->link >= 0) {
                (void) be_away(self); /* refused where the controller was unplugged meanwhile */
                unlink_from(self);
        }
        fd = pd_controller_listen(&self->controller);
        if (fd < 0)
                return fd;
        if (self->listener >= 0)
                close(self->listener);
        self->listener = fd;
        return pd_controller_advertise(&self->controller, self->kind->name, self->kind->service);
}

static int
burst(struct sensor *self, const char *words)
{
        int r = 0;

        for (unsigned long n = strtoul(words, NULL, 10); n > 0 && r == 0; n--)
                r = notify(self, self->frame, self->frame_size);
        return r;
}

static int
send_bytes(struct sensor *self, const char *hex)
{
        uint8_t bytes[PD_VIRTUAL_FRAME_BYTES_MAX];
        size_t n = 0;

        for (; n < sizeof(bytes) && sscanf(hex, "%2hhx", &bytes[n]) == 1; n++)
                hex += 2;
        return notify(self, bytes, n);
}

static int
obey(struct sensor *self, const char *verb, const char *words)
{
        if (strcmp(verb, "run") == 0)
                return run(self, words);
        if (strcmp(verb, "drop") == 0)
                return drop(self);
        if (strcmp(verb, "away") == 0)
                return be_away(self);
        if (strcmp(verb, "back") == 0 || strcmp(verb, "again") == 0)
                return be_there(self);
        if (strcmp(verb, "burst") == 0)
                return burst(self, words);
        if (strcmp(verb, "send") == 0)
                return send_bytes(self, words);
        if (strcmp(verb, "forget") != 0)
                return -EINVAL;
        pd_attributes_unlink(&self->attributes);
        self->subscribed = false;
        return 0;
}

static void
obey_line(struct sensor *self)
{
        char *words = strchr(self->line, ' ');
        size_t verb = words ? (size_t) (words - self->line) : strlen(self->line);
        char word[LINE_MAX_BYTES];

        snprintf(word, sizeof(word), "%.*s", (int) verb, self->line);
        int r = obey(self, word, words ? words + 1 : "");
        if (r < 0)
                printf("refused %s (%s)\n", self->line, strerror(-r));
        else
                printf("done %s\n", self->line);
}

static void
read_control(struct sensor *self)
{
        char byte;

        while (read(self->control, &byte, 1) == 1) {
                if (byte != '\n') {
                        if (self->line_size < sizeof(self->line) - 1)
                                self->line[self->line_size++] = byte;
                        continue;
                }
                self->line[self->line_size] = '\0';
                self->line_size = 0;
                obey_line(self);
        }
}

static void
play(struct sensor *self)
{
        while (self->running && self->began_ms + self->slot.at_ms <= now_ms()) {
                send_frame(self);
                advance(self);
        }
}

static int
serve(struct sensor *self)
{
        for (;;) {
                int64_t wait = self->running ? self->began_ms + self->slot.at_ms - now_ms() : -1;
                struct pollfd fds[] = {
                        {.fd = self->listener, .events = POLLIN},
                        {.fd = self->control, .events = POLLIN},
                        {.fd = self->link, .events = POLLIN},
                };

                if (poll(fds, 3, self->running && wait < 0 ? 0 : (int) wait) < 0 && errno != EINTR)
                        return -errno;
                if (fds[2].revents)
                        answer_link(self);
                if (fds[0].revents)
                        accept_link(self);
                if (fds[1].revents)
                        read_control(self);
                play(self);
        }
}

static int
start(struct sensor *self, unsigned index, const char *control)
{
        const uint8_t *address = self->controller.address;
        int r;

        build_attributes(self);
        if (mkfifo(control, 0600) < 0 && errno != EEXIST)
                return -errno;
        self->control = open(control, O_RDWR | O_NONBLOCK | O_CLOEXEC);
        if (self->control < 0)
                return -errno;
        r = pd_controller_find(&self->controller, (uint16_t) index);
        if (r == 0)
                r = be_there(self);
        if (r == 0)
                r = stand(self);
        if (r == 0)
                printf("ready %02X:%02X:%02X:%02X:%02X:%02X\n", address[5], address[4], address[3], address[2], address[1], address[0]);
        return r;
}

int
main(int argc, char **argv)
{
        static struct sensor self = {.listener = -1, .link = -1, .control = -1};

        for (size_t i = 0; argc == 4 && i < sizeof(kinds) / sizeof(kinds[0]); i++)
                if (strcmp(argv[1], kinds[i].word) == 0)
                        self.kind = &kinds[i];
        if (!self.kind) {
                fprintf(stderr, "machine-sensor strap|pod|guest N CONTROL\n");
                return EXIT_FAILURE;
        }
        setlinebuf(stdout);
        int r = start(&self, (unsigned) strtoul(argv[2], NULL, 10), argv[3]);
        if (r == 0)
                r = serve(&self);
        fprintf(stderr, "machine-sensor %s: %s\n", self.kind->word, strerror(-r));
        return EXIT_FAILURE;
}
