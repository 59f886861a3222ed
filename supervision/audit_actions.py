"""The acts of this room in the audit log: what each is called, and how an entry reads."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "supervision.open": (_("Open lead"), _("Opened a lead")),
    "supervision.add": (_("Add material"), _("Added material to a lead")),
    "supervision.remove": (_("Take out material"), _("Took material out of a lead")),
    "supervision.find_rows": (_("Look up list rows"), _("Looked up list rows for a lead")),
    "supervision.find_leads": (_("Search leads"), _("Searched the leads")),
    "supervision.note": (_("Write note"), _("Wrote a note into a lead")),
    "supervision.transfer": (_("Transfer lead"), _("Transferred a lead to discipline inspection")),
    "supervision.download": (_("Download letter"), _("Downloaded a transfer letter")),
    "supervision.result": (_("Enter result"), _("Entered the result of a transfer")),
    "supervision.recognise": (_("Recognise respondent"), _("Found whom the words of a lead mean")),
    "supervision.put_back": (_("Put back keeper"), _("Put back whom words removed from a lead")),
    "supervision.close": (_("Close lead"), _("Closed a lead")),
}
