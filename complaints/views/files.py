"""Handing out an attachment to staff who may see the case."""

from __future__ import annotations

from django.http import FileResponse
from django.shortcuts import get_object_or_404

from complaints.views.base import visible_case
from protection import audit


def download(request, pk: int, attachment: int):
    """Send the file for saving, never for showing, and write one entry into the audit log."""
    case = visible_case(request.user, pk)
    found = get_object_or_404(case.attachments, pk=attachment)
    audit.record("complaints.download", case, user=request.user, attachment=found.pk)
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.original_name or f"{case.number}-{found.pk}"
    )
    # What a stranger sent is never run in the site's name.
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response
