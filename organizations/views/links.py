"""The staff page where an administrator has a one-time link made for somebody."""

import io

import segno
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations import links, second_factor
from organizations.models import User
from organizations.views import mailing
from organizations.views.pages import StaffPage
from organizations.views.reauthentication import ReauthenticationMixin


class AccountLinkView(ReauthenticationMixin, StaffPage):
    """Says what will happen; makes the link; shows it only where it cannot be mailed, and only once."""

    page_title = gettext_lazy("One-time link to choose a password")
    header_icon = "key"
    template_name = "organizations/link.html"

    def setup(self, request, *args, **kwargs):
        """Find the person; who may not be given a link by this user does not exist for them."""
        super().setup(request, *args, **kwargs)
        self.person = get_object_or_404(User, pk=kwargs["pk"])
        if not links.may_make(self.person, request.user):
            raise Http404

    def get_context_data(self, **kwargs):
        """The person, and which way the link would take."""
        facts = {"person": self.person, "by_mail": links.goes_by_mail(self.person), "hours": links.hours()}
        facts["is_reset"] = second_factor.is_reset(self.person)
        facts["is_trusted"] = links.would_be_trusted(self.person, self.request.user)
        return {**super().get_context_data(**kwargs), **facts, **kwargs}

    def post(self, request, *args, **kwargs):
        """Make the link and send it, or show it for printing."""
        made = links.make(self.person, user=request.user)
        if made.by_mail:
            if mailing.send(made):
                messages.success(request, _("The link was sent to %(name)s.") % {"name": self.person})
            else:
                messages.error(request, _("The mail could not be sent. Check the address and try again."))
            return redirect("wagtailusers_users:edit", self.person.pk)
        facts = {"code": _groups(made.code), "until": mailing.until(made.link), "qr": _qr(made.code)}
        facts["address"] = mailing.address_of("").rstrip("#")
        return render(request, "organizations/link_paper.html", self.get_context_data(**facts))


def _groups(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _qr(code: str) -> str:
    drawn = io.BytesIO()
    segno.make(mailing.address_of(code), error="m").save(
        drawn, kind="svg", scale=5, xmldecl=False, svgns=False, title=_("The link as a picture")
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308 (drawn here, of our own address and code)
