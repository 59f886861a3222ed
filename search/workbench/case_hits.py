"""Hits of the workbench: cases read again from the database, with what was found in them marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.safestring import SafeString

from complaints.clocks import calendars, deadlines
from complaints.clocks.deadlines import Deadline
from complaints.identity.redacted_text import case_document_text
from complaints.models import Case, CaseEvent, Respondent
from organizations.models import User
from search.engines.query import Query
from search.workbench.case_documents import respondent_labels
from search.workbench.highlight import Marker


@dataclass(frozen=True)
class CaseHit:
    """One case found. Texts are redacted, escaped and marked."""

    case: Case
    number: SafeString
    title: SafeString
    excerpts: list[SafeString]
    respondents: SafeString
    place: str
    deadline: Deadline | None


def hits(user: User, ids: Sequence[int], query: Query) -> list[CaseHit]:
    """The cases with these ids that ``user`` may see, in this order, in a fixed number of queries.

    Events are read last, and only of cases that ``user`` may still see: every case has one, so whom a case
    came to mean since it was read is not shown it.
    """
    visible = Case.objects.visible_to(user)
    cases = visible.filter(pk__in=ids)
    cases = cases.select_related("latest_event", "complainant", "programme", "region__parent")
    respondents = Prefetch("respondents", Respondent.objects.select_related("unit"))
    found = {case.pk: case for case in cases.prefetch_related(respondents)}
    marker, calendar, today = Marker(query), calendars.load(), timezone.localdate()
    still = CaseEvent.objects.filter(case__in=visible.filter(pk__in=found).order_by().values("pk"))
    prefetch_related_objects(list(found.values()), Prefetch("events", still))
    there = [found[id_] for id_ in ids if id_ in found and found[id_].events.all()]
    return [_hit(case, marker, calendar, today) for case in there]


def _hit(case: Case, marker: Marker, calendar, today) -> CaseHit:
    text = case_document_text(case)
    parent = case.region.parent
    return CaseHit(
        case=case,
        number=marker.mark(case.number),
        title=marker.mark(text.title),
        excerpts=marker.excerpts("\n".join([text.narrative, *text.answers])),
        respondents=marker.mark("、".join(respondent_labels(case))),
        place=(parent.name if parent else "") + case.region.name,
        deadline=deadlines.first_of(case, today, calendar),
    )
