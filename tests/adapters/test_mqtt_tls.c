/* SPDX-License-Identifier: MIT */
/*
 * The line to the broker encrypted and verified, against a real mosquitto
 * that is configured by the examples in conf/: only folders and the port
 * are replaced, and lines that stand there as comments are put in force.
 * The wall clock is this file's (OpenSSL asks time()), and so is the haste of
 * libmosquitto's handshakes.
 */
#include "support/cm.h"

#include "support/broker.h"
#include "support/mqtt_bench.h"

#include <arpa/inet.h>
#include <errno.h>
#include <mosquitto.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#define PATH_SIZE 128
#define TEXT_SIZE 8192
#define PASSWORD "a#b  c\"d" /* what configuration files trip over */

static char place[] = "/tmp/pd-tls-XXXXXX"; /* holds what stands for /etc/mosquitto, and the clients' files */
static atomic_long years_ahead;

__attribute__((visibility("default"))) time_t
time(time_t *ret)
{
        struct timespec real;
        time_t now;

        clock_gettime(CLOCK_REALTIME, &real);
        now = real.tv_sec + atomic_load(&years_ahead) * 366 * 86400;
        if (ret)
                *ret = now;
        return now;
}

/* libmosquitto begins the handshake without waiting; as if the broker's
 * answer had been there at once. */
static atomic_bool answer_is_there;

__attribute__((visibility("default"))) int
SSL_connect(SSL *ssl)
{
        int r;

        if (SSL_get_state(ssl) == TLS_ST_BEFORE)
                SSL_set_connect_state(ssl);
        r = SSL_do_handshake(ssl);
        while (r != 1 && atomic_load(&answer_is_there) && SSL_get_error(ssl, r) == SSL_ERROR_WANT_READ) {
                struct pollfd line = { .fd = SSL_get_fd(ssl), .events = POLLIN };

                assert_int_equal(poll(&line, 1, MQTT_BENCH_PATIENCE), 1);
                r = SSL_do_handshake(ssl);
        }
        return r;
}

/* --- files ------------------------------------------------------------------------- */

static const char *
in_place(const char *name)
{
        static char paths[8][PATH_SIZE];
        static size_t next;
        char *path = paths[next++ % 8];

        snprintf(path, PATH_SIZE, "%s/%s", place, name);
        return path;
}

static void
run(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void
run(const char *format, ...)
{
        char command[1024];
        va_list arguments;

        va_start(arguments, format);
        vsnprintf(command, sizeof(command), format, arguments);
        va_end(arguments);
        assert_int_equal(system(command), 0);
}

static void
write_file(const char *name, const char *text)
{
        FILE *f = fopen(in_place(name), "we");

        assert_non_null(f);
        fputs(text, f);
        fclose(f);
}

static void
make_certificates(const char *directory, const char *words)
{
        run("sh " PD_SOURCE_DIR "/conf/certificates.sh %s/%s %s >/dev/null", place, directory, words);
}

/* Three brokers: ours, one whose name is another, one of another authority. */
static int
make_place(void **state)
{
        (void) state;
        if (!mkdtemp(place) || chmod(place, 0755) < 0)
                return -1;
        make_certificates("certs", "broker localhost 127.0.0.1");
        make_certificates("certs", "client purposed");
        run("mkdir %s/named && cp %s/certs/ca.* %s/named", place, place, place);
        make_certificates("named", "broker pi.example 127.0.0.2");
        make_certificates("other", "broker localhost 127.0.0.1");
        make_certificates("other", "client purposed");
        run("cp " PD_SOURCE_DIR "/conf/mosquitto.acl %s/purposed.acl && touch %s/purposed.passwd", place, place);
        for (const char *const *user = (const char *const[]) { "homeassistant", "dashboard", "screen", "anna", "kim", "stranger", NULL };
             *user; user++)
                run("mosquitto_passwd -b %s/purposed.passwd %s %s", place, *user, *user);
        run("mosquitto_passwd -b %s/purposed.passwd purposed '%s'", place, PASSWORD);
        write_file("purposed.psk", "purposed:00112233445566778899aabbccddeeff\n");
        write_file("password", PASSWORD "\n");
        write_file("psk", "00112233445566778899AABBCCDDEEFF\n");
        write_file("psk-other", "ff112233445566778899aabbccddeeff\n");
        run("chmod -R a+rX %s && chmod 0400 %s/password %s/psk* %s/*/purposed.key", place, place, place, place);
        return 0;
}

static int
remove_place(void **state)
{
        (void) state;
        run("rm -r %s", place);
        return 0;
}

/* TEXT, with each FROM in it replaced by TO. */
static void
replace(char text[static TEXT_SIZE], const char *from, const char *to)
{
        char result[TEXT_SIZE];
        size_t n = 0;

        for (const char *at = text; *at;) {
                bool found = strncmp(at, from, strlen(from)) == 0;

                n += (size_t) snprintf(result + n, sizeof(result) - n, "%.*s", found ? (int) strlen(to) : 1, found ? to : at);
                assert_true(n < sizeof(result));
                at += found ? strlen(from) : 1;
        }
        strcpy(text, result);
}

static void
must_replace(char text[static TEXT_SIZE], const char *from, const char *to)
{
        assert_non_null(strstr(text, from));
        replace(text, from, to);
}

static const char for_certificates[] = "require_certificate", for_psk[] = "psk";

/* conf/mosquitto-tls.conf, whose certificates lie in DIRECTORY. VARIANT:
 * which comments are put in force; NULL: none. */
static struct broker *
start(void **state, const char *directory, const char *variant)
{
        static char text[TEXT_SIZE];
        FILE *f = fopen(PD_SOURCE_DIR "/conf/mosquitto-tls.conf", "re");
        uint16_t port = free_port();
        char listener[64], certs[PATH_SIZE];
        struct broker *broker;

        assert_non_null(f);
        text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
        fclose(f);
        snprintf(listener, sizeof(listener), "listener %u 127.0.0.1", port);
        snprintf(certs, sizeof(certs), "%s/%s/", place, directory);
        must_replace(text, "listener 8883", listener);
        must_replace(text, "/etc/mosquitto/certs/", certs);
        must_replace(text, "/etc/mosquitto", place);
        if (variant == for_certificates) {
                must_replace(text, "#require_certificate true\n#use_identity", "require_certificate true\nuse_identity");
        } else if (variant == for_psk) {
                must_replace(text, "\ncafile", "\n#cafile");
                must_replace(text, "\ncertfile", "\n#certfile");
                must_replace(text, "\nkeyfile", "\n#keyfile");
                must_replace(text, "#psk_", "psk_");
                must_replace(text, ".psk\n#use_identity", ".psk\nuse_identity");
        }
        broker = broker_new_as(port, text);
        assert_non_null(broker);
        *state = broker;
        return broker;
}

/* --- the sink ------------------------------------------------------------------------- */

static int
tear_down(void **state)
{
        atomic_store(&years_ahead, 0);
        atomic_store(&answer_is_there, false);
        unsetenv("CREDENTIALS_DIRECTORY");
        unsetenv("PURPOSED_MQTT_USERNAME");
        unsetenv("PURPOSED_MQTT_PASSWORD");
        mqtt_bench_tear_down(state);
        broker_free(*state);
        *state = NULL;
        return 0;
}

/* Keys and values, NULL at the end; "@name" is a file in its place. */
static int
plug_in(const char *host, const struct broker *broker, const char *const *words)
{
        const char *settings[32];
        size_t n = 0;

        settings[n++] = "tls";
        settings[n++] = "yes";
        for (; *words; words++) {
                assert_true(n < 30);
                settings[n++] = (*words)[0] == '@' ? in_place(*words + 1) : *words;
        }
        settings[n] = NULL;
        return mqtt_bench_plug_in(host, broker ? broker_port(broker) : 0, settings);
}

#define WITH_PASSWORD "username", "purposed", "password_file", "@password"
#define WITH_CERTIFICATE "certfile", "@certs/purposed.crt", "keyfile", "@certs/purposed.key"

static void
a_broker_of_a_private_ca_takes_us_by_a_password_with_blanks_and_signs(void **state)
{
        struct broker *broker = start(state, "certs", NULL);

        assert_int_equal(plug_in("127.0.0.1", broker, (const char *const[]) { "cafile", "@certs/ca.crt", WITH_PASSWORD, NULL }), 0);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        mqtt_bench_say(PD_EVENT_ALERT, 4);
        while (mqtt_bench.acknowledged != 4)
                assert_true(sd_event_run(mqtt_bench.loop, 1000000) >= 0);
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, ""), 0);
        assert_int_equal(mqtt_bench_times_logged(LOG_DEBUG, PASSWORD), 0);
}

static void
a_broker_is_verified_by_its_name_as_well(void **state)
{
        struct broker *broker = start(state, "certs", NULL);

        assert_int_equal(plug_in("localhost", broker, (const char *const[]) { "cafile", "@certs/ca.crt", WITH_PASSWORD, NULL }), 0);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
}

static void
an_address_must_stand_in_the_certificate_like_a_name(void **state)
{
        static const char *const settings[] = { "cafile", "@certs/ca.crt", WITH_PASSWORD, NULL };
        struct broker *broker = start(state, "certs", NULL);

        assert_int_equal(plug_in("127.0.0.1", broker, settings), 0);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        tear_down(state);
        mqtt_bench_set_up(state);

        broker = start(state, "named", NULL);
        assert_int_equal(plug_in("127.0.0.1", broker, settings), 0);
        mqtt_bench_wait_for_status("its certificate is not for 127.0.0.1: let `host` be a name that stands in the certificate");
        assert_int_equal(mqtt_bench_times_logged(LOG_INFO, "connected to"), 0);
}

static void
a_client_certificate_stands_instead_of_a_password(void **state)
{
        struct broker *broker = start(state, "certs", for_certificates);

        assert_int_equal(plug_in("localhost", broker, (const char *const[]) { "cafile", "@certs/ca.crt", WITH_CERTIFICATE, NULL }), 0);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, ""), 0);
}

static void
a_shared_key_stands_instead_of_certificates(void **state)
{
        struct broker *broker = start(state, "certs", for_psk);

        setenv("CREDENTIALS_DIRECTORY", place, 1);
        assert_int_equal(plug_in("localhost", broker, (const char *const[]) { "psk_identity", "purposed", "psk_file", "psk", NULL }), 0);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, ""), 0);
}

static void
user_and_password_come_from_the_environment_too(void **state)
{
        struct broker *broker = start(state, "certs", NULL);

        setenv("PURPOSED_MQTT_USERNAME", "purposed", 1);
        setenv("PURPOSED_MQTT_PASSWORD", PASSWORD, 1);
        assert_int_equal(plug_in("localhost", broker, (const char *const[]) { "cafile", "@certs/ca.crt", NULL }), 0);
        assert_string_equal(getenv("PURPOSED_MQTT_PASSWORD"), ""); /* /proc/PID/environ shows what stands there */
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        assert_int_equal(mqtt_bench_times_logged(LOG_DEBUG, PASSWORD), 0);
}

/* Each says what is wrong, once, and what to do; none is spoken to. */
static void
who_cannot_be_verified_is_refused_and_it_is_said_why(void **state)
{
        static const struct {
                const char *directory, *variant; /* of the broker */
                long years;
                const char *settings[12];
                const char *why;
        } rows[] = {
                { "other", NULL, 0, { "cafile", "@certs/ca.crt", WITH_PASSWORD }, "its certificate is not signed by the CA in /tmp/" },
                { "certs", NULL, 0, { WITH_PASSWORD },
                  "its certificate is signed by no CA that this system trusts: name the CA in `cafile`" },
                { "named", NULL, 0, { "cafile", "@certs/ca.crt", WITH_PASSWORD },
                  "its certificate is not for localhost: let `host` be a name that stands in the certificate" },
                { "certs", NULL, 3, { "cafile", "@certs/ca.crt", WITH_PASSWORD },
                  "has expired: renew it, or is this machine's clock wrong (20" },
                { "certs", NULL, -3, { "cafile", "@certs/ca.crt", WITH_PASSWORD },
                  "is not valid yet: wait for it, or is this machine's clock wrong (20" },
                { "certs", for_certificates, 0, { "cafile", "@certs/ca.crt", WITH_PASSWORD },
                  "a certificate of ours" }, /* the alert, or the guess where it was not heard */
                { "certs", for_certificates, 0,
                  { "cafile", "@certs/ca.crt", "certfile", "@other/purposed.crt", "keyfile", "@other/purposed.key" },
                  "take our certificate /tmp/" },
                { "certs", for_psk, 0, { "psk_identity", "nobody", "psk_file", "@psk" }, "it knows no psk_identity nobody" },
                { "certs", for_psk, 0, { "psk_identity", "purposed", "psk_file", "@psk-other" },
                  "it has another key for psk_identity purposed than stands in /tmp/" },
                { "certs", NULL, 0, { "psk_identity", "purposed", "psk_file", "@psk" },
                  "it does not take a shared key here: is the port the right one?" },
        };

        for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
                struct broker *broker = start(state, rows[i].directory, rows[i].variant);

                atomic_store(&years_ahead, rows[i].years);
                assert_int_equal(plug_in("localhost", broker, rows[i].settings), 0);
                mqtt_bench_wait_for_status(rows[i].why);
                assert_non_null(strstr(mqtt_bench_status(), "mqtt: no TLS with mqtt broker localhost:"));
                assert_int_equal(mqtt_bench_times_logged(LOG_INFO, "connected to"), 0);
                assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, rows[i].why), 1);
                tear_down(state);
                mqtt_bench_set_up(state);
        }
}

static void
a_port_without_tls_is_named(void **state)
{
        struct broker *broker = broker_new(NULL);

        assert_non_null(broker);
        *state = broker;
        assert_int_equal(plug_in("localhost", broker, (const char *const[]) { "cafile", "@certs/ca.crt", NULL }), 0);
        mqtt_bench_wait_for_status("it does not speak TLS on this port");
}

static bool
is_refused_twice(void)
{
        return mqtt_bench_times_logged(LOG_DEBUG, "is not signed by the CA") >= 2;
}

static void
files_that_were_mended_are_taken_at_the_next_attempt(void **state)
{
        struct broker *broker = start(state, "certs", NULL);

        run("cp %s/other/ca.crt %s/mine.crt", place, place);
        assert_int_equal(plug_in("localhost", broker, (const char *const[]) { "cafile", "@mine.crt", WITH_PASSWORD, NULL }), 0);
        mqtt_bench_wait_for(is_refused_twice);
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, "is not signed by the CA"), 1);
        run("cp %s/certs/ca.crt %s/mine.crt", place, place);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
}

/* It has two certificates, the right one for who asks for localhost, and speaks no MQTT. */
static pid_t
start_with_two_names(uint16_t port)
{
        char accept[16];
        pid_t child = fork();

        assert_true(child >= 0);
        if (child > 0)
                return child;
        snprintf(accept, sizeof(accept), "%u", port);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (!freopen("/dev/zero", "re", stdin) || !freopen("/dev/null", "we", stdout) || !freopen("/dev/null", "we", stderr))
                _exit(1);
        execlp("openssl", "openssl", "s_server", "-accept", accept, "-naccept", "64", "-cert", in_place("named/broker.crt"), "-key",
               in_place("named/broker.key"), "-servername", "localhost", "-cert2", in_place("certs/broker.crt"), "-key2",
               in_place("certs/broker.key"), (char *) NULL);
        _exit(1);
}

static void
a_broker_of_several_names_is_told_which_one_is_meant(void **state)
{
        const char *settings[] = { "tls", "yes", "cafile", in_place("certs/ca.crt"), NULL };
        uint16_t port = free_port();
        pid_t server = start_with_two_names(port);

        (void) state;
        assert_int_equal(mqtt_bench_plug_in("localhost", port, settings), 0);
        mqtt_bench_wait_for_status("mqtt: no greeting from"); /* the handshake is behind us */
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, "no TLS with"), 0);
        mqtt_bench_unplug();
        kill(server, SIGKILL);
        assert_int_equal(waitpid(server, NULL, 0), server);
}

static int
listen_without_a_word(uint16_t *ret_port)
{
        struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
        socklen_t length = sizeof(address);
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

        assert_int_equal(bind(fd, (struct sockaddr *) &address, length), 0);
        assert_int_equal(listen(fd, 4), 0);
        assert_int_equal(getsockname(fd, (struct sockaddr *) &address, &length), 0);
        *ret_port = ntohs(address.sin_port);
        return fd;
}

static bool
ticked(void)
{
        static int ticks;

        return ++ticks % 20 == 0;
}

/* The connection stands, and nobody shakes hands. */
static void
a_handshake_that_takes_for_ever_does_not_hold_the_loop(void **state)
{
        static const char *const settings[] = { "tls", "yes", NULL };
        uint16_t port;
        int fd = listen_without_a_word(&port);

        (void) state;
        assert_int_equal(mqtt_bench_plug_in("localhost", port, settings), 0);
        mqtt_bench_wait_for_status("mqtt: connecting");
        mqtt_bench_wait_for(ticked); /* it would not come back */
        assert_string_equal(mqtt_bench_status(), "mqtt: connecting");
        mqtt_bench.sink->type->stop(mqtt_bench.sink); /* nor this: its patience is none */
        mqtt_bench_unplug();
        close(fd);
}

static int
on_knock(sd_event_source *source, int fd, uint32_t revents, void *user)
{
        static const char answer[] = "HTTP/1.1 400 Bad Request\r\n\r\n";
        int *line = user;

        (void) source, (void) revents;
        if (*line >= 0)
                close(*line);
        *line = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
        assert_int_equal(write(*line, answer, sizeof(answer) - 1), sizeof(answer) - 1);
        return 0;
}

/* In the same words whether libmosquitto's part of the handshake comes upon it
 * or ours: otherwise each attempt would be news. */
static void
what_is_spoken_instead_of_tls_is_told_in_the_same_words(void **state)
{
        static const char *const settings[] = { "tls", "yes", NULL };
        uint16_t port;
        int line = -1, fd = listen_without_a_word(&port);
        sd_event_source *listening = NULL;

        (void) state;
        assert_true(sd_event_add_io(mqtt_bench.loop, &listening, fd, EPOLLIN, on_knock, &line) >= 0);
        for (int i = 0; i < 2; i++) {
                atomic_store(&answer_is_there, i == 1);
                assert_int_equal(mqtt_bench_plug_in("127.0.0.1", port, settings), 0);
                mqtt_bench_wait_for_status("it does not speak TLS on this port (wrong version number): is `port` right?");
                mqtt_bench_unplug();
        }
        sd_event_source_unref(listening);
        close(line);
        close(fd);
}

/* --- what cannot work ----------------------------------------------------------------- */

static void
files_that_are_of_no_use_are_refused_at_the_start(void **state)
{
        static const struct {
                const char *settings[12];
                int result;
                const char *why;
        } rows[] = {
                { { "cafile", "@nothing" }, -ENOENT, "mqtt: cannot use cafile /tmp/" },
                { { "cafile", "@psk" }, -EBADMSG, "there is no certificate in it" },
                { { "certfile", "@certs/purposed.crt" }, -EBADMSG, "certfile needs a keyfile" },
                { { "keyfile", "@certs/purposed.key" }, -EBADMSG, "certfile needs a keyfile" },
                { { "certfile", "@certs/purposed.crt", "keyfile", "@nothing" }, -ENOENT, "mqtt: cannot use keyfile /tmp/" },
                { { "certfile", "@certs/purposed.crt", "keyfile", "@other/purposed.key" }, -EBADMSG, "not the key of the certificate" },
                { { "certfile", "@certs/purposed.crt", "keyfile", "@locked.key" }, -EBADMSG, "not locked by a passphrase" },
                { { "psk_identity", "purposed" }, -EBADMSG, "psk_identity needs a psk_file" },
                { { "psk_identity", "purposed", "psk_file", "@password" }, -EBADMSG, "is not a key in hexadecimal" },
                { { "psk_identity", "purposed", "psk_file", "@psk", "cafile", "@certs/ca.crt" }, -EBADMSG, "instead of cafile" },
                { { "psk_identity", "purposed", "psk_file", "secret" }, -ENOENT, "mqtt: cannot use psk_file secret: No such file" },
                { { "tls", "no", "cafile", "@certs/ca.crt" }, -EBADMSG, "need tls = yes" },
                { { "tls", "no", "psk_identity", "purposed", "psk_file", "@psk" }, -EBADMSG, "need tls = yes" },
        };

        run("openssl ec -in %s/certs/purposed.key -aes128 -passout pass:x -out %s/locked.key 2>/dev/null", place, place);
        for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
                assert_int_equal(plug_in("localhost", NULL, rows[i].settings), rows[i].result);
                assert_int_equal(mqtt_bench_times_logged(LOG_ERR, rows[i].why), 1);
                /* A check of the settings says the same, but does not know the place of a credential. */
                assert_int_equal(mqtt_bench.tried, strstr(rows[i].why, "psk_file secret") ? 0 : rows[i].result);
                assert_int_equal(mqtt_bench_times_logged(LOG_ERR, mqtt_bench.why), 1);
                mqtt_bench_tear_down(state);
                mqtt_bench_set_up(state);
        }
}

static void
a_key_that_others_may_read_and_an_old_certificate_are_warned_of(void **state)
{
        (void) state;
        run("cp %s/certs/purposed.key %s/open.key && chmod 0644 %s/open.key", place, place, place);
        atomic_store(&years_ahead, 3);
        assert_int_equal(plug_in("localhost", NULL,
                                 (const char *const[]) { "certfile", "@certs/purposed.crt", "keyfile", "@open.key", NULL }), 0);
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, "/open.key may be read by others"), 1);
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, "the certificate in certfile has expired"), 1);
        mqtt_bench_unplug();
        atomic_store(&years_ahead, 11);
        assert_int_equal(plug_in("localhost", NULL, (const char *const[]) { "cafile", "@certs/ca.crt", NULL }), 0);
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, "the certificate in cafile has expired"), 1);
}

static void
the_usual_port_is_that_of_tls(void **state)
{
        (void) state;
        assert_int_equal(plug_in("localhost", NULL, (const char *const[]) { "cafile", "@certs/ca.crt", NULL }), 0);
        mqtt_bench_wait_for_status("mqtt broker localhost:8883");
        mqtt_bench_unplug();
        assert_int_equal(mqtt_bench_plug_in("localhost", 0, NULL), 0);
        mqtt_bench_wait_for_status("mqtt broker localhost:1883");
}

static void
a_password_on_a_line_with_tls_does_not_go_in_clear(void **state)
{
        (void) state;
        assert_int_equal(plug_in("broker.invalid", NULL, (const char *const[]) { "cafile", "@certs/ca.crt", WITH_PASSWORD, NULL }), 0);
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, "in clear"), 0);
        mqtt_bench_unplug();
        assert_int_equal(plug_in("broker.invalid", NULL, (const char *const[]) { "tls", "no", WITH_PASSWORD, NULL }), 0);
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, "in clear, without tls = yes"), 1);
}

/* --- who hears what --------------------------------------------------------------------- */

static struct {
        struct mosquitto *handle;
        bool greeted;
        int answers;      /* SUBACK or PUBACK */
        char heard[4096]; /* topics, each with a blank behind it */
} client;

static void
on_greeted(struct mosquitto *handle, void *user, int code)
{
        (void) handle, (void) user;
        client.greeted = code == 0;
}

static void
on_subscribed(struct mosquitto *handle, void *user, int mid, int n, const int *qos)
{
        (void) handle, (void) user, (void) mid, (void) n, (void) qos;
        client.answers++;
}

static void
on_message(struct mosquitto *handle, void *user, const struct mosquitto_message *message)
{
        size_t used = strlen(client.heard);

        (void) handle, (void) user;
        snprintf(client.heard + used, sizeof(client.heard) - used, "%s ", message->topic);
}

static void
on_published(struct mosquitto *handle, void *user, int mid)
{
        (void) handle, (void) user, (void) mid;
        client.answers++;
}

static void
be(const struct broker *broker, const char *user)
{
        memset(&client, 0, sizeof(client));
        client.handle = mosquitto_new(NULL, true, NULL);
        assert_non_null(client.handle);
        mosquitto_username_pw_set(client.handle, user, strcmp(user, "purposed") == 0 ? PASSWORD : user);
        assert_int_equal(mosquitto_tls_set(client.handle, in_place("certs/ca.crt"), NULL, NULL, NULL, NULL), MOSQ_ERR_SUCCESS);
        mosquitto_connect_callback_set(client.handle, on_greeted);
        mosquitto_subscribe_callback_set(client.handle, on_subscribed);
        mosquitto_publish_callback_set(client.handle, on_published);
        mosquitto_message_callback_set(client.handle, on_message);
        assert_int_equal(mosquitto_connect(client.handle, "localhost", broker_port(broker), 60), MOSQ_ERR_SUCCESS);
        while (!client.greeted)
                assert_int_equal(mosquitto_loop(client.handle, 1000, 1), MOSQ_ERR_SUCCESS);
}

static void
wait_for_answers(int n)
{
        while (client.answers < n)
                assert_int_equal(mosquitto_loop(client.handle, 1000, 1), MOSQ_ERR_SUCCESS);
}

/* What USER hears that is retained: the broker answers in order, so that with
 * the second answer all that the first subscription brought is there. */
static const char *
hears(const struct broker *broker, const char *user, const char *topic)
{
        be(broker, user);
        for (int i = 1; i <= 2; i++) {
                assert_int_equal(mosquitto_subscribe(client.handle, NULL, i == 1 ? topic : "nothing", 0), MOSQ_ERR_SUCCESS);
                wait_for_answers(i);
        }
        mosquitto_destroy(client.handle);
        return client.heard;
}

/* Retained, which no command is, so that it can be looked for. Who may not is not told so in MQTT 3.1.1. */
static void
says(const struct broker *broker, const char *user, const char *topic)
{
        be(broker, user);
        assert_int_equal(mosquitto_publish(client.handle, NULL, topic, 1, "1", 1, true), MOSQ_ERR_SUCCESS);
        wait_for_answers(1);
        mosquitto_destroy(client.handle);
}

static void
start_and_tell_a_summary(void **state)
{
        static const char *const settings[] = { "cafile", "@certs/ca.crt", "discovery", "device", WITH_PASSWORD, NULL };
        struct broker *broker = start(state, "certs", NULL);

        assert_int_equal(plug_in("localhost", broker, settings), 0);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        mqtt_bench_say(PD_EVENT_SUMMARY, 4);
        while (mqtt_bench.acknowledged != 4)
                assert_true(sd_event_run(mqtt_bench.loop, 1000000) >= 0);
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, ""), 0); /* none of what it writes is refused */
}

static void
by_the_acl_each_hears_what_is_his(void **state)
{
        const char *heard;

        start_and_tell_a_summary(state);
        heard = hears(*state, "homeassistant", "#");
        assert_non_null(strstr(heard, "purposed/anna/summary "));
        assert_non_null(strstr(heard, "purposed/bridge/pi/status "));
        assert_non_null(strstr(heard, "homeassistant/device/"));
        heard = hears(*state, "dashboard", "#");
        assert_non_null(strstr(heard, "purposed/anna/summary "));
        assert_null(strstr(heard, "homeassistant/"));
        assert_string_equal(hears(*state, "stranger", "#"), "");
        assert_string_equal(hears(*state, "kim", "#"), "");
        heard = hears(*state, "anna", "#");
        assert_non_null(strstr(heard, "purposed/anna/summary "));
        assert_null(strstr(heard, "purposed/bridge/"));
        heard = hears(*state, "screen", "#");
        assert_non_null(strstr(heard, "purposed/anna/session "));
        assert_null(strstr(heard, "summary"));
        assert_string_equal(hears(*state, "purposed", "#"), ""); /* not even its own words */
}

static void
by_the_acl_each_commands_whom_he_may(void **state)
{
        static const char *const tried[][2] = {
                { "anna", "purposed/anna/cmd/a" }, { "anna", "purposed/kim/cmd/b" }, { "kim", "purposed/anna/cmd/c" },
                { "stranger", "purposed/anna/cmd/d" }, { "screen", "purposed/anna/cmd/e" }, { "dashboard", "purposed/anna/cmd/g" },
                { "homeassistant", "purposed/kim/cmd/f" },
                { "homeassistant", "homeassistant/status" }, { "anna", "purposed/anna/summary" }, { "kim", "homeassistant/status" },
                { "purposed", "homeassistant/device/anna/config" }, { "purposed", "homeassistant/sensor/anna/hr/config" },
        };
        struct broker *broker = start(state, "certs", NULL);
        const char *heard;

        for (size_t i = 0; i < sizeof(tried) / sizeof(*tried); i++)
                says(broker, tried[i][0], tried[i][1]);
        heard = hears(broker, "purposed", "#");
        assert_string_equal(heard, "purposed/anna/cmd/a purposed/kim/cmd/f homeassistant/status ");
        heard = hears(broker, "homeassistant", "homeassistant/#");
        assert_non_null(strstr(heard, "homeassistant/device/anna/config "));
        assert_non_null(strstr(heard, "homeassistant/sensor/anna/hr/config "));
        assert_string_equal(hears(broker, "homeassistant", "purposed/+/summary"), "");
}

/* --- who commands -------------------------------------------------------------------------- */

static char ordered[256]; /* by whom it was said, as the command's note */
static uint32_t sequence;

static void
take_order(void *user, const char *athlete, const char *verb, const char *const *words, size_t n_words, struct pd_order_answer *ret)
{
        size_t used = strlen(ordered);

        (void) user, (void) n_words;
        assert_string_equal(verb, "note");
        snprintf(ordered + used, sizeof(ordered) - used, "%s:%s ", athlete, words[0]);
        *ret = (struct pd_order_answer) { 0, "Noted.", "{}", true };
}

static void
command_as(const struct broker *broker, const char *user, const char *athlete)
{
        run("mosquitto_pub --cafile %s -h localhost -p %u -u %s -P %s -q 1 -t purposed/%s/cmd/note -m %s", in_place("certs/ca.crt"),
            broker_port(broker), user, user, athlete, user);
}

/* All that was said to us before has passed with the first acknowledgement, and what we answered with the second. */
static void
let_pass(void)
{
        for (int i = 0; i < 2; i++) {
                mqtt_bench_say(PD_EVENT_SUMMARY, ++sequence);
                while (mqtt_bench.acknowledged != sequence)
                        assert_true(sd_event_run(mqtt_bench.loop, 1000000) >= 0);
        }
}

static void
by_the_acl_a_command_reaches_us_only_from_who_may(void **state)
{
        static const char *const settings[] = { "cafile", "@certs/ca.crt", WITH_PASSWORD, NULL };
        static const char *const readers[] = { "anna", "homeassistant", "kim", "screen", "stranger" };
        struct broker *broker = start(state, "certs", NULL);

        ordered[0] = '\0';
        sequence = 10;
        mqtt_bench.context.order = take_order;
        assert_int_equal(plug_in("localhost", broker, settings), 0);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        let_pass();
        for (const char *const *user = (const char *const[]) { "stranger", "kim", "screen", "anna", "homeassistant", NULL }; *user; user++)
                command_as(broker, *user, "anna");
        command_as(broker, "anna", "kim");
        let_pass();
        assert_string_equal(ordered, "anna:anna anna:homeassistant ");

        for (size_t i = 0; i < sizeof(readers) / sizeof(*readers); i++) {
                be(broker, readers[i]);
                assert_int_equal(mosquitto_subscribe(client.handle, NULL, "purposed/anna/rsp", 1), MOSQ_ERR_SUCCESS);
                wait_for_answers(1);
                command_as(broker, "anna", "anna");
                let_pass();
                assert_int_equal(mosquitto_subscribe(client.handle, NULL, "nothing", 0), MOSQ_ERR_SUCCESS);
                wait_for_answers(2);
                mosquitto_destroy(client.handle);
                assert_string_equal(client.heard, i < 2 ? "purposed/anna/rsp " : "");
        }
}

#define T(name) cmocka_unit_test_setup_teardown(name, mqtt_bench_set_up, tear_down)

int
main(int argc, char **argv)
{
        const struct CMUnitTest tests[] = {
                T(a_broker_of_a_private_ca_takes_us_by_a_password_with_blanks_and_signs),
                T(a_broker_is_verified_by_its_name_as_well),
                T(an_address_must_stand_in_the_certificate_like_a_name),
                T(a_client_certificate_stands_instead_of_a_password),
                T(a_shared_key_stands_instead_of_certificates),
                T(user_and_password_come_from_the_environment_too),
                T(who_cannot_be_verified_is_refused_and_it_is_said_why),
                T(a_port_without_tls_is_named),
                T(files_that_were_mended_are_taken_at_the_next_attempt),
                T(a_broker_of_several_names_is_told_which_one_is_meant),
                T(a_handshake_that_takes_for_ever_does_not_hold_the_loop),
                T(what_is_spoken_instead_of_tls_is_told_in_the_same_words),
                T(files_that_are_of_no_use_are_refused_at_the_start),
                T(a_key_that_others_may_read_and_an_old_certificate_are_warned_of),
                T(the_usual_port_is_that_of_tls),
                T(a_password_on_a_line_with_tls_does_not_go_in_clear),
                T(by_the_acl_each_hears_what_is_his),
                T(by_the_acl_each_commands_whom_he_may),
                T(by_the_acl_a_command_reaches_us_only_from_who_may),
        };

        if (argc > 1) /* a pattern of the tests to be run */
                cmocka_set_test_filter(argv[1]);
        return cmocka_run_group_tests(tests, make_place, remove_place);
}
