#!/usr/bin/env bash
# Pack the frozen Windows folder: build/windows/dist/XCEdu becomes dist/XCEdu-<version>-setup.exe.
# usage: installer.sh VERSION [FOLDER OUT]     another folder and file: for tests
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$1
folder=${2:-build/windows/dist/XCEdu}
out=$(realpath -m "${3:-dist/XCEdu-$version-setup.exe}")
lists=$PWD/build/windows/lists${3:+-$version}
mkdir -p "$lists" "$(dirname "$out")"
python=$PWD/.venv/bin/python
"$python" packaging/windows/files.py "$folder" "$lists"
size_kb=$(du --apparent-size -sk "$folder" | cut -f1)
makensis -V2 -NOCD -INPUTCHARSET UTF8 -DVERSION="$version" -DSIZE_KB="$size_kb" -DOUT="$out" -DLISTS="$lists" \
    -DICON="$PWD/resources/icon.ico" -DPYTHON="$python" -DSIGN="$PWD/packaging/windows/sign.sh" packaging/windows/installer.nsi
