#!/usr/bin/env bash
# Prepare .venv from the hashed lock files; quick and silent when nothing changed since the last time.
# usage: setup.sh run        what the program needs
#        setup.sh dev        that, and what tests and checks need
set -euo pipefail
cd "$(dirname "$0")/.."
locks=(requirements.txt)
[ "${1:-run}" = dev ] && locks+=(requirements-dev.txt)
venv_python=.venv/bin/python

# Two `make` at once must not fill one .venv together.
if command -v flock >/dev/null; then
    exec 9>.setup.lock
    flock 9
fi

if ! packaging/find-python.sh "$venv_python" >/dev/null; then
    if ! python=$(packaging/find-python.sh); then
        echo "需要 Python 3.11、3.12 或 3.13（带 venv 模块），这台电脑上没有" >&2
        exit 2
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
    if ! "$venv_python" -m pip install -qq --disable-pip-version-check --no-input \
        --require-hashes --only-binary=:all: "${arguments[@]}"; then
        echo "Python 依赖没有装上：请检查网络后再试一次" >&2
        exit 2
    fi
    printf '%s\n' "$state" >"$stamp"
fi

# Compiled here once: where PYTHONDONTWRITEBYTECODE is set, every start would compile the sources again (0.4 s).
"$venv_python" -m compileall -q main.py xcedu_desktop ui
