"""One's own account: language, theme, picture, password. The name is an administrator's to change."""

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel


class StaffAccountView(AccountView):
    """Wagtail's page without its form for first and last name, which our users don't have."""

    def get_panels(self):
        """Return the panels that work for users with one name."""
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]


account = require_admin_access(StaffAccountView.as_view())
"""Stands before Wagtail's own addresses, because those can't be replaced by a hook."""
