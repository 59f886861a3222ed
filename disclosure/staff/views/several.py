"""One act of a table on several rows, chosen in their list: each is named before, and done or refused alone.

Each is done in a transaction of its own by what does it to one row, with its own entry in the log; none is
undone because of another, and what was not done is said. Wagtail has bulk actions of its own; they hold one
transaction over all of them, and name rows by serial keys.
"""

import logging
from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column

from disclosure import order
from disclosure.messages import REASONS
from disclosure.problems import ListActNotAllowed
from disclosure.publication import differences, opening, reviewing, rules
from disclosure.publication.workflow import ACTS, APPROVE, PUBLISH
from disclosure.staff.forms import ListReasonForm
from disclosure.staff.views.acts import DOING_SEVERAL, WAITS, Said
from disclosure.staff.views.base import ListsPage
from disclosure.templatetags.lists import month
from organizations.views.kept_forms import typed_before
from organizations.views.pages import SectionPage

logger = logging.getLogger(__name__)
#: As many as a page of their list shows.
MOST = 30
#: A key with more digits is no key of any database.
LONGEST_KEY = 18
#: The form by which they are chosen; boxes in the list belong to it by this name.
FORM = "several"
LATER = _("The list was approved, and becomes public within a few minutes.")
PUBLISHED_LATER = _("The list becomes public within a few minutes.")


class ChoiceColumn(Column):
    """A box beside each row, of a form that stands below the list; ``words`` is what it is called by those
    who hear it.
    """

    cell_template_name = "disclosure/staff/choice_cell.html"

    def __init__(self, accessor: str, words: Callable[[Any], str]) -> None:
        super().__init__("choice", label="", accessor=accessor)
        self.words = words

    def get_cell_context_data(self, instance, parent_context):
        """Add the form it belongs to."""
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "form_id": FORM, "words": self.words(instance)}


class ChoiceMixin:
    """A list whose rows can be chosen by who may do an act of ``acts`` to several of them."""

    acts: Mapping[str, Any]
    several_url_name: str
    choice: ChoiceColumn
    shown_columns: list[Column]
    permission_policy: Any
    request: Any

    @cached_property
    def several(self) -> list[Any]:
        """The acts that are offered: those for which the user has the right somewhere."""
        may = self.permission_policy.user_has_permission
        return [act for act in self.acts.values() if act.several and may(self.request.user, act.right.name)]

    @cached_property
    def columns(self) -> list[Column]:
        """With boxes only where something can be done."""
        return [*([self.choice] if self.several else []), *self.shown_columns]

    def get_context_data(self, **kwargs):
        """Add the form below the list."""
        several_url = reverse(self.several_url_name)
        return super().get_context_data(several=self.several, several_url=several_url, **kwargs)  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """One of the chosen rows: its name, its page, why the act is refused, what it would change, and why it
    cannot do without a reason.
    """

    row: Any
    key: str
    name: str
    url: str
    reasons: Sequence[str | Promise] = ()
    sums: differences.BatchSums | None = None
    asks: Sequence[str | Promise] = ()


class SeveralPage(SectionPage):
    """Names what was chosen, asks for the reason once, and does the act to one after the other.

    ``acts`` is the table; ``GET`` asks, and is led to by the form below the list.
    """

    template_name = "disclosure/staff/several.html"
    acts: Mapping[str, Any]
    key_field: str

    @cached_property
    def act(self) -> Any:
        """The act that was chosen, or 404."""
        act = self.acts.get(self.given.get("act", ""))
        if act is None or not act.several:
            raise Http404
        return act

    @property
    def given(self):
        """What the form says: which act, and which rows."""
        return self.request.POST if self.request.method == "POST" else self.request.GET

    @property
    def permission_required(self) -> str:  # type: ignore[override]
        """What the act takes; whether it may be done to each row is asked of that row."""
        return self.act.right.name

    def get_page_title(self):
        """What is about to happen."""
        return self.act.label

    @abstractmethod
    def rows(self, keys: list[str]) -> Iterable[Any]:
        """The rows with these keys that the user may see, in the order in which they are to be done."""

    @abstractmethod
    def lines_of(self, rows: list[Any]) -> list[ChosenRow]:
        """What is said of each of them."""

    @abstractmethod
    def missing_reason(self, lines: list[ChosenRow]) -> str:
        """Why the act cannot do without a reason for these; "" where it can."""

    @abstractmethod
    def do(self, row, reason: str) -> str | Promise:
        """Do it to one, and give what is said then. Raises ListActNotAllowed."""

    @cached_property
    def lines(self) -> list[ChosenRow]:
        """The chosen rows."""
        return self.lines_of(list(self.rows(list(dict.fromkeys(self.given.getlist("id"))))))

    @property
    def possible(self) -> list[ChosenRow]:
        """Those to which it will be done."""
        return [line for line in self.lines if not line.reasons]

    def get(self, request, *args, **kwargs):
        """Ask, where anything was chosen, and not too much."""
        if self.are_refused():
            return redirect(self.index_url_name)
        return super().get(request, *args, **kwargs)

    def are_refused(self) -> bool:
        """Whether nothing was chosen, or too much; it is said."""
        if len(set(self.given.getlist("id"))) > MOST:
            words = gettext("At most %(most)s can be chosen at once. Nothing was done.") % {"most": MOST}
        elif not self.lines:
            words = gettext("Choose at least one first, by the boxes at the left.")
        else:
            return False
        messages.error(self.request, words)
        return True

    def post(self, request, *args, **kwargs):
        """Do it to each that is still possible, and say of each what became of it."""
        if self.are_refused():
            return redirect(self.index_url_name)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        for line in self.lines:
            if line.reasons:
                self.tell_refused(line, line.reasons)
        self.do_all(self.possible, form.cleaned_data["reason"])
        return redirect(self.index_url_name)

    def do_all(self, lines: list[ChosenRow], reason: str) -> None:
        """Do them one after the other; an error nobody foresaw ends it, and what was not tried is named."""
        done: dict[str, list[str]] = {}
        for number, line in enumerate(lines):
            try:
                words = str(self.do(line.row, reason))
            except ListActNotAllowed as refused:
                self.tell_refused(line, refused.reasons)
            except Exception:
                logger.exception("%s of several stopped", self.act.name)
                left = "、".join(one.name for one in lines[number:])
                messages.error(self.request, gettext("Something failed. Not done: %(left)s") % {"left": left})
                break
            else:
                done.setdefault(words, []).append(line.name)
        for words, names in done.items():
            messages.success(self.request, f"{words} {'、'.join(names)}")

    def tell_refused(self, line: ChosenRow, reasons: Iterable[Any]) -> None:
        """Say why one was left as it is."""
        words = " ".join(str(reason) for reason in reasons)
        messages.error(self.request, f"{line.name}: {words}")

    def form(self, data=None) -> ListReasonForm:
        """The reason, which holds for all of them."""
        return ListReasonForm(data, missing=self.missing_reason(self.possible))

    def get_context_data(self, **kwargs):
        """Add what will be done and what will not."""
        kwargs.setdefault("form", self.form(typed_before(self.request)))
        refused = [line for line in self.lines if line.reasons]
        heading = ngettext("%(count)s chosen", "%(count)s chosen", len(self.lines))
        return super().get_context_data(
            act=self.act,
            possible=self.possible,
            refused=refused,
            heading=heading % {"count": len(self.lines)},
            index_url=reverse(self.index_url_name),
            **kwargs,
        )


class SeveralListsView(SeveralPage, ListsPage):
    """Several lists at once; the earlier month goes first, since it may not come after a later one."""

    acts = ACTS

    def rows(self, keys):
        """The lists in the user's places."""
        visible = self.permission_policy.instances_user_has_permission_for(self.request.user, "view")
        found = visible.filter(
            pk__in=[key for key in keys if key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY]
        )
        return found.select_related("programme", "region").order_by("month", "pk")

    def lines_of(self, rows):
        """Lists with what they change; one that is long, or ends many, has to be done on its own page.

        All that is asked of the database is asked of all of them at once.
        """
        among = rules.SeveralLists(rows, self.request.user)
        against = {
            row.pk: reviewing.reasons_against(self.act.name, row, self.request.user, among=among)
            for row in rows
        }
        compared = [row for row in rows if self.act.compares and not reviewing.beyond_words(against[row.pk])]
        long = opening.needed_by(compared) if compared else set()
        sums = differences.sums_of_several(row for row in compared if row.pk not in long) if compared else {}
        return [self.line(row, against[row.pk], row.pk in long, sums.get(row.pk)) for row in rows]

    def line(self, row, against, is_long, sums) -> ChosenRow:
        """One list, of which all this is known."""
        codes = reviewing.beyond_words(against)
        asks = [] if codes else [REASONS[code] for code in against]
        if is_long:
            codes = ["too_long_beside_others"]
        elif sums and self.act.may_end_many and differences.ends_more_than(sums, row.programme.ending_share):
            codes = ["ends_many_beside_others"]
        name = f"{row.region} · {row.programme} · {month(row.month)}"
        url = reverse("batch:inspect", args=[row.pk])
        return ChosenRow(row, str(row.pk), name, url, [REASONS[code] for code in codes], sums, asks)

    def missing_reason(self, lines):
        """Why a reason is needed: rows were refused, a list is corrected, or the act asks; "" for none."""
        return " ".join(dict.fromkeys(str(words) for line in lines for words in line.asks))

    def do(self, row, reason):
        """Do it to one list."""
        DOING_SEVERAL[self.act.name](row, self.request.user, Said(reason))
        if self.act is APPROVE:
            return LATER if order.has_begun(row) else WAITS
        return PUBLISHED_LATER if self.act is PUBLISH else self.act.done
