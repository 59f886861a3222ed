"""The acts of this room that enter the audit log."""

from django.utils.translation import gettext_lazy as _

from disclosure.publication.workflow import ACTS, DECISIONS

ACTIONS = {
    **{act.action: act.logged[1:] for act in ACTS.values()},
    **{decision.action: decision.logged[1:] for decision in DECISIONS.values()},
    "disclosure.view": (_("Look at a list's rows"), _("Looked at the names on a list")),
    "disclosure.receive": (_("Receive a list"), _("Received a list to be checked")),
    "disclosure.import": (_("Import a list"), _("Imported a list")),
    "disclosure.change_programme": (
        _("Change a programme's settings"),
        _("Changed the settings of a programme"),
    ),
    "disclosure.add_standard": (
        _("Set an assistance standard"),
        _("Set a figure of an assistance standard"),
    ),
    "disclosure.export": (_("Export"), _("Exported rows of a list")),
}
