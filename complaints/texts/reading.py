"""Whom a text means: a title, a story, a message, a note. Not every name in it accuses somebody.

The page that asks who it is about may be left empty, and what a citizen writes elsewhere counts as much
(信访工作条例 30; design, invariant 2). People in office are found by name with care for chance
(``stories``), offices and duties where the sentence holds a grievance. The error we prefer is to hide:
a thank-you hides as well as a reproach. What is kept are the few words found, never the sentence around them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from complaints.texts import words
from complaints.texts.name_spellings import BORDER, searchable
from complaints.texts.names import fold
from complaints.texts.nearby import Nearby
from complaints.texts.office_spellings import rightly
from complaints.texts.offices import offices_meant
from complaints.texts.respondent_matching import ResolvedRespondent, of_operators, parties_of
from complaints.texts.sentences import sentences_of
from complaints.texts.spotting import PersonMeant, Sureness
from complaints.texts.stories import spot
from complaints.texts.written_names import is_persons

#: The most words that are kept of what was found.
KEPT = 64
#: The longest name of a village, in characters, that is looked for before a name.
_LONGEST_PLACE = 16


def read(
    texts: Iterable[str],
    around: Nearby,
    own: Sequence[str] = (),
    *,
    complaining: bool = False,
    noted: Iterable[str] = (),
) -> list[ResolvedRespondent]:
    """Return whom the texts mean, each person and office once.

    ``around`` are the offices around the place of the matter; ``own`` are the complainant's names, which are
    not held against somebody whose name is only like it, where a person can be told by them.
    ``complaining``: the whole is said against somebody (``matters.is_about_conduct``). ``noted`` are texts
    that staff took down: who takes calls writes of calls.
    """
    theirs, taken_down = sentences_of(texts), sentences_of(noted)
    sentences = [*theirs, *taken_down]
    text = BORDER.join(searchable(sentence) for sentence in sentences)
    mine = [each for each in map(searchable, own) if is_persons(each)]
    spans = [found.span() for name in mine for found in re.finditer(re.escape(name), text)]
    hits = spot(
        text, around.people, around.lowest, lambda hit: _counts(text, hit, around, spans), around.level
    )
    found: dict[tuple[int | None, int | None], ResolvedRespondent] = {}
    people = parties_of(hits, lambda hit: _words_of(text, hit), around)
    offices = offices_meant(rightly(sentences), around, complaining=complaining)
    of_calls = [*theirs, *(each for each in taken_down if complaining or _blames_a_call(each))]
    for party in (*people, *offices, *_operators(of_calls, around)):
        found.setdefault((party.unit, party.user), party._replace(name=party.name[:KEPT]))
    return list(found.values())


def named_in_full(
    texts: Iterable[str], around: Nearby, at_work: Iterable[int | None]
) -> Iterator[ResolvedRespondent]:
    """Yield whom notes of staff name by the whole name, whatever they say of them, without their office.

    Who is ``at_work`` on the case is named in ordinary work, and so is who is asked: 请王建国核实.
    """
    busy = frozenset(at_work)
    text = BORDER.join(searchable(sentence) for sentence in sentences_of(texts))
    asked = re.compile(f"(?:{words.addressees('before').pattern})$")
    for hit in spot(text, around.people, frozenset(), lambda hit: hit.sureness == Sureness.WHOLE):
        if hit.person.user not in busy and not asked.search(text, max(0, hit.start - 3), hit.start):
            yield ResolvedRespondent(None, _words_of(text, hit), hit.person.user, derived=True)


def _blames_a_call(sentence: str) -> bool:
    """Whether it holds anything against somebody: thanks, and what was said on the telephone, do not."""
    return _tell([sentence], words.wrongs(), words.rude_at_calls())


def _operators(sentences: Iterable[str], around: Nearby) -> Iterator[ResolvedRespondent]:
    """Who takes calls, where a sentence speaks of one of them."""
    for said in map(fold, sentences):
        if found := words.operators().search(said):
            yield from of_operators(said, found.group(), around)


def speaks_of_somebody(texts: Iterable[str], *, reported: bool = False) -> bool:
    """Whether texts are about somebody, known to us or not: people who are afraid write 他, and no name.

    A grievance is about somebody too. ``reported``: staff took down what was said, and 他 is the caller.
    """
    return _tell(texts, words.somebody(reported), words.handling(), words.wrongs())


def speaks_of_its_handling(texts: Iterable[str]) -> bool:
    """Whether texts may be about whoever has the case: of who came, of pressure, of any grievance."""
    return _tell(texts, words.handling(), words.wrongs())


def _tell(texts: Iterable[str], *patterns: re.Pattern[str]) -> bool:
    return any(pattern.search(said) for said in map(fold, texts) for pattern in patterns)


def _words_of(text: str, hit: PersonMeant) -> str:
    """The few words that are kept: as written, or the name where it is spread over others."""
    return text[hit.start : hit.end][:KEPT].replace(BORDER, "") or hit.person.name.whole


def grievances(text: str) -> str:
    """Return only the sentences of a text that hold a grievance."""
    return "\n".join(each for each in sentences_of([text]) if words.wrongs().search(fold(each)))


def _counts(text: str, hit: PersonMeant, around: Nearby, own: list[tuple[int, int]]) -> bool:
    """Whether a hit is on somebody else than the complainant; a bare family name, on somebody in office.

    The whole name of somebody in office counts also where the complainant bears it: the field for it may have
    been filled with whom the matter is about. What goes beyond the own name is somebody else's.
    """
    if hit.sureness > Sureness.WHOLE and any(start <= hit.start and hit.end <= end for start, end in own):
        return False
    if hit.sureness < Sureness.FAMILY:
        return True
    # 刘庄村王会计 holds no post.
    before = text[max(0, hit.start - _LONGEST_PLACE) : hit.start]
    # 刘庄村老王 too; of the place's own office in doubt everybody.
    before = before.rstrip("老小阿" if hit.sureness == Sureness.CALLED else "").rstrip("的")
    below = any(before[at:] in around.villages for at in range(len(before)))
    return not below and "村" not in text[hit.start : hit.end]
