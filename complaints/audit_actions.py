"""The acts of this room as the audit log names them."""

from django.utils.translation import gettext_lazy as _

from complaints.enums import EventKind

ACTIONS = {
    **{f"complaints.{kind.value}": (kind.label, kind.label) for kind in EventKind},
    "complaints.view": (_("Open a case"), _("Opened the case")),
    "complaints.find_case": (_("Find a case by its caller"), _("Found the case by a number that called")),
    "complaints.reveal_identity": (_("Look at identity"), _("Looked at who brought the case")),
    "complaints.download": (_("Download"), _("Downloaded an attachment")),
    "complaints.export": (_("Export"), _("Exported a list of cases")),
    "complaints.find_caller": (_("Look up a caller"), _("Looked up the cases of a caller")),
    "complaints.read_out": (_("Read out progress"), _("Read out to a caller how far a case is")),
    "complaints.own_pin": (_("Own PIN"), _("A PIN of one's own was chosen on the web")),
    "complaints.close_own_pin": (_("Close own PIN"), _("The PIN of one's own was closed on the web")),
    "complaints.export_looks": (_("Export looks"), _("Exported who looked at what")),
    "complaints.alarm": (_("Alarm"), _("Unusual looking was noticed")),
    "complaints.look_into": (_("Look into an alarm"), _("Looked into an alarm")),
    "complaints.receive_cases": (_("Upload cases"), _("Uploaded a file of another system's cases")),
    "complaints.import_cases": (_("Import cases"), _("Imported another system's cases from a file")),
    "complaints.recompute_clocks": (_("Recount"), _("Recounted the clocks of cases")),
    "complaints.change_standard": (_("Change a standard"), _("Changed a service standard")),
    "complaints.change_calendar": (_("Change the calendar"), _("Changed a day of the calendar")),
}
