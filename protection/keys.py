"""Secrets of a development machine, made once. Production reads its secrets from the environment only."""

import base64
import json
import os
import secrets
from pathlib import Path

FILE_NAME = "development-secrets.json"


def development_secrets(data_dir: Path) -> dict[str, str]:
    """Give the secrets kept in ``data_dir``; make them on the first call (file mode 600).

    Two processes that start at once agree on one file: it is created with a link that fails
    when the name is taken, and read again after that.
    """
    path = data_dir / FILE_NAME
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        made = {
            "DJANGO_SECRET_KEY": secrets.token_urlsafe(50),
            "FIELD_ENCRYPTION_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode(),
            "BLIND_INDEX_KEY": secrets.token_urlsafe(32),
        }
        draft = path.with_suffix(f".{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(made, file)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first; its secrets count
        finally:
            draft.unlink()
    return json.loads(path.read_text(encoding="utf-8"))
