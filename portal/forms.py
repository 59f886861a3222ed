"""Forms of the staff site that the portal words anew."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from organizations.views.guessing import LoginAttempt
from protection.uploads import PICTURES, UploadRefused, take


class StaffLoginForm(LoginForm):
    """Wagtail's login; its password field has no label of its own and would show the field's English name."""

    def __init__(self, request=None, *args, **kwargs) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["password"].label = _("Password")

    def clean(self):
        """Check the password, unless who asks has guessed too often of late."""
        username, password = (self.cleaned_data.get(name, "") for name in ("username", "password"))
        attempt = LoginAttempt(self.request, username)
        # A form with one of the two empty is no try: nothing is looked at.
        if seconds := attempt.take() if username and password else attempt.wait():
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


class PictureField(WagtailImageField):
    """Takes a picture as a citizen's is taken: opened and drawn anew by a process of its own, with bounds.

    What Wagtail then opens in the web worker, here and for each size of it that a page shows, is ours.
    """

    def to_python(self, data):
        """Give the picture drawn anew, under the name it came with and the ending it is kept as."""
        if data in self.empty_values:
            return super().to_python(data)
        try:
            taken = take(data, PICTURES)
        except UploadRefused as refused:
            raise ValidationError(str(refused.message), code=refused.code) from refused
        name = PurePath(data.name).with_suffix(taken.kind.extension).name
        return super().to_python(SimpleUploadedFile(name, taken.content.read(), taken.kind.media_type))


class PictureForm(BaseImageForm):
    """Wagtail's form of a picture, with a bounded field for the file."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            old = self.fields["file"]
            self.fields["file"] = PictureField(label=old.label, required=old.required, widget=old.widget)
