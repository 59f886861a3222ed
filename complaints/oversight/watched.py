"""Which entries of the audit logs a superior may read as looks and acts: ``watched_acts.csv`` as data."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from protection.data_tables import DataTable

#: In the table: every act of that log that has no row of its own.
ANY = "*"


class LookKind(TextChoices):
    """What was done, as the page and the alarms tell it apart."""

    IDENTITY = "identity", _("Identity looked at")
    FILE = "file", _("File opened")
    CASE = "case", _("Case opened")
    ACT = "act", _("Act on a case")
    CALLER = "caller", _("Caller looked up")
    SEARCH = "search", _("Search")
    EXPORT = "export", _("Export")
    LIST = "list", _("List looked at")
    RULE = "rule", _("Rule for everybody changed")


@dataclass(frozen=True)
class Watched:
    """One row of the table: acts on cases have a log of their own, Wagtail's holds the others.

    Leads are left out: who may know of one, the room of leads decides.
    """

    log: Literal["case", "model"]
    action: str
    kind: LookKind


TABLE = DataTable(Path(__file__).parents[1] / "data" / "watched_acts.csv", Watched, key=("log", "action"))


def look_kind(log: str, action: str) -> str:
    """The kind of an entry, or an empty string for one that is not watched."""
    rows = {row.action: row.kind for row in TABLE.rows if row.log == log}
    return rows.get(action, rows.get(ANY, ""))


def log_of(kind: LookKind) -> str:
    """The log that holds the entries of a kind."""
    return next(row.log for row in TABLE.rows if row.kind == kind)


def watched_q(log: str, kind: str = "") -> Q:
    """Return the condition that an entry of this log is watched, and of this kind if one is named."""
    named = [row for row in TABLE.rows if row.log == log and row.action != ANY]
    rest = [row for row in TABLE.rows if row.log == log and row.action == ANY]
    condition = Q(action__in=[row.action for row in named if kind in ("", row.kind)])
    if any(kind in ("", row.kind) for row in rest):
        condition |= ~Q(action__in=[row.action for row in named])
    return condition
