/* SPDX-License-Identifier: MIT */
/* OpenSSL's part of a connection (tls.h). */
#include "mqtt/tls.h"

#include "mqtt/secret.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Of all that OpenSSL calls PSK not what
 * encrypts nothing, nor what shows a certificate that nobody looks at. */
#define PSK_CIPHERS "kECDHEPSK:kDHEPSK:kPSK:!eNULL"

struct pd_tls {
        SSL_CTX *context; /* counted: an attempt that was abandoned may outlive us */
};

/* Belongs to the context. */
struct shared_key {
        char identity[PD_SECRET_SIZE];
        unsigned char bytes[PD_SECRET_SIZE / 2];
        unsigned length;
};

static int shared_key_index = -1; /* among what a context has of ours */

/* A handshake is done by one thread from beginning to end. */
static _Thread_local struct pd_tls_witness witness = { .alert = -1 };

/* --- what OpenSSL calls ------------------------------------------------------- */

static int
on_verified(int ok, X509_STORE_CTX *store)
{
        if (!ok)
                witness.verdict = X509_STORE_CTX_get_error(store);
        return ok;
}

static void
on_info(const SSL *ssl, int where, int value)
{
        (void) ssl;
        if (where == SSL_CB_READ_ALERT && value & 0xff) /* 0: close_notify */
                witness.alert = value & 0xff;
        if (where & SSL_CB_HANDSHAKE_DONE)
                witness.done = true;
        /* Also of the part that libmosquitto does, which leaves nothing to be read. */
        if (where & SSL_CB_EXIT && value <= 0 && ERR_peek_error() != 0)
                witness.error = ERR_peek_error();
}

/* OpenSSL would ask at the terminal. */
static int
on_passphrase(char *buffer, int size, int writing, void *user)
{
        (void) buffer, (void) size, (void) writing, (void) user;
        return -1;
}

static unsigned
on_psk(SSL *ssl, const char *hint, char *identity, unsigned identity_size, unsigned char *key, unsigned key_size)
{
        const struct shared_key *shared = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), shared_key_index);

        (void) hint;
        if (strlen(shared->identity) >= identity_size || shared->length > key_size)
                return 0;
        strcpy(identity, shared->identity);
        memcpy(key, shared->bytes, shared->length);
        return shared->length;
}

static void
on_context_freed(void *parent, void *data, CRYPTO_EX_DATA *all, int index, long argl, void *argp)
{
        (void) parent, (void) all, (void) index, (void) argl, (void) argp;
        if (data)
                explicit_bzero(data, sizeof(struct shared_key));
        free(data);
}

/* --- the files ------------------------------------------------------------------ */

static int
complain(char *why, size_t size, const char *key, const char *file, const char *what)
{
        ERR_clear_error();
        snprintf(why, size, "%s %.200s: %s", key, file, what);
        return -EBADMSG;
}

/* Its full name, once it is certain that it can be read. */
static int
locate(const char *key, const char *file, char path[static PATH_MAX], char *why, size_t size)
{
        bool shared;
        int r = pd_secret_locate(file, path, &shared);

        if (r < 0)
                (void) complain(why, size, key, file, pd_secret_fault(r));
        return r;
}

static int
load_ca(SSL_CTX *context, const char *file, char *why, size_t size)
{
        char path[PATH_MAX];
        int r;

        if (!file[0])
                return SSL_CTX_set_default_verify_paths(context) == 1 ? 0 : -ENOMEM;
        r = locate("cafile", file, path, why, size);
        if (r < 0)
                return r;
        if (SSL_CTX_load_verify_file(context, path) != 1)
                return complain(why, size, "cafile", file, "there is no certificate in it (PEM, -----BEGIN CERTIFICATE-----)");
        return 0;
}

static int
load_identity(SSL_CTX *context, const struct pd_tls_setup *setup, char *why, size_t size)
{
        char path[PATH_MAX];
        int r;

        if (!setup->certfile[0])
                return 0;
        r = locate("certfile", setup->certfile, path, why, size);
        if (r < 0)
                return r;
        if (SSL_CTX_use_certificate_chain_file(context, path) != 1)
                return complain(why, size, "certfile", setup->certfile, "there is no certificate in it (PEM)");
        r = locate("keyfile", setup->keyfile, path, why, size);
        if (r < 0)
                return r;
        if (SSL_CTX_use_PrivateKey_file(context, path, SSL_FILETYPE_PEM) != 1) {
                bool other = ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH;

                return complain(why, size, "keyfile", setup->keyfile,
                                other ? "it is not the key of the certificate in certfile" :
                                        "there is no private key in it (PEM, and not locked by a passphrase)");
        }
        return 0;
}

static int
digit(char c)
{
        if (c >= '0' && c <= '9')
                return c - '0';
        c |= 0x20;
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* As mosquitto's psk_file writes it behind the identity: hexadecimal. */
static int
load_key(struct shared_key *shared, const struct pd_tls_setup *setup, char *why, size_t size)
{
        char secret[PD_SECRET_SIZE];
        bool readable;
        int r = pd_secret_read(setup->psk_file, secret, &readable);
        size_t length;

        if (r < 0) {
                (void) complain(why, size, "psk_file", setup->psk_file, pd_secret_fault(r));
                return r;
        }
        length = strlen(secret);
        for (size_t i = 0; i + 1 < length; i += 2) {
                int high = digit(secret[i]), low = digit(secret[i + 1]);

                if (high < 0 || low < 0)
                        break;
                shared->bytes[shared->length++] = (unsigned char) (high << 4 | low);
        }
        explicit_bzero(secret, sizeof(secret));
        if ((size_t) shared->length * 2 != length)
                return complain(why, size, "psk_file", setup->psk_file, "its first line is not a key in hexadecimal, two digits a byte");
        snprintf(shared->identity, sizeof(shared->identity), "%s", setup->psk_identity);
        return 0;
}

/* --- the context ------------------------------------------------------------------ */

/* The certificate must be for the name or the address that is dialled. */
static int
expect_host(SSL_CTX *context, const char *host)
{
        X509_VERIFY_PARAM *expected = SSL_CTX_get0_param(context);
        unsigned char address[sizeof(struct in6_addr)];

        X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        if (inet_pton(AF_INET, host, address) == 1 || inet_pton(AF_INET6, host, address) == 1)
                return X509_VERIFY_PARAM_set1_ip_asc(expected, host);
        return X509_VERIFY_PARAM_set1_host(expected, host, 0);
}

static int
expect_certificate(SSL_CTX *context, const struct pd_tls_setup *setup, char *why, size_t size)
{
        int r;

        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, on_verified);
        if (expect_host(context, setup->host) != 1)
                return -ENOMEM;
        r = load_ca(context, setup->cafile, why, size);
        return r < 0 ? r : load_identity(context, setup, why, size);
}

/* TLS 1.3 would let the broker show a certificate instead of knowing the key. */
static int
expect_key(SSL_CTX *context, const struct pd_tls_setup *setup, char *why, size_t size)
{
        struct shared_key *shared;

        if (SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION) != 1 || SSL_CTX_set_cipher_list(context, PSK_CIPHERS) != 1)
                return -ENOTSUP;
        if (shared_key_index < 0)
                shared_key_index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, on_context_freed);
        shared = calloc(1, sizeof(*shared));
        if (!shared || SSL_CTX_set_ex_data(context, shared_key_index, shared) != 1) {
                free(shared);
                return -ENOMEM;
        }
        SSL_CTX_set_psk_client_callback(context, on_psk);
        return load_key(shared, setup, why, size);
}

int
pd_tls_new(const struct pd_tls_setup *setup, struct pd_tls **ret, char *why, size_t size)
{
        struct pd_tls *tls = calloc(1, sizeof(*tls));
        int r;

        snprintf(why, size, "%s", strerror(ENOMEM));
        if (!tls)
                return -ENOMEM;
        tls->context = SSL_CTX_new(TLS_client_method());
        if (!tls->context || SSL_CTX_set_min_proto_version(tls->context, TLS1_2_VERSION) != 1) {
                pd_tls_free(tls);
                return -ENOMEM;
        }
        SSL_CTX_set_mode(tls->context, SSL_MODE_RELEASE_BUFFERS);
        SSL_CTX_set_default_passwd_cb(tls->context, on_passphrase);
        SSL_CTX_set_info_callback(tls->context, on_info);
        r = setup->psk_identity[0] ? expect_key(tls->context, setup, why, size) : expect_certificate(tls->context, setup, why, size);
        if (r < 0) {
                pd_tls_free(tls);
                return r;
        }
        *ret = tls;
        return 0;
}

struct pd_tls *
pd_tls_free(struct pd_tls *tls)
{
        if (!tls)
                return NULL;
        SSL_CTX_free(tls->context);
        free(tls);
        return NULL;
}

static bool
has_expired(const X509 *certificate)
{
        return certificate && X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0;
}

/* Of what was read; what the system trusts is read when it is needed. */
bool
pd_tls_is_expired(const struct pd_tls *tls, char *ret_what, size_t size)
{
        STACK_OF(X509_OBJECT) *known = X509_STORE_get0_objects(SSL_CTX_get_cert_store(tls->context));
        int n_expired = 0, n = 0;

        for (int i = 0; i < sk_X509_OBJECT_num(known); i++) {
                const X509 *ca = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(known, i));

                n += ca != NULL;
                n_expired += has_expired(ca);
        }
        if (has_expired(SSL_CTX_get0_certificate(tls->context)))
                snprintf(ret_what, size, "certfile");
        else if (n > 0 && n_expired == n)
                snprintf(ret_what, size, "cafile");
        else
                return false;
        return true;
}

/* --- a connection -------------------------------------------------------------------- */

int
pd_tls_attach(struct pd_tls *tls, struct mosquitto *handle)
{
        int rc = mosquitto_int_option(handle, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0); /* it is not to be changed */

        return rc == MOSQ_ERR_SUCCESS ? mosquitto_void_option(handle, MOSQ_OPT_SSL_CTX, tls->context) : rc;
}

static int64_t
now_ms(void)
{
        struct timespec ts;

        clock_gettime(CLOCK_MONOTONIC, &ts);
        return (int64_t) ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Waits for what the handshake waits for. */
static int
wait_for_peer(const SSL *ssl, short events, int64_t until)
{
        struct pollfd line = { .fd = SSL_get_fd(ssl), .events = events };
        int64_t left = until - now_ms();
        int r = left > 0 ? poll(&line, 1, (int) left) : 0;

        if (r > 0 || (r < 0 && errno == EINTR))
                return MOSQ_ERR_SUCCESS;
        if (r == 0)
                errno = ETIMEDOUT;
        return MOSQ_ERR_ERRNO;
}

int
pd_tls_shake_hands(struct mosquitto *handle, int patience_ms)
{
        SSL *ssl = mosquitto_ssl_get(handle);
        int64_t until = now_ms() + patience_ms;
        int r = MOSQ_ERR_SUCCESS, done;

        while (ssl && r == MOSQ_ERR_SUCCESS) {
                ERR_clear_error();
                done = SSL_do_handshake(ssl);
                if (done == 1)
                        return MOSQ_ERR_SUCCESS;
                switch (SSL_get_error(ssl, done)) {
                case SSL_ERROR_WANT_READ:
                        r = wait_for_peer(ssl, POLLIN, until);
                        break;
                case SSL_ERROR_WANT_WRITE:
                        r = wait_for_peer(ssl, POLLOUT, until);
                        break;
                default:
                        r = MOSQ_ERR_TLS;
                }
        }
        return r;
}

struct pd_tls_witness
pd_tls_take_witness(void)
{
        struct pd_tls_witness seen = witness;

        witness = (struct pd_tls_witness) { .alert = -1 };
        return seen;
}
