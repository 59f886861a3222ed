"""Forms of the staff pages."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.layouts import LAYOUTS
from disclosure.messages import what_is_right, what_is_wrong
from disclosure.models import Programme
from disclosure.parsing import parse_month
from disclosure.permissions import ROLES_BY_ACTION
from disclosure.problems import Unreadable
from organizations import scope
from organizations.models import Region
from organizations.viewsets.choosers import region_chooser


class MonthField(forms.CharField):
    """A month in any of the forms that lists have; cleaned to its first day."""

    def clean(self, value):
        """Give the date, or a message that says what would be right."""
        text = super().clean(value)
        try:
            return parse_month(text)
        except Unreadable as error:
            wrong = what_is_wrong(error.code, error.params)
            raise forms.ValidationError(f"{wrong} {what_is_right(error.code, error.params)}") from error


class UploadForm(forms.Form):
    """One list: what it is about, and the file."""

    programme = forms.ModelChoiceField(
        queryset=Programme.objects.filter(pk__in=LAYOUTS), label=_("Programme"), empty_label=None
    )
    region = forms.ModelChoiceField(
        queryset=Region.objects.none(),
        widget=region_chooser.widget_class,
        label=_("Region"),
        help_text=_("The place the whole list is about. Its list replaces the one now public there."),
    )
    month = MonthField(label=_("Month"), help_text=_("For instance 2026-10."), max_length=20)
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        help_text=_(
            "Excel (.xlsx, .xls) or CSV, up to 50 MB. Only the columns a list needs are read; accounts, "
            "telephones and addresses are left out."
        ),
        error_messages={"required": _("Choose the file.")},
    )

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        roles = ROLES_BY_ACTION["add"]
        self.fields["region"].queryset = Region.objects.filter(scope.scope_q(user, roles, "code"))
        own = scope.region_codes(user, roles)
        if len(own) == 1:
            self.fields["region"].initial = own[0]
        self.fields["month"].initial = f"{timezone.localdate():%Y-%m}"


class ReasonForm(forms.Form):
    """The reason of an act, asked for in the same step."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Without names or ID numbers: it stays in the log."),
    )

    def __init__(self, *args, missing: str = "", **kwargs) -> None:
        """Ask for the reason; ``missing`` is what is said where it is needed and not given."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = bool(missing)
        self.fields["reason"].error_messages["required"] = missing
