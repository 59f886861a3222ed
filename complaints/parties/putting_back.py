"""Putting back whom words removed: a false case that names every handler must not paralyse a county.

Words hide a case from whomever they could mean, without proof. The level above may decide that somebody is
not meant, or not concerned, and lets them see the case again, with a reason; what was said stays on file. It
is never theirs to decide, and who puts back is not who hands the case down (``parties.second_person``). A
unit that the complainant chose is not put back: the case stays with the unit above. One that staff chose
afterwards is, or one clerk would take a case, and the leads it is in, from its inspectors for good.
"""

from collections.abc import Iterable
from itertools import islice

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from complaints.models import Case, CaseEvent, Respondent
from complaints.parties import respondents
from complaints.parties.deciding_above import decides_above
from organizations.models import Post, Unit, User


def removed(case: Case) -> list[Respondent]:
    """Return the rows by which words alone, or staff, hide the case from somebody we know, in the order of
    the file.
    """
    standing = [row for row in _rows(case) if row.lifted_at is None and not row.avoided]
    chosen = [row.pk for row in standing if row.unit_id and not row.derived]
    by_staff = named_by_staff_in([case.pk]) if chosen else frozenset()
    found = {row.name for row in standing if row.user and row.user.name == row.name}
    return [
        row
        for row in standing
        if row.derived
        or row.pk in by_staff
        or (_is_name_alone(row) and row.name not in found and row.is_borne)
    ]


def with_bearers() -> QuerySet[Respondent]:
    """Rows of cases with whom they mean, and whether their words are somebody's name who works here."""
    working = User.objects.filter(name=OuterRef("name"), is_active=True)
    return Respondent.objects.select_related("unit", "user").annotate(is_borne=Exists(working)).order_by("pk")


def _rows(case: Case):
    """The rows of the case, as a page has read them with their bearers, or else read now."""
    read = getattr(case, "_prefetched_objects_cache", {}).get("respondents")
    if read is None or not all(hasattr(row, "is_borne") for row in read):
        return with_bearers().filter(case=case)
    return read


def named_by_staff_in(cases: Iterable[int]) -> frozenset[int]:
    """Return the ids of the rows of these cases that somebody of staff put on file after they were filed."""
    return respondents.named_by_staff(respondents.acts_of_staff(cases))


def choices(case: Case, user: User, most: int | None = None) -> list[Respondent]:
    """Return those of ``removed`` that this member of staff may put back, the first ``most``."""
    return list(islice((row for row in removed(case) if may_put_back(user, row, case)), most))


def rows_of(case: Case, chosen: Iterable[int]) -> list[Respondent]:
    """Return these rows of the case."""
    return list(case.respondents.filter(pk__in=chosen).select_related("unit", "user").order_by("pk"))


def may_put_back(user: User, row: Respondent, case: Case) -> bool:
    """Whether the user decides above every office that the row touches (``deciding_above``)."""
    offices = touched(row)
    return bool(offices) and all(decides_above(user, office, case) for office in offices)


def may_read(reader: User, event: CaseEvent) -> bool:
    """Whether the reader may know that, by whom and why somebody was put back: its actor, or who may do it.

    Why somebody is not meant says who they are, and through a lead, that there is one; whoever handles the
    case, and whoever was put back, learns neither.
    """
    if event.actor_id == reader.pk:
        return True
    found = rows_of(event.case, event.data["respondents"])
    return bool(found) and all(may_put_back(reader, row, event.case) for row in found)


def touched(row) -> list[Unit]:
    """Return the offices that a row of a case or a lead keeps away: those named, and those of the people."""
    held = Post.objects.not_ended().filter(user__in=[user.pk for user in people(row)]).values("unit")
    named = Unit.objects.filter(pk__in=[row.unit_id] if row.unit_id else [])
    return list((named | Unit.objects.filter(pk__in=held)).select_related("parent").distinct())


def people(row) -> list[User]:
    """Return the people that a row of a case or of a lead keeps away, beside whole offices."""
    return [row.user] if row.user_id else [] if row.unit_id else _bearers(row)


def lift(case: Case, chosen: Iterable[int]) -> list[int]:
    """Put back whom these rows removed, from now on; return the ids of all rows that hide no more.

    With somebody found by their whole name, the words of this very name go too: they would hide the case
    again from who bears it. Others whom the same words mean have rows of their own.
    """
    rows = case.respondents.filter(pk__in=chosen, lifted_at=None).select_related("user")
    names = {row.user.name for row in rows if row.user}
    said = case.respondents.filter(unit=None, user=None, derived=False, name__in=names, lifted_at=None)
    ids = sorted({row.pk for row in rows} | set(said.values_list("pk", flat=True)))
    case.respondents.filter(pk__in=ids).update(lifted_at=timezone.now())
    return ids


def _is_name_alone(row) -> bool:
    return not row.derived and row.unit_id is None and row.user_id is None and bool(row.name)


def _bearers(row) -> list[User]:
    """Who works here and is called by the very words of the row."""
    return list(User.objects.filter(name=row.name, is_active=True)) if row.name else []
