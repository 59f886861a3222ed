"""The text of a case for readers who may not know who brought it: the index, exports, transfer letters."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from complaints.enums import EventKind
from complaints.identity.houses import Home
from complaints.identity.own_names import without_own
from complaints.identity.signed import without_signature
from complaints.models import Case, CaseEvent
from complaints.models.people import NAME_LENGTH
from complaints.texts import written_names
from complaints.texts.names import fold, normal_name, parts_of_address
from protection.redaction import MASK, both, mask_known, redact

#: Takes out of a text what tells who complained.
Hide = Callable[[str], str]
#: What stands in words for somebody complained about where the complainant stood.
IN_PLACE = "〔反映人〕"


@dataclass(frozen=True)
class CaseText:
    """Title, narrative and answers of a case without anything that tells who brought it."""

    title: str
    narrative: str
    answers: tuple[str, ...]

    def __str__(self) -> str:
        return "\n\n".join([self.title, self.narrative, *self.answers])


def known_of(case: Case) -> list[str]:
    """Return what is known of the complainant, whole and in parts, to be masked wherever it occurs.

    The name of the place that the case is about stays: the reader has it from the case, and could not follow
    without. ``case.region`` is read for that, so fetch it along for many.
    """
    person = getattr(case, "complainant", None)
    if person is None:
        return []
    own = written_names.of_complainant(person.name)
    whole = [person.name, person.phone, person.id_number, person.address]
    parts = [*own[1:], *written_names.given_of(person.name), *parts_of_address(person.address)]
    place = fold(case.region.called) if parts else ""
    return [value for value in [*whole, *(part for part in parts if fold(part) not in place)] if value]


def redacted(case: Case, text: str) -> str:
    """Return ``text`` with ID, telephone and bank numbers and everything known of the complainant masked.

    Respondents stay: that the same officer is named in four villages is what an inspector looks for.
    """
    return redactor_for([case])(text)


def by_form(text: str) -> str:
    """Return a text as it reads for who wrote it, and for all where they did not know who complained: without
    what shows by its form whose it is or how to reach them.

    What is known of the complainant stays: masked among other names, it would tell the writer, who may not
    know, which one it is.
    """
    return redactor_for([])(text)


def as_read_by(reader, case: Case, event: CaseEvent, text: str) -> str:
    """Return a text of an event of the case for ``reader``: ``as_written``, and their own ``by_form``."""
    return by_form(text) if event.actor_id == reader.pk else as_written(case, event, text)


def as_written(case: Case, event: CaseEvent, text: str) -> str:
    """Return a text of an event of the case: redacted where its author knew who brought the case, or is who
    did, and else ``by_form`` (``complaints.handling.knowing``).
    """
    return redacted(case, text) if event.knew else by_form(text)


def redactor_for(cases: Iterable[Case]) -> Hide:
    """Return a function that takes out of a text whatever identifies a complainant of these cases.

    Where its writer says who they are, that goes too: of who filed without a name nothing is known.
    """
    known: list[str] = []
    names: list[str] = []
    numbers: list[str] = []
    homes: list[Home] = []
    for case in cases:
        known += known_of(case)
        if person := getattr(case, "complainant", None):
            names += written_names.of_complainant(person.name)
            numbers += [person.phone, person.id_number]
            homes += _homes_of(case)

    def hide(text: str) -> str:
        return both(
            both(redact(text, known), without_own(text, names, numbers, homes)), without_signature(text)
        )

    return hide


def _homes_of(case: Case) -> list[Home]:
    """The complainant's address, as it is told from each name of the place."""
    address = case.complainant.address
    return [Home(address, name) for name in case.region.names] if address else []


def who_without_own(words: str, cases: Iterable[Case], *, whole_too: bool = False) -> str:
    """Return words for somebody complained about, as they are stored: without the complainants' name, numbers
    and address, which some write there, and without whatever tells by its form who writes.

    These words stand in clear, as a condition on them hides the case. A whole name alone is that of whom it
    is about, and stays, also where the complainant bears it; but not ``whole_too``: what a form was filled
    with, where people take "who" for who they are.
    """
    kept = words
    for case in cases:
        person = getattr(case, "complainant", None)
        own = [person.name, *written_names.sure(person.name)] if person else []
        if person and (whole_too or normal_name(words) not in map(normal_name, own)):
            whole = [*own, person.phone, person.id_number, person.address]
            kept = mask_known(kept, [value for value in whole if value])
            kept = both(kept, without_own(words, [], [person.phone, person.id_number], _homes_of(case)))
    # A given name may be another's: 民政办李小满, also where the complainant is 陈小满.
    kept = both(both(kept, redact(words)), without_signature(words, letter=False))
    # No ＊: where somebody hides a character of a name, that is read as any.
    return kept if kept == words else re.sub(f"{MASK}+", IN_PLACE, kept)[:NAME_LENGTH]


def case_document_text(case: Case) -> CaseText:
    """Return the redacted text of a case; prefetch ``complainant`` and ``events`` for many."""
    hide = redactor_for([case])
    answers = [
        as_written(case, event, event.text)
        for event in sorted(case.events.all(), key=lambda event: event.sequence)
        if event.kind in (EventKind.ANSWER, EventKind.DECLINE, EventKind.REFER) and event.text
    ]
    return CaseText(
        hide(case.title),
        hide(case.narrative),
        tuple(answers),
    )
