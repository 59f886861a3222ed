"""Handing out a formal paper as a file, to staff and under the receipt alike."""

import io

from django.http import FileResponse

from complaints.papers import word
from complaints.papers.content import PaperContent

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_file(content: PaperContent, name: str) -> FileResponse:
    """Return the paper as a .docx file for saving, never for showing."""
    made = io.BytesIO(word.document(content))
    response = FileResponse(made, as_attachment=True, filename=name, content_type=WORD)
    response["X-Content-Type-Options"] = "nosniff"
    return response
