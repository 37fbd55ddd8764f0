#!/usr/bin/env bash
# `make installer`: the last commit becomes dist/XCEdu-<version>-setup.exe, its portable zip and the Linux .deb, with SHA-256 and
# bills of materials (SBOM) beside them.
# usage: installer.sh [windows] [linux]      both by default
set -euo pipefail
cd "$(dirname "$0")/.."
kinds=${*:-windows linux}
SOURCE_DATE_EPOCH=$(packaging/source.sh)
export SOURCE_DATE_EPOCH
# The guide's pictures with 256 colours: a third of the bytes. One thread: the same bytes each time.
find build/src/docs/guide -name '*.png' -print0 | sort -z |
    OMP_NUM_THREADS=1 xargs -0 -r pngquant --strip --quality 70-98 --speed 1 --force --ext .png
version=$(sed -n 's/^VERSION = "\(.*\)"/\1/p' build/src/xcedu_desktop/version.py)
mkdir -p dist
made=()
for kind in $kinds; do
    if [ "$kind" = windows ]; then
        rm -f dist/XCEdu-*-setup.exe* dist/XCEdu-*-portable.zip* dist/XCEdu-*-windows.cdx.json*
        packaging/windows/python.sh
        xvfb-run -a packaging/windows/freeze.sh
        packaging/windows/installer.sh "$version"
        .venv/bin/python packaging/windows/portable.py build/windows/dist/XCEdu "$SOURCE_DATE_EPOCH" "dist/XCEdu-$version-portable.zip"
        made+=("XCEdu-$version-setup.exe" "XCEdu-$version-portable.zip")
    else
        rm -f dist/xcedu_*.deb* dist/XCEdu-*-linux.cdx.json*
        packaging/linux/freeze.sh
        packaging/linux/deb.sh "$version"
        made+=("xcedu_${version}_amd64.deb")
    fi
    .venv/bin/python packaging/parts.py sbom "build/$kind/licences" "dist/XCEdu-$version-$kind.cdx.json"
    made+=("XCEdu-$version-$kind.cdx.json")
done
cd dist
for file in "${made[@]}"; do
    sha256sum "$file" >"$file.sha256"
    printf '%9d  dist/%s\n' "$(stat -c %s "$file")" "$file"
done
