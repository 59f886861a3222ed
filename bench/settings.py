"""What script/server runs on, but background tasks at once and secrets that nobody needs to keep."""

from portal.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "benchmarks-only-" + "x" * 50
FIELD_ENCRYPTION_KEYS = ["YmVuY2htYXJrcy1vbmx5LWJlbmNobWFya3Mtb25seSE="]
BLIND_INDEX_KEY = "benchmarks-only-blind-index-key-of-enough-length"
ALLOWED_HOSTS = ["*"]
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
ROOT_URLCONF = "bench.urls"
#: Following the index would be timed with the filing that wakes it; the outbox row is written all the same.
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default"]}}
