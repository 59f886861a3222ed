"""Registrations with the staff site: its look, and that nothing is published past the review."""

import json

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import WorkflowMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views import home
from wagtail.admin.widgets import Button
from wagtail.permission_policies.pages import PagePermissionPolicy

from organizations.models import User
from portal import administering, page_tags, stamping, withdrawing
from portal.audit_actions import ACTIONS
from portal.public import has_live_pages
from portal.views.periodic import PeriodicView, may_see
from portal.viewsets import word_viewset
from protection import audit, cached_tables

#: Entries of the editor's menu that would publish without anybody else's approval.
NOT_PAST_REVIEW = frozenset({"action-publish"})
#: What is done to many pages at once changes what the public sees without anybody else's approval.
NOT_IN_BULK = frozenset({"publish", "unpublish", "delete", "move"})

#: Wagtail's panels on the home, all of them about pages.
OF_PAGES = (
    home.WorkflowObjectsToModeratePanel,
    home.UserObjectsInWorkflowModerationPanel,
    home.RecentEditsPanel,
    home.LockedPagesPanel,
)


@hooks.register("insert_global_admin_css")
def staff_look() -> str:
    """The bureau's colours and a Chinese face for the staff site."""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/staff.css"))


@hooks.register("construct_main_menu")
def leave_out_foreign_help(request, menu_items) -> None:
    """Wagtail's own help is in English and tells of what an editor here may not do."""
    menu_items[:] = [item for item in menu_items if item.name != "help"]


@hooks.register("construct_homepage_summary_items", order=1000)
def leave_out_counts(request, summary_items) -> None:
    """How many pages exist answers nobody's question; the rooms' panels say what is to be done."""
    summary_items.clear()


@hooks.register("construct_homepage_panels")
def add_administration(request, panels) -> None:
    """What an administrator keeps up, and what waits for a second person, on the home of the staff site."""
    if not works_on_pages(request.user):
        # Nothing could stand in them, and finding that out takes eight statements.
        panels[:] = [panel for panel in panels if not isinstance(panel, OF_PAGES)]
    panels.extend(administering.panels_for(request.user))
    if waiting := withdrawing.waiting_for(request.user):
        panels.append(WithdrawalsPanel(waiting))


@hooks.register("construct_page_action_menu")
def offer_no_direct_publishing(menu_items, request, context) -> None:
    """Leave submitting for approval as the only way on: nobody approves their own work."""
    menu_items[:] = [item for item in menu_items if item.name not in NOT_PAST_REVIEW]


class WithdrawalsPanel(Component):
    """Pages that somebody else asks to take from the public, on the home of whoever may decide."""

    name = "withdrawals"
    order = 45
    template_name = "portal/staff/withdrawals.html"

    def __init__(self, waiting):
        self.waiting = waiting

    def get_context_data(self, parent_context):
        """The requests."""
        return {"waiting": self.waiting}


class ReviewMenuItem(WorkflowMenuItem):
    """A reviewer's act on a page that nobody may edit meanwhile; it carries which submission was read."""

    template_name = "portal/staff/decision.html"


@hooks.register("construct_page_action_menu")
def offer_decisions(menu_items, request, context) -> None:
    """Wagtail leaves the acts out where the page is locked, and in review it is locked for everybody."""
    page = context.get("page")
    task = page and context["view"] == "edit" and page.current_workflow_task
    if task and not any(isinstance(item, WorkflowMenuItem) for item in menu_items):
        acts = task.get_actions(page, request.user)
        icons = {"approve": "success"}
        menu_items[:0] = [
            ReviewMenuItem(name, label, modal, icon_name=icons.get(name, "edit"))
            for name, label, modal in acts
        ]


@hooks.register("before_edit_page")
def decide_on_what_was_read(request, page):
    """Carry a reviewer's act out on the submission that their screen showed, or on none."""
    if request.method != "POST" or "action-workflow-action" not in request.POST:
        return None
    state = page.current_workflow_task_state
    name = request.POST.get("workflow-action-name")
    if state is None or request.POST.get("submission") != str(state.pk):
        messages.error(request, _("The page was changed or decided on meanwhile. Please read it again."))
    elif name in {act for act, _label, _modal in state.task.specific.get_actions(page, request.user)}:
        state.task.specific.on_action(state.specific, request.user, name, comment=_comment(request))
    else:
        messages.error(request, _("Somebody else has to decide on this page."))
    return redirect("wagtailadmin_home")


def _comment(request) -> str:
    """The words from the reviewer's dialogue, if there was one."""
    try:
        return str(json.loads(request.POST.get("workflow-action-extra-data") or "{}").get("comment", ""))
    except (ValueError, AttributeError) as error:
        raise BadRequest from error


@hooks.register("before_publish_page")
def refuse_direct_publishing(request, page):
    """Stop a crafted request too; what was typed stays as a draft. The approval itself does not come here."""
    messages.error(request, _("Kept as a draft. Submit it for approval: somebody else has to publish it."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_copy_page")
def refuse_public_copies(request, page):
    """A copy starts as a draft: published at once, or following another page, it would pass the review by."""
    if request.method != "POST" or not {"publish_copies", "alias"} & request.POST.keys():
        return None
    messages.error(request, _("A copy starts as a draft. Submit it for approval to have it published."))
    return redirect("wagtailadmin_pages:copy", page.pk)


@hooks.register("before_bulk_action")
def refuse_bulk_acts(request, action_type, objects, action_class_instance):
    """Many pages at once need the same approval as one."""
    if action_type not in NOT_IN_BULK:
        return None
    messages.error(request, _("Pages are published and withdrawn one by one, each with somebody else's yes."))
    return redirect("wagtailadmin_explore_root")


@hooks.register("before_delete_page")
@hooks.register("before_move_page")
def refuse_to_take_away_what_is_public(request, page, *destination):
    """What is live, or has live pages below, is neither deleted nor moved: two withdraw it first."""
    if not has_live_pages(page):
        return None
    messages.error(request, _("This is public, or something below it is. Have it withdrawn first."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("register_page_header_buttons")
def offer_to_withdraw(page, user: User, view_name, next_url=None):
    """Whoever writes pages may ask that one be withdrawn; Wagtail offers it to those only who publish."""
    if withdrawing.may_ask(user, page) and not page.permissions_for_user(user).can_unpublish():
        address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
        yield Button(_("Ask to withdraw"), address, icon_name="download", priority=60)


@hooks.register("register_admin_urls")
def staff_addresses():
    """The portal's own staff pages."""
    return [path("periodic/", PeriodicView.as_view(), name="portal_periodic")]


class PeriodicItem(MenuItem):
    """The way to the periodic work, for administrators."""

    def is_shown(self, request):
        """Whether the page would open."""
        return may_see(request.user)


@hooks.register("register_settings_menu_item")
def periodic_menu_item():
    """Among the settings, at the end."""
    return PeriodicItem(
        gettext_lazy("Periodic work"), reverse("portal_periodic"), icon_name="history", order=900
    )


@hooks.register("register_admin_viewset")
def everyday_words():
    """The words of citizens."""
    return word_viewset


hooks.register("public_page_tag", page_tags.tag)
hooks.register(cached_tables.HOOK, stamping.now)


@hooks.register("register_log_actions")
def name_acts(actions) -> None:
    """Name the acts of this room in the audit log."""
    audit.declare(actions, ACTIONS)


@hooks.register("construct_page_chooser_queryset")
def offer_no_drafts(pages, request):
    """Choosing a page shows the titles of drafts only to those who work on pages."""
    return pages if works_on_pages(request.user) else pages.live().public()


def works_on_pages(user: User) -> bool:
    """Whether somebody writes, changes or publishes pages anywhere."""
    return PagePermissionPolicy().user_has_any_permission(user, {"add", "change", "publish"})
