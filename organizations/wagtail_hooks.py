"""Registrations with the staff site."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup

from organizations import dashboard, log_words
from organizations.audit_actions import ACTIONS
from organizations.views import confirming, own_sessions, second_factor, security_keys
from organizations.views.links import AccountLinkView
from organizations.views.person_logins import PersonLoginsView
from organizations.viewsets.choosers import region_chooser, unit_chooser
from organizations.viewsets.places import region_viewset, unit_viewset
from organizations.viewsets.staff import post_viewset
from protection import audit


class OrganizationsGroup(ViewSetGroup):
    """One menu entry for places, units and posts."""

    items = (region_viewset, unit_viewset, post_viewset)
    menu_label = _("Organizations")
    menu_icon = "site"
    menu_order = 700


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """Name the acts of this room in the audit log."""
    audit.declare(actions, ACTIONS)
    log_words.declare(actions)


@hooks.register("register_admin_viewset")
def register_viewsets():
    """Register places, units, posts and the choosers that other rooms' forms use."""
    return [OrganizationsGroup(), region_chooser, unit_chooser]


@hooks.register("construct_reports_menu")
def offer_no_closed_report(request, menu_items):
    """Leave out of the menu what views.closed closes."""
    menu_items[:] = [item for item in menu_items if item.name != "site-history"]


@hooks.register("register_admin_urls")
def register_second_factor():
    """Add the pages of the second factor."""
    return [
        path("second-factor/", second_factor.overview, name="second_factor"),
        path("second-factor/code/", second_factor.code, name="second_factor_code"),
        path("second-factor/enrol/", second_factor.enrol, name="second_factor_enrol"),
        path("second-factor/renew/", second_factor.renew, name="second_factor_renew"),
        path("second-factor/keys/add/", security_keys.add, name="second_factor_add_key"),
        path("second-factor/keys/remove/", security_keys.remove, name="second_factor_remove_key"),
        path("second-factor/remove/", second_factor.remove, name="second_factor_remove"),
    ]


@hooks.register("register_account_menu_item")
def offer_second_factor(request):
    """Offer it in one's own account."""
    return {
        "url": reverse("second_factor"),
        "label": _("Second factor"),
        "help_text": _("A code or a security key at login besides the password."),
    }


@hooks.register("register_admin_urls")
def register_own_sessions():
    """Add the page of one's own logins."""
    return [
        path("logins/", own_sessions.OwnSessionsView.as_view(), name="organizations_own_sessions"),
        path("logins/<uuid:uid>/end/", own_sessions.end, name="organizations_end_session"),
        path("logins/end-others/", own_sessions.end_others, name="organizations_end_other_sessions"),
    ]


@hooks.register("register_account_menu_item")
def offer_own_sessions(request):
    """Offer it in one's own account."""
    return {
        "url": reverse("organizations_own_sessions"),
        "label": _("My logins"),
        "help_text": _("Where you are logged in, and ending it."),
    }


@hooks.register("register_admin_urls")
def register_urls():
    """The one-time link of a person, and what waits for a second administrator."""
    return [
        path("people/<int:pk>/link/", AccountLinkView.as_view(), name="organizations_account_link"),
        path("people/<int:pk>/logins/", PersonLoginsView.as_view(), name="organizations_person_logins"),
        path(
            "waiting/resets/<uuid:uid>/",
            confirming.DecideOnResetView.as_view(),
            name="organizations_decide_on_reset",
        ),
        path("waiting/", confirming.WaitingView.as_view(), name="organizations_waiting"),
        path(
            "waiting/accounts/<int:pk>/",
            confirming.ConfirmAccountView.as_view(),
            name="organizations_confirm_account",
        ),
        path(
            "waiting/units/<int:pk>/",
            confirming.ConfirmUnitNameView.as_view(),
            name="organizations_confirm_unit_name",
        ),
        path(
            "waiting/places/<str:pk>/",
            confirming.DecideOnPlaceView.as_view(),
            name="organizations_decide_on_place",
        ),
        path(
            "waiting/moves/<int:pk>/",
            confirming.DecideOnMoveView.as_view(),
            name="organizations_decide_on_move",
        ),
        path(
            "waiting/posts/<int:pk>/",
            confirming.DecideOnPostView.as_view(),
            name="organizations_decide_on_post",
        ),
    ]


class WaitingMenuItem(MenuItem):
    """Shown to administrators."""

    def is_shown(self, request):
        return dashboard.may_confirm_some(request.user)


@hooks.register("register_admin_menu_item")
def register_waiting():
    """What waits for a second administrator."""
    return WaitingMenuItem(
        _("To confirm as second"), reverse("organizations_waiting"), icon_name="check", order=690
    )


@hooks.register("construct_homepage_panels")
def add_waiting(request, panels):
    """What waits, on the home of the staff site."""
    panels.extend(dashboard.panels_for(request.user))


@hooks.register("insert_global_admin_css")
def staff_look() -> str:
    """How this room's pages look."""
    return format_html('<link rel="stylesheet" href="{}">', static("organizations/staff.css"))
