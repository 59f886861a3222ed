"""What answers a question: a guide's paragraph, what is paid, the lists of a place, whom to call."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from disclosure import standards
from disclosure.models import AssistanceStandard, ListTotal, Programme
from disclosure.public import public_lists
from disclosure.public.public_lists import Place
from organizations import places_by_name
from organizations.models import Region, Unit
from portal.asking.question import CitizenQuestion
from portal.enums import Intent
from portal.models import GuidePage
from portal.public import public
from protection.comparing import alike
from search.engines.query import Term

#: The field of a guide that answers each question; the first that is asked and written decides.
PARTS: Mapping[Intent, str] = {
    Intent.BRING: "materials",
    Intent.LONG: "duration",
    Intent.COST: "cost",
    Intent.WHERE: "place",
    Intent.ELIGIBLE: "audience",
    Intent.APPLY: "steps",
    Intent.COMPLAIN: "steps",
}
PLAIN_FIELDS = frozenset({"duration", "cost", "place", "summary"})
MOST_PLACES = 8
#: There are few guides; more than so many are not read for one question.
MOST_GUIDES = 60


@dataclass(frozen=True)
class Paragraph:
    """The part of a guide that answers, and its heading."""

    guide: GuidePage
    part: str
    heading: str
    text: str

    @property
    def is_rich(self) -> bool:
        """Whether the text has marks, and is to be shown by ``richtext``."""
        return self.part not in PLAIN_FIELDS


@dataclass(frozen=True)
class Paid:
    """What one programme pays in a place."""

    programme: Programme
    figures: list[AssistanceStandard]


@dataclass(frozen=True)
class PlaceFound:
    """A place that was meant, with the programmes whose list is shown there."""

    place: Place
    programmes: list[Programme]


@dataclass(frozen=True)
class QuestionAnswer:
    """All of it; what nothing is known of stays empty. ``here`` is where figures and offices are of."""

    places: list[PlaceFound] = field(default_factory=list)
    paragraph: Paragraph | None = None
    paid: list[Paid] = field(default_factory=list)
    offices: list[Unit] = field(default_factory=list)
    here: Region | None = None


def answer(question: CitizenQuestion, city: str, chosen: str) -> QuestionAnswer:
    """Answer for the place in the question, else the one that the reader chose, else the portal's city.

    ``city`` and ``chosen`` are codes, or empty.
    """
    places = with_lists(public_lists.with_paths(places_by_name.named(question.name, city, MOST_PLACES)))
    here = places[0].place.region if places else _place(chosen or city)
    programmes = programmes_of(question)
    asked = question.asks(Intent.PAY) and not programmes and not question.about
    figures = (
        paid(list(_programmes()) if asked else programmes, here) if here and _wants_figures(question) else []
    )
    offices = public_lists.responsible(here) if here and question.asks(Intent.WHERE, Intent.APPLY) else []
    return QuestionAnswer(places, paragraph(question, programmes), figures, offices, here)


def _wants_figures(question: CitizenQuestion) -> bool:
    return question.asks(Intent.PAY, Intent.ELIGIBLE) or not question.intents


def _place(code: str) -> Region | None:
    return Region.objects.filter(pk=code).first() if code else None


def programmes_of(question: CitizenQuestion) -> list[Programme]:
    """The programmes whose names have most of the words, in their order; none where none has a known one."""
    rows = [(_held(question, row.name), _held(question, row.name, known=True), row) for row in _programmes()]
    most = max((held for held, known, _row in rows if known), default=0)
    return [row for held, known, row in rows if known and held == most]


def _programmes() -> Iterable[Programme]:
    return public_lists.programmes().values()


def _held(question: CitizenQuestion, text: str, *, known: bool = False) -> int:
    terms = question.about if known else (*question.about, *question.others)
    return sum(_has(text, term) for term in terms)


def _has(text: str, term: Term) -> bool:
    return any(way.text in text for way in term.ways)


def paragraph(question: CitizenQuestion, programmes: list[Programme]) -> Paragraph | None:
    """The paragraph of the guide that the question is about; where nothing is asked, its sentence."""
    guides = public(GuidePage).select_related("programme").order_by("path")[:MOST_GUIDES]
    ranked = [(_rank(guide, question), guide) for guide in guides if not _is_of_another(guide, programmes)]
    most = max((rank for rank, _guide in ranked), default=0)
    best = [guide for rank, guide in ranked if rank == most]
    # Without a known word it is a guess, which only one guide may meet.
    if not most or (not question.about and len(best) > 1):
        return None
    return _answering_part(best[0], question)


def _rank(guide: GuidePage, question: CitizenQuestion) -> int:
    """How many of the words its title has; 0 where it has none of the known ones."""
    title = alike(guide.title)
    if not question.about:
        return sum(_has(title, term) for term in question.typed.wanted)
    return _held(question, title) if _held(question, title, known=True) else 0


def _is_of_another(guide: GuidePage, programmes: list[Programme]) -> bool:
    return bool(guide.programme and programmes) and guide.programme not in programmes


def _answering_part(guide: GuidePage, question: CitizenQuestion) -> Paragraph:
    asked = (part for intent, part in PARTS.items() if intent in question.intents and getattr(guide, part))
    part = next(asked, "summary")
    heading = str(GuidePage._meta.get_field(part).verbose_name)  # type: ignore[union-attr]
    return Paragraph(guide, part, heading, getattr(guide, part))


def paid(programmes: list[Programme], place: Region) -> list[Paid]:
    """What these programmes pay in a place today; those of which nothing is known are left out."""
    today = timezone.localdate()
    found = [
        (each, standards.monthly(public_lists.standards_for(each, place.pk, today))) for each in programmes
    ]
    return [Paid(programme, figures) for programme, figures in found if figures]


def with_lists(places: list[Place]) -> list[PlaceFound]:
    """The places with the programmes of which a list is shown there; one query."""
    wanted = [place.region.code for place in places]
    shown = ListTotal.objects.shown().filter(region_id__in=wanted).values_list("region_id", "programme_id")
    pairs = set(shown) if wanted else set()
    return [
        PlaceFound(place, [each for each in _programmes() if (place.region.code, each.pk) in pairs])
        for place in places
    ]
