"""The picture by which a telephone opens a page."""

from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe


def picture(address: str, title: str) -> SafeString:
    """An address of ours as a QR code, drawn into the page as SVG; ``title`` is read out instead of it."""
    drawn = BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", border=2, light="#fff", xmldecl=False, svgns=False, title=title, omitsize=True
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308 (drawn here, of our own address)
