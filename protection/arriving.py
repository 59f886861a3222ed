"""Uploads while they arrive: what does not stay in memory waits on disk sealed, as it will when it is kept.

Django would write a large upload into a temporary file in clear, which a crash leaves and everybody with
the disk can read. Keeping it in memory instead would let a hundred files of a request fill the server.
"""

import io
import tempfile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from protection.sealing import Opened, Sealer

#: What a file under way is bound to; its key serves no other file.
_NAME = "arriving"


class SealedUploadHandler(FileUploadHandler):
    """Takes each file that the handlers before it leave, into a nameless file of the system, encrypted."""

    def new_file(self, *args, **kwargs) -> None:
        """Begin a file with a key of its own."""
        super().new_file(*args, **kwargs)
        self._sealer = Sealer(_NAME)
        self._kept = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - lives on
        self._kept.write(self._sealer.header)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal what came; nothing is left for another handler."""
        self._kept.writelines(self._sealer.add(raw_data))

    def file_complete(self, file_size: int) -> UploadedFile:
        """Give the file, which reads in clear and goes with the request."""
        self._kept.write(self._sealer.end())
        content = io.BufferedReader(Opened(self._kept, _NAME))
        return UploadedFile(
            content, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        )

    def upload_interrupted(self) -> None:
        """Let go of a file whose sender went away."""
        if hasattr(self, "_kept"):
            self._kept.close()
