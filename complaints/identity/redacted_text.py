"""The text of a case for readers who may not know who brought it: the index, exports, transfer letters."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from complaints.acts import acts_that
from complaints.identity import officials, signed, told
from complaints.identity.houses import Home
from complaints.identity.own_names import without_own
from complaints.identity.signed import without_signature
from complaints.models import Case, CaseEvent, Complainant
from complaints.models.people import NAME_LENGTH
from complaints.texts import written_names
from complaints.texts.names import fold, normal_name, parts_of_address
from protection.comparing import alike
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


def known_of(case: Case, own: list[str] | None = None) -> list[str]:
    """Return what is known of the complainant, whole and in parts, to be masked wherever it occurs; ``own``
    is what their name comes to, where the caller has it.

    The name of the place that the case is about stays: the reader has it from the case, and could not follow
    without. ``case.region`` is read for that, so fetch it along for many.
    """
    person = getattr(case, "complainant", None)
    if person is None:
        return []
    own = _names_of(person) if own is None else own
    whole = [*person.names, *person.numbers, person.address]
    given = [part for name in person.names for part in written_names.given_of(name)]
    parts = [*own, *given, *parts_of_address(person.address)]
    place = fold(case.region.called) if parts else ""
    return [value for value in [*whole, *(part for part in parts if fold(part) not in place)] if value]


def _names_of(person: Complainant) -> list[str]:
    """What the names come to: the complainant's, and that of whom they bring it for."""
    return [said for name in person.names for said in written_names.of_complainant(name)]


def redacted(case: Case, text: str) -> str:
    """Return ``text`` with ID, telephone and bank numbers and everything known of the complainant masked.

    Respondents stay: that the same officer is named in four villages is what an inspector looks for.
    """
    return redactor_for([case])(text) if text else text


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

    Where its writer says who they are, that goes too, and with it all that means the same in this text and,
    where the complainant wrote it, in every text of the case (``told``): of who filed without a name nothing
    else is known. For many cases fetch ``told.OWN_EVENTS`` along.
    """
    cases = list(cases)
    told.fetch(cases)
    everybody = _Known()
    for case in cases:
        everybody.add(case)

    def hide(text: str) -> str:
        own = everybody.marks.get(text)
        if own is None:
            here = told.by_texts([text], everybody.signing)
            own, who = here.marks.get(text, ()), everybody.with_told(here)
        else:
            who = everybody
        shown = both(redact(text, who.values), without_own(text, who.names, who.numbers, who.homes, who.born))
        return both(officials.restored(text, shown, alike(text), who.names), signed.masked(text, own))

    return hide


def without_others(case: Case, others: Iterable[Case]) -> Hide:
    """Return a function that takes out of what is written in a case who brought these other ones, and nothing
    by its form: their names, however written, numbers and house.

    What is stored so cannot be read again, so no part of a name or an address goes, and neither does who is
    complained about in the case, or what its own complainant has in common with the others.
    """
    own = {fold(value) for value in known_of(case)}
    own |= {fold(row.name) for row in case.respondents.all() if row.name}
    values: list[str] = []
    names: list[str] = []
    homes: list[Home] = []
    for other in others:
        if person := getattr(other, "complainant", None):
            called = [name for name in _names_of(person) if fold(name) not in own]
            told_of = [value for value in person.numbers if fold(value) not in own]
            names += called
            values += [*called, *told_of]
            if person.address and fold(person.address) not in own:
                values.append(person.address)
                homes += _homes_of(other, person.address)

    def hide(text: str) -> str:
        shown = both(mask_known(text, values), without_own(text, names, values, homes))
        return officials.restored(text, shown, alike(text), names)

    return hide


@dataclass
class _Known:
    """What is known of the complainants of some cases, by what it is masked as."""

    values: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    homes: list[Home] = field(default_factory=list)
    born: list[date] = field(default_factory=list)
    #: Names by which somebody is known to sign, and where the cases' own texts tell whom they are of.
    signing: set[str] = field(default_factory=set)
    marks: dict[str, tuple[signed.SignedMark, ...]] = field(default_factory=dict)

    def add(self, case: Case) -> None:
        """Add what is on file, and what the complainant's texts tell."""
        own: list[str] = []
        if person := getattr(case, "complainant", None):
            own = _names_of(person)
            self.values += known_of(case, own)
            self.names += own
            self.numbers += person.numbers
            self.homes += _homes_of(case, person.address)
        self.signing.update(own)
        by_them = told.by_case(case, own)
        self._add_told(by_them, case)
        self.marks.update(by_them.marks)

    def with_told(self, here: told.Told) -> "_Known":
        """Return the same, and what one more text tells of its writer; its house goes where it is said."""
        if not (here.names or here.born):
            return self
        more = replace(self, values=[*self.values], names=[*self.names], born=[*self.born])
        more._add_told(here)
        return more

    def _add_told(self, by_them: told.Told, case: Case | None = None) -> None:
        place = fold(case.region.called) if case and by_them.names else ""
        for name in by_them.names:
            self.values += [name, *(part for part in written_names.given_of(name) if fold(part) not in place)]
        self.names += by_them.names
        self.signing.update(by_them.names if case else ())
        self.born += by_them.born
        if case:
            self.homes += [home for address in by_them.homes for home in _homes_of(case, address)]


def _homes_of(case: Case, address: str) -> list[Home]:
    """An address of the complainant, as it is told from each name of the place."""
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
        own = [said for name in person.names for said in (name, *written_names.sure(name))] if person else []
        by_them = told.by_story(case, own)
        own += by_them.sure
        if own and (whole_too or normal_name(words) not in map(normal_name, own)):
            numbers = person.numbers if person else []
            addresses = [person.address] if person else []
            kept = mask_known(kept, [value for value in [*own, *numbers, *addresses] if value])
            homes = [home for address in [*addresses, *by_them.homes] for home in _homes_of(case, address)]
            kept = both(kept, without_own(words, [], numbers, homes, by_them.born))
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
        if event.kind in acts_that("tells_the_end") and event.text
    ]
    return CaseText(
        hide(case.title),
        hide(case.narrative),
        tuple(answers),
    )
