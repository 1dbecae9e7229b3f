"""Settings of the portal: one file, read from the environment, secure unless told otherwise.

Every variable is listed in docs/exploitation.md. A missing secret stops the start with a
sentence that names it.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from limits_portal.queues import ROUTES

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def required(name: str, example: str) -> str:
    """Value of an environment variable without which the portal must not start."""
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"La variable d'environnement {name} manque. Exemple : {name}={example}. "
            "Pour une démonstration sur cette machine, lancez « make run », qui la fournit."
        )
    return value


SECRET_KEY = required("SECRET_KEY", "une-longue-chaine-aleatoire")
# Former keys, kept while one changes it: they still open second factors and signed links.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = env.bool("DEBUG", default=False)
# The demonstration: one-click demo people, no mail leaves, no second factor asked of agents.
DEMO = env.bool("DEMO", default=False)
BASE_URL = env.str("BASE_URL", default="http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "limits_portal.static_files.StaticFiles",
    "django.contrib.humanize",
    "widget_tweaks",
    "dsfr",
    "crispy_forms",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "limits_portal",
    "workflow",
    "accounts",
    "applications",
    "reviews",
    "conventions",
    "notifications",
    "pages",
]

MIDDLEWARE = [
    # Headers first, so that every answer carries them: redirections, static files, errors.
    "limits_portal.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "limits_portal.middleware.RequestGuardMiddleware",
    "workflow.origin.OriginMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionClockMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "limits_portal.urls"
WSGI_APPLICATION = "limits_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "limits_portal.context_processors.site",
                "notifications.context_processors.unread",
            ],
        },
    }
]

# --- Data: PostgreSQL for everything that must last, sessions and cache included (ADR 0002).
required("DATABASE_URL", "postgres://limits:secret@localhost:5432/limits")
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"] |= {
    "CONN_MAX_AGE": None,
    "CONN_HEALTH_CHECKS": True,
    "ATOMIC_REQUESTS": False,
}
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    "-c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=15s"
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SESSION_ENGINE = "limits_portal.sessions"
CACHES = {
    "default": {
        "BACKEND": "limits_portal.cache.PostgresCache",
        "LOCATION": "cache",
    }
}

# --- Files: never under the web root, random names (applications.documents).
PRIVATE_ROOT = Path(env.str("PRIVATE_ROOT", default=str(BASE_DIR / "var" / "files")))
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
# The heaviest request read at all, files included, in bytes.
REQUEST_MAX_SIZE = env.int("REQUEST_MAX_SIZE", default=50_000_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# Attachments of a dossier: each file, all of them, in bytes and in number.
DOCUMENT_MAX_SIZE = env.int("DOCUMENT_MAX_SIZE", default=10_000_000)
APPLICATION_DOCUMENTS_MAX_SIZE = env.int("APPLICATION_DOCUMENTS_MAX_SIZE", default=100_000_000)
APPLICATION_DOCUMENTS_MAX_COUNT = 60
# Antivirus: address of clamd ("unix:/run/clamd.sock" or "tcp://host:3310"); empty: no scan.
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")

# --- Certificates that seal and sign the conventions (conventions.signing.certificates).
SIGNING_ROOT = Path(env.str("SIGNING_ROOT", default=str(PRIVATE_ROOT / "cachets")))
SIGNING_PASSPHRASE = env.str("SIGNING_PASSPHRASE", default="")
# Certificates made on the spot, that are worth nothing in law.
SIGNING_DEMO_AUTHORITY = env.bool("SIGNING_DEMO_AUTHORITY", default=DEMO)
# Whoever signs in the portal gives a code of their second factor; demo people have none.
SIGNING_SECOND_FACTOR = env.bool("SIGNING_SECOND_FACTOR", default=not DEMO)
if not DEMO and (SIGNING_DEMO_AUTHORITY or not SIGNING_SECOND_FACTOR):
    raise ImproperlyConfigured(
        "SIGNING_DEMO_AUTHORITY=1 et SIGNING_SECOND_FACTOR=0 ne sont permis qu'avec DEMO=1 : les "
        "conventions seraient signées sans valeur, ou sans preuve de l'identité du signataire."
    )

# --- People: allauth (account, mfa, usersessions).
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "first_name", "last_name", "job_title")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.ContextWordsValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = BASE_URL.partition(":")[0]
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Attempts and seconds, counted all at once by accounts.attempts: log-ins from an address, wrong
# passwords from an address, wrong passwords for an account.
LOGIN_LIMITS = {"address": (30, 60), "address_failed": (10, 60), "account_failed": (5, 300)}
# Per IP address, account ("key") or person; the counters live in the database cache, so that
# a stopped Redis neither blocks a login nor opens the door (security.md, finding 2).
ACCOUNT_RATE_LIMITS = {
    "login": None,  # LOGIN_LIMITS
    "login_failed": "10/m/ip,5/300s/key",  # wrong codes of the second factor
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "confirm_email": "1/180s/key",
}
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.entrance.LoginForm",
    "signup": "accounts.forms.entrance.SignupForm",
    "reset_password": "accounts.forms.entrance.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.entrance.NewPasswordForm",
    "reauthenticate": "accounts.forms.security.ReauthenticateForm",
    "change_password": "accounts.forms.security.ChangePasswordForm",
    "set_password": "accounts.forms.security.SetPasswordForm",
    "add_email": "accounts.forms.security.ChangeEmailForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.security.SecondFactorForm",
    "reauthenticate": "accounts.forms.security.SecondFactorAgainForm",
    "activate_totp": "accounts.forms.security.ActivateForm",
    "deactivate_totp": "accounts.forms.security.DeactivateForm",
    "generate_recovery_codes": "accounts.forms.security.RecoveryCodesForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "LIMIT'S"
# Nobody enters with an unverified address, so a second factor may go with a change of address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
USERSESSIONS_TRACK_ACTIVITY = False
# A session ends after so many seconds without a click, and so many after it was opened.
SESSION_IDLE_SECONDS = {"holder": 2 * 3600, "agent": 30 * 60}
SESSION_LONGEST_SECONDS = {"holder": 12 * 3600, "agent": 8 * 3600}
# Agents must enrol a second factor before they act (security.md, 6.3.3).
REQUIRE_AGENT_SECOND_FACTOR = env.bool("REQUIRE_AGENT_SECOND_FACTOR", default=not DEMO)

# --- The browser's guarantees.
HTTPS = env.bool("HTTPS", default=not (DEMO or DEBUG))
SECURE_SSL_REDIRECT = HTTPS
# The probe of the same machine speaks without TLS.
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "limits_portal.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# --- Language and time.
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# --- Look: bloc-marque (one line each), the service's own name beside it, the baseline.
BRAND = env.list("BRAND", default=["Premier", "ministre"])
OPERATOR = env.str(
    "OPERATOR",
    default="Mission interministérielle de lutte contre les drogues et les conduites addictives",
)
# Named on the legal pages; each installation gives its own.
LEGAL = {
    "publisher": env.str("LEGAL_PUBLISHER", default="Le président de la MILDECA."),
    "host": env.str("LEGAL_HOST", default="À compléter avant l'ouverture du service."),
    "dpo": env.str("LEGAL_DPO", default=""),
}
BASELINE = "Prévenir la participation des jeunes aux trafics de stupéfiants"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "dsfr_crispy"
CRISPY_FAIL_SILENTLY = False
DSFR_USE_INTEGRITY_CHECKSUMS = False
DSFR_MARK_OPTIONAL_FIELDS = True
DSFR_CONTENT_IS_SAFE = False

# --- Mail: written to the database in the transaction, delivered by Celery (ADR 0002).
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
EMAIL_BACKEND = "notifications.backend.OutboxBackend"
DELIVERY_EMAIL_BACKEND = (
    "django.core.mail.backends.dummy.EmailBackend" if DEMO else "notifications.smtp.Backend"
)
# Seconds a mail server may stay silent.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="LIMIT'S <ne-pas-repondre@localhost>")
# Where bounces go: empty, the sender's address; « <> », nowhere; « retours+{id}@… », one a mail.
MAIL_RETURN_PATH = env.str("MAIL_RETURN_PATH", default="")
# Mails an hour to one address beyond which the next are held (security.md, F18). Those of the
# account itself open doors: they have a limit of their own, out of reach of an honest use.
MAILS_PER_HOUR = env.int("MAILS_PER_HOUR", default=5)
ACCOUNT_MAILS_PER_HOUR = env.int("ACCOUNT_MAILS_PER_HOUR", default=20)
# How long a worker keeps a mail to itself: longer than any task may last (CELERY_TASK_TIME_LIMIT).
MAIL_LEASE = timedelta(minutes=3)
# Before the second try; each wait is twice the one before, an hour at most, for two days.
MAIL_FIRST_WAIT = timedelta(minutes=1)

# --- Celery: a broker, no result backend; tasks carry ids only, and may be run twice.
CELERY_BROKER_URL = required("REDIS_URL", "redis://localhost:6379/0")
CELERY_TASK_ROUTES = ROUTES
CELERY_TASK_DEFAULT_QUEUE = "imports"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
# Longer than the longest task; a tick that a killed worker held is made up for by the next one.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# However long Redis is away, the workers wait for it.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# A task goes on without the broker; should it be given again, it finds its rows done.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_TIMEZONE = TIME_ZONE
# Beat only wakes the work; what is due is said by rows, so two beats do nothing twice. A tick
# nobody took in time is dropped. Kinds of work that share a queue take turns (a round of mails, a
# turn of documents): their ticks outlast everybody else's turn, or the first kind would have all.
TURNS = {"expires": 90}
CELERY_BEAT_SCHEDULE = {
    "scan-documents": {
        "task": "applications.tasks.scan_documents",
        "schedule": 10.0,
        "options": TURNS,
    },
    "deliver-waiting-emails": {
        "task": "notifications.tasks.deliver_waiting_emails",
        "schedule": 3.0,
        "options": {"expires": 10},
    },
    "render-filings": {
        "task": "applications.tasks.render_filings",
        "schedule": 3.0,
        "options": TURNS,
    },
    "make-letters": {
        "task": "reviews.tasks.make_letters",
        "schedule": 3.0,
        "options": TURNS,
    },
    "make-booklets": {
        "task": "reviews.booklets.make_booklets",
        "schedule": 5.0,
        "options": TURNS,
    },
    "make-workbooks": {
        "task": "reviews.workbooks.make_workbooks",
        "schedule": 3.0,
        "options": TURNS,
    },
    "make-minutes": {
        "task": "reviews.tasks.make_minutes",
        "schedule": 3.0,
        "options": TURNS,
    },
    "make-issues": {
        "task": "conventions.tasks.make_issues",
        "schedule": 3.0,
        "options": TURNS,
    },
    "sign-orders": {
        "task": "conventions.tasks.sign_orders",
        "schedule": 3.0,
        "options": TURNS,
    },
    "sort-scans": {
        "task": "conventions.tasks.sort_scans",
        "schedule": 3.0,
        "options": TURNS,
    },
    "make-archives": {
        "task": "conventions.tasks.make_archives",
        "schedule": 3.0,
        "options": TURNS,
    },
    "make-drafts": {
        "task": "conventions.tasks.make_drafts",
        "schedule": 3.0,
        "options": TURNS,
    },
    "dispatch-events": {
        "task": "notifications.tasks.dispatch_events",
        "schedule": 3.0,
        "options": {"expires": 10},
    },
    # What is due by the clock is due for a day: a late tick loses none, and repeats none.
    "give-reminders": {
        "task": "notifications.tasks.give_reminders",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "send-digests": {
        "task": "notifications.tasks.send_digests",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "erase-expired-drafts": {
        "task": "applications.tasks.erase_expired_drafts",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "forget-what-expired": {
        "task": "accounts.tasks.forget_what_expired",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
}

# Who may read /sante/ from another machine: those who send this token; empty: nobody.
HEALTH_TOKEN = env.str("HEALTH_TOKEN", default="")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
        # Tells of each refused file in kilobytes of objects; the verdict says it in words.
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}
