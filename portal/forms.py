"""Forms of the staff site that the portal words anew."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from protection.clients import client_address
from protection.throttling import Throttle

# django-axes locks one account for one address; this slows an address that tries many accounts. An office
# behind one address makes a few mistakes a day, so the allowance is wide.
BY_ADDRESS = Throttle("login-address", allowed=30, base_seconds=30, forget_seconds=3600)


class StaffLoginForm(LoginForm):
    """Wagtail's login; its password field has no label of its own and would show the field's English name."""

    def __init__(self, request=None, *args, **kwargs) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["password"].label = _("Password")

    def clean(self):
        """Check the password, unless this address has failed too often of late."""
        address = client_address(self.request) if self.request else ""
        seconds = BY_ADDRESS.wait(address)
        if seconds:
            raise ValidationError(
                _("Too many failed attempts from here. Please try again in %(seconds)d seconds."),
                code="throttled",
                params={"seconds": seconds},
            )
        try:
            return super().clean()
        except ValidationError:
            BY_ADDRESS.fail(address)
            raise
