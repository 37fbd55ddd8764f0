#!/usr/bin/env bash
# Prepare .venv from the hashed lock files; quick and silent when nothing changed since the last time.
# usage: setup.sh run        what the program needs
#        setup.sh dev        that, and what tests and checks need
set -euo pipefail
cd "$(dirname "$0")/.."
locks=(requirements.txt)
[ "${1:-run}" = dev ] && locks+=(requirements-dev.txt)
venv_python=.venv/bin/python

# Runs only where Python is 3.11 to 3.13 and can make a virtual environment.
usable='import sys, venv, ensurepip, sqlite3, ssl; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

find_python() {
    local name
    for name in python3.13 python3.12 python3.11 python3; do
        if "$name" -c "$usable" >/dev/null 2>&1; then
            echo "$name"
            return 0
        fi
    done
    return 1
}

# Two `make` at once must not fill one .venv together.
if command -v flock >/dev/null; then
    exec 9>.setup.lock
    flock 9
fi

if ! "$venv_python" -c "$usable" >/dev/null 2>&1; then
    if ! python=$(find_python); then
        in_range='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
        if ! python3 -c "$in_range" >/dev/null 2>&1; then
            echo "需要 Python 3.11、3.12 或 3.13，请先执行：sudo apt-get install python3 python3-venv" >&2
            exit 2
        fi
        packaging/debian.sh python3-venv
        python=$(find_python) || { echo "python3 建不了虚拟环境：缺少 venv 模块（python3-venv）" >&2; exit 2; }
    fi
    echo "建立虚拟环境 .venv（$("$python" --version)）" >&2
    rm -rf .venv
    "$python" -m venv .venv
fi

stamp=.venv/.installed-${1:-run}
state=$("$venv_python" --version; sha256sum "${locks[@]}")
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$state" ]; then
    echo "安装 Python 依赖：${locks[*]}" >&2
    arguments=()
    for lock in "${locks[@]}"; do arguments+=(-r "$lock"); done
    "$venv_python" -m pip install -qq --disable-pip-version-check --no-input \
        --require-hashes --only-binary=:all: "${arguments[@]}"
    printf '%s\n' "$state" >"$stamp"
fi
