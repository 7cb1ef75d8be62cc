#!/bin/sh
# The Debian packages that `make $1` needs: installed as root, named in one line otherwise.
set -eu
missing=""
"${PYTHON:-python3}" -c 'import venv, ensurepip' 2>/dev/null || missing="$missing python3-venv"
if [ "$1" = test ]; then
    command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
    [ -n "$(find /usr/share/fonts -name 'NotoSansCJK*' -print -quit 2>/dev/null)" ] || missing="$missing fonts-noto-cjk"
fi
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
else
    echo "missing system packages; run:  sudo apt-get install -y$missing" >&2
    exit 1
fi
