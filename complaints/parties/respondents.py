"""Who a case is about, as it is kept: written when it comes in, added to later, never taken away.

Somebody turns out to be accused in a letter that follows, or in the investigation. From then on the case is
hidden from them as if they had been named at once, and the unit above takes it over where theirs has it
(信访工作条例 28, 30; design, invariant 2).
"""

from collections.abc import Iterable, Sequence
from functools import partial

from django.db.models import QuerySet
from django.utils import timezone

from complaints import routing, sights
from complaints.enums import BELOW_THE_COUNTY, CaseKind, EventKind, Matter, Sight
from complaints.identity.redacted_text import as_written, redacted, who_without_own
from complaints.kinds import kind_of
from complaints.models import Case, CaseEvent, Respondent
from complaints.parties import traces
from complaints.reach.inspecting import inspectors_meant
from complaints.texts.names import normal_name
from complaints.texts.nearby import Nearby
from complaints.texts.reading import read
from complaints.texts.respondent_matching import ResolvedRespondent, StatedRespondent, left_by_all, resolve
from organizations.models import Region, Unit

#: The event by which staff put words on file, by the key of the case and the words.
WordsOfStaff = dict[tuple[int, str], CaseEvent]


def resolve_respondents(
    said: Iterable[StatedRespondent],
    region: Region,
    kind: CaseKind | str,
    *,
    texts: Iterable[str] = (),
    own: Sequence[str] = (),
    complaining: bool = False,
    noted: Iterable[str] = (),
    around: Nearby | None = None,
    filed: bool = False,
) -> list[ResolvedRespondent]:
    """Return whom the words about a case of this kind, in this place, mean; the words themselves first.

    ``said`` are words for somebody who is meant; ``texts`` are read with more care, so that the complainant's
    ``own`` names, and names of nobody in office, are not taken for one; ``noted`` are those that staff took
    down. ``around`` is what lies around the place, where the caller has read it. ``filed``: the case comes
    in, and nobody has it, so that who looks into such matters is the inspection group.
    """
    around, texts, noted = around or Nearby(region), list(texts), list(noted)
    parties = resolve(said, region, whoever=kind_of(kind).means_lowest_office, around=around)
    known = {(party.unit, party.user) for party in parties}
    found = read(texts, around, own, complaining=complaining, noted=noted)
    inspectors = inspectors_meant([*texts, *noted], around) if filed else ()
    each = {(party.unit, party.user): party for party in (*inspectors, *reversed(found))}
    parties += [party for key, party in reversed(each.items()) if key not in known]
    return parties + left_by_all(parties, around)


def missing(case: Case, *given: StatedRespondent) -> list[ResolvedRespondent]:
    """Return what has to be written so that the case is about ``given`` too.

    It is read together with what was said before, as if all had been named at once, now. Only where ``given``
    itself is nothing new is the list without a row that is not ``derived``.
    """
    return missing_of(case.respondents.order_by("pk"), case.region, case.kind, given)


def missing_of(
    rows: Iterable,
    region: Region,
    kind: CaseKind | str,
    given: Iterable[StatedRespondent],
    texts: Sequence[str] = (),
    own: Sequence[str] = (),
    complaining: bool = False,
    noted: Sequence[str] = (),
) -> list[ResolvedRespondent]:
    """Return what ``missing`` does, for rows, a place and a kind that need be no stored case's."""
    # What the complainant only rules out accuses nobody.
    kept = [(party_of(row), row.lifted_at is None) for row in rows if not getattr(row, "avoided", False)]
    said = [
        StatedRespondent(party.unit, party.name)
        for party in dict.fromkeys(p for p, _ in kept)
        if not party.derived
    ]
    standing = {party for party, stands in kept if stands}
    put_back = {party for party, _ in kept} - standing
    # Who was put back is removed again by new words, not by the old ones read anew.
    anew = {(None if each.name else each.unit, normal_name(each.name)) for each in given}
    # What a text means is on file whatever the words for it were.
    pairs = {(party.unit, party.user) for party, _ in kept if party.derived} if texts or noted else set()
    return [
        party
        for party in dict.fromkeys(
            resolve_respondents(
                [*said, *given], region, kind, texts=texts, own=own, complaining=complaining, noted=noted
            )
        )
        if party not in standing
        and not (party.derived and (party.unit, party.user) in pairs)
        and (party not in put_back or (None if party.name else party.unit, party.name) in anew)
    ]


def party_of(row) -> ResolvedRespondent:
    """Return a row as a party."""
    return ResolvedRespondent(row.unit_id, row.name, row.user_id, row.derived)


def beside(rows: QuerySet, parties: Iterable[ResolvedRespondent]) -> list[ResolvedRespondent]:
    """Return the parties whose unit and user no row is about yet."""
    kept = set(rows.values_list("unit_id", "user_id"))
    return [party for party in parties if (party.unit, party.user) not in kept]


def named_by_staff(events: Iterable[CaseEvent]) -> frozenset[int]:
    """Return the ids of the respondents that staff put on file after the case was filed, by its events."""
    return frozenset(
        pk
        for event in events
        if event.kind == EventKind.ADD_RESPONDENT and event.actor_id
        for pk in event.data.get("respondents", ())
    )


def acts_of_staff(cases: Iterable[int]) -> QuerySet[CaseEvent]:
    """Return the events by which staff put somebody on file in these cases."""
    acts = CaseEvent.objects.filter(case__in=cases, kind=EventKind.ADD_RESPONDENT, actor__isnull=False)
    return acts.order_by("pk")


def words_of_staff(rows: Iterable[Respondent], events: Iterable[CaseEvent]) -> WordsOfStaff:
    """Return by which of the events staff put words on file; whom else these mean has rows of the same."""
    named = {row.pk: row for row in rows if row.name}
    found: WordsOfStaff = {}
    for event in events:
        for pk in named_by_staff([event]) & named.keys():
            found.setdefault((named[pk].case_id, named[pk].name), event)
    return found


def words_as_read(case: Case, row: Respondent, of_staff: WordsOfStaff) -> str:
    """Return the words for a respondent as they may be read, with the ``words_of_staff`` of the case.

    The name of whom a text was found to mean stands beside the words, and so stays in them.
    """
    event = of_staff.get((row.case_id, row.name))
    hide = partial(as_written, case, event) if event else partial(redacted, case)
    beside = row.user.name if row.derived and row.user else ""
    return beside.join(map(hide, row.name.split(beside))) if beside else hide(row.name)


def write(
    case: Case, parties: Sequence[ResolvedRespondent], *, filed: bool = False, by_staff: bool = False
) -> list[int]:
    """Write the parties as respondents; return the ids of those that somebody said.

    The complainant, who is on file before, is not written into the words; where they are ``filed``, not as
    the whole of them either, unless they mean somebody in office. What staff say later stays as it is, but
    for what tells by its form: a name that was taken out would tell them whose it is.
    """
    officers = {each.name for each in parties if each.user}
    known = [] if by_staff else [case]
    names = {
        each.name: who_without_own(each.name, known, whole_too=filed and each.name not in officers)
        for each in parties
        if each.name
    }
    rows = [
        Respondent(
            case=case,
            unit_id=each.unit,
            name=names.get(each.name, ""),
            user_id=each.user,
            derived=each.derived,
        )
        for each in parties
    ]
    traces.keep(case, said=[each.name for each in parties if not each.derived])
    return [row.pk for row in Respondent.objects.bulk_create(rows) if not row.derived]


def rule_out(case: Case, units: Iterable[int]) -> None:
    """Write that the complainant does not want these units to get the case; it is no accusation."""
    Respondent.objects.bulk_create(
        Respondent(case=case, unit_id=unit, derived=True, avoided=True) for unit in dict.fromkeys(units)
    )


def step_aside(case: Case, user: int) -> None:
    """Write that this member of staff steps aside (回避): hidden from them, and no accusation."""
    Respondent.objects.create(case=case, user_id=user, derived=True, avoided=True, recused=True)


def come_back(case: Case, user: int) -> None:
    """Write that this member of staff is back: of the rows that are about them only those of stepping aside
    hide no more.
    """
    stepped_aside = case.respondents.filter(user_id=user, recused=True, lifted_at=None)
    stepped_aside.update(lifted_at=timezone.now())


def accused_units(case: Case) -> list[int]:
    """Return the ids of the units that the case is about, without those that were put back."""
    return [row.unit_id for row in case.respondents.all() if row.unit_id and row.lifted_at is None]


def unit_in_charge_after(case: Case, parties: Iterable[ResolvedRespondent]) -> Unit:
    """Return who handles the case once it is about ``parties`` too: whoever has it, or the unit above.

    Never one from which it was kept; what an inspection group had goes to no office below a city's, nor what
    anybody had to the county, where nobody said that nobody there is meant.
    Raises ``routing.NoCompetentUnit`` when nobody is left who could.
    """
    accused = [*accused_units(case), *(party.unit for party in parties)]
    if case.unit_id not in routing.forbidden_units(accused):
        return case.unit
    higher = routing.above(case.unit, accused)
    if higher and case.reach not in BELOW_THE_COUNTY and not sights.includes(Sight.CITY, higher.region_id):
        return _above(case, accused, case.matter, lies_below=False, left_open=not case.reach)
    if higher is None and case.sight != Sight.PLACE:
        # What was kept from the offices below does not fall back to them because the one above is accused.
        return _above(case, accused, Matter.MONEY, lies_below=case.sight == Sight.COUNTY)
    return higher or routing.route(case.region, accused)


def _above(
    case: Case, accused: routing.Units, matter: Matter | str, *, lies_below: bool, left_open: bool = False
) -> Unit:
    """Return who would read a case of the matter first, of those above the unit that has it."""
    first = routing.first_hands(
        case.kind,
        matter,
        case.region,
        accused,
        someone_meant=True,
        lies_below=lies_below,
        left_open=left_open,
    )
    if first.hidden or routing.is_lower(first.unit, case.unit):
        raise routing.NoCompetentUnit("the case is about every office that could take it")
    return first.unit
