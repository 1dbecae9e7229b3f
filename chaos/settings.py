"""The portal's settings as in production, on a shorter clock: minutes become seconds."""

import os
from datetime import timedelta

os.environ.update(DEMO="0", DEBUG="0", HTTPS="0", CLAMD_ADDRESS="", LOG_LEVEL="CRITICAL")

from limits_portal.settings import *  # noqa: F403 – all of the portal’s
from limits_portal.settings import CELERY_BEAT_SCHEDULE

EMAIL_TIMEOUT = 2
MAIL_FIRST_WAIT = timedelta(seconds=1)
# Still far above what a mail may take, the silent server included.
MAIL_LEASE = timedelta(seconds=15)
CELERY_BEAT_SCHEDULE = {
    name: entry | {"schedule": 1.0, "options": {"expires": 5}}
    for name, entry in CELERY_BEAT_SCHEDULE.items()
    if entry["task"].startswith("notifications.")
}
