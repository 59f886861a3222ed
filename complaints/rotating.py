"""The indexes of this room that can be computed again, for a new key (``protection.rotating``)."""

from collections.abc import Iterator

from django.db import transaction

from complaints.handling import alike
from complaints.intake.found_again import name_index, phone_index
from complaints.models import Case, Complainant, Trace
from complaints.parties import on_file, traces
from protection import rotating


def register_parts() -> None:
    """Name the parts of this room. Called when the app is ready."""
    rotating.register_part("complaints.complainants", complainants)
    rotating.register_part("complaints.traces", all_traces)


def complainants(after: int) -> Iterator[int]:
    """Write the indexes of names and telephones anew."""
    yield from rotating.reindex(
        Complainant,
        after,
        ("name", "phone", "name_index", "phone_index"),
        lambda person: {"name_index": name_index(person.name), "phone_index": phone_index(person.phone)},
    )


def all_traces(after: int) -> Iterator[int]:
    """Keep the traces of every case under the newest key, and none under another."""
    cases = Case.objects.order_by("pk")
    while case := cases.filter(pk__gt=after).first():
        while not _retrace(case):
            case = cases.get(pk=case.pk)
        after = case.pk
        yield after


def _retrace(case: Case) -> bool:
    """Read a case's words, which is slow, and then write; False where more was said in between."""
    said = case.respondents.filter(derived=False).exclude(name="").values_list("name", flat=True)
    texts = [*on_file.texts_on_file(case), *on_file.texts_read_in_part(case)]
    read, last = traces.digests(said, texts), _last(case)
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if _last(case) != last:
            return False
        traces.write(case, read)
        alike.keep(case)
        Trace.objects.filter(case=case).exclude(key__in=read).delete()
    return True


def _last(case: Case) -> int:
    return case.events.order_by("-sequence").values_list("sequence", flat=True).first() or 0
