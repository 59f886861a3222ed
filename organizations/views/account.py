"""One's own account: language, theme, password. The name is an administrator's to change."""

from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel, NameEmailSettingsPanel

from organizations.views.reauthentication import password_slowed

OLD, NEW = "password-old_password", ("password-new_password1", "password-new_password2")


class StaffAccountView(AccountView):
    """Wagtail's page without two of its forms.

    Our users have no first and last name; and a picture of oneself would be kept as it came, with the place
    it was taken at and the name of its file.
    """

    LEFT_OUT = (NameEmailSettingsPanel, AvatarSettingsPanel)

    def get_panels(self):
        """Return the panels that are left; one that is not there saves nothing that is sent for it either."""
        return [panel for panel in super().get_panels() if not isinstance(panel, self.LEFT_OUT)]

    def post(self, request):
        """Look at the old password no oftener than where it is asked again: both are guesses at one thing."""
        if any(request.POST.get(name) for name in NEW):
            problem = password_slowed(request, request.POST.get(OLD, ""))
            if problem:
                messages.error(request, problem)
                return redirect("wagtailadmin_account")
        return super().post(request)


#: Stands before Wagtail's own addresses, because those cannot be replaced by a hook.
account = require_admin_access(StaffAccountView.as_view())
