/* SPDX-License-Identifier: MIT */
/* What the doctor sees of the configuration: a folder stands for /etc and /run. */
#include "ctl/doctor/inside.h"

#include "support/cm.h"
#include "support/scratch.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static struct pd_diagnosis diagnosis; /* large */
static struct pd_patient patient;

static void
look(const char *root, const char *configuration)
{
        static char path[128];

        snprintf(path, sizeof(path), "%s/purposed.conf", root);
        scratch_write(root, "purposed.conf", configuration);
        assert_int_equal(chmod(path, 0600), 0);
        diagnosis = (struct pd_diagnosis) {0};
        patient = (struct pd_patient) {.diagnosis = &diagnosis, .root = root, .config = path};
        pd_doctor_configuration(&patient);
}

static const struct pd_complaint *
said_of(const char *subject)
{
        for (size_t i = 0; i < diagnosis.n; i++)
                if (strcmp(diagnosis.items[i].subject, subject) == 0)
                        return &diagnosis.items[i];
        return NULL;
}

static void
what_the_others_want_to_know_is_noted(void **state)
{
        look(*state, "[athlete anna]\n[sensor C0:00:00:00:00:01]\nathlete = anna\n[mqtt]\n");
        assert_int_equal(pd_diagnosis_count(&diagnosis, PD_HEALTH_ILL), 0);
        assert_false(patient.acquires);
        assert_string_equal(patient.adapters, "");
        assert_string_equal(patient.host, "localhost");
        assert_int_equal(patient.port, 1883);
        look(*state, "[bluetooth]\nadapters = aa:00:00:00:00:01\n[athlete anna]\n[sensor C0:00:00:00:00:01]\nathlete = anna\n"
                     "notify = acquire\n[mqtt]\nhost = nas\nport = 8883\n");
        assert_true(patient.acquires);
        assert_string_equal(patient.adapters, "AA:00:00:00:00:01");
        assert_string_equal(patient.host, "nas");
        assert_int_equal(patient.port, 8883);
}

static void
recovery_that_nobody_does_is_ill_and_the_remedy_is_the_command(void **state)
{
        static const char *const reaches[] = {"service", "hardware"};
        char folder[128];

        look(*state, "[bluetooth]\nrecovery = power\n[athlete anna]\n[mqtt]\n");
        assert_null(said_of("recovery"));
        for (size_t i = 0; i < 2; i++) {
                char text[128];

                snprintf(text, sizeof(text), "[bluetooth]\nrecovery = %s\n[athlete anna]\n[mqtt]\n", reaches[i]);
                look(*state, text);
                assert_non_null(said_of("recovery"));
                assert_int_equal(said_of("recovery")->health, PD_HEALTH_ILL);
                assert_non_null(strstr(said_of("recovery")->text, reaches[i]));
                assert_string_equal(said_of("recovery")->remedy, "sudo systemctl enable --now purposed-recovery.socket");
        }
        snprintf(folder, sizeof(folder), "%s/run", (const char *) *state);
        assert_int_equal(mkdir(folder, 0700), 0);
        scratch_write(*state, "run/purposed-recovery.sock", "");
        look(*state, "[bluetooth]\nrecovery = service\n[athlete anna]\n[mqtt]\n");
        assert_int_equal(said_of("recovery")->health, PD_HEALTH_WELL);
}

static void
a_configuration_that_does_not_read_is_ill_and_an_empty_one_is_noted(void **state)
{
        look(*state, "[athlete anna]\nshoes = red\n");
        assert_int_equal(said_of("configuration")->health, PD_HEALTH_ILL);
        assert_non_null(strstr(said_of("configuration")->text, "shoes"));
        look(*state, "[purposed]\nnode = pi\n");
        assert_int_equal(said_of("configuration")->health, PD_HEALTH_NOTE); /* nobody to coach */
        assert_int_equal(said_of("broker")->health, PD_HEALTH_NOTE);
}

static void
what_tls_needs_and_has_not_is_ill(void **state)
{
        look(*state, "[mqtt]\ntls = yes\ncafile = /nonexistent/ca.crt\n");
        assert_int_equal(said_of("mqtt")->health, PD_HEALTH_ILL);
        assert_string_equal(said_of("mqtt")->text, "cannot use cafile /nonexistent/ca.crt: No such file or directory");
        assert_int_equal(patient.port, 8883);
        look(*state, "[mqtt]\ncafile = /nonexistent/ca.crt\n");
        assert_string_equal(said_of("mqtt")->text, "cafile, certfile, keyfile, psk_identity and psk_file need tls = yes");
        look(*state, "[mqtt]\ntls = yes\ncafile = of-the-service\nport = 1234\n"); /* a credential: only the service knows it */
        assert_null(said_of("mqtt"));
        assert_int_equal(patient.port, 1234);
        look(*state, "[mqtt]\n");
        assert_int_equal(patient.port, 1883);
}

/* What the daemon says of its broker counts more than whether a port is open. */
static void
a_broker_that_the_daemon_speaks_to_is_well(void **state)
{
        (void) state;
        diagnosis = (struct pd_diagnosis) {0};
        patient = (struct pd_patient) {.diagnosis = &diagnosis, .host = "broker.invalid", .port = 1, .outlet = "mqtt: connected"};
        pd_doctor_broker(&patient);
        assert_int_equal(diagnosis.n, 1);
        assert_int_equal(diagnosis.items[0].health, PD_HEALTH_WELL);
        patient.host[0] = '\0'; /* the configuration could not be read */
        snprintf(patient.outlet, sizeof(patient.outlet), "mqtt: lost");
        pd_doctor_broker(&patient);
        assert_int_equal(diagnosis.items[1].health, PD_HEALTH_ILL);
        patient.outlet[0] = '\0';
        pd_doctor_broker(&patient);
        assert_int_equal(diagnosis.n, 2); /* nobody knows of one */
}

#define T(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                T(what_the_others_want_to_know_is_noted),
                T(recovery_that_nobody_does_is_ill_and_the_remedy_is_the_command),
                T(a_configuration_that_does_not_read_is_ill_and_an_empty_one_is_noted),
                T(what_tls_needs_and_has_not_is_ill),
                cmocka_unit_test(a_broker_that_the_daemon_speaks_to_is_well),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
