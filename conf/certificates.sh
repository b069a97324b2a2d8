#!/bin/sh
# SPDX-License-Identifier: MIT
# A certification authority of your own, and certificates by it:
#
#     sh certificates.sh DIRECTORY broker NAME...    for the broker, by all names and addresses under which it is dialled
#     sh certificates.sh DIRECTORY client NAME       for a client that shows one instead of a password; NAME is its user
#
# The first call makes the authority. DIRECTORY/ca.crt goes to everybody;
# DIRECTORY/ca.key stays where it is and is needed for the next certificate
# only. Certificates hold two years, the authority ten.
set -eu

fail() {
        echo "certificates.sh: $*" >&2
        exit 1
}

[ $# -ge 3 ] || fail "usage: certificates.sh DIRECTORY broker NAME..., or certificates.sh DIRECTORY client NAME"
directory=$1 kind=$2 name=$3
shift 2
command -v openssl >/dev/null || fail "there is no openssl: sudo apt install openssl"
mkdir -p "$directory"
cd "$directory"
umask 077

new_key() {
        openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"
}

if [ ! -e ca.key ]; then
        new_key ca.key
        openssl req -new -x509 -key ca.key -out ca.crt -days 3650 -subj "/CN=CA of $(uname -n)" \
                -addext basicConstraints=critical,CA:TRUE,pathlen:0 -addext keyUsage=critical,keyCertSign,cRLSign
fi

# By its form: digits and dots, or colons, are an address.
alternatives() {
        for alternative in "$@"; do
                case $alternative in
                *:*) printf ',IP:%s' "$alternative" ;;
                *[!0-9.]*) printf ',DNS:%s' "$alternative" ;;
                *) printf ',IP:%s' "$alternative" ;;
                esac
        done
}

case $kind in
broker)
        file=broker
        names=$(alternatives "$@")
        extensions="extendedKeyUsage=serverAuth
subjectAltName=${names#,}"
        ;;
client)
        [ $# -eq 1 ] || fail "a client has one name"
        case $name in
        *[!A-Za-z0-9_-]*) fail "a client's name is of letters, digits, _ and -" ;;
        ca | broker) fail "$name.crt is another's" ;;
        esac
        file=$name
        extensions="extendedKeyUsage=clientAuth"
        ;;
*)
        fail "it is either 'broker' or 'client', not '$kind'"
        ;;
esac

new_key "$file.key"
openssl req -new -key "$file.key" -subj "/CN=$name" -out "$file.csr"
printf 'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\n%s\n' "$extensions" >"$file.ext"
openssl x509 -req -in "$file.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 730 -extfile "$file.ext" -out "$file.crt" 2>"$file.log" ||
        fail "$(cat "$file.log")"
rm "$file.csr" "$file.ext" "$file.log"
chmod 644 ca.crt "$file.crt"
echo "$directory/$file.crt and $directory/$file.key, to be verified by $directory/ca.crt"
