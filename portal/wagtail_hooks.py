"""Registrations with the staff site: its look, and that nothing is published past the review."""

from django.contrib import messages
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks

NOT_PAST_REVIEW = frozenset({"action-publish"})
"""Entries of the editor's menu that would publish without anybody else's approval."""


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


@hooks.register("construct_page_action_menu")
def offer_no_direct_publishing(menu_items, request, context) -> None:
    """Leave submitting for approval as the only way on: nobody approves their own work."""
    menu_items[:] = [item for item in menu_items if item.name not in NOT_PAST_REVIEW]


@hooks.register("before_publish_page")
def refuse_direct_publishing(request, page):
    """Stop a crafted request too; what was typed stays as a draft. The approval itself does not come here."""
    messages.error(request, _("Kept as a draft. Submit it for approval: somebody else has to publish it."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def refuse_bulk_publishing(request, action_type, objects, action_class_instance):
    """Many pages at once need the same approval as one."""
    if action_type != "publish":
        return None
    messages.error(request, _("Pages are published one by one, each approved by somebody else."))
    return redirect("wagtailadmin_explore_root")
