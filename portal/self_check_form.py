"""The questions of the self-check, and what was answered."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Region
from portal.enums import Expenses, Means, Sudden, Support, Who
from portal.self_check import SelfCheckAnswers

#: No household is larger, and no income that is asked about higher, in yuan a month.
MOST_PEOPLE, MOST_INCOME = 30, 1_000_000
#: Which programme's standard income is held against: by where the household is registered.
HOUSEHOLDS = (("rural-dibao", _("In a village (rural)")), ("urban-dibao", _("In a town (urban)")))


class SelfCheckForm(forms.Form):
    """One plain form. What is left out is asked for; nothing is kept but on the page itself."""

    place = forms.ChoiceField(
        label=_("Where is the household registered?"),
        widget=forms.Select({"class": "select"}),
        help_text=_("The township or subdistrict: its window takes the application."),
        error_messages={"required": _("Choose the township or subdistrict.")},
    )
    household = forms.ChoiceField(
        label=_("In a village or in a town?"),
        choices=HOUSEHOLDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two; standards differ.")},
    )
    people = forms.IntegerField(
        label=_("How many people live together?"),
        help_text=_(
            "Husband or wife, children under age or still studying, and others who live there for long "
            "and whom you must support."
        ),
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput({"class": "input width-5", "inputmode": "numeric"}),
        error_messages={
            "required": _("Write a number, such as 3."),
            "invalid": _("Write a number, such as 3."),
        },
    )
    income = forms.DecimalField(
        label=_("What do all of them have together in a month, in yuan?"),
        help_text=_(
            "Wages, business, land, pensions, support. Not counted: the basic pension of residents, "
            "allowances for veterans, scholarships, other social assistance."
        ),
        min_value=0,
        max_value=MOST_INCOME,
        max_digits=9,
        decimal_places=2,
        widget=forms.NumberInput({"class": "input width-10", "inputmode": "decimal"}),
        error_messages={
            "required": _("Write an amount, such as 1200; 0 if there is none."),
            "invalid": _("Write an amount, such as 1200; 0 if there is none."),
        },
    )
    property = forms.ChoiceField(
        label=_("Is there a car, a second flat, a shop, or much saved?"),
        choices=Means.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one; “I do not know” is an answer too.")},
    )
    who = forms.MultipleChoiceField(
        label=_("Is somebody of you …"),
        choices=Who.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    support = forms.ChoiceField(
        label=_(
            "Is there somebody who has to support this person by law: children, parents, husband or wife?"
        ),
        choices=Support.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether somebody has to support this person.")},
    )
    sudden = forms.ChoiceField(
        label=_("Did something happen of late that you cannot bear alone?"),
        choices=Sudden.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether something happened of late.")},
    )
    expenses = forms.ChoiceField(
        label=_("Do treatment, school or care take most of what you have?"),
        choices=Expenses.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether treatment, school or care take most of it.")},
    )

    def __init__(self, *args, places: list[tuple[Region, list[Region]]], **kwargs) -> None:
        """Ask; ``places`` are counties, each with its townships."""
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        unknown = _("%(county)s: I do not know the township")
        field.choices = [
            ("", _("Please choose")),
            *(
                (
                    county.name,
                    [
                        *((township.code, township.name) for township in townships),
                        (county.code, unknown % {"county": county.name}),
                    ],
                )
                for county, townships in places
            ),
        ]

    def answers(self) -> SelfCheckAnswers:
        """What was answered, of a valid form."""
        given = self.cleaned_data
        return SelfCheckAnswers(
            people=given["people"],
            income=Decimal(given["income"]),
            property=Means(given["property"]),
            support=Support(given["support"]),
            who=frozenset(map(Who, given["who"])),
            sudden=Sudden(given["sudden"]),
            expenses=Expenses(given["expenses"]),
        )
