#!/usr/bin/env bash
# Renew the hashed lock files. An argument is handed to pip-compile (--upgrade, or --upgrade-package NAME).
# They name no index: where packages come from is the machine's own setting.
set -euo pipefail
cd "$(dirname "$0")/.."
export CUSTOM_COMPILE_COMMAND="make lock"
for name in requirements requirements-dev packaging/requirements-freeze; do
    .venv/bin/python -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-annotate \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links "$@" -o "$name.txt" "$name.in"
done
if grep -n '://' requirements.txt requirements-dev.txt packaging/requirements-freeze.txt; then
    echo "a lock file names an address" >&2
    exit 1
fi
