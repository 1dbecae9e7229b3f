#!/bin/sh
# Erases what the demonstration made: database, files, static files, secret key, logs.
cd "$(dirname "$0")/.." || exit 1
var=${LIMITS_VAR:-var}
[ -d "$var" ] || { echo "Rien à effacer."; exit 0; }
if [ -e "$var/postgres.room" ] && ! flock --nonblock --exclusive "$var/postgres.room" true; then
    echo "Le portail tourne : arrêtez-le (Ctrl-C) avant de tout effacer." >&2
    exit 1
fi
rm -rf "$var"
echo "La démonstration est effacée : « make run » repart de zéro."
