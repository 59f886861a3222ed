"""What is said about a row of another system's file: code → what is wrong, and what would be right.

What is wrong with a file as a whole is said as of a list (``disclosure.messages``).
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.models import ImportFinding
from disclosure.messages import MESSAGES as OF_FILES

_MEND = _("Mend the row and import the file again: what is on file already is not filed twice.")
_DATE = _("Write day and time, such as 2026-11-30 08:37:20 or 2026/11/30 8:37.")
_HEADINGS = _("Nothing was imported. Give the column one of these headings: %(expected)s.")

MESSAGES: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "cases_heading_missing": (_("The column “%(heading)s” is missing."), _HEADINGS),
    "cases_heading_twice": (
        _("The heading “%(heading)s” stands over more than one column."),
        _("Nothing was imported. Delete the column that does not belong there."),
    ),
    "cases_no_table": (
        _("The file holds no cases of a kind that is known here."),
        _(
            "Nothing was imported. Upload the export of the other system as it came out of it, with its row "
            "of headings."
        ),
    ),
    "cases_known_elsewhere": (
        _("This very file was imported for another place already."),
        _("Nothing was imported. One file belongs to one place; its cases are on file there."),
    ),
    "cases_left": (
        _("Nobody could read the file to its end, and it was deleted. What was filed until then stays."),
        _("Import the file again: it goes on where it ended, and files nothing twice."),
    ),
    "number_missing": (
        _("The number is missing."),
        _("Write the number of the other system, and import the file again."),
    ),
    "number_unreadable": (
        _("This is no number of a case: it is too long, or holds other characters than letters and figures."),
        _MEND,
    ),
    "number_of_a_person": (
        _("This is a telephone or ID number, and not the number of a case."),
        _("Write the number of the other system, and import the file again."),
    ),
    "number_float": (
        _("The number lost its last figures: the file keeps it as a quantity."),
        _("Export the file again, with the numbers as text."),
    ),
    "received_missing": (_("It is missing when it came in."), _DATE),
    "received_unreadable": (_("This is no day and time when it came in."), _DATE),
    "received_future": (_("It came in after today."), _DATE),
    "answered_missing": (_("There is an answer, but not when it was given."), _DATE),
    "answered_unreadable": (_("This is no day and time of the answer."), _DATE),
    "answered_future": (_("The answer was given after today."), _DATE),
    "answered_before": (
        _("The answer was given before it came in."),
        _("Compare both days. Mend the row and import the file again."),
    ),
    "answer_long": (_("The answer is %(now)s characters long; at most %(most)s fit."), _MEND),
    "story_missing": (_("What was brought is missing."), _MEND),
    "story_long": (_("The story is %(now)s characters long; at most %(most)s fit."), _MEND),
    "person_long": (_("The name is too long."), _MEND),
    "no_unit": (
        _("No office here could take the case."),
        _("Have an office entered that answers for the place, then import the file again."),
    ),
    "not_filed": (_("The case could not be filed as it is."), _MEND),
    "title_cut": (
        _("The title is longer than fits; the whole of it stands before the story."),
        _("Nothing has to be done."),
    ),
    "type_unknown": (
        _("The kind of the case is not known here; it was filed as a complaint."),
        _("Nothing has to be done; an administrator can enter the word (complaints/data/case_words.csv)."),
    ),
    "place_unknown": (
        _("The place could not be told from the address; it was filed for the place of the whole file."),
        _("Nothing has to be done: whoever reads it first gives it to the office of the place."),
    ),
    "row_differs": (
        _("A case of this number is on file with another text; nothing of this row was taken over."),
        _("Look which of the two is right. Where it is another matter, it needs another number."),
    ),
}


class ExplainedFinding:
    """A finding in words."""

    def __init__(self, finding: ImportFinding) -> None:
        self.sheet, self.row, self.column = finding.sheet, finding.row, finding.column
        self.is_warning, self.basis = finding.is_warning, ""
        wrong, right = words_of(finding.code)
        self.what_is_wrong = _filled(wrong, finding.params)
        self.what_is_right = _filled(right, finding.params)


def words_of(code: str) -> tuple[str | Promise, str | Promise]:
    """Return both sentences of a code, of a row or of a file."""
    return MESSAGES.get(code) or OF_FILES[code]


def _filled(sentence: str | Promise, params: Mapping[str, Any]) -> str:
    return str(sentence) % params if params else str(sentence)
