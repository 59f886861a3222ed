"""Who a case is about, as it is kept: written when it comes in, added to later, never taken away.

Somebody turns out to be accused in a letter that follows, or in the investigation. From then on the case is
hidden from them as if they had been named at once, and the unit above takes it over where theirs has it
(信访工作条例 28, 30; design, invariant 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from django.db.models import Q, QuerySet

from complaints import levels, matters, routing, traces, watchers, words, written_names
from complaints.accused import Accused, Party, has_name, left_by_all, resolve
from complaints.documents import IN_PLACE, who_without_own
from complaints.enums import CaseKind, EventKind, Matter, Sight
from complaints.highest import bureau_named
from complaints.inspecting import inspectors_meant, inspectors_named, inspectors_on_file
from complaints.models import Attachment, Case, CaseEvent, Respondent
from complaints.names import fold, normal_name
from complaints.nearby import Nearby
from complaints.read_texts import TextsToRead, texts_to_read
from complaints.reading import named_in_full, read
from organizations import scope
from organizations.enums import UnitKind
from organizations.models import Region, Unit, User


def meant(
    said: Iterable[Accused],
    region: Region,
    kind: CaseKind | str,
    *,
    texts: Iterable[str] = (),
    own: Sequence[str] = (),
    complaining: bool = False,
    noted: Iterable[str] = (),
    around: Nearby | None = None,
    filed: bool = False,
) -> list[Party]:
    """Return whom the words about a case of this kind, in this place, mean; the words themselves first.

    ``said`` are words for somebody who is meant; ``texts`` are read with more care, so that the complainant's
    ``own`` names, and names of nobody in office, are not taken for one; ``noted`` are those that staff took
    down. ``around`` is what lies around the place, where the caller has read it. ``filed``: the case comes
    in, and nobody has it, so that who looks into such matters is the inspection group.
    """
    around, texts, noted = around or Nearby(region), list(texts), list(noted)
    parties = resolve(said, region, whoever=kind == CaseKind.REPORT, around=around)
    known = {(party.unit, party.user) for party in parties}
    found = read(texts, around, own, complaining=complaining, noted=noted)
    inspectors = inspectors_meant([*texts, *noted], around) if filed else ()
    each = {(party.unit, party.user): party for party in (*inspectors, *reversed(found))}
    parties += [party for key, party in reversed(each.items()) if key not in known]
    return parties + left_by_all(parties, around)


def missing(case: Case, *given: Accused) -> list[Party]:
    """Return what has to be written so that the case is about ``given`` too.

    It is read together with what was said before, as if all had been named at once, now. Only where ``given``
    itself is nothing new is the list without a row that is not ``derived``.
    """
    return _missing(case.respondents.order_by("pk"), case.region, case.kind, given)


def _missing(
    rows: Iterable,
    region: Region,
    kind: CaseKind | str,
    given: Iterable[Accused],
    texts: Sequence[str] = (),
    own: Sequence[str] = (),
    complaining: bool = False,
    noted: Sequence[str] = (),
) -> list[Party]:
    # What the complainant only rules out accuses nobody.
    kept = [(_party(row), row.lifted_at is None) for row in rows if not getattr(row, "avoided", False)]
    said = [
        Accused(party.unit, party.name) for party in dict.fromkeys(p for p, _ in kept) if not party.derived
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
            meant([*said, *given], region, kind, texts=texts, own=own, complaining=complaining, noted=noted)
        )
        if party not in standing
        and not (party.derived and (party.unit, party.user) in pairs)
        and (party not in put_back or (None if party.name else party.unit, party.name) in anew)
    ]


def _party(row) -> Party:
    return Party(row.unit_id, row.name, row.user_id, row.derived)


def written(case: Case) -> list[str]:
    """Return all texts of the case that are read for whom they mean."""
    return [*_wrote(case), *_taken_down(case), *_written_by_staff(case)]


def _wrote(case: Case) -> list[str]:
    """What the complainant wrote themselves: title and story, where they filed it, and what came since."""
    filed = [] if _taken_down(case) else [case.title, case.narrative]
    return [*filed, *_read_of(case, Q(actor=None))]


def _taken_down(case: Case) -> list[str]:
    """Title and story where staff registered what somebody told them."""
    registered = case.events.filter(kind=EventKind.REGISTER).exclude(actor=None)
    return [case.title, case.narrative] if registered.exists() else []


def _written_by_staff(case: Case) -> list[str]:
    return list(_read_of(case, ~Q(kind=EventKind.REGISTER) & ~Q(actor=None)))


def _read_of(case: Case, which: Q) -> Iterator[str]:
    for event in case.events.filter(which).order_by("sequence").prefetch_related("attachments"):
        said = texts_to_read(event.kind, texts_of(event))
        yield from (*said.whole, *said.grievances)


def texts_of(event: CaseEvent) -> dict[str, str]:
    """Return the texts of an event by their names in the table ``read_texts``."""
    return {
        "text": event.text,
        "reason": event.reason,
        "files": words_of_files(event.attachments.all()),
    }


def words_of_files(files: Iterable[Attachment]) -> str:
    """Return what files are called, one a line: a recording is named after whom it shows."""
    return "\n".join(PurePath(file.original_name).stem for file in files)


def _own_names(case: Case) -> list[str]:
    person = getattr(case, "complainant", None)
    return [person.name] if person else []


def _complains(case: Case) -> bool:
    return matters.is_about_conduct(case.kind, case.matter)


def lies_below(case: Case, matter: str) -> bool:
    """Whether the county may read first what was written, since it is not what it speaks of (``levels``)."""
    parties = [_party(row) for row in case.respondents.filter(avoided=False, lifted_at=None)]
    return levels.is_below(case, matter, written(case), parties, Nearby(case.region), later=True)


def newly_said(case: Case, said: TextsToRead, actor: User | None) -> list[Party]:
    """Return what has to be written because what is read of an act means somebody.

    Of grievances in what staff note neither the writer nor the writer's own unit is meant; a colleague who is
    named there in full is, unless they work on the case (``reading.named_in_full``). Of all that
    staff write no inspector and no inspection group, unless an inspector wrote it.

    Of what the complainant writes, an inspection group is meant wherever words name it that do not plainly
    turn to it, or tell what they have to do with it.

    Raises ``watchers.Reproached`` where the hotline wrote down that one of these is meant.
    """
    reproaches = [*said.grievances, *said.quoted]
    if not any([*said.whole, *reproaches, *said.noted]):
        return []
    around = Nearby(case.region)
    own = _own_names(case)
    whole = {"texts": said.whole} if actor is None else {"texts": (), "noted": said.whole}
    found = dict.fromkeys(read(around=around, own=own, complaining=_complains(case), **whole))
    if actor is not None and any(reproaches):
        mine = {holding.unit_id for holding in scope.holdings(actor)}
        for party in read(reproaches, around, own):
            unit = party.unit if party.unit not in mine else None
            if party.user != actor.pk and (unit or party.user):
                found[party._replace(unit=unit)] = None
    if actor is not None and said.noted:
        at_work = {actor.pk, case.handler_id, *case.events.values_list("actor_id", flat=True)}
        users = {party.user for party in found}
        named = named_in_full(said.noted, around, at_work)
        found.update(dict.fromkeys(party for party in named if party.user not in users))
    if actor is None or said.whole:
        units, has_it = {party.unit for party in found}, case.unit.kind == UnitKind.INSPECTION
        groups = (*inspectors_named(said.whole, around, has_it=has_it), *bureau_named(said.whole, case.unit))
        found |= {party: None for party in groups if party.unit not in units}
    # New words remove also who was put back.
    standing = case.respondents.filter(avoided=False, lifted_at=None)
    new = _beside(standing, found)
    new += left_by_all(new, around, standing.values_list("user_id", flat=True)) if new else []
    if actor is None or watchers.is_one(actor):
        return new
    watching = watchers.among(new)
    if watching and said.whole:
        raise watchers.Reproached
    return [party for party in new if party not in watching]


def unread(case: Case) -> list[Party]:
    """Return what has to be written because texts on file, read today, mean somebody."""
    around, own, complaining = Nearby(case.region), _own_names(case), _complains(case)
    by_staff = read((), around, own, complaining=complaining, noted=_written_by_staff(case))
    watching = set(watchers.among(by_staff))
    brought = read(_wrote(case), around, own, complaining=complaining, noted=_taken_down(case))
    groups = inspectors_on_file([*_wrote(case), *_taken_down(case)], around)
    found = dict.fromkeys([*brought, *groups, *(each for each in by_staff if each not in watching)])
    return _beside(case.respondents.filter(avoided=False), found)


def _beside(rows: QuerySet, parties: Iterable[Party]) -> list[Party]:
    kept = set(rows.values_list("unit_id", "user_id"))
    return [party for party in parties if (party.unit, party.user) not in kept]


def newly_meant(
    rows: QuerySet,
    region: Region,
    whom: User | Unit,
    kind: CaseKind | str = "",
    *,
    texts: Sequence[str] = (),
    own: Sequence[str] = (),
    complaining: bool = False,
    noted: Sequence[str] = (),
) -> list[Party]:
    """Return what has to be written because words on file mean this person, or this office, today.

    ``rows`` are the respondents on file, of a case of this kind or of a lead; ``texts`` what else is on file,
    by somebody called ``own``; ``noted`` is what staff took down. A whole name counts as at filing, and takes
    the office along. A family name is taken for a newcomer's only where it meant nobody so far, and then for
    the person alone: their office had no part in it.
    """
    kept = rows.order_by("pk")
    missed = _missing(kept, region, kind, (), texts, own, complaining, noted)
    if isinstance(whom, Unit):
        found = [party for party in missed if party.unit == whom.pk and party.user is None]
        if found or whom.kind != UnitKind.INSPECTION:
            return found
        groups = _beside(kept, inspectors_on_file([*texts, *noted], Nearby(region)))
        return [party for party in groups if party.unit == whom.pk][:1]
    explained = {row.name for row in kept if row.user_id}
    put_back = {row.name for row in kept if row.user_id == whom.pk and row.lifted_at}
    found = [party for party in missed if party.user == whom.pk and party.name not in put_back]
    full = [party for party in found if any(has_name(party.name, name) for name in written_names.of(whom))]
    # Words for whoever takes calls mean each who does, also who begins later.
    alone = {
        party._replace(unit=None)
        for party in found
        if party.name not in explained or words.operators().search(fold(party.name))
    }
    return full or sorted(alone, key=lambda party: party.name)


def newly_meant_by(case: Case, whom: User | Unit) -> list[Party]:
    """The same for a case: its words for somebody, its story and its messages."""
    by_staff = [] if watchers.is_one(whom) else _written_by_staff(case)
    return newly_meant(
        case.respondents.all(),
        case.region,
        whom,
        case.kind,
        texts=[*_wrote(case), *_own_alone(case)],
        own=_own_names(case),
        complaining=_complains(case),
        noted=[*_taken_down(case), *by_staff],
    )


def _own_alone(case: Case) -> list[str]:
    """The complainant's name where nothing else was said of whom it is about: somebody may bear it too."""
    return _own_names(case) if case.respondents.filter(name=IN_PLACE).exists() else []


def write(case: Case, parties: Sequence[Party], *, filed: bool = False) -> list[int]:
    """Write the parties as respondents; return the ids of those that somebody said.

    The complainant, who is on file before, is not written into the words; where they are ``filed``, not as
    the whole of them either, unless they mean somebody in office.
    """
    officers = {each.name for each in parties if each.user}
    names = {
        each.name: who_without_own(each.name, [case], whole_too=filed and each.name not in officers)
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


def accused_units(case: Case) -> list[int]:
    """Return the ids of the units that the case is about, without those that were put back."""
    return [row.unit_id for row in case.respondents.all() if row.unit_id and row.lifted_at is None]


def unit_after(case: Case, parties: Iterable[Party]) -> Unit:
    """Return who handles the case once it is about ``parties`` too: whoever has it, or the unit above.

    Never one from which it was kept; what an inspection group had goes to no office below a city's.
    Raises ``routing.NoCompetentUnit`` when nobody is left who could.
    """
    accused = [*accused_units(case), *(party.unit for party in parties)]
    if case.unit_id not in routing.forbidden_units(accused):
        return case.unit
    higher = routing.above(case.unit, accused)
    if higher is None and case.sight != Sight.PLACE:
        # What was kept from the offices below does not fall back to them because the one above is accused.
        below = case.sight == Sight.COUNTY
        first = routing.first_hands(
            case.kind, Matter.MONEY, case.region, accused, someone_meant=True, lies_below=below
        )
        if first.hidden or routing.is_lower(first.unit, case.unit):
            raise routing.NoCompetentUnit("the case is about every office that could take it")
        return first.unit
    return higher or routing.route(case.region, accused)
