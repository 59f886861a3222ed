"""Forms of the staff site that the portal words anew."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from organizations.views.guessing import Attempt


class StaffLoginForm(LoginForm):
    """Wagtail's login; its password field has no label of its own and would show the field's English name."""

    def __init__(self, request=None, *args, **kwargs) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["password"].label = _("Password")

    def clean(self):
        """Check the password, unless who asks has guessed too often of late."""
        attempt = Attempt(self.request, self.cleaned_data.get("username", ""))
        if seconds := attempt.wait():
            raise ValidationError(
                _("Too many failed attempts from here. Please try again in %(seconds)d seconds."),
                code="throttled",
                params={"seconds": seconds},
            )
        try:
            cleaned = super().clean()
        except ValidationError:
            attempt.failed()
            raise
        if self.get_user() is not None:
            attempt.succeeded()
        return cleaned
