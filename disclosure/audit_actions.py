"""The acts of this room that enter the audit log."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "disclosure.view": (_("Look at a list's rows"), _("Looked at the names on a list")),
    "disclosure.receive": (_("Receive a list"), _("Received a list to be checked")),
    "disclosure.import": (_("Import a list"), _("Imported a list")),
    "disclosure.submit": (_("Submit a list"), _("Submitted a list for review")),
    "disclosure.approve": (_("Approve a list"), _("Approved a list")),
    "disclosure.send_back": (_("Send a list back"), _("Sent a list back")),
    "disclosure.withdraw": (_("Withdraw a list"), _("Withdrew a list")),
    "disclosure.publish": (_("Publish a list"), _("Published a list")),
    "disclosure.bring_back": (
        _("Bring an earlier list back"),
        _("Submitted an earlier version of a list again"),
    ),
    "disclosure.propose_step": (
        _("Propose a step on a public list"),
        _("Proposed a step on what is public"),
    ),
    "disclosure.confirm_step": (
        _("Confirm a step on a public list"),
        _("Confirmed a step on what is public"),
    ),
    "disclosure.refuse_step": (_("Refuse a step on a public list"), _("Refused a step on what is public")),
    "disclosure.take_back_step": (
        _("Take a proposal back"),
        _("Took a proposal about what is public back"),
    ),
    "disclosure.change_programme": (
        _("Change a programme's settings"),
        _("Changed the settings of a programme"),
    ),
    "disclosure.export": (_("Export"), _("Exported rows of a list")),
}
