"""Wagtail's own pages that know no region, closed to everyone.

The report of the whole site's history names people, units and lists of every region to whoever may see one
of them; the bulk actions on users ask for no region either. What they are for is done within the scope: each
row has its own history, and people and posts their own pages. The chooser of embeds makes the server ask a
stranger's site for what somebody typed; no page here shows a video of another site. Its pages for trying out
how faults are reported would report one for each visit.
"""

from django.core.exceptions import PermissionDenied
from django.urls import path, re_path
from wagtail.admin.auth import require_admin_access


@require_admin_access
def closed(request, *args):
    """Answer as to anyone who may not: to the staff site's home, with a word."""
    raise PermissionDenied


#: Stand before Wagtail's own addresses, because those cannot be taken away by a hook.
urlpatterns = [
    path("reports/site-history/", closed, name="closed_history"),
    path("reports/site-history/results/", closed, name="closed_history_results"),
    path("failwhale/", closed, name="closed_trial_of_faults"),
    path("test404/", closed, name="closed_trial_of_no_page"),
    re_path(r"^embeds/", closed, name="closed_embeds"),
    re_path(r"^bulk/organizations/", closed, name="closed_bulk_actions"),
]
