"""What the processes of a trial run with."""

import os
from urllib.parse import urlsplit


def of_children() -> dict[str, str]:
    """What the site's processes get: the same folder, and the database that the bench made."""
    from django.db import connection

    env = {**os.environ, "PROXY_COUNT": "1", "LOG_LEVEL": "ERROR"}
    if url := env.get("DATABASE_URL"):
        env["DATABASE_URL"] = urlsplit(url)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return env
