"""What each piece of periodic work is called on the staff site; else it is called by its command."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "publish_scheduled": _("Publish approved pages at their time, and end those whose time is over"),
    "sessions": _("Remove sessions that ended"),
    "task_results": _("Remove results of background work"),
    "captchas": _("Remove questions that nobody answered"),
    "purge_drafts": _("Remove forms that nobody finished, with their files"),
    "purge_kept_forms": _("Remove forms of staff that were left unsent when a login ended"),
    "lapse_proposals": _("End proposed posts that nobody decided on in time"),
    "take_up_lists": _("Read again the lists whose reader died, and delete files that were read"),
    "publish_lists": _("Publish approved lists whose month has begun"),
    "end_notices": _("Write down which notices have ended"),
    "remind_editors": _("Tell editors what is due by the catalogue, and what is late"),
    "watch_looks": _("Alarms on looking that are counted over days"),
    "check_cases": _("Hold the lists of cases against what happened, and mend them"),
    "climb_ladder": _("Put cases on the ladder of who has to look at them, and prove it"),
    "send_notices": _("Send the messages that there is something new"),
    "keep_figures": _("Count the months that are over for the scoreboard"),
    "take_up_imports": _("Go on with files of cases whose reader died"),
    "take_up_unread": _("Give cases that nobody reads to an office in which somebody does"),
    "verify_log": _("Verify the audit logs"),
    "gather_statistics": _("Bring the statistics of the database up to date"),
    "purge_logs": _("Remove audit entries that were kept for long enough"),
    "sweep_files": _("Remove private files that belong to nothing, left by a process that died"),
    "check_index": _("Hold the search index against the database, and mend it"),
    "update_index": _("Take into the search index what waits"),
}
