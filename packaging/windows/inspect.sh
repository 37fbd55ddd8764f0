#!/usr/bin/env bash
# Refuse a frozen Windows folder that holds what must not be shipped: Wine's own libraries, our shim, or what build.spec leaves out.
# usage: inspect.sh FOLDER
set -euo pipefail
folder=$1
test -f "$folder/XCEdu.exe" -a -f "$folder/xcedu-cli.exe"
found=$(
    grep -rlaE 'Wine (builtin|placeholder) DLL' "$folder" || true
    find "$folder" -iname 'bcryptprimitives*' -o -iname 'opengl32sw*' -o -iname 'Qt6Network*' -o -iname 'Qt6Qml*' -o -iname 'numpy*' \
        -o -iname 'greenlet*' -o -iname 'phrases_dict*' -o -iname 'Qt6Svg*'
)
if [ -n "$found" ]; then
    printf '不该打进安装程序的文件：\n%s\n' "$found" >&2
    exit 1
fi
