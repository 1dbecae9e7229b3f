"""The portal's settings as the tests use them: the same, a little faster and a lot stricter."""

import os

os.environ["SECRET_KEY"] = "clé-de-test-qui-ne-protège-rien"
os.environ.update(DEMO="0", DEBUG="0", HTTPS="0", CLAMD_ADDRESS="", LOG_LEVEL="WARNING")
os.environ.update(SIGNING_DEMO_AUTHORITY="0", SIGNING_SECOND_FACTOR="1")

from limits_portal.settings import *  # noqa: F403
from limits_portal.settings import DATABASES, STORAGES, TEMPLATES
from tests.strictness import UndefinedVariablesFail

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Files under their plain names: the manifest is made by `make run`, not by the tests.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Certificates made on the spot: the demonstration alone may ask for them by the environment.
SIGNING_DEMO_AUTHORITY = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
TEMPLATES[0]["OPTIONS"] |= {"string_if_invalid": UndefinedVariablesFail()}  # type: ignore[operator]
# The two cores of a busy machine are slower than a server: nobody should see a false alarm.
DATABASES["default"]["OPTIONS"]["options"] = (
    "-c statement_timeout=60s -c lock_timeout=30s -c idle_in_transaction_session_timeout=0"
)
DATABASES["default"]["CONN_MAX_AGE"] = 0
