"""Where in a text a name can begin and end: by what stands beside it, or where no word goes over the end."""

from functools import cache

from pypinyin import phrases_dict

from complaints.texts import words
from complaints.texts.name_spellings import is_word

#: Characters of the longest words that are looked for over a place.
_LONGEST = 4


def ends_at(text: str, at: int) -> bool:
    """Whether a name can end here: the text does, a part of a sentence does, or a title or a verb follows."""
    if at >= len(text) or not is_word(text[at]):
        return True
    return text[at] in words.borders("after") or has_title(text, at)


def starts_at(text: str, at: int) -> bool:
    """Whether a name can begin here."""
    return at == 0 or not is_word(text[at - 1]) or text[at - 1] in words.borders("before")


def has_title(text: str, at: int) -> bool:
    """Whether a title stands here."""
    found = words.title_at().match(text, at)
    return found is not None and not words.title_met(found).border


def stands_apart(text: str, at: int, end: int) -> bool:
    """Whether no ordinary word goes over either end of what stands here: 都怪|继财|害的, but not 我国|强|烈.

    The characters that may stand beside a name are without number (``starts_at`` knows the usual ones), and
    so a given name alone is met behind any of them that does not belong to it.
    """
    return not _goes_over(text, at) and not _goes_over(text, end)


def _goes_over(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    known = _words()
    return any(
        text[start:end] in known
        for start in range(max(0, at - _LONGEST + 1), at)
        for end in range(at + 1, min(len(text), start + _LONGEST) + 1)
    )


@cache
def _words() -> frozenset[str]:
    return frozenset(word for word in phrases_dict.phrases_dict if len(word) <= _LONGEST)
