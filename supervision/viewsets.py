"""The leads' section of the staff site."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from supervision.enums import LeadEventKind as Kind
from supervision.permissions import lead_policy
from supervision.views import acts, index, lead, letters, opening, referrals


class LeadViewSet(ViewSet):
    """All addresses of leads; every one of them is checked by the policy (``views.base``)."""

    name = "lead"
    icon = "folder-open-inverse"
    menu_label = _("Leads")
    menu_name = "leads"
    menu_order = 320
    add_to_admin_menu = True

    def get_urlpatterns(self):
        """One line an address."""
        return [
            path("", index.LeadIndexView.as_view(), name="index"),
            path("results/", index.LeadIndexView.as_view(results_only=True), name="index_results"),
            path("add/", opening.OpenView.as_view(), name="add"),
            path("gather/", opening.GatherView.as_view(), name="gather"),
            path("referrals/", referrals.ReferralsView.as_view(), name="referrals"),
            path("<uuid:public_id>/", lead.LeadInspectView.as_view(), name="inspect"),
            path("<uuid:public_id>/cases/", acts.AddCaseView.as_view(), name="add_case"),
            path("<uuid:public_id>/rows/", acts.LeadRowsView.as_view(), name="rows"),
            path("<uuid:public_id>/items/<uuid:item>/remove/", acts.RemoveView.as_view(), name="remove"),
            path("<uuid:public_id>/put-back/", acts.PutBackView.as_view(), name="put_back"),
            path("<uuid:public_id>/note/", acts.ReasonView.as_view(kind=Kind.NOTE), name="note"),
            path(
                "<uuid:public_id>/result/", acts.ReasonView.as_view(kind=Kind.RESULT_RECEIVED), name="result"
            ),
            path("<uuid:public_id>/close/", acts.ReasonView.as_view(kind=Kind.CLOSED), name="close"),
            path("<uuid:public_id>/transfer/", letters.TransferView.as_view(), name="transfer"),
            path("<uuid:public_id>/letters/<uuid:transfer>/", letters.LetterView.as_view(), name="letter"),
        ]

    def get_menu_item(self, order=None):
        """Shown to those who may open a lead."""
        item = super().get_menu_item(order)
        item.is_shown = lambda request: lead_policy.user_has_permission(request.user, "view")
        return item


lead_viewset = LeadViewSet()
