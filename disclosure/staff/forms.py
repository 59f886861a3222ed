"""Forms of the staff pages."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from disclosure import programmes, standards
from disclosure.intake.layouts import layouts
from disclosure.intake.parsing import parse_month
from disclosure.messages import REASONS, what_is_right, what_is_wrong
from disclosure.models import AssistanceStandard, Programme
from disclosure.problems import Unreadable
from disclosure.roles import ADDING
from organizations import scope
from organizations.models import Region, User
from organizations.viewsets.choosers import region_chooser
from protection.forms import LinesField


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


class ListedProgrammeField(forms.ModelChoiceField):
    """A programme whose lists can be imported; which these are is asked when a form is made (``layouts``)."""

    def __init__(self, **kwargs) -> None:
        super().__init__(Programme.objects.none(), label=_("Programme"), **kwargs)

    def __deepcopy__(self, memo):
        """As Django's, which copies the field for each form."""
        copy = super().__deepcopy__(memo)
        copy.queryset = Programme.objects.filter(pk__in=layouts())
        return copy


class UploadForm(forms.Form):
    """One list: what it is about, and the file."""

    programme = ListedProgrammeField(empty_label=None)
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

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        roles = ADDING.roles
        self.fields["region"].queryset = Region.objects.filter(scope.scope_q(user, roles, "code"))
        own = scope.region_codes(user, roles)
        if len(own) == 1:
            self.fields["region"].initial = own[0]
        self.fields["month"].initial = f"{timezone.localdate():%Y-%m}"


class ReasonField(LinesField):
    """Why somebody does it; may be left empty unless the form says otherwise."""

    def __init__(self, **kwargs) -> None:
        super().__init__(
            label=_("Reason"),
            required=False,
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Without names or ID numbers: it stays in the log."),
            **kwargs,
        )


class ListReasonForm(forms.Form):
    """The reason of an act, asked for in the same step."""

    reason = ReasonField()

    def __init__(self, *args, missing: str = "", **kwargs) -> None:
        """Ask for the reason; ``missing`` is what is said where it is needed and not given."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = bool(missing)
        self.fields["reason"].error_messages["required"] = missing


class RefusalForm(ListReasonForm):
    """The reason against what somebody proposed; who agrees leaves it empty."""

    def __init__(self, *args, **kwargs) -> None:
        """Say what the reason is for."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Reason, where you refuse")


class EndingForm(ListReasonForm):
    """The reason, and how many households end: typed, so that nobody reads past the number."""

    ended = forms.IntegerField(
        label=_("Households that would end"),
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Type the number that stands above."),
    )

    field_order = ["ended", "reason"]

    def __init__(self, *args, would_end: int, **kwargs) -> None:
        """Ask for the number; ``would_end`` is the right one."""
        super().__init__(*args, **kwargs)
        self.would_end = would_end

    def clean_ended(self) -> int:
        """Take the right number only."""
        if self.cleaned_data["ended"] != self.would_end:
            raise forms.ValidationError(str(REASONS["ended_unseen"]))
        return self.would_end


class PostingForm(forms.Form):
    """That a sheet hangs: filled in at the board, on a phone."""

    posted_on = forms.DateField(
        label=_("Put up on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        initial=timezone.localdate,
    )
    photo = forms.FileField(
        label=_("Photo of the board"),
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
        help_text=_("The sheet, so that its date can be read. Place and camera are taken out of the photo."),
        error_messages={"required": _("Take a photo of the board, or choose one.")},
    )


class RowSearchForm(forms.Form):
    """A household on a list that is public: by its holder's name, or by the address of its row."""

    words = forms.CharField(
        label=_("Name of the holder, or address of the row"),
        max_length=300,
        help_text=_(
            "The beginning of the name; or copy the address of “Report this row” from the public page."
        ),
    )
    programme = ListedProgrammeField(required=False, empty_label=_("All"))


class ProgrammeForm(forms.ModelForm):
    """The settings of a programme, and why they change."""

    reason = ReasonField()

    class Meta:
        model = Programme
        fields = programmes.SETTINGS
        widgets = {
            "name_masking": forms.RadioSelect,
            "legal_basis": forms.Textarea(attrs={"rows": 3}),
            "standard_text": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "name_masking": _(
                "Holds for the lists that are public already too; nothing is published again. Full names "
                "need a second administrator, masked ones hold at once. A minor's name is never shown."
            ),
            "notice_days": _(
                "Natural days; 7 by 最低生活保障审核确认办法 19. Fewer need a second administrator."
            ),
            "ending_share": _(
                "Percent. Where a list would end more households, its reviewer types how many: a file that "
                "lost its rows looks like any other. 100 never asks. More needs a second administrator."
            ),
            "fewest_households": _(
                "A place with fewer households on a list has no figures in the statistics, in no month. A "
                "smaller number needs a second administrator."
            ),
            "legal_basis": _("Shown beside the list."),
            "standard_text": _("Shown beside the list."),
            "sort_order": _("Programmes with smaller numbers come first."),
        }


class AssistanceStandardForm(forms.ModelForm):
    """A figure of a programme that holds from a day on."""

    class Meta:
        model = AssistanceStandard
        fields = [
            "programme",
            "region",
            "sort",
            "name",
            "amount",
            "measure",
            "months",
            "valid_from",
            "is_end",
            "document",
        ]
        widgets = {"region": region_chooser.widget_class(), "valid_from": AdminDateInput}
        help_texts = {
            "region": _("It holds for all places inside that have none of their own."),
            "valid_from": _("What held before stays on file, and judges the lists of earlier months."),
            "months": _("For the gradual exit only."),
        }

    def clean(self):
        """Refuse what this sort of figure may not be (``standards.faults``)."""
        super().clean()
        data = self.cleaned_data
        if not self.errors:
            for name, fault in standards.faults(AssistanceStandard(**data)).items():
                self.add_error(name, fault)
            same = {name: data[name] for name in ("programme", "region", "sort", "name", "valid_from")}
            if AssistanceStandard.objects.waiting().filter(**same).exists():
                self.add_error(
                    None, _("A figure like this, from this day on, waits to be confirmed already.")
                )
        return data
