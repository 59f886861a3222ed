"""May the office that would read it first do so? Asked of whoever brings something, before it is filed.

What may be said of an office's people no table of words holds, so nobody reads first, above the place, whom
the complainant has not let: they are told its name, and no answer is chosen beforehand (decision 0055).
"""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.intake.intake import AGREED_TO_NOBODY
from organizations.models import Unit

#: Before the key of the unit in the answer that it may not.
_NOT = "not-"
UNSAID = _("Say whether this office may read it first.")
#: Said where an office was ruled out and another one is left.
ANOTHER = _("Nothing has been sent yet. Below stands another office: may that one read it first?")
#: Said where the answer is that the last one that is left may not read it either.
NO_OTHER = _(
    "No other office is left here that could take it. It can be sent only if this one may read it. "
    "If you do not want that, turn to an office further up, outside this site."
)
#: The answer of an operator who can ask nobody.
UNASKED = "unasked"


class ReaderForm(forms.Form):
    """The question about one unit. Nothing is chosen beforehand: a page that is sent as it stands agrees to
    nothing.
    """

    use_required_attribute = False

    reader = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": UNSAID,
            "invalid_choice": _("Another office would read it first now. Say whether this one may."),
        },
    )

    def __init__(self, *args, unit: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reader"].label = _("May %(unit)s read it first?") % {"unit": unit.name}
        self.fields["reader"].choices = self.choices_for(unit)

    def choices_for(self, unit: Unit) -> list[tuple[str, str | Promise]]:
        """The answers of whoever writes themselves."""
        no = _("No. Those I speak of may sit there, or I do not trust it: give it to another office")
        return [(str(unit.pk), _("Yes, it may")), (f"{_NOT}{unit.pk}", no)]


class CallersReaderForm(ReaderForm):
    """The question as an operator reads it to a caller, who can not always be asked."""

    def choices_for(self, unit: Unit) -> list[tuple[str, str | Promise]]:
        """The answers that a caller may give, and that there is nobody to ask."""
        return [
            (str(unit.pk), _("Yes, the caller agrees")),
            (f"{_NOT}{unit.pk}", _("No, the caller wants another office")),
            (UNASKED, _("There is nobody to ask: a letter, or the line was cut")),
        ]


def ruled_out(answer: str) -> str:
    """Return the key of the unit that may not read it, empty where the answer is another one."""
    key = answer.removeprefix(_NOT)
    return key if key != answer and _is_key(key) else ""


def agreed(answer: str) -> int:
    """Return ``Intake.agreed`` for an answer of whoever writes themselves; what is none agrees to nobody."""
    return int(answer) if _is_key(answer) else AGREED_TO_NOBODY


def _is_key(text: str) -> bool:
    # What is longer is no key, and far longer no number that can be read.
    return text.isdecimal() and len(text) < 10
