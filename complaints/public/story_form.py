"""What it is mainly about, and what happened: in the visitor's own words, with what helps to look into it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.enums import Matter
from complaints.fields import PlainCharField
from complaints.intake import topics
from complaints.intake.intake import NARRATIVE_LENGTH, TITLE_LENGTH
from complaints.public.answers import FilingAnswers
from complaints.public.step_form import StepForm, never_cut

#: Characters of an answer beside the story.
HELPFUL_LENGTH = 200


class MatterForm(StepForm):
    """What it is mainly about; to be unsure is an answer too, and then the office above reads it first."""

    matter = forms.ChoiceField(
        label=_("What is it mainly about?"),
        choices=[*Matter.choices, ("", _("I am not sure"))],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the options below.")},
    )

    def write_to(self, answers: FilingAnswers) -> None:
        if answers.matter != self.cleaned_data["matter"]:
            answers.topic = ""  # a point of another matter
        super().write_to(answers)


class StoryForm(StepForm):
    """What happened, in the visitor's own words. However few: 村支书扣我存折不给 is a complaint."""

    narrative = PlainCharField(
        label=_("What happened?"),
        help_text=_(
            "Your own words are fine. It helps to say when, where, who was there, "
            "and what you would like to happen."
        ),
        max_length=NARRATIVE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={
            "required": _("Write what happened. One or two sentences are enough."),
            "max_length": _(
                "This is %(show_value)d characters long; at most %(limit_value)d can be sent. "
                "Shorten it, or add the rest as a file on a later page. Your text is still here."
            ),
        },
    )
    title = PlainCharField(
        label=_("A short title"),
        help_text=_("You can leave this empty. Example: allowance for October not received."),
        max_length=TITLE_LENGTH,
        required=False,
        error_messages={
            "max_length": _(
                "The title is longer than %(limit_value)d characters. Shorten it; the rest is kept."
            ),
        },
    )

    topic = forms.ChoiceField(
        label=_("Which of these comes closest?"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the options below.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        points = topics.offered(self.answers.matter) if self.answers.asks_matter else []
        if not points:
            del self.fields["topic"]
            return
        self.fields["topic"].choices = [("", _("None, or I am not sure")), *topics.grouped(points)]
        for name in topics.questions_of(points):
            self.fields[name] = PlainCharField(
                label=topics.QUESTIONS[name],
                max_length=HELPFUL_LENGTH,
                required=False,
                initial=self.answers.helpful.get(name, ""),
                error_messages={
                    "max_length": _(
                        "This is longer than %(limit_value)d characters. Put the rest into what happened."
                    )
                },
            )
        never_cut(self)

    @property
    def point(self) -> forms.BoundField | None:
        """The choice of a point, where its matter has any."""
        return self["topic"] if "topic" in self.fields else None

    @property
    def helpful(self) -> list[forms.BoundField]:
        """The questions that help to look into it."""
        return [self[name] for name in topics.QUESTIONS if name in self.fields]

    def clean(self) -> dict:
        """With the answers beside it the story must still fit."""
        super().clean()
        data = self.cleaned_data
        told = topics.told_with(data.get("narrative", ""), self._answered(data))
        if len(told) > NARRATIVE_LENGTH and "narrative" not in self.errors:
            self.add_error("narrative", _("With the answers below it is too long; shorten it a little."))
        return data

    def write_to(self, answers: FilingAnswers) -> None:
        answers.narrative, answers.title = self.cleaned_data["narrative"], self.cleaned_data["title"]
        answers.topic = self.cleaned_data.get("topic", "")
        answers.helpful = self._answered(self.cleaned_data)

    def _answered(self, data: dict) -> dict[str, str]:
        return {name: data[name] for name in topics.QUESTIONS if data.get(name)}
