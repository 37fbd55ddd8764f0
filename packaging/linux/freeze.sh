#!/usr/bin/env bash
# Freeze the Linux program: build/src becomes build/linux/dist/XCEdu. Needs SOURCE_DATE_EPOCH.
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=build/linux/venv
locks=(requirements.txt packaging/requirements-freeze.txt)
base=$(packaging/find-python.sh .venv/bin/python)
state=$("$base" --version; sha256sum "${locks[@]}")
if [ "$(cat "$venv/.state" 2>/dev/null || true)" != "$state" ]; then
    rm -rf "$venv"
    "$base" -m venv "$venv"
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-input --require-hashes --only-binary=:all: \
        -r "${locks[0]}" -r "${locks[1]}"
    printf '%s\n' "$state" >"$venv/.state"
fi
site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
read -r licence python sqlite openssl < <("$venv/bin/python" -c '
import platform, sqlite3, ssl, sysconfig
print(sysconfig.get_path("stdlib") + "/LICENSE.txt", platform.python_version(), sqlite3.sqlite_version, ssl.OPENSSL_VERSION.split()[1])')
[ -f "$licence" ] || licence=/usr/share/doc/python3.11/copyright
"$venv/bin/python" packaging/parts.py gather "$site" "$licence" linux build/src/build/licences \
    "python=$python" "sqlite=$sqlite" "openssl=$openssl"
rm -rf build/linux/dist build/linux/work
export PYTHONHASHSEED=0 PYINSTALLER_ZLIB_COMPRESSION_LEVEL=0 PYTHONDONTWRITEBYTECODE=1
"$venv/bin/python" -m PyInstaller --noconfirm --clean --log-level WARN \
    --distpath build/linux/dist --workpath build/linux/work build/src/build.spec >build/linux/freeze.log 2>&1 || {
    tail -n 20 build/linux/freeze.log >&2
    echo "Linux 程序没有做成，全部输出在 build/linux/freeze.log" >&2
    exit 1
}
rm -rf build/linux/licences
cp -r build/src/build/licences build/linux/licences
