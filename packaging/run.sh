#!/usr/bin/env bash
# `make run`. With a screen: the window, on a demo school the first time. Without one: the month of a demo school
# from its data to the workbook, and where that lies.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python

# The school file in a demo's folder, known by SQLite's own mark.
demo_file() {
    find "$1" -maxdepth 2 -type f -exec grep -la '^SQLite format 3' {} + 2>/dev/null | sort | head -n 1
}

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    # The school opened last, be it a demo or a real one, is the window's own business.
    if "$python" -c 'import sys; from ui.settings import last_file; sys.exit(last_file() is None)'; then
        exec "$python" main.py
    fi
    place=${XDG_DATA_HOME:-$HOME/.local/share}/xcedu/demo
    if [ -z "$(demo_file "$place")" ]; then
        echo "正在生成演示学校……"
        "$python" main.py demo --out "$place" --schools 1 >/dev/null
    fi
    exec "$python" main.py --db "$(demo_file "$place")"
fi

export QT_QPA_PLATFORM=offscreen
out=$PWD/build/run
rm -rf "$out"
mkdir -p "$out"
"$python" main.py demo --out "$out" --schools 1 --json >"$out/demo.json"
month=$("$python" -c 'import json, sys; print(json.load(open(sys.argv[1], encoding="utf-8"))["month"])' "$out/demo.json")
file=$(demo_file "$out")
echo "演示学校：$file（$month）"
"$python" main.py check --db "$file" --month "$month"
"$python" main.py export --db "$file" --month "$month" --out "$out/workbook" --json >"$out/export.json"
workbook=$("$python" -c 'import json, os, sys; print(os.path.abspath(json.load(open(sys.argv[1], encoding="utf-8"))["file"]))' "$out/export.json")
echo "上报表：$workbook"
