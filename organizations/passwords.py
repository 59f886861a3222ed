"""Refusing passwords made of what people here choose first."""

from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from organizations.models import User

PIECES_FILE = Path(__file__).parent / "data" / "common_passwords.txt"
#: So many letters, digits or marks have to be left when the common pieces are taken out.
OWN_CHARACTERS = 6


class CommonPiecesValidator:
    """Refuses a password that is little more than habits: 5201314, qwer1234, the bureau, login or name.

    Stands beside Django's list of whole passwords, which knows few of twelve characters and no pinyin.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError when too little is left of ``password`` without the common pieces."""
        left = password.casefold()
        for piece in sorted({*common_pieces(), *of_person(user)}, key=len, reverse=True):
            left = left.replace(piece, " ")
        if len(set(left) - {" "}) < OWN_CHARACTERS:
            raise ValidationError(
                _("This password is made of pieces that many use. Take four words without a connection."),
                code="common_pieces",
            )

    def get_help_text(self) -> str:
        """Say what will be refused."""
        return _("Not your login or name, no dates, no rows of keys, no 5201314.")


@cache
def common_pieces() -> frozenset[str]:
    """The pieces of the list."""
    return frozenset(PIECES_FILE.read_text(encoding="utf-8").split())


def of_person(user: User | None) -> set[str]:
    """The login of a person, and the name as it is, in pinyin and in its initials."""
    if user is None:
        return set()
    name = getattr(user, "name", "") or ""
    sounds = lazy_pinyin(name)
    found = {user.get_username(), name, "".join(sounds), "".join(sound[:1] for sound in sounds), *sounds}
    return {piece.casefold() for piece in found if len(piece) > 1}
