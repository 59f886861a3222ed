"""By what people find their own entry on a list: a keyed digest of name and last six of the ID number.

Computed where a row is prepared, and copied with it, because the number is encrypted: whoever asks gets an
answer from one look into an index, whether there is an entry or not.
"""

from disclosure.names import one_form
from protection.blind_index import blind_index, every

PURPOSE = "recipient-own"
LAST = 6


def index_of(name: str, id_number: str, key: str | None = None) -> str:
    """The digest of a row; ``key`` as in ``blind_index``."""
    return blind_index(_value(name, id_number[-LAST:]), PURPOSE, key)


def indexes_of(name: str, last: str) -> list[str]:
    """The digests under which an entry may be stored, whatever key it was written under."""
    return every(_value(name, last), PURPOSE)


def _value(name: str, last: str) -> str:
    return f"{one_form(name)}\0{last.upper()}"
