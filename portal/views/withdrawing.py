"""The page on which one asks to take a live page from the public and another decides; and what is closed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.page_privacy import set_privacy
from wagtail.models import Page

from organizations.views.kept_forms import typed_before
from organizations.views.pages import StaffPage
from portal import withdrawing
from portal.public import has_live_pages

DONE = {True: gettext_lazy("The page is no longer public."), False: gettext_lazy("The page stays public.")}


@method_decorator(require_admin_access, name="dispatch")
class WithdrawView(StaffPage):
    """In place of Wagtail's own way, by which who publishes alone takes a page down."""

    page_title = gettext_lazy("Take a page from the public")
    header_icon = "download"
    template_name = "portal/staff/withdraw.html"

    def setup(self, request, pk):
        """Find the page and what waits for it; closed to whoever may neither ask nor decide."""
        super().setup(request, pk=pk)
        if request.user.is_authenticated:
            self.page = get_object_or_404(Page, pk=pk)
            self.waiting = withdrawing.waiting(self.page)

    def dispatch(self, request, *args, **kwargs):
        """Refuse whoever may do nothing here."""
        if not withdrawing.may_ask(request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """The page, the request that waits, and what this user may do."""
        user, waiting, kept = self.request.user, self.waiting, typed_before(self.request)
        return {
            **super().get_context_data(**kwargs),
            "page": self.page,
            "waiting": waiting,
            "typed_reason": kept.get("reason", "") if kept else "",
            "may_decide": waiting is not None and withdrawing.may_decide(user, waiting),
            "is_own": waiting is not None and waiting.asked_by_id == user.pk,
        }

    def post(self, request, pk):
        """Ask, decide or take back, or say why not."""
        act = request.POST.get("act")
        try:
            if act == "ask":
                withdrawing.ask(self.page, user=request.user, reason=request.POST.get("reason", ""))
                messages.success(request, _("Asked. Somebody else has to agree before the page goes."))
            elif self.waiting is None:
                raise ValidationError(_("This was decided meanwhile."))
            elif act == "take_back":
                withdrawing.take_back(self.waiting, user=request.user)
                messages.success(request, _("Your request is taken back; the page stays public."))
            else:
                withdrawing.decide(self.waiting, user=request.user, withdraw=act == "withdraw")
                messages.success(request, DONE[act == "withdraw"])
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect(request.path)
        return redirect("wagtailadmin_pages:edit", self.page.pk)


@require_admin_access
def privacy(request, pk):
    """Wagtail's own screen for drafts; who sees a live page is not changed by one person alone."""
    page = get_object_or_404(Page, pk=pk)
    if request.method == "POST" and has_live_pages(page):
        raise PermissionDenied
    return set_privacy(request, pk)
