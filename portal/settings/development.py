"""A developer's machine and the demonstration: what ``script/server`` runs."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import DATA_DIR, env
from protection.keys import development_secrets

DEBUG = env.bool("DEBUG", default=False)
# Without an environment to hold them, secrets are made once and kept beside the data.
_secrets = development_secrets(DATA_DIR)
SECRET_KEY = env("DJANGO_SECRET_KEY", default=_secrets["DJANGO_SECRET_KEY"])
FIELD_ENCRYPTION_KEYS = env.list("FIELD_ENCRYPTION_KEYS", default=[_secrets["FIELD_ENCRYPTION_KEYS"]])
BLIND_INDEX_KEY = env("BLIND_INDEX_KEY", default=_secrets["BLIND_INDEX_KEY"])
# Plain http on loopback: secure cookies would never come back.
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
if DEBUG:
    STORAGES["staticfiles"] = {  # noqa: F405
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
