"""A lead's material as lines for the letter and the screen, without what its writers knew of who complained.

In the letter every text is redacted with the values known of all complainants of the lead: one of them may be
named in another one's words. On the screen a case reads as on its own page, and what staff wrote is masked by
what they knew: a name that is missing in one of two texts would tell their reader who complained.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.handling.knowing import Knowing
from complaints.identity import told as told_of
from complaints.identity.redacted_text import Hide, by_form, redactor_for
from complaints.models import Case, Respondent
from complaints.parties.respondents import acts_of_staff, named_by_staff, words_as_read, words_of_staff
from disclosure.models import Recipient
from disclosure.names import mask_name
from disclosure.public.masking import is_minor
from organizations.models import User
from supervision.enums import LeadEventKind
from supervision.letter import CaseLine, RowLine, chinese_month
from supervision.models import Lead, LeadEvent, LeadItem

#: Of a case's text the letter gives the beginning; the whole stays in the case.
GIST_LENGTH = 160


@dataclass(frozen=True)
class MaterialLine:
    """One piece of material on the screen: the item, its note, and its case or its list row as a line.

    Without an item: a case that is closed to the reader.
    """

    item: LeadItem | None = None
    note: str = ""
    case: CaseLine | None = None
    row: RowLine | None = None


@dataclass(frozen=True)
class HistoryLine:
    """One event of a lead on the screen, with its reason and the piece it is about as they may be read."""

    event: LeadEvent
    reason: str
    about: str = ""


def case_lines(cases: list[Case], hide: Hide | None = None) -> list[CaseLine]:
    """Return one line a case, in the order given; ``hide`` is by default what these cases tell of people."""
    hide = hide or redactor_for(cases)
    return [_case_line(case, hide) for case in cases]


def row_lines(rows: Iterable[Recipient]) -> list[RowLine]:
    """Return one line a list row, in the order given."""
    return [row_line(row) for row in rows]


def row_line(row: Recipient) -> RowLine:
    """Return a list row with the masked name, whatever the programme's setting is; a minor has none."""
    return RowLine(
        name=_("(under age)") if is_minor(row) else mask_name(row.holder_name),
        village=row.region.path_name(),
        programme=row.programme.label,
        amount=row.amount if row.programme.pays_monthly else None,
        since=row.since,
        valid=_valid_months(row),
    )


class KeepersView:
    """How one keeper reads what was written in a lead, where cases in it may be ``closed`` to them.

    A text is masked by what its author knew of who brought the cases (``handling.knowing``), one's own by
    its form alone. Where that is of a closed case, it is not shown at all.
    """

    def __init__(self, lead: Lead, reader: User, closed: Collection[int]) -> None:
        self.lead, self.reader, self.closed = lead, reader, closed
        self._masking = Masking(lead)

    def words(self, author: int, at: datetime, text: str) -> str:
        """Return what the user with this key wrote, as it stands on the page, or that it is not shown."""
        if author == self.reader.pk:
            return by_form(text)
        if self.is_kept(author, at, text):
            return _("Not shown to you: it tells of a case that is closed to you.")
        return self._masking.masked(author, at, text)

    def is_kept(self, author: int, at: datetime, text: str) -> bool:
        """Whether somebody else's text tells who brought a closed case."""
        if author == self.reader.pk or not self.closed:
            return False
        return self._masking.masked(author, at, text, among=self.closed) != by_form(text)

    def in_letter(self, text: str) -> str:
        """Return a text without who brought a case that is or was in the lead, and is open to the reader."""
        return redactor_for(case for case in self._masking.held if case.pk not in self.closed)(text)


class Masking:
    """What is masked in what was written in a lead, for whoever did not write it."""

    def __init__(self, lead: Lead) -> None:
        held = Case.objects.filter(pk__in=lead.items.filter(case__isnull=False).values("case"))
        self.held = list(held.select_related("complainant", "region"))
        self._knowing = Knowing(self.held)
        self._all = redactor_for(self.held)

    def masked(self, author: int, at: datetime, text: str, among: Collection[int] | None = None) -> str:
        """Return a text of this author and time, masked by what they knew of who brought the cases, or of
        those ``among`` them.
        """
        plain = by_form(text)
        if self._all(text) == plain:  # most texts name nobody who is known: the log need not be asked
            return plain
        cases = [case for case in self.held if among is None or case.pk in among]
        return redactor_for(case for case in cases if self._knowing.knew(case.pk, author, at))(text)


def lines(items: Iterable[LeadItem], view: KeepersView) -> list[MaterialLine]:
    """Return the items of a lead as lines, cases first; the closed ones come last of the cases, so that no
    place in the order tells which.
    """
    items, closed = list(items), view.closed

    def note(item: LeadItem) -> str:
        return view.words(item.added_by_id, item.added_at, item.note)

    told_of.fetch([item.case for item in items if item.case and item.case_id not in closed])
    of_cases = [
        MaterialLine(item, note(item), case=_case_line(item.case, redactor_for([item.case])))
        for item in items
        if item.case and item.case_id not in closed
    ]
    of_closed = [MaterialLine() for item in items if item.case_id in closed]
    of_rows = [
        MaterialLine(item, note(item), row=row_line(item.recipient)) for item in items if item.recipient
    ]
    return of_cases + of_closed + of_rows


def history_of(view: KeepersView) -> list[HistoryLine]:
    """Return what happened to a lead, oldest first, the reasons as the reader may have them.

    Of what was done with a case that is closed to the reader, and of why somebody was put back while there
    is one, only that it was done.
    """
    events = view.lead.events.select_related("actor", "item__case", "item__recipient")
    return [_history_line(event, view) for event in events]


def respondents(cases: Iterable[Case], hide: Hide | None = None) -> list[str]:
    """Return who the cases are about, each once: units by their public name, people by the name given,
    through ``hide`` or as on the page of the case.
    """
    found: dict[str, None] = {}
    # What the system found beside it hides the case; a letter says what the complainants said.
    given = Respondent.objects.filter(case__in=[case.pk for case in cases], derived=False)
    rows = list(given.select_related("unit", "case__complainant", "case__region").order_by("pk"))
    for row, words in zip(rows, words_of_rows(rows, hide), strict=True):
        for name in (row.unit.name if row.unit else "", words):
            if name:
                found[name] = None
    return list(found)


def words_of_rows(rows: Collection[Respondent], hide: Hide | None = None) -> list[str]:
    """Return the words of each row as the page of its case has them, or through ``hide``. On a page what is
    known of another case's complainant stays in them: two pages that differ would tell who that is.
    """
    if hide:
        return [hide(row.name) for row in rows]
    told_of.fetch([row.case for row in rows])
    acts = list(acts_of_staff({row.case_id for row in rows}))
    put = Respondent.objects.filter(pk__in=named_by_staff(acts))
    of_staff = words_of_staff(put, acts)
    return [words_as_read(row.case, row, of_staff) for row in rows]


def respondents_in_words(lead: Lead) -> list[str]:
    """Return who the lead is about, in its keeper's words."""
    return [each.name for each in lead.respondents.all() if not each.derived]


def _history_line(event: LeadEvent, view: KeepersView) -> HistoryLine:
    if event.item and event.item.case_id in view.closed:
        return HistoryLine(event, "", _("a case that is closed to you"))
    tells_of_words = view.closed and event.kind == LeadEventKind.PUT_BACK
    reason = "" if tells_of_words else view.words(event.actor_id, event.at, event.reason)
    return HistoryLine(event, reason, str(event.item or ""))


def _case_line(case: Case, hide: Hide) -> CaseLine:
    # Redacted whole and cut afterwards, so that no half of a number escapes its pattern.
    text = hide(f"{case.title}：{case.narrative}")
    return CaseLine(
        number=case.number,
        received=timezone.localdate(case.received_at),
        kind=case.get_kind_display(),
        region=case.region.path_name(),
        gist=text if len(text) <= GIST_LENGTH else f"{text[: GIST_LENGTH - 1]}…",
    )


def _valid_months(row: Recipient) -> str:
    """Since which list the row is public, and until which: 2026年8月起, 2026年8月—2026年10月."""
    first = chinese_month(row.valid_from.month)
    if row.valid_until is None:
        return f"{first}起"
    # The closing list is the first without the row.
    year, month = divmod(row.valid_until.month.year * 12 + row.valid_until.month.month - 2, 12)
    last = chinese_month(row.valid_until.month.replace(year=year, month=month + 1))
    return first if row.valid_until.month <= row.valid_from.month or last == first else f"{first}—{last}"
