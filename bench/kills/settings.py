"""What the trial's server and workers run on: the bench's settings, with background work in the database."""

from bench.settings import *  # noqa: F403

ROOT_URLCONF = "portal.urls"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
#: Each client says where it comes from: thirty in one network would be asked to slow down.
PROXY_COUNT = 1
