/* SPDX-License-Identifier: MIT */
/* Why a handshake failed, in words of who has to mend it. */
#include "mqtt/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <time.h>

/* A clock without a battery begins somewhere in the past: the date shows it. */
static void
explain_dates(const char *what, char *ret, size_t size)
{
        time_t now = time(NULL);
        struct tm date;
        char text[16];

        if (!gmtime_r(&now, &date) || strftime(text, sizeof(text), "%F", &date) == 0)
                text[0] = '\0';
        snprintf(ret, size, "%s, or is this machine's clock wrong (%s)?", what, text);
}

/* We do not take the broker. */
static void
explain_verdict(long verdict, const struct pd_tls_setup *setup, char *ret, size_t size)
{
        switch (verdict) {
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
                snprintf(ret, size, "its certificate is not for %.100s: let `host` be a name that stands in the certificate", setup->host);
                return;
        case X509_V_ERR_CERT_HAS_EXPIRED:
                explain_dates("its certificate or its CA's has expired: renew it", ret, size);
                return;
        case X509_V_ERR_CERT_NOT_YET_VALID:
                explain_dates("its certificate is not valid yet: wait for it", ret, size);
                return;
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        case X509_V_ERR_CERT_SIGNATURE_FAILURE:
                if (setup->cafile[0])
                        snprintf(ret, size, "its certificate is not signed by the CA in %.100s", setup->cafile);
                else
                        snprintf(ret, size, "its certificate is signed by no CA that this system trusts: name the CA in `cafile`");
                return;
        default:
                snprintf(ret, size, "its certificate is not to be trusted: %s", X509_verify_cert_error_string(verdict));
        }
}

/* The broker does not take us, RFC 8446 section 6.2 and RFC 4279 section 2. */
static void
explain_alert(int alert, const struct pd_tls_setup *setup, char *ret, size_t size)
{
        switch (alert) {
        case SSL_AD_UNKNOWN_PSK_IDENTITY:
                snprintf(ret, size, "it knows no psk_identity %.64s", setup->psk_identity);
                return;
        case SSL_AD_DECRYPT_ERROR:
        case SSL_AD_BAD_RECORD_MAC:
                if (setup->psk_identity[0])
                        snprintf(ret, size, "it has another key for psk_identity %.64s than stands in %.100s", setup->psk_identity,
                                 setup->psk_file);
                else
                        break;
                return;
        case SSL_AD_PROTOCOL_VERSION:
                snprintf(ret, size, "it speaks neither TLS 1.2 nor 1.3");
                return;
        case SSL_AD_HANDSHAKE_FAILURE:
        case SSL_AD_CERTIFICATE_REQUIRED:
                if (setup->psk_identity[0])
                        snprintf(ret, size, "it does not take a shared key here: is the port the right one?");
                else if (!setup->certfile[0])
                        snprintf(ret, size, "it asks for a certificate of ours: give `certfile` and `keyfile`");
                else
                        break;
                return;
        case SSL_AD_BAD_CERTIFICATE:
        case SSL_AD_UNSUPPORTED_CERTIFICATE:
        case SSL_AD_CERTIFICATE_REVOKED:
        case SSL_AD_CERTIFICATE_EXPIRED:
        case SSL_AD_CERTIFICATE_UNKNOWN:
        case SSL_AD_UNKNOWN_CA:
        case SSL_AD_ACCESS_DENIED:
                if (setup->certfile[0])
                        snprintf(ret, size, "it does not take our certificate %.100s (%s)", setup->certfile,
                                 SSL_alert_desc_string_long(alert));
                else
                        break;
                return;
        }
        snprintf(ret, size, "it ends the TLS handshake: %s", SSL_alert_desc_string_long(alert));
}

/* It hangs up, or what it says is no TLS. In TLS 1.3 our certificate is judged
 * last, and whoever writes too early does not hear the alert any more. */
static void
explain_silence(const struct pd_tls_witness *witness, const struct pd_tls_setup *setup, char *ret, size_t size)
{
        const char *reason = ERR_reason_error_string(witness->error);

        if (witness->done && setup->certfile[0])
                snprintf(ret, size, "it hangs up after the TLS handshake: it may not take our certificate %.100s", setup->certfile);
        else if (witness->done)
                snprintf(ret, size,
                         "it hangs up after the TLS handshake: if it wants a certificate of ours, give `certfile` and `keyfile`");
        else if (reason)
                snprintf(ret, size, "it does not speak TLS on this port (%s): is `port` right?", reason);
        else
                snprintf(ret, size, "it does not speak TLS on this port: is `port` right?");
}

void
pd_tls_explain(const struct pd_tls_witness *witness, const struct pd_tls_setup *setup, char *ret, size_t size)
{
        if (witness->verdict != X509_V_OK)
                explain_verdict(witness->verdict, setup, ret, size);
        else if (witness->alert >= 0)
                explain_alert(witness->alert, setup, ret, size);
        else
                explain_silence(witness, setup, ret, size);
}
