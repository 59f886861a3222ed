"""Forms of the catalogue and of what does not apply."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from disclosure.catalogue.offices import PublishingOffice
from disclosure.catalogue.overview import OPEN
from disclosure.enums import CataloguePart, DutyState, Proof
from disclosure.models import CatalogueItem, NotApplicable
from disclosure.staff.forms import ReasonField
from organizations import codes
from organizations.enums import Level
from organizations.viewsets.choosers import region_chooser

#: What these look at belongs to programmes.
OF_PROGRAMMES = frozenset({Proof.LISTS, Proof.NOTICES, Proof.GUIDES})
#: Stands where the copies of the catalogue cannot be read.
UNREAD = _("not legible in the copies seen: to be filled in by an administrator")


class CatalogueItemForm(forms.ModelForm):
    """One item of the catalogue, and why it changes."""

    reason = ReasonField()

    class Meta:
        model = CatalogueItem
        fields = [
            "number",
            "matter",
            "name",
            "name_en",
            "content",
            "basis",
            "days",
            "channels",
            "is_channels_open",
            "proof",
            "programmes",
            "region",
            "renewed_months",
            "note",
        ]
        widgets = {
            "content": forms.Textarea(attrs={"rows": 3}),
            "programmes": forms.CheckboxSelectMultiple,
            "region": region_chooser.widget_class(),
        }

    def __init__(self, *args, **kwargs) -> None:
        """An item keeps its number: what is written about it elsewhere speaks of that."""
        super().__init__(*args, **kwargs)
        self.fields["number"].disabled = self.instance.pk is not None
        for name in ("basis", "channels", "days"):
            if self.instance.pk and not getattr(self.instance, name):
                self.fields[name].help_text = UNREAD

    def clean(self):
        """Ask for programmes where they say whose list, notice or guide is meant."""
        data = super().clean() or self.cleaned_data
        if data.get("proof", "") in OF_PROGRAMMES and not data.get("programmes"):
            self.add_error("programmes", _("Choose whose lists, notices or guides prove it."))
        return data


class NotApplicableForm(forms.ModelForm):
    """That an item does not apply in a place, from the day of entry on: what was owed before stays so."""

    class Meta:
        model = NotApplicable
        fields = ["item", "programme", "region", "reason", "since", "until"]
        widgets = {
            "region": region_chooser.widget_class(),
            "since": AdminDateInput,
            "until": AdminDateInput,
        }
        help_texts = {
            "since": _("Today or later. What was made or obtained before that day counts all the same."),
            "until": _("The last day: today or later. Empty: until further notice."),
        }

    def __init__(self, *args, **kwargs) -> None:
        """What was said stays as it was: only its last day changes."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("item", "programme", "region", "reason", "since"):
                self.fields[name].disabled = True

    def clean_since(self):
        """Refuse what would take a duty off the days that are over."""
        since = self.cleaned_data["since"]
        if not self.instance.pk and since < timezone.localdate():
            raise forms.ValidationError(
                _("What was due before today stays due. Write the day of today or a later one.")
            )
        return since

    def clean_until(self):
        """Refuse what would change, for the days that are over, what was said then."""
        until, before, today = self.cleaned_data["until"], self.initial.get("until"), timezone.localdate()
        if not self.instance.pk or until == before:
            return until
        if before and before < today:
            raise forms.ValidationError(
                _("It has ended, and that day stays. If it does not apply again, add it anew from today on.")
            )
        if until and until < today:
            raise forms.ValidationError(
                _("Until today it did not apply, and that stays. Write the day of today or a later one.")
            )
        return until

    def clean(self):
        """Refuse a programme of which the item does not speak."""
        data = super().clean()
        item, programme = data.get("item"), data.get("programme")
        if item and programme and not item.programmes.filter(pk=programme.pk).exists():
            self.add_error("programme", _("The item does not speak of this programme. Leave it empty."))
        return data


class DutyFilterForm(forms.Form):
    """The filters of the report, in the address."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), ("open", _("Late, stale or due")), *DutyState.choices],
        required=False,
    )
    matter = forms.ChoiceField(
        label=_("Matter"), choices=[("", _("All")), *CataloguePart.choices], required=False
    )
    place = forms.ChoiceField(label=_("County"), required=False)
    level = forms.ChoiceField(
        label=pgettext_lazy("catalogue", "Offices"),
        choices=[
            ("", _("All")),
            (Level.COUNTY.value, Level.COUNTY.label),
            (Level.TOWNSHIP.value, Level.TOWNSHIP.label),
        ],
        required=False,
    )

    def __init__(self, *args, offices: list[PublishingOffice], **kwargs) -> None:
        """Offer the counties among the offices that the user sees."""
        super().__init__(*args, **kwargs)
        counties = [(one.code, one.name) for one in offices if one.level == Level.COUNTY]
        self.fields["place"].choices = [("", _("All")), *counties]

    def states(self) -> tuple[DutyState, ...]:
        """The states that are asked for; none for all."""
        chosen = self.cleaned_data["state"]
        return OPEN if chosen == "open" else (DutyState(chosen),) if chosen else ()

    def chosen(self, offices: list[PublishingOffice]) -> list[PublishingOffice]:
        """Those of the offices that are asked for."""
        place, level = self.cleaned_data["place"], self.cleaned_data["level"]
        inside = [one for one in offices if codes.contains(place, one.code)]
        return [one for one in inside if not level or one.level == int(level)]
