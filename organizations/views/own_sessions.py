"""The page of one's own logins: what is open where, and ending it."""

from django.contrib.auth import logout
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from organizations import sessions
from organizations.log_words import PROOFS
from organizations.session_store import LOGIN
from organizations.views.pages import StaffPage
from organizations.views.reauthentication import reauthentication_required


class OwnSessionsView(StaffPage):
    """Every open session of who asks, the one of this browser first."""

    page_title = gettext_lazy("My logins")
    header_icon = "lock"
    template_name = "organizations/own_sessions.html"

    def get_context_data(self, **kwargs):
        """The sessions with their proofs in words."""
        found = sessions.open_ones(self.request.user, self.request.session.session_key)
        shown = [(one, [PROOFS.get(how, how) for how in one.proofs]) for one in found]
        return {**super().get_context_data(**kwargs), "shown": shown, "others": len(found) > 1}


@require_POST
@reauthentication_required
def end(request, uid):
    """End one session of one's own; another's and one that is over are answered alike. This one: log out."""
    if str(uid) == request.session.get(LOGIN, {}).get("uid"):
        logout(request)
        return redirect("wagtailadmin_login")
    if sessions.end(request.user, uid):
        messages.success(request, _("This login is ended."))
    else:
        messages.warning(request, _("This login had ended already."))
    return redirect("organizations_own_sessions")


@require_POST
@reauthentication_required
def end_others(request):
    """End all sessions of one's own but this one."""
    number = sessions.end_others(request.user, request.session.session_key)
    text = ngettext("%(number)d other login is ended.", "%(number)d other logins are ended.", number)
    messages.success(request, text % {"number": number})
    return redirect("organizations_own_sessions")
