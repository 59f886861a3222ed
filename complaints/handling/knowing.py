"""Who of the staff knew who had brought a case when they wrote something.

For others, what they wrote is masked by what is known of the complainant. What everybody else of the staff
wrote is masked by its form alone, whoever reads it: they cannot tell, and a name that came back masked among
others would tell them and their readers whose it is (decision 0056).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property

from django.db.models import Q

from complaints.acts import acts_that
from complaints.enums import EventKind
from complaints.models import Case, CaseEvent, CaseLogEntry
from complaints.parties import second_person
from complaints.permissions import case_policy
from organizations.models import User

#: Looks after which somebody knows; of a download its entry says whether the paper may tell (``TELLS``), or
#: nothing, where it is an old one.
REVEAL, DOWNLOAD = "complaints.reveal_identity", "complaints.download"
#: Who finds a case by the number that calls knows whose it is.
FOUND = "complaints.find_case"
TELLS = "tells"


def noted(case: Case, user: User | None, kind: str, at: datetime) -> dict[str, bool]:
    """Return what an event of this kind keeps (``CaseEvent.knew``): whether its writer knows who brought the
    case, or may learn it at any time, as whoever takes calls. Of the complainant and the system, nothing.
    """
    if user is None:
        return {}
    told = kind in acts_that("complainants_words")
    return {CaseEvent.KNEW: told or bool(known_by(user, [case], at))}


def known_by(user: User, cases: Sequence[Case], at: datetime) -> list[Case]:
    """Return those of the cases of which the user knew then who brought them, or may learn it at any time."""
    looked = Knowing(cases)
    return [
        case
        for case in cases
        if (case_policy.may_reveal(user, case) and not second_person.was_put_back(case, user))
        or looked.knew(case.pk, user.pk, at)
    ]


def _told() -> Q:
    """Return the condition on an act after which its writer knows on: the complainant told them, in it or
    when they took the case down.
    """
    told = acts_that("complainants_words") | {EventKind.REGISTER}
    return Q(kind__in=sorted(told)) | Q(**{f"data__{CaseEvent.KNEW}": True})


class Knowing:
    """Who looked or was told, of some cases, and since when; read once, when the first answer is needed."""

    def __init__(self, cases: Iterable[Case]) -> None:
        self._cases = [case.pk for case in cases]

    def knew(self, case: int, user: int, at: datetime) -> bool:
        """Whether the user with this key knew at that time."""
        since = self._since.get((case, user))
        return since is not None and since <= at

    @cached_property
    def _since(self) -> dict[tuple[int, int], datetime]:
        found: dict[tuple[int, int], datetime] = {}
        for case, user, at in sorted([*self._looks(), *self._acts()], key=lambda each: each[-1]):
            found.setdefault((case, user), at)
        return found

    def _looks(self) -> Iterator[tuple[int, int, datetime]]:
        entries = CaseLogEntry.objects.filter(action__in=(REVEAL, FOUND, DOWNLOAD), user__isnull=False)
        for entry in entries.filter(object_id__in=map(str, self._cases)):
            if entry.action != DOWNLOAD or entry.data.get(TELLS, True):
                yield int(entry.object_id), entry.user_id, entry.timestamp

    def _acts(self) -> Iterator[tuple[int, int, datetime]]:
        acts = CaseEvent.objects.filter(_told(), case__in=self._cases, actor__isnull=False)
        yield from acts.order_by().values_list("case", "actor", "at")
