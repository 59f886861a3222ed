"""Choices of the disclosure room and named groups of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NameMasking(models.TextChoices):
    """How the name of a holder leaves for the public (one setting per programme)."""

    MASKED = "masked", _("Masked (张*三)")
    FULL = "full", _("Full name")


class StandardSort(models.TextChoices):
    """What a figure of a programme is (``data/standard_sorts.csv`` says what each may hold)."""

    DIFFERENCE = "difference", _("Standard up to which income is made up")
    FULL = "full", _("Standard that is paid in full")
    SUPPLEMENT = "supplement", _("Supplement for some people")
    CARE = "care", _("Care allowance")
    PROPERTY = "property", _("Limit of property")
    EXIT = "exit", _("Gradual exit")
    NOTICE = "notice", _("Days of a notice before a decision")


class Measure(models.TextChoices):
    """In what such a figure is given."""

    YUAN_PERSON = "yuan-person", _("yuan a month for each person")
    YUAN_HOUSEHOLD = "yuan-household", _("yuan a month for the household")
    PERCENT = "percent", _("percent of the standard")
    TIMES = "times", _("times the standard")
    YUAN = "yuan", _("yuan")
    YUAN_EACH = "yuan-each", _("yuan for each person, in all")
    YUAN_ALL = "yuan-all", _("yuan for the whole household")
    PIECES = "pieces", _("in number, for the whole household")
    DAYS = "days", _("days")
    WORKING_DAYS = "working-days", pgettext_lazy("count", "working days")


class CataloguePart(models.TextChoices):
    """The parts of the disclosure catalogue for social assistance."""

    GENERAL = "general", _("Matters of all programmes")
    DIBAO = "dibao", _("Subsistence allowance")
    TEKUN = "tekun", _("Support in extreme hardship")
    TEMPORARY = "temporary", _("Temporary assistance")
    OTHER = "other", _("Other programmes")


class Proof(models.TextChoices):
    """By what this site sees whether an item of the catalogue is public (``catalogue.evidence``)."""

    LISTS = "lists", _("Published lists")
    NOTICES = "notices", _("Notices before approval")
    POLICIES = "policies", _("The policy library")
    GUIDES = "guides", _("The guides")
    OFFICES = "offices", _("Telephone and address of the office")
    NOTHING = "nothing", _("Nothing: it is not published here")


class DutyState(models.TextChoices):
    """What is so of one item of the catalogue in one place today."""

    LATE = "late", pgettext_lazy("catalogue", "Late")
    STALE = "stale", pgettext_lazy("catalogue", "Stale")
    DUE = "due", pgettext_lazy("catalogue", "Due")
    AFTER = "after", pgettext_lazy("catalogue", "Public, after its day")
    PUBLIC = "public", pgettext_lazy("catalogue", "Public")
    IN_TIME = "in-time", pgettext_lazy("catalogue", "Public in time")
    NOT_SEEN = "not-seen", pgettext_lazy("catalogue", "Not seen here")
    NOT_APPLICABLE = "not-applicable", pgettext_lazy("catalogue", "Does not apply")


class BatchState(models.TextChoices):
    """Where one imported list stands between the editor's file and the public."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for review")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    RETURNED = "returned", _("Sent back")
    WITHDRAWN = "withdrawn", _("Withdrawn by its editor")
    TAKEN_DOWN = "taken-down", _("Withdrawn from the public")
    REPLACED = "replaced", _("Replaced by a corrected list")


class Step(models.TextChoices):
    """What two people do to a list, or to one row of it, that is public already."""

    TAKE_DOWN = "take-down", _("Withdraw the list from the public")
    SHOW_AGAIN = "show-again", _("Show the withdrawn list again")
    HIDE = "hide", _("Hide one household")
    UNHIDE = "unhide", _("Show the hidden household again")


class ProposalOutcome(models.TextChoices):
    """What became of a proposal."""

    WAITING = "", _("Waits for a second person")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken-back", pgettext_lazy("list", "Taken back")


class NoticeKind(models.TextChoices):
    """What a notice says of a household before it is decided (审核公示, 终止供养公示)."""

    PROPOSED = "proposed", _("Proposed for assistance")
    ENDING = "ending", _("Support is to end")


class NoticeState(models.TextChoices):
    """Where one notice stands; it is what its latest event says, and its last day."""

    ENTERED = "entered", _("Waits for a second person")
    REFUSED = "refused", _("Not put up")
    STANDING = "standing", _("Being shown")
    SUSPENDED = "suspended", _("Suspended: somebody objected")
    DECIDED = "decided", _("Objection decided; not shown again yet")
    ENDED = "ended", _("Shown to its end")
    TAKEN_BACK = "taken-back", pgettext_lazy("list", "Taken back")


class NoticeEventKind(models.TextChoices):
    """What can happen to a notice."""

    ENTERED = "entered", _("Entered")
    REFUSED = "refused", _("Not put up")
    POSTED = "posted", _("Put up")
    OBJECTED = "objected", _("Somebody objected")
    DISMISSED = "dismissed", _("No objection was accepted: it goes on")
    DECIDED = "decided", _("The objection was decided")
    STANDS_AGAIN = "stands-again", _("Shown again")
    ENDED = "ended", _("Shown to its end")
    TAKEN_BACK = "taken-back", pgettext_lazy("list", "Taken back")


class NoticeDayUnit(models.TextChoices):
    """How the days of a notice are counted: all of them (日), or working days only (工作日)."""

    NATURAL = "natural", _("days")
    WORKING = "working", pgettext_lazy("count", "working days")


class Again(models.TextChoices):
    """For how long a notice is shown again after an objection was decided."""

    ANEW = "anew", _("all its days anew")
    REST = "rest", _("the days that were left")


class ChangeKind(models.TextChoices):
    """What happened to one household between two lists."""

    ADDED = "added", _("Added")
    REMOVED = "removed", pgettext_lazy("list", "Ended")
    CHANGED = "changed", _("Changed")


class ListStanding(models.TextChoices):
    """Whether the list of a place is public; "nobody is on it" is an answer of the first two alone."""

    PUBLIC = "public", _("Published")
    PARTLY = "partly", _("Published in part")
    NOT_YET = "not_yet", _("Not yet published")
    NOT_DUE = "not_due", _("Not applicable")
    WITHDRAWN = "withdrawn", _("Withdrawn, being corrected")
    NONE_THEN = "none_then", _("No list was public")


#: It should have been public, or looked through again, before today.
OVERDUE = (DutyState.LATE, DutyState.STALE)
#: What can still become public; a list that is public or was taken back stays as it is.
OPEN = frozenset({BatchState.DRAFT, BatchState.SUBMITTED, BatchState.APPROVED, BatchState.RETURNED})
#: Was public at some time, so that its rows stand in the history.
WAS_PUBLIC = frozenset({BatchState.PUBLISHED, BatchState.TAKEN_DOWN, BatchState.REPLACED})
#: The latest of these over a place says what its page shows: the list, or that it was withdrawn.
IN_FORCE = frozenset({BatchState.PUBLISHED, BatchState.TAKEN_DOWN})
#: Steps about one household; the others are about a whole list.
OF_A_ROW = frozenset({Step.HIDE, Step.UNHIDE})
#: The public sees it: until its last day, or while an objection holds it.
SHOWN_NOTICES = frozenset({NoticeState.STANDING, NoticeState.SUSPENDED, NoticeState.DECIDED})
#: An objection holds it, whatever its last day was.
HELD_NOTICES = frozenset({NoticeState.SUSPENDED, NoticeState.DECIDED})
#: Nothing more happens to it.
CLOSED_NOTICES = frozenset({NoticeState.REFUSED, NoticeState.ENDED, NoticeState.TAKEN_BACK})
