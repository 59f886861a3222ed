"""That a sheet was put up: told at the board, on a phone, with a photo that few may see."""

from abc import abstractmethod

from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from disclosure.models import Batch, BoardPosting, ListTotal, Notice
from disclosure.permissions import batch_policy, notice_policy, posting_policy
from disclosure.problems import ListActNotAllowed
from disclosure.publication import posting
from disclosure.staff.forms import PostingForm
from disclosure.staff.views.base import ListsPage
from organizations.enums import Level
from organizations.models import Region
from organizations.views.kept_forms import typed_before
from protection import audit
from protection.uploads import MEGABYTE, PICTURES, UploadRefused

_EXTENSIONS = {kind.media_type: kind.extension for kind in PICTURES.kinds.values()}


class PostingPage(ListsPage):
    """The form for what hangs on one board: the day, a photo, one button."""

    permission_policy = posting_policy
    permission_required = "propose"
    most_bytes = posting.PHOTO.most_picture_bytes + MEGABYTE
    template_name = "disclosure/staff/posting.html"
    page_title = _("Sheet put up on the board")

    def post(self, request, *args, **kwargs):
        """Keep it, or show the form again with the day that was typed."""
        village = self.village
        form = PostingForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                self.record(**form.cleaned_data)
            except ListActNotAllowed as refused:
                form.add_error("posted_on", refused.reasons)
            except UploadRefused as refused:
                form.add_error("photo", str(refused.message))
            else:
                text = _("Recorded: the sheet hangs in %(village)s.")
                messages.success(request, text % {"village": village.name})
                return redirect(self.back())
        return self.render_to_response(self.get_context_data(form=form), status=422)

    @property
    @abstractmethod
    def village(self) -> Region:
        """Where it hangs, for who works with the lists of the place. Raises Http404."""

    @abstractmethod
    def record(self, **said) -> None:
        """Keep it. Raises ListActNotAllowed, UploadRefused."""

    @abstractmethod
    def back(self) -> str:
        """Where to go on from there."""

    def get_context_data(self, **kwargs):
        """The form, what it is about, and what was recorded before."""
        village = self.village
        kwargs.setdefault("form", PostingForm(typed_before(self.request)))
        return super().get_context_data(village=village, about=self.about(), before=self.before(), **kwargs)

    @abstractmethod
    def about(self) -> object:
        """What hangs there."""

    @abstractmethod
    def before(self) -> BoardPosting | None:
        """What was recorded before."""


class PostingView(PostingPage):
    """One list and one village.

    A list that another has replaced meanwhile is still taken: that it hung there is true, and says nothing of
    the new one.
    """

    @cached_property
    def total(self) -> ListTotal:
        """The list and the village of the address."""
        code = self.kwargs["code"]
        self.require_at(code)
        totals = ListTotal.objects.filter(region__level=Level.VILLAGE)
        totals = totals.select_related("region__parent", "batch__programme", "batch__region")
        return get_object_or_404(totals, batch_id=self.kwargs["pk"], region_id=code)

    @property
    def village(self) -> Region:
        """The village."""
        return self.total.region

    def about(self) -> Batch:
        """The list."""
        return self.total.batch

    def before(self) -> BoardPosting | None:
        """The latest of this list and village."""
        return posting.latest(self.total.batch_id, [self.total.region_id]).get(self.total.region_id)

    def record(self, **said) -> None:
        """Keep it of the list."""
        posting.record(self.total, user=self.request.user, **said)

    def back(self) -> str:
        """To the villages that are left, where this person may see them all."""
        batch = self.total.batch
        if batch_policy.user_has_permission_for_instance(self.request.user, "propose", batch):
            return reverse("batch:sheets", args=[batch.pk])
        return self.request.path


class NoticePostingView(PostingPage):
    """One notice. One that is over is still taken: that it hung there is true."""

    @cached_property
    def notice(self) -> Notice:
        """The notice of the address."""
        visible = notice_policy.instances_user_has_permission_for(self.request.user, "view")
        visible = visible.select_related("programme", "region__parent").filter(shown_from__isnull=False)
        found = get_object_or_404(visible, public_id=self.kwargs["public_id"])
        self.require_at(found.region_id)
        return found

    @property
    def village(self) -> Region:
        """The village."""
        return self.notice.region

    def about(self) -> Notice:
        """The notice, which is called by what it says and where, and by nobody's name."""
        return self.notice

    def before(self) -> BoardPosting | None:
        """The latest of this notice."""
        return posting.of_notice(self.notice)

    def record(self, **said) -> None:
        """Keep it of the notice."""
        posting.record_notice(self.notice, user=self.request.user, **said)

    def back(self) -> str:
        """To the notice."""
        return reverse("notice:inspect", args=[self.notice.public_id])


class PhotoView(ListsPage):
    """The photo, for who may see the lists of the place: a board may show full names."""

    permission_policy = posting_policy

    def get(self, request, *args, **kwargs):
        """Send it for saving, and write down that it was looked at."""
        visible = posting_policy.instances_user_has_permission_for(request.user, "view")
        found = get_object_or_404(visible.select_related("batch", "notice"), public_id=kwargs["posting"])
        audit.record("disclosure.view_posting", found.about, user=request.user, region=found.region_id)
        name = f"{found.region_id}-{found.posted_on}{_EXTENSIONS.get(found.kind, '')}"
        response = FileResponse(
            found.photo.open("rb"), as_attachment=True, filename=name, content_type=found.kind
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response
