#!/bin/sh
# Sets a machine up for `make run` and `make test`: Python environment, locked packages, system
# libraries. Says one sentence and stops when it cannot; does nothing when nothing changed.
# Argument: « tests » asks for the browser of the tests too.
set -u
cd "$(dirname "$0")/.." || exit 1
LC_ALL=C.UTF-8
export LC_ALL

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

# --- Who may install system packages here: root, or somebody whose sudo asks no password.
if [ "$(id -u)" = 0 ]; then as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo"
else as_root="nobody"
fi

# install PACKAGE…: with apt-get, or the exact line to type. Fails when it could not.
install() {
    if [ "$as_root" = nobody ] || ! command -v apt-get >/dev/null 2>&1; then
        say "Il manque des paquets du système. Installez-les, puis recommencez :"
        say "    sudo apt-get install --no-install-recommends $*"
        return 1
    fi
    say "Installation des paquets du système : $*"
    log=$(mktemp) || return 1
    for step in "install" "update" "install"; do
        packages="$*"; [ $step = update ] && packages=""
        # shellcheck disable=SC2086 # a list of packages is a list of words
        if $as_root env DEBIAN_FRONTEND=noninteractive apt-get $step -y -q \
            --no-install-recommends $packages >"$log" 2>&1 && [ $step = install ]; then
            rm -f "$log"; return 0
        fi
    done
    say "apt-get n'a pas pu les installer : $(grep '^E:' "$log" | head -n 1)"
    say "    ${as_root:+sudo }apt-get install --no-install-recommends $*"
    rm -f "$log"
    return 1
}

# --- Room for the environment (about 700 MB with the browser tools) and the data.
free=$(df -Pk . | awk 'NR == 2 { print int($4 / 1024) }')
needed=500; [ -e .venv/bin/python ] || needed=1500
[ "$free" -ge "$needed" ] || stop "Le disque est presque plein : il reste $free Mo ici, il en faut $needed. Libérez de la place, puis recommencez."

# --- A Python that is recent enough, and able to make an environment.
if ! .venv/bin/python -c '' 2>/dev/null; then
    python=""
    for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$candidate; break
        fi
    done
    [ -n "$python" ] || stop "Il faut Python 3.11 ou plus récent ; cette machine a : $(python3 --version 2>&1 | head -n 1). Sous Debian 12 ou plus récent : sudo apt-get install python3 python3-venv"
    say "Création de l'environnement Python ($("$python" --version 2>&1))…"
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        install "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" || exit 1
    fi
    rm -rf .venv
    "$python" -m venv .venv >&2 || stop "L'environnement Python n'a pas pu être créé dans .venv (voyez ci-dessus)."
fi

# --- The packages of the lock, exactly: hashes are checked.
lock=requirements-dev.lock
stamp=.venv/installed-$(cksum <$lock | tr ' ' '-')
if [ ! -e "$stamp" ]; then
    say "Installation des paquets Python ($(grep -c '==' $lock))…"
    if [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check uv 2>/dev/null; then
        .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r $lock 2>.venv/uv.log
    else
        false
    fi || .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $lock ||
        stop "Les paquets Python n'ont pas pu être installés : vérifiez l'accès à Internet (et .venv/uv.log), puis recommencez."
    rm -f .venv/installed-*
    : >"$stamp"
fi

# --- The system's libraries: drawing of PDF, types of files, broker, browser.
missing=$(.venv/bin/python - "${1:-}" <<'END'
import ctypes
import shutil
import sys

libraries = {
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libmagic.so.1": "libmagic1",
}
missing = []
for name, package in libraries.items():
    try:
        ctypes.CDLL(name)
    except OSError:
        missing.append(package)
import os
if not os.environ.get("REDIS_URL") and shutil.which("redis-server") is None:
    missing.append("redis-server")
if sys.argv[1:] == ["tests"]:
    if shutil.which("pdftotext") is None:  # the tests read our PDFs with another program than ours
        missing.append("poppler-utils")
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        missing.append("chromium")
print(" ".join(missing))
END
)
if [ "$missing" = chromium ]; then
    install chromium || say "Sans Chromium, les tests de navigateur sont sautés."
elif [ -n "$missing" ]; then
    # shellcheck disable=SC2086
    install $missing || exit 1
fi
exit 0
