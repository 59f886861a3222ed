"""Form fields that every room may use."""

from typing import Any

from django import forms


class LinesField(forms.CharField):
    """A text of lines, each of which ends with one character.

    Browsers count so against the ``maxlength`` they are given, and send two (CR LF): a text that was let into
    the field would be refused as too long.
    """

    def to_python(self, value: Any) -> Any:
        """Give the text, stripped, with LF at the end of lines."""
        return super().to_python(one_line_end(value) if isinstance(value, str) else value)


def one_line_end(text: str) -> str:
    """Let every line end with LF alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
