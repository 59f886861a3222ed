"""Reading a paper again: as it was given for the complainant, without who complained for the staff."""

from django.db.models import QuerySet

from complaints.enums import PaperKind
from complaints.identity.redacted_text import as_read_by
from complaints.models import Case, FormalPaper
from complaints.papers.content import PaperContent, restored
from complaints.papers.table import PAPERS
from organizations.models import User


class Changed(Exception):
    """A paper is not as it was given."""


def for_complainant(case: Case) -> QuerySet[FormalPaper]:
    """Return the papers of a case that its complainant may read, oldest first."""
    read = [row.paper for row in PAPERS.rows if row.citizen]
    return case.papers.filter(kind__in=read).order_by("event__sequence")


def whole(paper: FormalPaper) -> PaperContent:
    """Return what the paper says. Raises ``Changed`` where its digest is another's."""
    content = restored(paper.content)
    if content.digest() != paper.digest:
        raise Changed(paper.number)
    return content


def by_staff(paper: FormalPaper, user: User) -> PaperContent:
    """Return it as a member of the staff reads what was written in its act. Raises ``Changed``."""
    event = paper.event
    return whole(paper).masked(lambda text: as_read_by(user, paper.case, event, text))


def goes_to_complainant(kind: PaperKind | str) -> bool:
    """Whether the complainant reads papers of this sort."""
    return any(row.citizen for row in PAPERS.rows if row.paper == kind)
