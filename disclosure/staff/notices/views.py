"""Notices on the staff site: the list, one notice, and what is done to it.

A list shows names masked; the whole name stands on the notice's own page, and who looked is written down.
"""

import django_filters
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

from disclosure.enums import HELD_NOTICES, SHOWN_NOTICES, NoticeKind, NoticeState
from disclosure.messages import REASONS
from disclosure.models import Notice, Programme
from disclosure.names import mask_id_number
from disclosure.notices import acting, local_periods, periods, reasons
from disclosure.notices.workflow import ACTS
from disclosure.permissions import notice_policy
from disclosure.publication import posting
from disclosure.staff.forms import ListReasonForm
from disclosure.staff.views.acting import ActPage
from disclosure.staff.views.several import ChoiceColumn, ChoiceMixin
from organizations.views.pages import RowPage, SectionPage
from organizations.viewsets.bounded import BoundedPaginator
from organizations.viewsets.filtered import StrictFilterMixin
from protection import audit

ICON = "calendar-alt"


ALSO_ELSEWHERE = _(
    "The same household has an open notice for this programme in another county. Find out where it lives "
    "before you decide."
)


def _day(day) -> str:
    return date_format(day) if day else "—"


class NoticeFilterSet(WagtailFilterSet):
    """Filters in the address: state, programme, what it says."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=NoticeState.choices, empty_label=_("All"))
    programme = django_filters.ModelChoiceFilter(
        label=_("Programme"), queryset=Programme.objects.all(), empty_label=_("All")
    )
    kind = django_filters.ChoiceFilter(
        label=_("What it says"), choices=NoticeKind.choices, empty_label=_("All")
    )

    board = django_filters.ChoiceFilter(
        label=_("On the board"),
        choices=[("missing", _("Not put up yet"))],
        method="on_board",
        empty_label=_("All"),
    )

    class Meta:
        model = Notice
        fields: list[str] = []

    def on_board(self, queryset, name, value):
        """Notices that are shown now, and of which no sheet is known to hang."""
        # Hidden households are not left out: what is missing here would tell of them.
        return queryset.open().filter(state__in=SHOWN_NOTICES).unposted() if value else queryset


class NoticeIndexView(ChoiceMixin, StrictFilterMixin, generic.IndexView):
    """The notices of the user's region, the latest first."""

    model = Notice
    template_name = "disclosure/staff/index.html"
    table_classname = "listing lists-index"
    permission_policy = notice_policy
    any_permission_required = ["view"]
    page_title = _("Notices")
    header_icon = ICON
    add_item_label = _("Enter notices")
    add_url_name = "notice:add"
    index_url_name = "notice:index"
    index_results_url_name = "notice:index_results"
    filterset_class = NoticeFilterSet
    # Those that are over stay: a count of all there ever were grows with the years.
    paginator_class = BoundedPaginator
    is_searchable = False
    paginate_by = 30
    default_ordering = "-pk"

    acts = ACTS
    several_url_name = "notice:several"
    choice = ChoiceColumn("public_id", lambda notice: f"{notice.masked_name} {notice.region}")
    shown_columns = [
        TitleColumn(
            "title",
            label=_("Holder"),
            # Its name as others may read it (``Recipient.__str__`` alike).
            accessor="masked_name",
            get_url=lambda notice: reverse("notice:inspect", args=[notice.public_id]),
            width="8em",
        ),
        Column("region", label=_("Village")),
        Column("programme", label=_("Programme")),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor=lambda notice: notice.state_now.label,
            primary=lambda notice: notice.state in (NoticeState.ENTERED, *HELD_NOTICES),
        ),
        Column("kind", label=_("What it says"), accessor="get_kind_display"),
        Column("shown_until", label=_("Shown until"), accessor=lambda notice: _day(notice.shown_until)),
        Column("entered_by", label=_("Entered by")),
    ]

    def get_base_queryset(self):
        """The notices in the user's scope, with what a line shows."""
        visible = notice_policy.instances_user_has_permission_for(self.request.user, "view")
        return visible.select_related("programme", "region", "entered_by").defer("id_number")


class NoticesPage(SectionPage):
    """A page in the notices' section."""

    permission_policy = notice_policy
    index_url_name = "notice:index"
    section_label = _("Notices")
    header_icon = ICON


class NoticePage(NoticesPage, RowPage):
    """A page of one notice."""

    key_field = "public_id"
    inspect_url_name = "notice:inspect"
    context_object_name = "notice"
    related = ("programme", "region__parent", "entered_by")

    def get_context_data(self, **kwargs):
        """Add what is so now, and write down who looked at the name."""
        audit.record_once_a_day("disclosure.view_notice", self.object, user=self.request.user)
        return super().get_context_data(
            reason_words=reasons.of(self.object.programme, self.object.kind).get(self.object.reason, ""),
            shown_words=reasons.shown(self.object.reason),
            number=mask_id_number(self.object.id_number),
            rule=periods.rule(self.object.programme_id, self.object.kind, self.object.region_id),
            own=local_periods.figure(
                self.object.programme, self.object.region_id, self.object.shown_from or timezone.localdate()
            ),
            **kwargs,
        )


class NoticeInspectView(NoticePage):
    """The notice: what it says, what happened to it, what can be done."""

    template_name = "disclosure/staff/notices/notice.html"

    def get_page_title(self):
        """What it is about."""
        return str(self.object)

    def crumbs(self):
        """Return the notice alone, whose own page it is."""
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        """Add its events and the acts that are open to this person."""
        acts = [
            {"act": act, "url": reverse("notice:act", args=[self.object.public_id, act.name])}
            for act in acting.open_acts(self.object, self.request.user)
        ]
        events = self.object.events.select_related("actor")
        is_hidden = acting.is_told_hidden(self.object, self.request.user)
        warnings = [REASONS["notice_hidden"]] if is_hidden else []
        if not self.object.closed_at and acting.is_open_elsewhere(self.object, self.request.user):
            warnings.append(ALSO_ELSEWHERE)
        return super().get_context_data(
            acts=acts,
            events=events,
            warnings=warnings,
            is_hidden=is_hidden,
            **self.on_board(is_hidden),
            **kwargs,
        )

    def on_board(self, is_hidden: bool):
        """Whether its sheet can be printed now, and the record that it hangs, for who may do that."""
        may = notice_policy.user_has_permission_for_instance(self.request.user, "propose", self.object)
        if not may or self.object.shown_from is None:
            return {"may_print": False}
        is_shown = self.object.state_now in SHOWN_NOTICES and not is_hidden
        return {"may_print": True, "is_shown": is_shown, "posting": posting.of_notice(self.object)}


class NoticeActView(ActPage, NoticePage):
    """Asks for the reason and says what will happen, then acts."""

    template_name = "disclosure/staff/notices/act.html"
    acts = ACTS

    def reasons_against(self) -> list[str]:
        """Why it cannot be done to this notice by this person."""
        return acting.reasons_against(self.act, self.object, self.request.user)

    def do(self, said) -> None:
        """Do it. Raises ListActNotAllowed."""
        acting.act(self.object, self.act.name, self.request.user, said["reason"])

    def form(self, data=None) -> ListReasonForm:
        """The reason, needed where the act says so."""
        return ListReasonForm(
            data, missing=str(REASONS["notice_reason_missing"]) if self.act.needs_reason else ""
        )
