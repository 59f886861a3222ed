"""The settings of a programme on the staff site."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic

from disclosure.staff import programmes


class ProgrammeEditView(generic.EditView):
    """Changes the settings, through the domain: the one audit entry is written there."""

    has_content_changes = True
    success_message = _("The settings of %(object)s were changed; they hold from now on.")

    def save_instance(self):
        """Hand what was chosen to the domain."""
        settings = dict(self.form.cleaned_data)
        reason = settings.pop("reason")
        programmes.change(self.object, settings, user=self.request.user, reason=reason)
        return self.form.instance
