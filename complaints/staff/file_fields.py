"""The files that go with an answer, as a field of a form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.handling.sent_files import MAXIMUM, POLICY


class ManyFilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Files, as they were sent; what they are is found out where they are kept (``handling.sent_files``)."""

    widget = ManyFilesInput

    def clean(self, data, initial=None) -> list:
        """Return all of them, or none."""
        return [file for file in data or [] if file]


def files_field() -> ManyFilesField:
    """Return the field for the files that go with an answer."""
    return ManyFilesField(
        label=_("Files to the answer"),
        required=False,
        widget=ManyFilesInput(attrs={"accept": POLICY.accept}),
        help_text=_(
            "At most %(number)d: %(accepted)s. The complainant can download them under the receipt; "
            "no names of others in them."
        )
        % {"number": MAXIMUM, "accepted": POLICY.accepted},
    )
