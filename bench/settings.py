"""The portal's settings as in production, plus what measures them."""

import os

os.environ.update(DEMO="0", DEBUG="0", HTTPS="0", CLAMD_ADDRESS="", LOG_LEVEL="ERROR")
# Each measured person comes from an address of their own, as behind a proxy, so that the limits
# by address (20 sign-ups a minute…) stay on, at their production values.
os.environ["TRUSTED_PROXY_COUNT"] = "1"

from limits_portal.settings import *  # noqa: F403 – all of the portal’s
from limits_portal.settings import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
ROOT_URLCONF = "bench.urls"
WSGI_APPLICATION = "bench.wsgi.application"
PASSWORD_HASHERS = ["bench.metering.MeteredArgon2"]
METER = "bench.metering.MeterMiddleware"
# What a bare Django view passes through: neither session nor person.
FLOOR_MIDDLEWARE = [
    METER,
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
MIDDLEWARE = [METER, *MIDDLEWARE]
# A seal costs the same whoever issued its certificate: one is made on the spot.
SIGNING_DEMO_AUTHORITY = True
