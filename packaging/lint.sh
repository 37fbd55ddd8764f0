#!/usr/bin/env bash
# Style, types and the direction of imports; stops at the first that fails.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
python -m ruff check --quiet .
python -m ruff format --check --quiet . || { echo "ruff format: run .venv/bin/python -m ruff format on the files above" >&2; exit 1; }
python -m mypy --no-error-summary
python .venv/bin/lint-imports --no-logo
