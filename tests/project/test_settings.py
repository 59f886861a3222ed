"""The production settings are safe as they stand, and refuse to run without their secrets."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks

ROOT = Path(__file__).resolve().parents[2]
#: As an operator would set them; nothing here is used anywhere.
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
    "PROXY_COUNT": "1",
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


GOOD = {
    "FIELD_ENCRYPTION_KEYS": [PRODUCTION["FIELD_ENCRYPTION_KEYS"]],
    "BLIND_INDEX_KEY": PRODUCTION["BLIND_INDEX_KEY"],
    "ALLOWED_HOSTS": ["minzheng.example.cn"],
    "WAGTAILADMIN_BASE_URL": PRODUCTION["BASE_URL"],
    "PROXY_COUNT": 1,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "SECOND_FACTOR_ROLES": ["all"],
}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        ({"FIELD_ENCRYPTION_KEYS": []}, "protection.E011"),
        ({"FIELD_ENCRYPTION_KEYS": [""]}, "protection.E011"),
        ({"FIELD_ENCRYPTION_KEYS": ["no key at all"]}, "protection.E011"),
        ({"BLIND_INDEX_KEY": ""}, "protection.E012"),
        ({"BLIND_INDEX_KEY": "x"}, "protection.E012"),
        ({"BLIND_INDEX_KEY": "x" * 40}, "protection.E013"),
        ({"BLIND_INDEX_KEY": PRODUCTION["FIELD_ENCRYPTION_KEYS"]}, "protection.E013"),
        ({"BLIND_INDEX_OLD_KEYS": ["x"]}, "protection.E012"),
        ({"BLIND_INDEX_OLD_KEYS": [PRODUCTION["BLIND_INDEX_KEY"]]}, "protection.E014"),
        ({"BACKUP_RECIPIENTS": ["age1nonsense"]}, "protection.E015"),
        ({"BACKUP_RECIPIENTS": ["AGE-SECRET-KEY-1QQQQQQ"]}, "protection.E015"),
        ({"ALLOWED_HOSTS": ["*"]}, "portal.E001"),
        ({"ALLOWED_HOSTS": ["minzheng.example.cn", "*"]}, "portal.E001"),
        ({"PROXY_COUNT": 0}, "portal.E002"),
        ({"PROXY_COUNT": 0, "SECURE_PROXY_SSL_HEADER": None}, "portal.W001"),
        ({"WAGTAILADMIN_BASE_URL": "http://minzheng.example.cn"}, "organizations.W002"),
        ({"SECOND_FACTOR_ROLES": []}, "organizations.W001"),
    ],
)
def test_what_the_deployment_check_says(settings, changes, said):
    for name, value in (GOOD | changes).items():
        setattr(settings, name, value)
    ours = ("protection.", "portal.", "organizations.")
    found = run_checks(tags=["security"], include_deployment_checks=True)
    assert [one.id for one in found if one.id.startswith(ours)] == ([said] if said else [])


def test_without_a_proxy_nobody_is_believed_about_the_line(tmp_path):
    asked = "from django.conf import settings; print(settings.SECURE_PROXY_SSL_HEADER)"
    assert manage("shell", "-c", asked, data_dir=tmp_path, PROXY_COUNT="0").stdout.split()[-1] == "None"


def test_production_leaves_no_secret_in_the_data_folder(tmp_path):
    manage("check", data_dir=tmp_path)
    assert list(tmp_path.iterdir()) == []
