"""Form fields of this room."""

from typing import Any

from protection.forms import LinesField
from protection.plain_text import plain


class PlainCharField(LinesField):
    """A text that is made plain before anything about it is checked."""

    def to_python(self, value: Any) -> Any:
        """Give the plain text, stripped; so that a field of unseen characters counts as empty."""
        return super().to_python(plain(value) if isinstance(value, str) else value)
