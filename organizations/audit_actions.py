"""The acts of this room that enter the audit log."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "organizations.appoint": (_("Appoint"), _("Appointed to a post")),
    "organizations.release": (_("Release"), _("Released from a post")),
    "organizations.import_regions": (_("Import regions"), _("Imported regions")),
    "organizations.second_factor_on": (_("Set up second factor"), _("Set up a second factor")),
    "organizations.second_factor_off": (_("Remove second factor"), _("Removed the second factor")),
    "organizations.second_factor_reset": (_("Reset second factor"), _("Had a second factor reset")),
    "organizations.backup_code": (_("Use backup code"), _("Logged in with a backup code")),
}
