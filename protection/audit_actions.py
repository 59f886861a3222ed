"""The acts of this room as the audit log names them."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "protection.backup": (_("Make a backup"), _("Made a backup of everything")),
    "protection.rotate_blind_index": (_("Change the index key"), _("Brought the indexes to a new key")),
    "protection.restore": (_("Put a backup back"), _("The site was put back from a backup")),
    "protection.chain_logs": (_("Chain the logs"), _("Chained older entries of the logs")),
    "protection.purge_logs": (_("Purge a log"), _("Removed entries that were kept for long enough")),
}
