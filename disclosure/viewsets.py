"""The lists' section of the staff site."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from disclosure.policies import batch_policy
from disclosure.views.staff import acts, base, batch, index, upload


class BatchViewSet(ViewSet):
    """All staff addresses of lists; each of them is checked by the policy."""

    name = "batch"
    url_prefix = "lists"
    icon = base.ICON
    menu_label = _("Lists")
    menu_name = "lists"
    menu_order = 250
    add_to_admin_menu = True

    def get_urlpatterns(self):
        """One line an address."""
        return [
            path("", index.BatchIndexView.as_view(), name="index"),
            path("results/", index.BatchIndexView.as_view(results_only=True), name="index_results"),
            path("new/", upload.UploadView.as_view(), name="add"),
            path("<int:pk>/", batch.InspectView.as_view(), name="inspect"),
            path("<int:pk>/refused.csv", batch.RefusedView.as_view(), name="refused"),
            path("<int:pk>/<slug:act>/", acts.ActView.as_view(), name="act"),
        ]

    def get_menu_item(self, order=None):
        """Shown to those who may see lists."""
        item = super().get_menu_item(order)
        item.is_shown = lambda request: batch_policy.user_has_permission(request.user, "view")
        return item


batch_viewset = BatchViewSet()
