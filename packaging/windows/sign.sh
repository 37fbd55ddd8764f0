#!/usr/bin/env bash
# Sign a Windows file where a certificate is at hand; without one leave it as it is.
# usage: sign.sh FILE        XCEDU_SIGN_PFX: the certificate with its key, XCEDU_SIGN_PASSWORD: a file with its password,
#                            XCEDU_SIGN_TIME: the address of a time stamp service (needs the network; without it the signature ends
#                            with the certificate)
set -euo pipefail
[ -n "${XCEDU_SIGN_PFX:-}" ] || exit 0
arguments=(-pkcs12 "$XCEDU_SIGN_PFX" -readpass "$XCEDU_SIGN_PASSWORD" -h sha256 -n "薛城教体填报")
[ -z "${XCEDU_SIGN_TIME:-}" ] || arguments+=(-ts "$XCEDU_SIGN_TIME")
osslsigncode sign "${arguments[@]}" -in "$1" -out "$1.signed" >/dev/null
mv "$1.signed" "$1"
