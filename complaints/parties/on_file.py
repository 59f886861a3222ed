"""What is on file of a case, read for whom it means: when something is added, when a word of the tables, an
appointment or an office is new, and when the case comes to another office.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from django.db.models import Q, QuerySet

from complaints import matters
from complaints.enums import CaseKind, EventKind, Sight
from complaints.identity.redacted_text import IN_PLACE
from complaints.models import Attachment, Case, CaseEvent
from complaints.parties import own_work, watchers
from complaints.parties.respondents import beside, missing_of, party_of, unit_in_charge_after
from complaints.reach import levels
from complaints.reach.going_past import named_before, without_who_was_turned_to
from complaints.reach.highest import bureau_named
from complaints.reach.inspecting import inspectors_named, inspectors_on_file
from complaints.routing import NoCompetentUnit
from complaints.texts import written_names
from complaints.texts.nearby import Nearby
from complaints.texts.office_spellings import rightly
from complaints.texts.read_texts import TextsToRead, texts_to_read
from complaints.texts.reading import named_in_full, read
from complaints.texts.respondent_matching import ResolvedRespondent, has_name, left_by_all
from organizations import scope
from organizations.enums import UnitKind
from organizations.models import Region, Unit, User

_BY_STAFF = ~Q(kind=EventKind.REGISTER) & ~Q(actor=None)


def texts_on_file(case: Case) -> list[str]:
    """Return all texts of the case that are read for whom they mean."""
    return [*_by_complainant(case), *_taken_down(case), *_written_by_staff(case)]


def texts_read_in_part(case: Case) -> list[str]:
    """Return what else of staff's texts is read for whom it means, and for nothing else.

    Grievances in what an office writes to somebody, and notes, of which a full name is somebody's.
    """
    return [text for said in _texts(case, _BY_STAFF) for text in (*said.quoted, *said.noted)]


def _by_complainant(case: Case) -> list[str]:
    """What the complainant wrote themselves: title and story, where they filed it, and what came since."""
    filed = [] if _taken_down(case) else [case.title, case.narrative]
    filed += [each.holder_name for each in (case.recipient, case.notice) if each]
    return [*filed, *_texts_of_acts(case, Q(actor=None))]


def _taken_down(case: Case) -> list[str]:
    """Title and story where staff registered what somebody told them."""
    registered = case.events.filter(kind=EventKind.REGISTER).exclude(actor=None)
    return [case.title, case.narrative] if registered.exists() else []


def _written_by_staff(case: Case) -> list[str]:
    return list(_texts_of_acts(case, _BY_STAFF))


def _texts_of_acts(case: Case, which: Q) -> Iterator[str]:
    for said in _texts(case, which):
        yield from (*said.whole, *said.grievances)


def _texts(case: Case, which: Q) -> Iterator[TextsToRead]:
    for event in case.events.filter(which).order_by("sequence").prefetch_related("attachments"):
        yield texts_to_read(event.kind, texts_of_event(event))


def texts_of_event(event: CaseEvent) -> dict[str, str]:
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
    """The name of who brings it; whom it is brought for decides nothing (0085), so their name does not."""
    person = getattr(case, "complainant", None)
    return [person.name] if person and person.name else []


def _complains(case: Case) -> bool:
    return matters.is_about_conduct(case.kind, case.matter)


def lies_below(case: Case, matter: str) -> bool:
    """Whether the county may read first what was written, since it is not what it speaks of (``levels``)."""
    parties = [party_of(row) for row in own_work.beside(case).filter(lifted_at=None)]
    return levels.is_below(
        case, matter, rightly(texts_on_file(case)), parties, Nearby(case.region), later=True
    )


def respondents_to_add(case: Case, said: TextsToRead, user: User | None) -> list[ResolvedRespondent]:
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
    whole = {"texts": said.whole} if user is None else {"texts": (), "noted": said.whole}
    found = dict.fromkeys(read(around=around, own=own, complaining=_complains(case), **whole))
    if user is not None and any(reproaches):
        found |= dict.fromkeys(_reproached(reproaches, user, around, own))
    if user is not None and said.noted:
        found |= dict.fromkeys(_noted_in_full(case, said.noted, user, around, found))
    if user is None or said.whole:
        found |= dict.fromkeys(_highest_named(case, said.whole, around, found))
    # New words remove also who was put back.
    hidden = case.respondents.filter(avoided=False, lifted_at=None).values_list("user_id", flat=True)
    new = beside(own_work.beside(case).filter(lifted_at=None), found)
    new += left_by_all(new, around, hidden) if new else []
    if user is None or watchers.is_one(user):
        return new
    watching = watchers.among(new)
    if watching and said.whole:
        raise watchers.Reproached
    return [party for party in new if party not in watching]


def _reproached(
    grievances: Sequence[str], user: User, around: Nearby, own: Sequence[str]
) -> Iterator[ResolvedRespondent]:
    """Whom grievances that staff wrote down mean, without the writer and the writer's own unit."""
    own_units = {holding.unit_id for holding in scope.holdings(user)}
    for party in read(grievances, around, own):
        unit = party.unit if party.unit not in own_units else None
        if party.user != user.pk and (unit or party.user):
            yield party._replace(unit=unit)


def _noted_in_full(
    case: Case, noted: Sequence[str], user: User, around: Nearby, found: Iterable[ResolvedRespondent]
) -> list[ResolvedRespondent]:
    """Colleagues whom a note names in full, unless they work on the case; beside whom was ``found``."""
    at_work = {user.pk, case.handler_id, *case.events.values_list("actor_id", flat=True)}
    users = {party.user for party in found}
    return [party for party in named_in_full(noted, around, at_work) if party.user not in users]


def _highest_named(
    case: Case, texts: Sequence[str], around: Nearby, found: Iterable[ResolvedRespondent]
) -> list[ResolvedRespondent]:
    """The inspection groups and the city's bureau that words name, beside whom was ``found``."""
    units, has_it = {party.unit for party in found}, case.unit.kind == UnitKind.INSPECTION
    groups = list(inspectors_named(texts, around, has_it=has_it))
    highest = [*groups, *_bureau_named(case, texts, around, also=[*found, *groups])]
    return [party for party in highest if party.unit not in units]


def _bureau_named(
    case: Case, texts: Sequence[str], around: Nearby, *, also: Sequence[ResolvedRespondent] = ()
) -> list[ResolvedRespondent]:
    """The city's bureau where a message names it; not where it has the case and was only turned to, and
    nobody would be left: ``also`` is whom the message means beside it.
    """
    if case.sight == Sight.PLACE:
        return []
    named = list(bureau_named(texts, around, reader=case.unit_id, called=("you", "here")))
    return _leaving_a_reader(case, named, texts, around, also=also)


def _leaving_a_reader(
    case: Case,
    named: list[ResolvedRespondent],
    texts: Sequence[str],
    around: Nearby,
    *,
    also: Sequence[ResolvedRespondent] = (),
) -> list[ResolvedRespondent]:
    """Return whom texts name; where no office is left that may have the case then, without who was only
    turned to.
    """
    if not named:
        return named
    try:
        unit_in_charge_after(case, [*also, *named])
    except NoCompetentUnit:
        return without_who_was_turned_to(named, texts, around)
    return named


def named_where_it_is(case: Case) -> list[ResolvedRespondent]:
    """Return what has to be written because texts on file name the office that has the case by now, which
    was not asked for that before.
    """
    around, texts = Nearby(case.region), [*_by_complainant(case), *_taken_down(case)]
    named = named_before(case.unit, texts, (), around, screened=case.sight != Sight.PLACE)
    named = beside(own_work.beside(case), named)
    return _leaving_a_reader(case, named, texts, around)


def unread(case: Case) -> list[ResolvedRespondent]:
    """Return what has to be written because texts on file, read today, mean somebody."""
    around, own, complaining = Nearby(case.region), _own_names(case), _complains(case)
    by_staff = read((), around, own, complaining=complaining, noted=_written_by_staff(case))
    watching = set(watchers.among(by_staff))
    wrote, taken_down = _by_complainant(case), _taken_down(case)
    brought = read(wrote, around, own, complaining=complaining, noted=taken_down)
    texts = [*wrote, *taken_down]
    named = [*inspectors_on_file(texts, around), *_bureau_named(case, texts, around)]
    found = dict.fromkeys([*brought, *named, *(each for each in by_staff if each not in watching)])
    new = beside(own_work.beside(case), found)
    return [*new, *own_work.missing(case)]


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
) -> list[ResolvedRespondent]:
    """Return what has to be written because words on file mean this person, or this office, today.

    ``rows`` are the respondents on file, of a case of this kind or of a lead; ``texts`` what else is on file,
    by somebody called ``own``; ``noted`` is what staff took down. A whole name counts as at filing, and takes
    the office along. A family name is taken for the person alone: their office had no part in it. It means
    each who bears it, as at filing, and words for whoever takes calls each who does.
    """
    kept = rows.order_by("pk")
    missed = missing_of(kept, region, kind, (), texts, own, complaining, noted)
    if isinstance(whom, Unit):
        found = [party for party in missed if party.unit == whom.pk and party.user is None]
        return found or _newly_named(kept, region, whom, [*texts, *noted])
    put_back = {row.name for row in kept if row.user_id == whom.pk and row.lifted_at}
    found = [party for party in missed if party.user == whom.pk and party.name not in put_back]
    full = [party for party in found if any(has_name(party.name, name) for name in written_names.of(whom))]
    alone = {party._replace(unit=None) for party in found}
    return full or sorted(alone, key=lambda party: party.name)


def _newly_named(
    rows: QuerySet, region: Region, unit: Unit, texts: Sequence[str]
) -> list[ResolvedRespondent]:
    """One of the two highest offices, where texts name it: new, it may get any of the cases."""
    around = Nearby(region)
    of_groups = unit.kind == UnitKind.INSPECTION
    named = inspectors_on_file(texts, around) if of_groups else [*bureau_named(texts, around, reader=unit.pk)]
    return [party for party in beside(rows, named) if party.unit == unit.pk][:1]


def newly_meant_by(case: Case, whom: User | Unit) -> list[ResolvedRespondent]:
    """The same for a case: its words for somebody, its story and its messages."""
    by_staff = [] if watchers.is_one(whom) else list(_texts(case, _BY_STAFF))
    reproaches = [text for said in by_staff for text in (*said.whole, *said.grievances, *said.quoted)]
    found = newly_meant(
        own_work.without(case.respondents.all()),
        case.region,
        whom,
        case.kind,
        texts=[*_by_complainant(case), *_own_alone(case)],
        own=_own_names(case),
        complaining=_complains(case),
        noted=[*_taken_down(case), *reproaches],
    )
    return found or _newly_noted(case, whom, [text for said in by_staff for text in said.noted])


def _newly_noted(case: Case, whom: User | Unit, notes: list[str]) -> list[ResolvedRespondent]:
    """Somebody whom a note names in full, unless they work on the case: as when it was written."""
    if isinstance(whom, Unit) or not notes:
        return []
    at_work = {case.handler_id, *case.events.values_list("actor_id", flat=True)}
    named = named_in_full(notes, Nearby(case.region), at_work)
    theirs = [party for party in named if party.user == whom.pk]
    return beside(own_work.beside(case), theirs)


def _own_alone(case: Case) -> list[str]:
    """Who brings it, and for whom, where nobody else is said to be meant: somebody may bear their name."""
    person = getattr(case, "complainant", None)
    return person.names if person and case.respondents.filter(name=IN_PLACE).exists() else []
