"""The acts of this room that enter the audit log."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ACTIONS = {
    "portal.ask_withdrawal": (_("Ask to withdraw"), _("Asked that a page be taken from the public")),
    "portal.withdraw": (
        pgettext_lazy("page", "Withdraw"),
        _("Took a page from the public as a second person"),
    ),
    "portal.refuse_withdrawal": (_("Refuse to withdraw"), _("Left a page public")),
    "portal.add_word": (_("Add an everyday word"), _("Added an everyday word to the search")),
    "portal.change_word": (_("Change an everyday word"), _("Changed an everyday word of the search")),
    "portal.mark_version": (_("Mark a version"), _("Marked as amended by a newer version")),
}
