"""Where private files are kept: storage that only the server reads, without an address for anybody."""

from collections.abc import Mapping
from typing import Any, NoReturn

from django.core.files.storage import FileSystemStorage


class WithoutAddress:
    """A storage that has no address to give.

    Django's folder falls back to ``MEDIA_URL``, and django-storages signs an address for whoever asks; either
    would lead past the checks of who may see a file.
    """

    def url(
        self,
        name: str | None,
        parameters: Mapping[str, Any] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> NoReturn:
        """Refuse. Raises ValueError, as Django's storages do where there is no address."""
        raise ValueError("This file is not accessible via a URL.")


class PrivateFolder(WithoutAddress, FileSystemStorage):
    """A folder outside the web root."""
