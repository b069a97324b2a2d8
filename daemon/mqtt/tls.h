/* SPDX-License-Identifier: MIT */
/*
 * What encrypts the line and proves who is at its other end. libmosquitto is
 * given a context of OpenSSL that is made here: its own verifies nobody when
 * a key is shared (PSK) and a certificate is shown instead, reads its files
 * anew for each connection, and cannot tell why a handshake failed.
 *
 * The broker is always verified: by a certificate that a known CA has signed
 * for the very name that was dialled, or by knowing the shared key. There is
 * no switch for less. TLS 1.2 and later.
 */
#pragma once

#include <mosquitto.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Files are absolute names, or names of systemd credentials; "": not there. */
struct pd_tls_setup {
        const char *host;               /* as it is dialled */
        const char *cafile;             /* "": what the system trusts */
        const char *certfile, *keyfile; /* who we are */
        const char *psk_identity, *psk_file; /* instead of certificates */
};

/* What was seen of a handshake that failed, by the thread that did it. */
struct pd_tls_witness {
        long verdict;        /* X509_V_ERR_*: why the broker's certificate is not taken; 0: it was */
        int alert;           /* what the broker said before it hung up, RFC 8446 section 6; -1: nothing */
        bool done;           /* the handshake, as far as we are concerned: the broker may still think otherwise */
        unsigned long error; /* OpenSSL's, by which it ended here; 0: unknown */
};

struct pd_tls;

/* Reads the files. 0, or a negative errno and WHY: "cafile /x: …". */
int pd_tls_new(const struct pd_tls_setup *setup, struct pd_tls **ret, char *why, size_t size);
struct pd_tls *pd_tls_free(struct pd_tls *tls);

/* Something is wrong with what was read, though by this machine's clock only:
 * a certificate that has expired. */
bool pd_tls_is_expired(const struct pd_tls *tls, char *ret_what, size_t size);

/* The handle's next connection is encrypted. MOSQ_ERR_* */
int pd_tls_attach(struct pd_tls *tls, struct mosquitto *handle);

/* Brings the handshake of a connected handle to its end, on the caller's
 * thread. MOSQ_ERR_SUCCESS, also if it was at its end or there is none;
 * MOSQ_ERR_TLS; MOSQ_ERR_ERRNO: ETIMEDOUT. */
int pd_tls_shake_hands(struct mosquitto *handle, int patience_ms);

/* What this thread has seen since the last call. */
struct pd_tls_witness pd_tls_take_witness(void);

/* In words, with what to do. */
void pd_tls_explain(const struct pd_tls_witness *witness, const struct pd_tls_setup *setup, char *ret, size_t size);
