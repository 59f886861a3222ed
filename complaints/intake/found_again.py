"""The keyed indexes by which a complainant who calls again is found: no name or number stands in clear."""

from complaints.texts.names import normal_name, normal_number
from protection.blind_index import blind_index, every


def phone_index(phone: str) -> str:
    """The keyed index of a telephone number, however it was written; empty for none."""
    return phone_indexes(phone)[0]


def phone_indexes(phone: str) -> list[str]:
    """The indexes that it may stand under, the newest key's first; empty for none."""
    return every(normal_number(phone).removeprefix("+86"), "complaints.phone")


def name_index(name: str) -> str:
    """The keyed index of a complainant's name; empty for none."""
    return blind_index(normal_name(name), "complaints.name")
