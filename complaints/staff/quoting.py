"""The standards that an answer may quote: those of the case's place, on the day it came in and today.

They are read from the rows that administrators keep, so that no answer says a figure that nobody set, and put
below what the handler wrote.
"""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.models import Case
from disclosure.public import public_lists
from disclosure.public.quotation import quotation


def quotations(case: Case) -> dict[str, str]:
    """Return what may be quoted in a case by programme and day: of its programme, or of all where it names
    none; the second day only where something else holds on it. No query beyond what is kept.
    """
    today, received = timezone.localdate(), timezone.localdate(case.received_at)
    known = public_lists.programmes()
    programmes = [known[case.programme_id]] if case.programme_id else list(known.values())
    found: dict[str, str] = {}
    for programme in programmes:
        for day in (today, received):
            text = quotation(programme, case.region_id, day)
            if text and text not in found.values():
                found[f"{programme.pk}/{day.isoformat()}"] = text
    return found


def field(found: dict[str, str]) -> forms.MultipleChoiceField:
    """Return the choice of what is put below the answer; nothing is chosen by itself."""
    return forms.MultipleChoiceField(
        label=_("The standard that applies here"),
        choices=list(found.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What you tick is put below your text, in these words. Type no figures yourself."),
    )
