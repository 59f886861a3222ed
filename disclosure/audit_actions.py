"""The acts of this room that enter the audit log."""

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from disclosure.notices.workflow import ACTS as NOTICE_ACTS
from disclosure.publication.workflow import ACTS, DECISIONS


def _imported(data: dict[str, Any] | None) -> str:
    """Say also how often its editor learned that a household is on a list elsewhere, so that whoever imports
    made-up numbers to find out is noticed.
    """
    told = (data or {}).get("about_elsewhere")
    if not told:
        return gettext("Imported a list")
    return ngettext(
        "Imported a list, and was told of %(count)s household that it is on a list elsewhere",
        "Imported a list, and was told of %(count)s households that they are on a list elsewhere",
        told,
    ) % {"count": told}


ACTIONS = {
    **{act.action: act.logged[1:] for act in ACTS.values()},
    **{decision.action: decision.logged[1:] for decision in DECISIONS.values()},
    **{act.action: act.logged[1:] for act in NOTICE_ACTS.values()},
    "disclosure.enter_notice": (_("Enter a notice"), _("Entered a notice for review")),
    "disclosure.enter_notice_twice": (
        _("Enter a notice that there is already"),
        _("Was told that a household has a notice already"),
    ),
    "disclosure.view_notice": (_("Look at a notice"), _("Looked at the name on a notice")),
    "disclosure.hold_notice": (_("Hold a notice"), _("A notice was held: somebody objected")),
    "disclosure.release_notice": (_("Release a notice"), _("No objection to a notice is open any more")),
    "disclosure.end_notice": (_("End a notice"), _("A notice ended after its last day")),
    "disclosure.view": (_("Look at a list's rows"), _("Looked at the names on a list")),
    "disclosure.view_proposal": (
        _("Look at a proposal about a household"),
        _("Looked at the name in a proposal about a household"),
    ),
    "disclosure.receive": (_("Receive a list"), _("Received a list to be checked")),
    "disclosure.map_columns": (_("Say what columns are"), _("Said what the columns of a list are")),
    "disclosure.forget_columns": (
        _("Forget what columns are"),
        _("Let the columns of lists be asked about again"),
    ),
    "disclosure.import": (_("Import a list"), _imported),
    "disclosure.change_programme": (
        _("Change a programme's settings"),
        _("Changed the settings of a programme"),
    ),
    "disclosure.propose_programme": (
        _("Propose a programme's settings"),
        _("Proposed settings of a programme that show more or ask for less"),
    ),
    "disclosure.confirm_programme": (
        _("Confirm a programme's settings"),
        _("Confirmed settings of a programme that show more or ask for less"),
    ),
    "disclosure.refuse_programme": (
        _("Refuse a programme's settings"),
        _("Refused settings of a programme that show more or ask for less"),
    ),
    "disclosure.add_standard": (
        _("Propose an assistance standard"),
        _("Proposed a figure of an assistance standard"),
    ),
    "disclosure.confirm_standard": (
        _("Confirm an assistance standard"),
        _("Confirmed a figure of an assistance standard"),
    ),
    "disclosure.refuse_standard": (
        _("Refuse an assistance standard"),
        _("Refused a figure of an assistance standard"),
    ),
    "disclosure.add_catalogue_item": (
        _("Add an item to the catalogue"),
        _("Added an item to the disclosure catalogue"),
    ),
    "disclosure.change_catalogue_item": (
        _("Change an item of the catalogue"),
        _("Changed an item of the disclosure catalogue"),
    ),
    "disclosure.add_not_applicable": (
        _("Say that an item does not apply"),
        _("Said that an item of the catalogue does not apply in a place"),
    ),
    "disclosure.end_not_applicable": (
        _("Change until when an item does not apply"),
        _("Changed until when an item of the catalogue does not apply in a place"),
    ),
    "disclosure.print_sheet": (
        _("Print a sheet for the board"),
        _("Printed a sheet for a village's board"),
    ),
    "disclosure.post_sheet": (
        _("Record that a sheet was put up"),
        _("Recorded that a sheet was put up on a village's board"),
    ),
    "disclosure.view_posting": (
        _("Look at a photo of a board"),
        _("Looked at the photo of a village's board"),
    ),
    "disclosure.export": (_("Export"), _("Exported rows of a list")),
}
