"""What the form of each page has in common: it reads its values from the answers and writes them back."""

from django import forms

from complaints.public.answers import FilingAnswers


def never_cut(form: forms.Form) -> None:
    """Take ``maxlength`` off the controls: browsers cut what is pasted without a word; the server says so."""
    for field in form.fields.values():
        field.widget.attrs.pop("maxlength", None)


class StepForm(forms.Form):
    """A page's questions. Subclasses read their initial values from the answers and write them back."""

    use_required_attribute = False  # the server's messages are kinder than the browser's

    def __init__(self, *args, answers: FilingAnswers, **kwargs):
        self.answers = answers
        kwargs.setdefault("initial", self.initial_from(answers))
        super().__init__(*args, **kwargs)
        never_cut(self)

    def initial_from(self, answers: FilingAnswers) -> dict:
        """The values to show, from what was answered before."""
        return {name: getattr(answers, name) for name in self.base_fields if hasattr(answers, name)}

    def write_to(self, answers: FilingAnswers) -> None:
        """Put the cleaned values into the answers."""
        for name, value in self.cleaned_data.items():
            setattr(answers, name, value)
