"""Who of the staff knew who had brought a case when they wrote something.

For others, what they wrote is masked by what is known of the complainant. What everybody else of the staff
wrote is masked by its form alone, whoever reads it: they cannot tell, and a name that came back masked among
others would tell them and their readers whose it is (decision 0056).
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from complaints.enums import EventKind
from complaints.models import Case, CaseEvent, CaseLogEntry

#: The looks after which somebody may know: a paper may name its author, a caller says who they are.
LOOKS = (
    "complaints.reveal_identity",
    "complaints.download",
    "complaints.find_caller",
    "complaints.read_out",
)
#: What is written by who spoke with the complainant.
SPOKE = (EventKind.REGISTER, EventKind.NOTE_CALL, EventKind.CALL_BACK)


class Knowing:
    """Who knows, of some cases, and since when; read once, when the first answer is needed."""

    def __init__(self, cases: Iterable[Case]) -> None:
        self._cases = [case.pk for case in cases]

    def knew(self, case: int, user: int | None, at: datetime) -> bool:
        """Whether the user with this key knew at that time; None, the complainant or the system, always."""
        if user is None:
            return True
        since = self._since.get((case, user))
        return since is not None and since <= at

    @cached_property
    def _since(self) -> dict[tuple[int, int], datetime]:
        found: dict[tuple[int, int], datetime] = {}
        for case, user, at in self._looked() + self._spoke():
            found[case, user] = min(at, found.get((case, user), at))
        return found

    def _looked(self) -> list[tuple[int, int, datetime]]:
        entries = CaseLogEntry.objects.filter(action__in=LOOKS, object_id__in=map(str, self._cases))
        return [(int(pk), user, at) for pk, user, at in entries.values_list("object_id", "user", "timestamp")]

    def _spoke(self) -> list[tuple[int, int, datetime]]:
        events = CaseEvent.objects.filter(case__in=self._cases, kind__in=SPOKE, actor__isnull=False)
        return list(events.values_list("case", "actor", "at"))
