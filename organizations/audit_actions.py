"""The acts of this room that enter the audit log."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "organizations.appoint": (_("Appoint"), _("Appointed to a post")),
    "organizations.release": (_("Release"), _("Released from a post")),
    "organizations.import_regions": (_("Import regions"), _("Imported regions")),
}
