#!/bin/sh
# What a reviewer would otherwise have to look for: style, types, templates, layers, migrations.
# Runs every check, then fails if one did.
cd "$(dirname "$0")/.." || exit 1
bin=.venv/bin
failed=""

check() {
    name=$1
    shift
    if output=$("$@" 2>&1); then
        printf '  %-12s bon\n' "$name"
    else
        failed="$failed $name"
        printf '  %-12s à corriger\n%s\n' "$name" "$output"
    fi
}

# Settings ask for these; no check connects to anything.
SECRET_KEY=une-cle-de-verification-longue-et-variee-0123456789-AZERTY
DATABASE_URL=postgres:///nowhere
REDIS_URL=redis://nowhere
export SECRET_KEY DATABASE_URL REDIS_URL

locks_name_no_host() {
    ! grep -nE 'https?://|file://|--(extra-)?index-url|--find-links' requirements*.lock
}

check style $bin/ruff check .
check format $bin/ruff format --check .
check types $bin/mypy
check escalier $bin/lint-imports
check gabarits $bin/djlint templates --lint --quiet
check migrations $bin/python -W ignore manage.py makemigrations --check --dry-run
check django $bin/python manage.py check --deploy --fail-level WARNING
check verrous locks_name_no_host

[ -z "$failed" ] || { echo "À corriger :$failed" >&2; exit 1; }
