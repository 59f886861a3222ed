"""Names of people in office that hold a part of the complainant's: 民政办主任张桂芝 where 宋桂芝 complains.

Masked in part, such a name is lost as evidence and gives the part away to whoever knows it. With its own
family name beside its office it is somebody else's and stays; where it only begins like a whole name (马丽,
马丽江副镇长), which no form tells from a sentence (马丽是会计), the character up to the office goes as well.
"""

from collections.abc import Iterable, Iterator

from complaints.texts import words
from complaints.texts.name_spellings import is_han
from complaints.texts.names import normal_name, parts_of_name
from protection.comparing import places_of
from protection.redaction import MASK

#: Family names that bind words more often: 主任和桂芝, 书记向桂芝.
BINDING = frozenset("和与跟同向从曾于时都方常全能就连单党高管当应")
_SHORTEST = 2


def restored(text: str, shown: str, form: str, names: Iterable[str]) -> str:
    """Return a text as it is ``shown``, with the names of others in office as they should read."""
    own = {normal_name(name) for name in names}
    if MASK not in shown or not own:
        return shown
    marks = list(shown)
    for start, end in _of_others(form, own):
        marks[start:end] = text[start:end]
    for at in _longer(form, own):
        marks[at] = MASK
    return "".join(marks)


def _of_others(form: str, own: set[str]) -> Iterator[tuple[int, int]]:
    """Another family name before a given name of the complainant's, beside an office."""
    titles = words.offices_alone()
    for given in {part for name in own for part in parts_of_name(name)}:
        for at in places_of(form, given):
            end = at + len(given)
            family = form[max(0, at - 2) : at]
            size = 2 if len(family) > 1 and family in words.surnames() else 1
            begins = at - size
            is_name = form[max(0, begins) : at] in words.surnames() and form[at - 1] not in BINDING
            in_office = form.startswith(titles, end) or form.endswith(titles, max(0, begins - 8), begins)
            if begins >= 0 and is_name and in_office and form[begins:end] not in own:
                yield begins, end


def _longer(form: str, own: set[str]) -> Iterator[int]:
    for name in own:
        if len(name) == _SHORTEST and name[0] in words.surnames():
            for at in places_of(form, name):
                third = at + _SHORTEST
                if is_han(form[third : third + 1] or " ") and form.startswith(
                    words.offices_alone(), third + 1
                ):
                    yield third
