"""Private files in a bucket of an S3-like service; apart from ``storage``, so a folder needs no boto3."""

from storages.backends.s3 import S3Storage

from protection.storage import Sealed, WithoutAddress


class PrivateBucket(WithoutAddress, Sealed, S3Storage):
    """A bucket that only the server's keys open."""
