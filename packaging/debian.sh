#!/usr/bin/env bash
# Make sure that the Debian packages for the given purposes are there.
# usage: debian.sh PURPOSE...     PURPOSE: python (a Python that can make .venv), or one of debian-packages.txt
# Root: installs what is missing. Anybody else: one line with the command that would, exit 2.
# On a system without dpkg it does nothing: there Python and Qt say themselves what they miss.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v dpkg-query >/dev/null || exit 0

wanted=()
for purpose in "$@"; do
    if [ "$purpose" = python ]; then
        packaging/find-python.sh .venv/bin/python python3.13 python3.12 python3.11 python3 >/dev/null ||
            wanted+=(python3 python3-venv)
        continue
    fi
    while read -r name package; do
        [ "$name" = "$purpose" ] && wanted+=("$package")
    done <packaging/debian-packages.txt
done
[ ${#wanted[@]} -gt 0 ] || exit 0

# Names and what they provide: Ubuntu has libglib2.0-0t64 for libglib2.0-0.
installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}, ${Provides}\n' |
    sed -n 's/^installed //p' | tr ',' '\n' | sed 's/^ *//; s/ .*//')
missing=()
for package in "${wanted[@]}"; do
    grep -qxF "$package" <<<"$installed" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" != 0 ]; then
    echo "缺少系统软件包，请先执行：sudo apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 2
fi
echo "安装系统软件包：${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { apt-get update -q && apt-get install -y -q --no-install-recommends "${missing[@]}"; } </dev/null >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "系统软件包没有装上：${missing[*]}" >&2
    exit 2
fi
