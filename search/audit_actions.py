"""The acts of this room as the audit log names them."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "search.search": (_("Search cases"), _("Searched the cases")),
    "search.export": (_("Export cases"), _("Exported cases that were found")),
}
