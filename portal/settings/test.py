"""The tests: cheap hashing, tasks run at once, files in a folder of the run."""

import tempfile
from pathlib import Path

from portal.settings.base import *  # noqa: F403
from portal.settings.base import DATABASES, STORAGES, env
from portal.settings.files import storages

DEBUG = False
SECRET_KEY = "tests-only-" + "x" * 50
FIELD_ENCRYPTION_KEYS = ["dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk="]
BLIND_INDEX_KEY = "tests-only-blind-index-key-of-enough-length"
ALLOWED_HOSTS = ["*"]

DATA_DIR = Path(env("TEST_DATA_DIR", default="") or tempfile.mkdtemp(prefix="portal-tests-"))
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
SEARCH_INDEX_PATH = DATA_DIR / "search.sqlite3"
STORAGES.update(storages("", DATA_DIR))
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: browser tests read it from the server's threads.
    DATABASES["default"]["NAME"] = str(DATA_DIR / "portal.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", "protection.hashing.Keyed"]
PIN_HASHER = "md5"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default"]}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
CAPTCHA_TEST_MODE = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
