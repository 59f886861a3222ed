"""What the writer of a case gives away in one text, so that it goes in all of them: their name, house, birth.

Nothing else is known of who files without a name, or with a nickname. Only the complainant's own texts tell
(title, story, what they wrote later); what staff typed is no source. Each text is read once for a case.

A name that is only likely the writer's (a bare line at the end) tells nothing where the same texts give it an
office, or announce it as somebody complained about; in its own place it goes all the same.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.db.models import Prefetch, prefetch_related_objects

from complaints.acts import acts_that
from complaints.identity import own_words, signed
from complaints.identity.birthdays import day_of
from complaints.models import Case, CaseEvent
from complaints.texts import words
from protection.comparing import alike, places_of

_SLOT = "own_events"
#: What a list of cases fetches along whose titles it shows, else each is asked for by itself.
OWN_EVENTS = Prefetch(
    "events",
    # Nobody of the staff typed these.
    CaseEvent.objects.filter(actor=None, kind__in=acts_that("complainants_words")).order_by("sequence"),
    to_attr=_SLOT,
)
_BESIDE = 12
#: At most so many of each sort, so that the work grows with the text alone; joint letters have fewer.
_MOST = 40


@dataclass(frozen=True)
class Told:
    """What texts tell of who wrote them.

    ``names``: the sure ones, then the likely; ``sure``: of these the sure; ``homes``: addresses as they are
    written; ``born``: days of birth; ``marks``: by text, where each stands.
    """

    names: tuple[str, ...] = ()
    sure: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    born: tuple[date, ...] = ()
    marks: dict[str, tuple[signed.SignedMark, ...]] = field(default_factory=dict)


def by_texts(texts: Iterable[str], known: Collection[str] = ()) -> Told:
    """Return what texts of one person tell; ``known``: the names that are on file for them."""
    forms = {text: alike(text) for text in texts if text}
    marks = {text: tuple(signed.marks(form, known=known)) for text, form in forms.items()}
    every = [(forms[text], mark) for text, found in marks.items() for mark in found]
    named = [(_named(form, mark), mark.sure) for form, mark in every if mark.tells == "name"]
    sure = tuple(dict.fromkeys(name for name, is_sure in named if is_sure))
    likely = dict.fromkeys(name for name, is_sure in named if is_sure is None and name not in sure)
    kept = [name for name in [*likely][:_MOST] if not _is_anothers(name, forms.values())]
    days = [day_of(form[mark.start : mark.end]) for form, mark in every if mark.tells == "born"]
    return Told(
        (*sure, *kept)[:_MOST],
        sure[:_MOST],
        tuple(dict.fromkeys(mark.value for _form, mark in every if mark.tells == "home"))[:_MOST],
        tuple(dict.fromkeys(day for day in days if day))[:_MOST],
        marks,
    )


def by_case(case: Case, known: Collection[str] = ()) -> Told:
    """Return what the complainant's own texts of a case tell.

    Read once, so that ``known`` counts at the first call alone.
    """
    if "told" not in case.__dict__:
        case.__dict__["told"] = by_texts(_own_texts(case), known)
    return case.__dict__["told"]


def by_story(case: Case, known: Collection[str] = ()) -> Told:
    """Return what title and story tell, without a query: while a case comes in there is nothing else.

    Read once as well.
    """
    if "told_by_story" not in case.__dict__:
        case.__dict__["told_by_story"] = by_texts([case.title, case.narrative], known)
    return case.__dict__["told_by_story"]


def fetch(cases: Sequence[Case]) -> None:
    """Fetch what complainants wrote later for cases that came without it, in one query."""
    missing = [case for case in cases if case.pk and _events_at_hand(case) is None]
    if missing:
        prefetch_related_objects(missing, OWN_EVENTS)


def give(case: Case, events: Iterable[CaseEvent]) -> None:
    """Let a case have what its complainant wrote later, from all of its events, which the caller has read."""
    setattr(case, _SLOT, [event for event in events if _is_theirs(event)])


def forget(case: Case) -> None:
    """Drop what was read of a case's texts, so that they are read anew: something was written."""
    for kept in (_SLOT, "told"):
        case.__dict__.pop(kept, None)


def _own_texts(case: Case) -> list[str]:
    later = [part for event in _events_at_hand(case) or () for part in (event.text, event.reason)]
    return [case.title, case.narrative, *later]


def _events_at_hand(case: Case) -> list[CaseEvent] | None:
    if _SLOT in case.__dict__:
        return case.__dict__[_SLOT]
    every = getattr(case, "_prefetched_objects_cache", {}).get("events")
    return None if every is None else [event for event in every if _is_theirs(event)]


def _is_theirs(event: CaseEvent) -> bool:
    return event.actor_id is None and event.kind in acts_that("complainants_words")


def _named(form: str, mark: signed.SignedMark) -> str:
    return mark.value or "".join(form[mark.start : mark.end].split())


def _is_anothers(name: str, forms: Iterable[str]) -> bool:
    """Whether the texts give somebody of this name an office, or announce them as complained about."""
    before = _before()
    for form in forms:
        for at in places_of(form, name):
            beside = form[max(0, at - _BESIDE) : at].rstrip(": 是").removesuffix("姓名")
            if beside.endswith(before) or _in_office().match(form, at + len(name)):
                return True
    return False


@cache
def _before() -> tuple[str, ...]:
    return (*own_words.own_words("another"), *words.offices_alone())


@cache
def _in_office() -> re.Pattern[str]:
    """An office right after a name, or as what somebody is: 孙继财会计, 孙继财，村会计, 孙继财是会计."""
    return re.compile(
        rf"[,(、 ]?是?(?:[现原前老]任?)?[村镇乡县]?(?:{words.either([*words.offices_alone()])})"
    )
