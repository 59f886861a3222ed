"""Whether a text has one of some words in it, alone or with something else just after them."""

from collections.abc import Iterable

from protection.comparing import places_of

#: Within so many characters after a word stands what was given, or what happened.
NEAR = 8


def stands_in(text: str, words: Iterable[str], near: tuple[str, ...] = ()) -> bool:
    """Whether one of the words stands in the text, with one of ``near`` after it where that is not empty.

    All are folded as texts are (``names.fold``). Each word is looked for once through the text, so the time
    grows with the text and with nothing else.
    """
    return any(word in text and _stands(text, word, near) for word in words)


def _stands(text: str, word: str, near: tuple[str, ...]) -> bool:
    for at in places_of(text, word):
        after = text[at + len(word) : at + len(word) + NEAR]
        if not near or any(each in after for each in near):
            return True
    return False
