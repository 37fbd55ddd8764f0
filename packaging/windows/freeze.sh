#!/usr/bin/env bash
# Freeze the Windows program through Wine: build/src and build/windows/python become build/windows/dist/XCEdu.
# Needs SOURCE_DATE_EPOCH and a screen (xvfb-run).
set -euo pipefail
cd "$(dirname "$0")/../.."
. packaging/windows/wine.sh
prefix build zh_CN
rm -rf build/windows/dist build/windows/work
export PYTHONHASHSEED=0 PYINSTALLER_ZLIB_COMPRESSION_LEVEL=0 PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1
python=build/windows/python/python.exe
read -r version sqlite openssl < <(windows "$python" -c '
import platform, sqlite3, ssl
print(platform.python_version(), sqlite3.sqlite_version, ssl.OPENSSL_VERSION.split()[1])' | tr -d '\r')
.venv/bin/python packaging/parts.py gather build/windows/python/Lib/site-packages build/windows/python/LICENSE.txt windows \
    build/src/build/licences "python=$version" "sqlite=$sqlite" "openssl=$openssl" vcruntime=14 "nsis=$(makensis -VERSION | tr -d v)"
windows "$python" -m PyInstaller --noconfirm --clean --log-level WARN \
    --distpath build/windows/dist --workpath build/windows/work build/src/build.spec >build/windows/freeze.log || {
    tail -n 20 build/windows/freeze.log >&2
    echo "Windows 程序没有做成，全部输出在 build/windows/freeze.log" >&2
    exit 1
}
wineserver -k || true
for name in XCEdu xcedu-cli; do packaging/windows/sign.sh "build/windows/dist/XCEdu/$name.exe"; done
rm -rf build/windows/licences
cp -r build/src/build/licences build/windows/licences
packaging/windows/inspect.sh build/windows/dist/XCEdu
