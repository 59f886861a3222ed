"""What every environment shares. Each secret and each place comes from an environment variable."""

from pathlib import Path
from typing import Literal

import environ
from django.utils.translation import gettext_lazy as _

from portal.settings.files import storages

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
# script/server keeps the secrets it generated here, so that manage.py finds them too.
environ.Env.read_env(DATA_DIR / "environment", overwrite=False)

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
DEMONSTRATION = env.bool("DEMONSTRATION", default=False)
# How many proxies of our own stand before the server; what they add to X-Forwarded-For is believed.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)

# --- Keys of the protection room --------------------------------------------------------------------------
# The first key encrypts, all of them decrypt; see protection/encryption.py.
FIELD_ENCRYPTION_KEYS = env.list("FIELD_ENCRYPTION_KEYS", default=[])
BLIND_INDEX_KEY = env("BLIND_INDEX_KEY", default="")
# The keys before it, newest first: what they made is still found; see protection/blind_index.py.
BLIND_INDEX_OLD_KEYS = env.list("BLIND_INDEX_OLD_KEYS", default=[])
# Keys before DJANGO_SECRET_KEY, newest first: what they signed still counts.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# The public keys that backups are encrypted to, and the folder they are written into (docs/operations.md).
BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENTS", default=[])
BACKUP_DIR = env("BACKUP_DIR", default="")
# How long the audit logs are kept, three years at least (protection/guards.py says why).
LOG_KEPT_DAYS = env.int("LOG_KEPT_DAYS", default=1096)
# Other figures than those of complaints/data/alarm_rules.csv, e.g. identities_hour=10,export_rows=2000.
ALARM_LIMITS = env.dict("ALARM_LIMITS", default={})

# --- Applications -----------------------------------------------------------------------------------------
#: The rooms in the order in which they may import each other, the lowest first.
ROOMS = (
    "protection",
    "organizations",
    "disclosure",
    "complaints",
    "search",
    "supervision",
    "portal",
    "demonstration",
)
INSTALLED_APPS = [
    # An earlier app's templates, static files and translations win: the upper room may furnish the lower one.
    *reversed(ROOMS),
    "captcha",
    "django_tasks",
    "django_tasks_db",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "organizations.users_app.StaffUsersConfig",  # wagtail.users within the region scope
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Around whitenoise, so that files of the site carry the policy as its pages do.
    "protection.middleware.ContentSecurityPolicyMiddleware",
    "protection.middleware.StaffNotStoredMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Around sessions: what they write is waited for as well.
    "protection.middleware.DurableMiddleware",
    "portal.middleware.StyleWithinMiddleware",
    "portal.middleware.CompressMiddleware",
    "portal.middleware.ReadersChoicesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.middleware.BodyLimitMiddleware",
    "protection.middleware.StorableMiddleware",
    "protection.middleware.OnceARequestMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organizations.middleware.StaffSessionMiddleware",
    "organizations.views.kept_forms.KeptFormMiddleware",
    "organizations.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ],
        },
    },
]

# --- Database ---------------------------------------------------------------------------------------------
# For how many seconds a writer waits for others before its person is asked to send it again (views/busy.py).
DATABASE_BUSY_SECONDS = env.float("DATABASE_BUSY_SECONDS", default=20)
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
# To open a connection costs, on SQLite half of what a page does: the whole schema is read. Not kept for ever,
# since a connection there knows the statistics of when it was opened.
DATABASES["default"]["CONN_MAX_AGE"] = 60
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock at once and waits for it, so that two of them never deadlock halfway.
        "transaction_mode": "IMMEDIATE",
        "timeout": DATABASE_BUSY_SECONDS,
        # NORMAL: what has to be on disk is waited for where it is acknowledged (protection/durable.py).
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", f"-c lock_timeout={DATABASE_BUSY_SECONDS * 1000:.0f}"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Throttles are shared by all processes, so the cache is a table of the database.
# Django's cache drops a third of its 300 entries when it is full, throttles of guessers among them.
CACHES = {"default": env.cache_url("CACHE_URL", default="dbcache://portal_cache?max_entries=100000")}

# --- Background work --------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# --- Search -----------------------------------------------------------------------------------------------
SEARCH_URL = env(
    "SEARCH_URL", default=""
)  # empty: the embedded index; http(s)://…[,http(s)://…]: Elasticsearch
SEARCH_INDEX_PATH = Path(env("SEARCH_INDEX_PATH", default=str(DATA_DIR / "search.sqlite3")))
SEARCH_PREFIX = env("SEARCH_PREFIX", default="portal")

# --- People and sessions ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = ["organizations.backends.StaffBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "organizations.passwords.CommonPiecesValidator"},
]
PASSWORD_HASHERS = [
    "protection.hashing.InTurn",
    "protection.hashing.Keyed",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PIN_HASHER = "keyed"
# How many hashes a process computes at the same time; a password's takes 100 MB and eight threads.
HASHES_AT_ONCE = env.int("HASHES_AT_ONCE", default=1)
# How long a one-time link to an account holds; at least 24, at most 72 (organizations/links.py).
ACCOUNT_LINK_HOURS = env.int("ACCOUNT_LINK_HOURS", default=48)
# A guide that nobody checked for so many days says so (国办秘函〔2019〕19号 counts half a year).
GUIDE_CHECKED_DAYS = env.int("GUIDE_CHECKED_DAYS", default=183)
# Nor does Wagtail offer a password for others anywhere.
WAGTAILUSERS_PASSWORD_ENABLED = False
LOGIN_URL = "wagtailadmin_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/staff/login/"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

# The roles that need a second factor at login ("all": everyone), and how many days they have to set one up.
SECOND_FACTOR_ROLES = env.list("SECOND_FACTOR_ROLES", default=[])
SECOND_FACTOR_GRACE_DAYS = env.int("SECOND_FACTOR_GRACE_DAYS", default=14)
# How long a password, code or security key counts before an identity, an export or an appointment.
REAUTHENTICATION_MINUTES = env.int("REAUTHENTICATION_MINUTES", default=10)

# A session ends half an hour after the last request, and with the browser; of staff, however busy it is
# kept, after a day's work.
SESSION_ENGINE = "organizations.session_store"
SESSION_COOKIE_AGE = env.int("SESSION_IDLE_MINUTES", default=30) * 60
STAFF_SESSION_HOURS = env.int("STAFF_SESSION_HOURS", default=12)
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "organizations.views.kept_forms.csrf_failure"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # with the browser: that one was at a form, and when, is nobody's business
CSRF_COOKIE_SAMESITE: Literal["Lax"] = "Lax"

# --- Language and time ------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", _("Chinese"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
# Before every app's own: what Wagtail's Chinese catalogues leave in English.
LOCALE_PATHS = [BASE_DIR / "portal" / "wagtail_words"]
FORMAT_MODULE_PATH = ["portal.formats"]
WAGTAIL_I18N_ENABLED = False
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
WAGTAIL_USER_TIME_ZONES = ["Asia/Shanghai"]

# --- Files ------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.stylesheets.StylesheetFinder",
]
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(DATA_DIR / "static")))
STORAGES = {
    # What people upload ("private") has no address: a view that checks who asks hands it out.
    **storages(env("FILES_URL", default=""), DATA_DIR),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Nobody else's page reads our files.
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Pictures and documents that editors publish with pages.
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# What is larger waits on disk, but never in clear.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "protection.arriving.SealedUploadHandler",
]
# Where clamd listens (/run/clamav/clamd.ctl or host:3310), empty: no scanner; and what becomes of a file
# when it does not answer: "refuse" or "mark".
CLAMD_SOCKET = env("CLAMD_SOCKET", default="")
CLAMD_UNREACHABLE = env("CLAMD_UNREACHABLE", default="refuse")
# Only while files of a release that did not encrypt them are taken over by ``encrypt_files``: afterwards a
# private file in clear is one that somebody put there.
PRIVATE_FILES_IN_CLEAR = env.bool("PRIVATE_FILES_IN_CLEAR", default=False)
# More than any form takes: who picks forty photos gets a message on each, not a bare refusal of the request.
DATA_UPLOAD_MAX_NUMBER_FILES = 100
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- Headers ----------------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"  # Wagtail lifts it for its own previews, which its staff site frames
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}
# Wagtail's admin writes scripts and styles into its pages; the staff site alone gets this wider policy.
STAFF_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": ["'self'", "'unsafe-inline'", "'unsafe-eval'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "frame-src": ["'self'"],
}

# --- Wagtail ----------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "社会救助公开与投诉"
WAGTAILADMIN_BASE_URL = env("BASE_URL", default="http://localhost:8000")
WAGTAILIMAGES_IMAGE_MODEL = "portal.PortalImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "heic"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
# As many as a picture is kept with at most (protection/file_worker/pictures.py).
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "portal.PortalDocument"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "csv", "ofd"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # the server asks nobody's site for a video
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILADMIN_USER_LOGIN_FORM = "portal.forms.StaffLoginForm"
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = True
TAGGIT_CASE_INSENSITIVE = True

# --- Captcha ----------------------------------------------------------------------------------------------
CAPTCHA_CHALLENGE_FUNCT = "captcha.helpers.math_challenge"
CAPTCHA_TIMEOUT = 15  # minutes: the check page takes an older person a while
CAPTCHA_IMAGE_SIZE = (220, 72)
CAPTCHA_FONT_SIZE = 40
CAPTCHA_FOREGROUND_COLOR = "#1c2127"
CAPTCHA_BACKGROUND_COLOR = "#ffffff"
CAPTCHA_NOISE_FUNCTIONS = ("captcha.helpers.noise_arcs", "complaints.public.picture_noise.dots")

EMAIL_BACKEND = env("EMAIL_BACKEND", default="django.core.mail.backends.console.EmailBackend")

# Messages to complainants that there is something new (docs/operations.md): off until a gateway is named.
NOTICE_SMS = env("NOTICE_SMS", default="")  # console, http
NOTICE_EMAIL = env("NOTICE_EMAIL", default="")  # console, smtp
NOTICE_HTTP_URL = env("NOTICE_HTTP_URL", default="")
NOTICE_HTTP_SECRET = env("NOTICE_HTTP_SECRET", default="")

# A report of an exception says where, and nothing that was sent: it may be a complainant's name.
DEFAULT_EXCEPTION_REPORTER = "portal.error_reports.Reporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "portal.error_reports.Filter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "portal.error_reports.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        # Whoever asks says in a line that nothing answers; else a line a request, and a trace a failure.
        "elastic_transport": {"level": "ERROR"},
        # Without Django's handler that mails reports; its lines go to the console as all others do.
        "django": {"level": "INFO"},
    },
}
