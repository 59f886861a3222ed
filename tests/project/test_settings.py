"""The production settings are safe as they stand, and refuse to run without their secrets."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# As an operator would set them; nothing here is used anywhere.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "DJANGO_SECRET_KEY": "check-only-" + "k7Qp2vXz9LmN4bRt" * 4,
    "FIELD_ENCRYPTION_KEYS": "Y2hlY2stb25seS1jaGVjay1vbmx5LWNoZWNrLW9ubHk=",
    "BLIND_INDEX_KEY": "check-only-blind-index-key-0123456789abcdef",
    "ALLOWED_HOSTS": "minzheng.example.cn",
    "CSRF_TRUSTED_ORIGINS": "https://minzheng.example.cn",
    "BASE_URL": "https://minzheng.example.cn",
    "DATABASE_URL": "postgresql://portal@127.0.0.1/portal",
    "SEARCH_URL": "http://127.0.0.1:9200",
}


def manage(*words, data_dir, **changes):
    """Run manage.py in an environment that holds only these settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    env = {**kept, **PRODUCTION, "DATA_DIR": str(data_dir), **changes}
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *words],
        env={name: value for name, value in env.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_is_clean(tmp_path):
    done = manage("check", "--deploy", "--fail-level", "WARNING", data_dir=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    "name", ["DJANGO_SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "BLIND_INDEX_KEY", "ALLOWED_HOSTS"]
)
def test_production_does_not_start_without(name, tmp_path):
    done = manage("check", data_dir=tmp_path, **{name: None})
    assert done.returncode != 0
    assert name in done.stderr


def test_production_leaves_no_secret_in_the_data_folder(tmp_path):
    manage("check", data_dir=tmp_path)
    assert list(tmp_path.iterdir()) == []
