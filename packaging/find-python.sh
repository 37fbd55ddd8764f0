#!/usr/bin/env bash
# Print the first Python that can make the virtual environment: 3.13, 3.12 or 3.11, with venv. Exit 1 where there is none.
# usage: find-python.sh [COMMAND]...     the commands to try; without any, the usual names
[ $# -gt 0 ] || set -- python3.13 python3.12 python3.11 python3
for name in "$@"; do
    if "$name" -c 'import sys, venv, ensurepip, sqlite3, ssl
sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; then
        echo "$name"
        exit 0
    fi
done
exit 1
