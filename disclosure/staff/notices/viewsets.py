"""The notices' section of the staff site."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from disclosure.permissions import notice_policy
from disclosure.staff.notices import enter, several, views
from disclosure.staff.views.board import NoticeSheetView
from disclosure.staff.views.posting import NoticePostingView


class NoticeViewSet(ViewSet):
    """All staff addresses of notices; each of them is checked by the policy."""

    name = "notice"
    url_prefix = "notices"
    icon = views.ICON
    menu_label = _("Notices")
    menu_name = "notices"
    menu_order = 255
    add_to_admin_menu = True

    def get_urlpatterns(self):
        """One line an address."""
        return [
            path("", views.NoticeIndexView.as_view(), name="index"),
            path("results/", views.NoticeIndexView.as_view(results_only=True), name="index_results"),
            path("new/", enter.EnterView.as_view(), name="add"),
            path("several/", several.SeveralNoticesView.as_view(), name="several"),
            path("<uuid:public_id>/", views.NoticeInspectView.as_view(), name="inspect"),
            path("<uuid:public_id>/sheet/", NoticeSheetView.as_view(), name="sheet"),
            path("<uuid:public_id>/posted/", NoticePostingView.as_view(), name="posted"),
            path("<uuid:public_id>/<slug:act>/", views.NoticeActView.as_view(), name="act"),
        ]

    def get_menu_item(self, order=None):
        """Shown to those who may see notices."""
        item = super().get_menu_item(order)
        item.is_shown = lambda request: notice_policy.user_has_permission(request.user, "view")
        return item


notice_viewset = NoticeViewSet()
