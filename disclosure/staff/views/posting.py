"""That a sheet was put up: told at the board, on a phone, with a photo that few may see."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from disclosure.models import BoardPosting, ListTotal
from disclosure.permissions import batch_policy, posting_policy
from disclosure.problems import ListActNotAllowed
from disclosure.publication import posting
from disclosure.staff.forms import PostingForm
from disclosure.staff.views.base import ListsPage
from organizations.enums import Level
from organizations.views.kept_forms import typed
from protection import audit
from protection.uploads import MEGABYTE, PICTURES, UploadRefused

_EXTENSIONS = {kind.media_type: kind.extension for kind in PICTURES.kinds.values()}


class PostingView(ListsPage):
    """The form for one list and one village: the day, a photo, one button.

    A list that another has replaced meanwhile is still taken: that it hung there is true, and says nothing of
    the new one.
    """

    permission_policy = posting_policy
    permission_required = "propose"
    most_bytes = posting.PHOTO.most_picture_bytes + MEGABYTE
    template_name = "disclosure/staff/posting.html"
    page_title = _("Sheet put up on the board")

    @cached_property
    def total(self) -> ListTotal:
        """The list and the village of the address, for who works with the lists of the place."""
        here = BoardPosting(region_id=self.kwargs["code"])
        if not posting_policy.user_has_permission_for_instance(self.request.user, "propose", here):
            raise Http404
        totals = ListTotal.objects.filter(region__level=Level.VILLAGE)
        totals = totals.select_related("region__parent", "batch__programme", "batch__region")
        return get_object_or_404(totals, batch_id=self.kwargs["pk"], region_id=here.region_id)

    def post(self, request, *args, **kwargs):
        """Keep it, or show the form again with the day that was typed."""
        total = self.total
        form = PostingForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                posting.record(total, user=request.user, **form.cleaned_data)
            except ListActNotAllowed as refused:
                form.add_error("posted_on", refused.reasons)
            except UploadRefused as refused:
                form.add_error("photo", str(refused.message))
            else:
                return self.done()
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def done(self):
        """Go on to the villages that are left, where this person may see them all."""
        batch = self.total.batch
        text = _("Recorded: the sheet hangs in %(village)s.")
        messages.success(self.request, text % {"village": self.total.region.name})
        if batch_policy.user_has_permission_for_instance(self.request.user, "propose", batch):
            return redirect("batch:sheets", batch.pk)
        return redirect(self.request.path)

    def get_context_data(self, **kwargs):
        """The form, and what was recorded before."""
        total = self.total
        kwargs.setdefault("form", PostingForm(typed(self.request)))
        before = posting.latest(total.batch_id, [total.region_id]).get(total.region_id)
        return super().get_context_data(total=total, batch=total.batch, before=before, **kwargs)


class PhotoView(ListsPage):
    """The photo, for who may see the lists of the place: a board may show full names."""

    permission_policy = posting_policy

    def get(self, request, *args, **kwargs):
        """Send it for saving, and write down that it was looked at."""
        visible = posting_policy.instances_user_has_permission_for(request.user, "view")
        found = get_object_or_404(visible.select_related("batch"), public_id=kwargs["posting"])
        audit.record("disclosure.view_posting", found.batch, user=request.user, region=found.region_id)
        name = f"{found.region_id}-{found.posted_on}{_EXTENSIONS.get(found.kind, '')}"
        response = FileResponse(
            found.photo.open("rb"), as_attachment=True, filename=name, content_type=found.kind
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response
