"""An act that cannot be done now, whichever room refuses it."""

from collections.abc import Iterable

from django.utils.functional import Promise


class NotAllowed(Exception):
    """An act cannot be done now; ``reasons`` are sentences for who tried: all of what stands in the way."""

    def __init__(self, reasons: Iterable[str | Promise]):
        self.reasons = [str(reason) for reason in reasons]
        super().__init__(" ".join(self.reasons))
