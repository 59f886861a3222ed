"""Registrations with the staff site."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from complaints.audit_actions import ACTIONS
from complaints.clocks import calendars, clock
from complaints.oversight.looks import may_oversee
from complaints.oversight.satisfaction import may_read_shares
from complaints.permissions import case_policy, import_policy
from complaints.staff.dashboard import panels_for
from complaints.staff.views import (
    acts,
    desk,
    files,
    hearings,
    identity,
    imports,
    inbox,
    looks,
    papers,
    progress_readout,
    satisfaction,
)
from complaints.staff.viewsets.cases import case_viewset
from complaints.staff.viewsets.other_authorities import OtherAuthorityViewSet
from complaints.staff.viewsets.papers import PapersGroup
from complaints.staff.viewsets.time_rules import TimeGroup
from complaints.staff.viewsets.topics import CaseTopicViewSet
from protection import audit


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """Name the acts of this room in the audit log."""
    audit.declare(actions, ACTIONS)


@hooks.register("working_day_counter")
def working_day_counter():
    """Count the working days by which lists are due, by the calendar that administrators keep here."""
    calendar = calendars.load()

    def count(day, days):
        due = clock.due(day, days, "working", calendar)
        return due.date, due.provisional

    return count


@hooks.register("register_admin_viewset")
def register_viewsets():
    """Register cases, the rules of counting, and who is competent elsewhere."""
    return [
        case_viewset,
        TimeGroup(),
        OtherAuthorityViewSet("other_authority"),
        CaseTopicViewSet("case_topic"),
        PapersGroup(),
    ]


@hooks.register("register_admin_urls")
def register_urls():
    """The acts on a case, and the desk."""
    return [
        path("cases/<slug:number>/act/<slug:kind>/", acts.CaseActView.as_view(), name="complaints_act"),
        path("cases/<slug:number>/identity/", identity.RevealView.as_view(), name="complaints_identity"),
        path(
            "cases/<slug:number>/files/<uuid:attachment>/",
            files.AttachmentView.as_view(),
            name="complaints_attachment",
        ),
        path("cases/<slug:number>/papers/<uuid:paper>/", papers.PaperView.as_view(), name="complaints_paper"),
        path(
            "cases/<slug:number>/papers/<uuid:paper>/docx/",
            papers.PaperFileView.as_view(),
            name="complaints_paper_file",
        ),
        path("cases/<slug:number>/looks/", looks.CaseLooksView.as_view(), name="complaints_case_looks"),
        path("looks/", looks.LooksView.as_view(), name="complaints_looks"),
        path("looks/into/", looks.LookIntoView.as_view(), name="complaints_look_into"),
        path("satisfaction/", satisfaction.SatisfactionView.as_view(), name="complaints_satisfaction"),
        path("inbox/", inbox.InboxView.as_view(), name="complaints_inbox"),
        path("hearings/", hearings.HearingsView.as_view(), name="complaints_hearings"),
        path("case-imports/", imports.ImportIndexView.as_view(), name="complaints_imports"),
        path("case-imports/<int:pk>/", imports.ImportView.as_view(), name="complaints_import"),
        path("desk/", desk.DeskView.as_view(), name="complaints_desk"),
        path("desk/receipt/", desk.ReceiptView.as_view(), name="complaints_desk_receipt"),
        path("desk/find/", desk.FindView.as_view(), name="complaints_desk_find"),
        path(
            "desk/progress/", progress_readout.ProgressReadoutView.as_view(), name="complaints_desk_progress"
        ),
        path("desk/places/", desk.find_place, name="complaints_desk_places"),
    ]


class InboxMenuItem(MenuItem):
    """Shown to those who work with cases."""

    def is_shown(self, request):
        return inbox.may_have_inbox(request.user)


@hooks.register("register_admin_menu_item")
def register_inbox():
    """What waits for whoever looks, first in the menu."""
    return InboxMenuItem(_("Inbox"), reverse("complaints_inbox"), icon_name="tasks", order=90)


class DeskMenuItem(MenuItem):
    """Shown to those who take cases in."""

    def is_shown(self, request):
        return case_policy.user_has_permission(request.user, "register")


@hooks.register("register_admin_menu_item")
def register_desk():
    """The desk, first in the menu of those who work there."""
    return DeskMenuItem(_("Desk"), reverse("complaints_desk"), icon_name="mobile-alt", order=100)


class ImportsMenuItem(MenuItem):
    """Shown to the administrators who take over cases of other systems."""

    def is_shown(self, request):
        return import_policy.user_has_permission(request.user, "import")


@hooks.register("register_settings_menu_item")
def register_imports():
    """Among the settings."""
    address = reverse("complaints_imports")
    return ImportsMenuItem(_("Cases of other systems"), address, icon_name="download", order=730)


class LooksMenuItem(MenuItem):
    """Shown to those who read what others looked at."""

    def is_shown(self, request):
        return may_oversee(request.user)


@hooks.register("register_reports_menu_item")
def register_looks():
    """Among the reports."""
    return LooksMenuItem(_("Who looked at what"), reverse("complaints_looks"), icon_name="view", order=100)


class SatisfactionMenuItem(MenuItem):
    """Shown to those who answer for the work of a unit."""

    def is_shown(self, request):
        return may_read_shares(request.user)


@hooks.register("register_reports_menu_item")
def register_satisfaction():
    """Among the reports."""
    address = reverse("complaints_satisfaction")
    return SatisfactionMenuItem(_("Solved and satisfied"), address, icon_name="tick", order=110)


class HearingsMenuItem(MenuItem):
    """Shown to those who work with cases."""

    def is_shown(self, request):
        return hearings.may_read_calendar(request.user)


@hooks.register("register_reports_menu_item")
def register_hearings():
    """Among the reports."""
    address = reverse("complaints_hearings")
    return HearingsMenuItem(_("Calendar of hearings"), address, icon_name="calendar", order=120)


@hooks.register("construct_homepage_panels")
def add_panel(request, panels):
    """What is mine and what is late, on the home of the staff site."""
    panels.extend(panels_for(request.user))


@hooks.register("insert_global_admin_css")
def staff_css():
    """The few rules that Wagtail has no component for."""
    return format_html('<link rel="stylesheet" href="{}">', static("complaints/staff.css"))
