# The portal, as one image for the web server, the worker and beat.
FROM python:3.13-slim-trixie

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PATH="/app/.venv/bin:$PATH"

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpangoft2-1.0-0 libharfbuzz-subset0 libmagic1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --home-dir /app limits \
    && install -d -o limits -g limits /app /srv/limits/files \
    && install -d -o limits -g limits -m 700 /srv/limits/keys

WORKDIR /app
USER limits

# The packages first: they change less often than the code.
COPY --chown=limits requirements.lock ./
RUN python -m venv .venv && pip install --no-cache-dir --require-hashes -r requirements.lock

COPY --chown=limits . .
# Collected at build: the secret and the addresses serve nothing here, settings only ask for them.
RUN SECRET_KEY=build DATABASE_URL=postgres://build REDIS_URL=redis://build \
    STATIC_ROOT=/app/static-collected python manage.py collectstatic --no-input --verbosity 0

ENV STATIC_ROOT=/app/static-collected PRIVATE_ROOT=/srv/limits/files SIGNING_ROOT=/srv/limits/keys
VOLUME /srv/limits/files /srv/limits/keys
EXPOSE 8000

CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
    "--blocking-threads", "1", "--respawn-failed-workers", "limits_portal.wsgi:application"]
