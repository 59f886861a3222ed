"""What the page of looks is narrowed to."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.oversight import looks
from complaints.oversight.looks import LooksQuestion
from complaints.oversight.watched import LookKind
from organizations.models import Unit, User


class LooksForm(forms.Form):
    """Stands in the address; choices are only what the person may read anyway."""

    person = forms.ChoiceField(label=_("Person"), required=False)
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("All")
    )
    kind = forms.ChoiceField(label=_("What"), choices=[("", _("All")), *LookKind.choices], required=False)
    number = forms.CharField(label=_("Case number"), required=False, max_length=40)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        people = looks.overseen(user)
        names = people.order_by("name", "username").values_list("username", "name")
        self.fields["person"].choices = [("", _("All")), *names]
        self.fields["unit"].queryset = Unit.objects.filter(posts__user__in=people).distinct()

    def clean(self):
        """Two days the wrong way round find nothing; say so instead of showing an empty page."""
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            self.add_error("until", _("This day is before the first one. Exchange the two."))
        return data

    def asked(self) -> LooksQuestion:
        """Return what is asked, of a form that is valid. Days are of Asia/Shanghai, both included."""
        values = self.cleaned_data
        unit, until = values["unit"], values["until"]
        return LooksQuestion(
            person=values["person"],
            kind=values["kind"],
            unit=unit.pk if unit else None,
            number=values["number"].strip(),
            since=_midnight(values["since"]) if values["since"] else None,
            until=_midnight(until + datetime.timedelta(days=1)) if until else None,
        )


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
