/* SPDX-License-Identifier: MIT */
/* What is said of a handshake that failed: who is to mend what. */
#include "support/cm.h"

#include "mqtt/tls.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <string.h>
#include <time.h>

#define NOTHING -1

static const struct pd_tls_setup plain = { "nas", "", "", "", "", "" };
static const struct pd_tls_setup private_ca = { "nas", "/ca.crt", "", "", "", "" };
static const struct pd_tls_setup certified = { "nas", "/ca.crt", "/me.crt", "/me.key", "", "" };
static const struct pd_tls_setup shared_key = { "nas", "", "", "", "me", "/me.psk" };

static void
each_failure_is_told_with_what_to_mend(void **state)
{
        static const struct {
                const struct pd_tls_setup *setup;
                long verdict;
                int alert;
                const char *said;
        } rows[] = {
                { &private_ca, X509_V_ERR_HOSTNAME_MISMATCH, NOTHING, "not for nas: let `host` be a name" },
                { &private_ca, X509_V_ERR_IP_ADDRESS_MISMATCH, NOTHING, "not for nas" },
                { &private_ca, X509_V_ERR_CERT_HAS_EXPIRED, NOTHING, "has expired: renew it, or is this machine's clock wrong (" },
                { &private_ca, X509_V_ERR_CERT_NOT_YET_VALID, NOTHING,
                  "is not valid yet: wait for it, or is this machine's clock wrong (1970-01-01)?" },
                { &private_ca, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, NOTHING, "not signed by the CA in /ca.crt" },
                { &private_ca, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, NOTHING, "not signed by the CA in /ca.crt" },
                { &plain, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, NOTHING, "name the CA in `cafile`" },
                { &plain, X509_V_ERR_INVALID_PURPOSE, NOTHING, "not to be trusted: " },
                /* Our own judgement counts more than what the broker makes of it. */
                { &plain, X509_V_ERR_CERT_HAS_EXPIRED, SSL_AD_CERTIFICATE_REQUIRED, "has expired" },
                { &plain, X509_V_OK, SSL_AD_CERTIFICATE_REQUIRED, "give `certfile` and `keyfile`" }, /* TLS 1.3 */
                { &plain, X509_V_OK, SSL_AD_HANDSHAKE_FAILURE, "give `certfile` and `keyfile`" },    /* TLS 1.2 */
                { &certified, X509_V_OK, SSL_AD_HANDSHAKE_FAILURE, "ends the TLS handshake: handshake failure" },
                { &certified, X509_V_OK, SSL_AD_UNKNOWN_CA, "does not take our certificate /me.crt (unknown CA)" },
                { &certified, X509_V_OK, SSL_AD_CERTIFICATE_EXPIRED, "does not take our certificate /me.crt" },
                { &plain, X509_V_OK, SSL_AD_UNKNOWN_CA, "ends the TLS handshake: unknown CA" },
                { &shared_key, X509_V_OK, SSL_AD_UNKNOWN_PSK_IDENTITY, "knows no psk_identity me" },
                { &shared_key, X509_V_OK, SSL_AD_DECRYPT_ERROR, "another key for psk_identity me than stands in /me.psk" },
                { &shared_key, X509_V_OK, SSL_AD_BAD_RECORD_MAC, "another key" },
                { &shared_key, X509_V_OK, SSL_AD_HANDSHAKE_FAILURE, "does not take a shared key here" },
                { &certified, X509_V_OK, SSL_AD_DECRYPT_ERROR, "ends the TLS handshake: decrypt error" },
                { &plain, X509_V_OK, SSL_AD_PROTOCOL_VERSION, "neither TLS 1.2 nor 1.3" },
                { &plain, X509_V_OK, NOTHING, "does not speak TLS on this port" },
        };
        char said[320];

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
                const struct pd_tls_witness witness = { .verdict = rows[i].verdict, .alert = rows[i].alert };

                pd_tls_explain(&witness, rows[i].setup, said, sizeof(said));
                if (!strstr(said, rows[i].said))
                        print_error("row %zu: %s\n", i, said);
                assert_non_null(strstr(said, rows[i].said));
        }
}

/* Of a computer that has no battery, in the first seconds. */
__attribute__((visibility("default"))) time_t
time(time_t *ret)
{
        if (ret)
                *ret = 3;
        return 3;
}

static void
whoever_hangs_up_after_the_handshake_may_want_another_certificate(void **state)
{
        const struct pd_tls_witness witness = { .alert = NOTHING, .done = true };
        char said[320];

        (void) state;
        pd_tls_explain(&witness, &private_ca, said, sizeof(said));
        assert_non_null(strstr(said, "give `certfile` and `keyfile`"));
        pd_tls_explain(&witness, &certified, said, sizeof(said));
        assert_non_null(strstr(said, "not take our certificate /me.crt"));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(whoever_hangs_up_after_the_handshake_may_want_another_certificate),
                cmocka_unit_test(each_failure_is_told_with_what_to_mend),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
