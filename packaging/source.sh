#!/usr/bin/env bash
# Lay the sources that a build is made of into build/src: the last commit as it is, so that a build depends on the commit alone.
# usage: source.sh       prints the commit's time (seconds), which every date inside the packages is
# XCEDU_BUILD=working: the tracked files as they lie there, for trying a build before it is committed.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! git rev-parse -q --verify HEAD >/dev/null; then
    echo "安装程序要从 git 的提交里做，这个文件夹不是 git 仓库" >&2
    exit 2
fi
rm -rf build/src
mkdir -p build/src
if [ "${XCEDU_BUILD:-}" = working ]; then
    git ls-files -z --cached --others --exclude-standard | tar --null -T - -c --ignore-failed-read 2>/dev/null | tar -x -C build/src
else
    git diff --quiet HEAD -- || echo "有改动还没有提交，不在这次的安装程序里" >&2
    git archive HEAD | tar -x -C build/src
fi
git log -1 --format=%ct
