"""Where uploads are kept, from one variable: ``FILES_URL``, empty for folders or ``s3://…`` for a bucket."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.core.exceptions import ImproperlyConfigured

RIGHT = "s3://BUCKET[/FOLDER][?endpoint=https://HOST&region=REGION]"


def storages(files_url: str, data_dir: Path) -> dict[str, dict[str, Any]]:
    """Give Django's ``STORAGES`` for ``default`` (editors' pictures and documents) and ``private`` (uploads).

    The bucket's keys come from ``AWS_ACCESS_KEY_ID`` and ``AWS_SECRET_ACCESS_KEY``, never from the address,
    which may end up in a log. Raises ImproperlyConfigured for an address that is not like ``RIGHT``.
    """
    if not files_url:
        return {
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "private": {
                "BACKEND": "protection.storage.PrivateFolder",
                "OPTIONS": {"location": str(data_dir / "private")},
            },
        }
    bucket = _bucket(files_url)
    root = bucket.pop("folder")
    return {
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {**bucket, "location": f"{root}media"},
        },
        "private": {
            "BACKEND": "protection.bucket.PrivateBucket",
            "OPTIONS": {**bucket, "location": f"{root}private"},
        },
    }


def _bucket(files_url: str) -> dict[str, Any]:
    """Read the address into options of django-storages, and the ``folder`` inside the bucket."""
    parts = urlsplit(files_url)
    known = dict(parse_qsl(parts.query))
    if parts.scheme != "s3" or not parts.netloc or "@" in parts.netloc or set(known) - {"endpoint", "region"}:
        raise ImproperlyConfigured(
            f"FILES_URL must look like {RIGHT}; keys belong in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        )
    folder = parts.path.strip("/")
    return {
        "bucket_name": parts.netloc,
        "folder": f"{folder}/" if folder else "",
        "endpoint_url": known.get("endpoint"),
        "region_name": known.get("region"),
        # S3-like services of one's own seldom have a host name for each bucket.
        "addressing_style": "path" if "endpoint" in known else "auto",
        "signature_version": "s3v4",
        "file_overwrite": False,
        # A larger file is read through a nameless file on disk, not through memory.
        "max_memory_size": 1024 * 1024,
        "default_acl": None,  # the bucket's own rule, which has to be private
    }
