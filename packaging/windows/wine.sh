# Sourced: Wine prefixes under build/windows, each with its language. Needs a screen, since Windows programs ask for one: run under xvfb-run.
export WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES="mscoree=;mshtml=" LOCPATH=$PWD/build/windows/locale
unset LANGUAGE LANG LC_CTYPE

# prefix NAME LOCALE: make it where it is not there (LOCALE zh_CN: code page 936; en_US: 1252), and go into it.
prefix() {
    export WINEPREFIX=$PWD/build/windows/prefix-$1
    if [ ! -d "$LOCPATH/$2.UTF-8" ]; then
        mkdir -p "$LOCPATH"
        localedef -i "$2" -f UTF-8 "$LOCPATH/$2.UTF-8"
    fi
    export LC_ALL=$2.UTF-8
    [ ! -f "$WINEPREFIX/.ready" ] || return 0
    rm -rf "$WINEPREFIX"
    mkdir -p "$(dirname "$WINEPREFIX")"
    wineboot -i >/dev/null 2>&1
    echo | winecfg -v win10 2>&1 | cat >/dev/null
    wineserver -w
    x86_64-w64-mingw32-gcc -shared -O2 -s -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" \
        packaging/windows/bcryptprimitives.c -ladvapi32
    touch "$WINEPREFIX/.ready"
}

# windows COMMAND...: run a Windows program; its output comes through, its exit code is kept.
windows() {
    local code=0
    wine "$@" </dev/null 2>&1 | cat || code=$?
    return "$code"
}
