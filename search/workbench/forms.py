"""The workbench's address, read forgivingly: what cannot be meant is left out, never an error page."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.enums import CaseKind, CaseStatus, Channel
from complaints.fields import PlainCharField
from organizations import codes
from search.engines.query import LONGEST_QUERY
from search.workbench.case_search import CLOCKS, LAST_PAGE, SORTS, CaseQuestion

#: Beyond what is searched, so that a person who pastes more still sees it, and what of it was searched for.
LONGEST_INPUT = 5 * LONGEST_QUERY


class SearchForm(forms.Form):
    """The search box, sent by POST."""

    q = PlainCharField(
        label=_("Words, “a phrase”, -not this, or a case number"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )


class DatesForm(forms.Form):
    """When the case was received, both days included."""

    since = forms.DateField(
        label=_("Received from"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=pgettext_lazy("dates", "to"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )

    #: Whether the two days were given the wrong way round, which the page then says.
    exchanged = False

    def clean(self):
        """Two days the wrong way round are meant the right way round."""
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            self.exchanged = True
            data["since"], data["until"] = until, since
        return data


def read_question(data, text: str) -> tuple[CaseQuestion, DatesForm]:
    """The question in an address (``data`` a QueryDict) with what was typed, and the form of its dates."""
    dates = DatesForm({name: data.get(name) for name in ("since", "until")}, label_suffix="")
    dates.is_valid()
    region, page = data.get("region", ""), data.get("page", "1")
    question = CaseQuestion(
        text=text,
        region=region if codes.is_code(region) else "",
        kind=_known(data, "kind", CaseKind.values),
        channel=_known(data, "channel", Channel.values),
        status=_known(data, "status", CaseStatus.values),
        programme=tuple(dict.fromkeys(data.getlist("programme")))[:20],
        since=dates.cleaned_data.get("since"),
        until=dates.cleaned_data.get("until"),
        clock=data.get("clock") if data.get("clock") in CLOCKS else "",
        sort=data.get("sort") if data.get("sort") in SORTS else "newest",
        page=min(int(page), LAST_PAGE) if page.isdecimal() and len(page) < 7 else 1,
    )
    return question, dates


def words_typed(data) -> str:
    """What was sent with the box. However long: a search that lost its words would show all cases."""
    form = SearchForm(data)
    return form.cleaned_data["q"][:LONGEST_INPUT] if form.is_valid() else ""


def words_in(data) -> str:
    """The words that a link carries in its address (``q``). They fill the box and are not searched for.

    Words belong in no address; and a link must not search, in the audit log, for what its reader never typed.
    """
    return data.get("q", "").strip()[:LONGEST_INPUT]


def _known(data, name: str, values: list[str]) -> tuple[str, ...]:
    return tuple(value for value in values if value in data.getlist(name))
