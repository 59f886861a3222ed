"""Showing who brought a case."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from complaints.behalf import lines_of
from complaints.handling import revealing
from complaints.staff.forms import RevealForm
from complaints.staff.views.base import CasePage
from organizations.views.kept_forms import typed_before
from organizations.views.reauthentication import ReauthenticationMixin
from protection.refusals import NotAllowed


class RevealView(ReauthenticationMixin, CasePage):
    """Asks why, shows the complainant once, and leaves a trace."""

    template_name = "complaints/staff/identity.html"
    page_title = _("Who brought it")

    def dispatch(self, request, *args, **kwargs):
        if not revealing.may_reveal(self.case, request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", RevealForm(typed_before(self.request)))
        return super().get_context_data(**kwargs)

    def post(self, request, *args, **kwargs):
        """Show who it is after a reason was given."""
        form, person = RevealForm(request.POST), None
        if form.is_valid():
            try:
                person = revealing.reveal(self.case, request.user, form.cleaned_data["reason"])
            except NotAllowed as refused:
                form.add_error("reason", refused.reasons[0])
        status = 200 if person else 422
        shown = {"person": person, "concerned": lines_of(person.concerned) if person else []}
        return self.render_to_response(self.get_context_data(form=form, **shown), status=status)
