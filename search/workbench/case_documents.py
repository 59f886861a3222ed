"""The index of cases: which fields it has, and what of a case goes into them.

Only redacted text enters (``complaints.identity.redacted_text``), and of the people only those complained
about: who brought a case is nowhere in it (design, invariant 4). The words for a respondent may hold
anything, the complainant's telephone too, so what hides a case by the name is a keyed digest of them.
"""

from collections.abc import Iterable, Sequence

from complaints.identity.redacted_text import case_document_text
from complaints.models import Case
from complaints.parties.respondents import words_as_read, words_of_staff
from complaints.texts.names import normal_name
from complaints.visibility import scopes_of, shared_place, withheld_from
from organizations import codes
from organizations.enums import CODE_LENGTH, Level
from protection.blind_index import blind_index, every
from search.engines.schema import Document, Keyword, Moment, Schema, Text
from search.indexing.sources import IndexSource

_NAME_PURPOSE = "search.respondent_name"

CASES = Schema(
    name="cases",
    title="title",
    fields=(
        Text("number"),
        Text("title"),
        Text("text"),
        Text("respondents"),
        Keyword("kind"),
        Keyword("channel"),
        Keyword("status"),
        Keyword("programme"),
        # The place and every place above it, so that a region holds what lies below it.
        Keyword("regions", many=True),
        # Against these is decided who may see the case, and who may not; see complaints.visibility.
        Keyword("scopes", many=True),
        Keyword("withheld_from", many=True),
        Keyword("respondent_units", many=True),
        Keyword("respondent_name_keys", many=True),
        Keyword("respondent_users", many=True),
        Moment("received_at"),
        Moment("due_on"),
        # Of the places and scopes those of a county or above, and of nobody alone: there are few of them.
        Keyword("areas", many=True),
        Keyword("wide_scopes", many=True),
    ),
    tallied=("kind", "channel", "status", "programme", "areas", "wide_scopes"),
    # Raised with everything that is masked from then on (``complaints.identity``, ``protection.redaction``),
    # and with who sees what.
    version=23,
)


def case_document(case: Case) -> Document:
    """The document of one case, as ``read`` fetched it."""
    text = case_document_text(case)
    places, scopes = tuple(codes.ancestors_of(case.region_id, include_self=True)), scopes_of(case)
    respondents = [each for each in case.respondents.all() if each.lifted_at is None]
    return Document(
        case.pk,
        {
            "number": case.number,
            "title": text.title,
            "text": "\n".join([text.narrative, *text.answers]),
            "respondents": "\n".join(respondent_labels(case)),
            "kind": case.kind,
            "channel": case.channel,
            "status": case.status,
            "programme": case.programme_id,
            "regions": places,
            "areas": tuple(filter(is_wide, places)),
            "scopes": scopes,
            "wide_scopes": wide(scopes),
            "withheld_from": withheld_from(case),
            "respondent_units": tuple(str(each.unit_id) for each in respondents if each.unit_id),
            "respondent_name_keys": tuple(_name_key(each.name) for each in respondents if each.name),
            "respondent_users": tuple(str(each.user_id) for each in respondents if each.user_id),
            "received_at": case.received_at,
            "due_on": due_on(case),
        },
    )


def is_wide(place: str) -> bool:
    """Whether a place is a county, or above."""
    return 0 < len(place) <= CODE_LENGTH[Level.COUNTY]


def wide(scopes: Iterable[str]) -> tuple[str, ...]:
    """Those scopes that are of a county or above, and not of one person."""
    return tuple(each for each in scopes if is_wide(shared_place(each)))


def hiding_keys(names: Iterable[str]) -> tuple[str, ...]:
    """What stands in ``respondent_name_keys`` of the cases that one of these names hides.

    Under every key in force: an index is not written anew at once when the key changes.
    """
    return tuple(sorted(key for name in names for key in every(normal_name(name), _NAME_PURPOSE) if key))


def _name_key(name: str) -> str:
    return blind_index(normal_name(name), _NAME_PURPOSE)


def respondent_labels(case: Case) -> list[str]:
    """Who a case is about, as it was said: units and names. A complainant who named themselves is masked."""
    rows = case.respondents.all()
    of_staff = words_of_staff(rows, case.events.all())
    said = [
        (each.unit.name if each.unit else "", words_as_read(case, each, of_staff))
        for each in rows
        if not each.derived
    ]
    return [label for labels in said for label in labels if label]


def due_on(case: Case):
    """The date of the clock that ends next, None when none is running."""
    running = [clock.due_on for clock in case.clocks.all() if clock.stopped_on is None]
    return min(running, default=None)


def read(ids: Sequence[int]) -> list[Document]:
    """The documents of cases, in a fixed number of queries."""
    cases = Case.objects.filter(pk__in=ids, latest_event__isnull=False)
    cases = cases.select_related("latest_event", "complainant", "region")
    return [case_document(case) for case in cases.prefetch_related("respondents__unit", "clocks", "events")]


def ids(after: int, limit: int) -> list[int]:
    """Ids of cases greater than ``after``, ascending."""
    found = Case.objects.filter(pk__gt=after, latest_event__isnull=False).order_by("pk")
    return list(found.values_list("pk", flat=True)[:limit])


SOURCE = IndexSource(CASES, ids, read)
