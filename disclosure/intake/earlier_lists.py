"""What of a list does not go with the lists before it: another name or month, a gap, another programme.

Each question is one query over the staged rows of the batch, asked by the index by household; only rows that
something is to be said of come back. ``data/checks.csv`` has their lines.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from disclosure import exclusive
from disclosure.models import Batch, Recipient, StagedRow
from disclosure.names import DOTS
from disclosure.problems import Problem
from organizations import scope

#: Told of a row whose household is on a list of another place in the city.
ELSEWHERE = "on_other_programme_elsewhere"
#: The headings that are named, as the rows come from the database and not from the file.
ID, NAME, SINCE = "户主身份证号", "户主姓名", "最初享受月"


def against_lists(batch: Batch) -> Iterator[Problem]:
    """Give a warning for each row and each thing that should be looked at."""
    asked = [_on_excluded(batch)]
    if not batch.programme.pays_once:  # a single payment begins and ends with itself
        asked += [_differs(batch), _had_ended(batch), _overlaps(batch)]
    return chain.from_iterable(asked)


def _rows(batch: Batch, lists: QuerySet[Recipient], **facts: str) -> Any:
    """The rows whose household is among ``lists``, with values of what is found there."""
    found = {name: Subquery(lists.values(path)[:1]) for name, path in facts.items()}
    rows = StagedRow.objects.filter(Exists(lists), batch=batch).annotate(**found)
    return rows.defer("id_number").order_by("row", "pk")


def _households(batch: Batch) -> Any:
    """The rows of earlier lists of a staged row's household in the batch's own place: what stands on those of
    others is not told to who can import any number there is.
    """
    return Recipient.objects.filter(scope.within(batch.region_id), id_index=OuterRef("id_index"))


def _on_excluded(batch: Batch) -> Iterator[Problem]:
    rows: Any = exclusive.on_another_list(batch).defer("id_number")
    for row in rows.iterator():
        if row.other is None:
            yield _warning(row, ELSEWHERE, ID)
        else:
            yield _warning(row, "on_other_programme", ID, programme=row.other)


def _differs(batch: Batch) -> Iterator[Problem]:
    """On the list that is current, with another name or another beginning."""
    before = (
        _households(batch)
        .left_open()
        .filter(programme=batch.programme_id)
        .exclude(Q(holder_name=OuterRef("holder_name")) & Q(since=OuterRef("since")))
    )
    for row in _rows(batch, before, was_called="holder_name", began="since").iterator():
        if DOTS.sub("·", row.was_called) != row.holder_name:
            yield _warning(row, "name_differs", NAME)
        if row.began and row.since and row.began != row.since:
            yield _warning(
                row, "since_differs", SINCE, before=f"{row.began:%Y-%m}", value=f"{row.since:%Y-%m}"
            )


def _had_ended(batch: Batch) -> Iterator[Problem]:
    """On no list just before this one, though by its month it was never interrupted."""
    household = _households(batch).filter(programme=batch.programme_id)
    ended = _closed(household).filter(
        valid_until__month__gt=OuterRef("since"), valid_until__month__lt=batch.month
    )
    rows = _rows(batch, ended, ended="valid_until__month").exclude(Exists(household.left_open()))
    for row in rows.iterator():
        yield _warning(row, "was_ended", SINCE, ended=f"{row.ended:%Y-%m}", value=f"{row.since:%Y-%m}")


def _overlaps(batch: Batch) -> Iterator[Problem]:
    """On the list of a programme that excludes this one, until after this row begins."""
    others = exclusive.others_of(batch.programme_id)
    household = _households(batch).filter(programme__in=others)
    ended = _closed(household).filter(valid_until__month__gt=OuterRef("since"))
    facts = {"ended": "valid_until__month", "other": "programme__name"}
    for row in _rows(batch, ended, **facts).exclude(Exists(household.left_open())).iterator():
        told = {"programme": row.other, "ended": f"{row.ended:%Y-%m}", "value": f"{row.since:%Y-%m}"}
        yield _warning(row, "overlapped_programme", SINCE, **told)


def _closed(rows: QuerySet[Recipient]) -> QuerySet[Recipient]:
    return rows.filter(valid_until__isnull=False).order_by("-valid_until__month", "-pk")


def _warning(row: Any, code: str, column: str, **params: str) -> Problem:
    return Problem(code, row.row, column, row.sheet, params, is_warning=True)
