"""The form that asks what the columns of a file are."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.intake import meanings
from disclosure.intake.layouts import Field
from disclosure.intake.questions import AskedColumn, ColumnQuestion, missing

NOT_NEEDED = gettext_lazy("Not needed")


class ColumnsForm(forms.Form):
    """One choice a column, in the order of the file."""

    def __init__(self, *args, question: ColumnQuestion, fields: tuple[Field, ...], **kwargs) -> None:
        """Ask about the columns of ``question``; ``fields`` is what they may be."""
        super().__init__(*args, **kwargs)
        self.question, self.list_fields = question, fields
        choices = [("", NOT_NEEDED), *((field.key, self._label(field)) for field in fields)]
        for index, column in enumerate(question.columns):
            self.fields[f"column-{index}"] = forms.ChoiceField(
                label=column.shown, choices=choices, required=False, initial=column.field
            )
        told = {column.field for column in question.columns}
        open_ones = [field for field in missing(fields, told) if field.may_lack]
        if open_ones:
            self.fields["lacks"] = forms.MultipleChoiceField(
                label=_("The file has no column for"),
                help_text=_(
                    "Tick what the file does not say. It is left out of the list and not made up, the list "
                    "says so, and what needs it is not checked."
                ),
                choices=[(field.key, field.headings[0]) for field in open_ones],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    @staticmethod
    def _label(field: Field) -> str:
        return _("%(field)s (needed)") % {"field": field.headings[0]} if field.needed else field.headings[0]

    def rows(self) -> Iterator[tuple[AskedColumn, forms.BoundField]]:
        """Each column with its choice, for the page."""
        for index, column in enumerate(self.question.columns):
            yield column, self[f"column-{index}"]

    def chosen_fields(self) -> dict[str, str]:
        """Return the field of each heading; "" where it is not needed."""
        return {
            column.heading: self.cleaned_data.get(f"column-{index}", "")
            for index, column in enumerate(self.question.columns)
        }

    def lacking(self) -> list[str]:
        """Return the fields that the file is said not to have."""
        return self.cleaned_data.get("lacks", [])

    def clean(self) -> dict[str, Any]:
        """Tell which needed column is missing, and which is said twice; what was chosen stays."""
        data = super().clean() or self.cleaned_data
        twice, lacking = meanings.faults(self.list_fields, self.chosen_fields(), self.lacking())
        names: dict[str, str] = {field.key: field.headings[0] for field in self.list_fields}
        for key in twice:
            self.add_error(None, _("Two columns are said to be %(field)s. Keep one.") % {"field": names[key]})
        for field in lacking:
            told = {"field": field.headings[0]}
            self.add_error(None, _("Say which column is %(field)s; a list needs it.") % told)
        return data
