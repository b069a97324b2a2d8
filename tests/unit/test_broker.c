/* SPDX-License-Identifier: MIT */
/* Whether somebody listens at a port of this machine, and what is said if not. */
#include "ctl/doctor/broker.h"

#include "support/cm.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HERE "127.0.0.1"
#define LONG (30 * PD_SEC)

static struct pd_diagnosis diagnosis; /* large */

/* A port of this machine's, listened to with room for BACKLOG + 1 who are not yet let in; -1: nobody listens. */
static int
take_port(int backlog, int32_t *ret_port)
{
        struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        socklen_t size = sizeof(address);
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

        assert_true(fd >= 0);
        assert_int_equal(bind(fd, (const struct sockaddr *) &address, size), 0);
        assert_int_equal(getsockname(fd, (struct sockaddr *) &address, &size), 0);
        if (backlog >= 0)
                assert_int_equal(listen(fd, backlog), 0);
        *ret_port = ntohs(address.sin_port);
        return fd;
}

static void
somebody_who_listens_is_found_and_nobody_is_not(void **state)
{
        int32_t port;
        int fd = take_port(5, &port);

        (void) state;
        assert_int_equal(pd_broker_try(HERE, port, LONG), 0);
        assert_int_equal(pd_broker_try("localhost", port, LONG), 0);
        close(fd);
        fd = take_port(-1, &port);
        assert_int_equal(pd_broker_try(HERE, port, LONG), -ECONNREFUSED);
        close(fd);
}

/* The kernel answers no more once the queue is full. */
static void
whoever_does_not_answer_is_not_waited_for_for_ever(void **state)
{
        struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        int fds[4], fd;
        int32_t port;

        (void) state;
        fd = take_port(0, &port);
        address.sin_port = htons((uint16_t) port);
        for (size_t i = 0; i < 4; i++) {
                fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
                (void) connect(fds[i], (const struct sockaddr *) &address, sizeof(address));
        }
        assert_int_equal(pd_broker_try(HERE, port, 100 * PD_MSEC), -ETIMEDOUT);
        for (size_t i = 0; i < 4; i++)
                close(fds[i]);
        close(fd);
}

/* RFC 6761 reserves the domain: no resolver knows a name in it, and without one nobody can say. */
static void
a_name_that_is_nobodys_is_told_from_a_broker_that_is_off(void **state)
{
        int r = pd_broker_try("broker.invalid", 1883, LONG);

        (void) state;
        assert_true(r == -ENODATA || r == -EAGAIN);
}

static void
each_outcome_is_told_with_what_to_do(void **state)
{
        static const struct {
                const char *host;
                int result;
                const char *told;
                enum pd_health health;
                const char *text, *remedy;
        } cases[] = {
                {"localhost", 0, "", PD_HEALTH_WELL, "somebody listens at localhost, port 1883", ""},
                {"localhost", 0, "mqtt: not authorised", PD_HEALTH_ILL, "not authorised", "`password_file`"},
                {"localhost", -ECONNREFUSED, "", PD_HEALTH_ILL, "nobody listens there", "systemctl start mosquitto"},
                {"localhost", 0, "mqtt: no greeting from mqtt broker localhost:8883: it closed the connection", PD_HEALTH_ILL,
                        "no greeting from", "`tls = yes`"},
                {"localhost", 0, "mqtt: connected, but not allowed to write purposed/anna/state", PD_HEALTH_ILL,
                        "connected, but not allowed to write purposed/anna/state", "ACL"},
                {"localhost", -ECONNREFUSED, "", PD_HEALTH_ILL, "nobody listens there", "`tls = yes`"},
                {"::1", -ECONNREFUSED, "mqtt: x", PD_HEALTH_ILL, "nobody listens there", "systemctl start mosquitto"},
                {"nas", -ECONNREFUSED, "", PD_HEALTH_ILL, "nas, port 1883", "its own machine alone"},
                {"nas", 0, "mqtt: no TLS with mqtt broker nas:8883: its certificate is not for nas", PD_HEALTH_ILL, "not for nas",
                        "cafile"},
                {"nas", 0, "mqtt: for now connected: thrown out by mqtt broker nas:1883: another client uses our client_id purposed-pi",
                        PD_HEALTH_ILL, "another client uses our client_id purposed-pi", "another `node`"},
                {"nas", -ENODATA, "", PD_HEALTH_ILL, "no machine has that name", "written right"},
                {"nas", -EAGAIN, "", PD_HEALTH_ILL, "cannot be looked up", "network"},
                {"nas", -ETIMEDOUT, "", PD_HEALTH_ILL, "within 3 s", "firewall"},
                {"nas", -EHOSTUNREACH, "", PD_HEALTH_ILL, "No route to host", "network"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                diagnosis = (struct pd_diagnosis) {0};
                pd_broker_judge(&diagnosis, cases[i].host, 1883, cases[i].result, cases[i].told);
                assert_int_equal(diagnosis.n, 1);
                assert_int_equal(diagnosis.items[0].health, cases[i].health);
                assert_non_null(strstr(diagnosis.items[0].text, cases[i].text));
                assert_non_null(strstr(diagnosis.items[0].remedy, cases[i].remedy));
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(somebody_who_listens_is_found_and_nobody_is_not),
                cmocka_unit_test(whoever_does_not_answer_is_not_waited_for_for_ever),
                cmocka_unit_test(a_name_that_is_nobodys_is_told_from_a_broker_that_is_off),
                cmocka_unit_test(each_outcome_is_told_with_what_to_do),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
