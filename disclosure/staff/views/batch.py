"""One batch on one page: what came of the check, what it changes, what can be done."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from disclosure import order, problems, tasks
from disclosure.enums import OPEN, BatchState, ChangeKind
from disclosure.intake import household_key, lacking, meanings
from disclosure.intake import rates as rates_of
from disclosure.messages import REASONS
from disclosure.permissions import batch_policy
from disclosure.public import exporting
from disclosure.publication import differences
from disclosure.staff.views.acts import open_acts
from disclosure.staff.views.base import BatchPage
from disclosure.templatetags.lists import month
from protection import audit, csv_export

ROWS_A_PAGE = 50
MOST_BESIDE = 5

#: Which sentence says what happens next; shown beside the acts.
NEXT = {
    BatchState.DRAFT: _("Its editor has yet to submit it for review."),
    BatchState.SUBMITTED: _("A reviewer who did not work on it approves it or sends it back."),
    BatchState.APPROVED: _("It is frozen and waits to be published."),
    BatchState.PUBLISHED: _("It is public until the next month's list takes its place."),
    BatchState.RETURNED: _("Its editor mends the file, or submits the list again with an explanation."),
    BatchState.WITHDRAWN: _("It was taken back; its rows were deleted."),
    BatchState.TAKEN_DOWN: _(
        "It was withdrawn from the public. Its pages say so until a corrected list takes its place, or it is "
        "shown again."
    ),
    BatchState.REPLACED: _("A corrected list of the same month took its place."),
}
NO_ROW = _("No row was accepted. Its editor has to correct the file and upload it again.")
NOT_READ = _("Nobody read the file to its end, and it was deleted. Its editor has to upload it again.")
#: The same to those whose turn it is.
NEXT_TO_EDITORS = {
    BatchState.DRAFT: _("Look at the rows and the difference, then submit the list for review."),
    BatchState.RETURNED: _("Mend the file and upload it again, or submit this one with an explanation."),
}
NO_ROW_TO_EDITORS = _("No row was accepted. Correct the file and upload it again.")
NOT_READ_TO_EDITORS = _(
    "Nobody read the file to its end, and it was deleted. It need not be at fault: upload it again as it is."
)


class BatchInspectView(BatchPage):
    """The batch's own page; ``show`` in the address picks the table."""

    template_name = "disclosure/staff/batch.html"

    def get(self, request, *args, **kwargs):
        """Show it; where its reader died, give it to another first.

        While the households' key changes there is no true difference to show.
        """
        if household_key.are_changing():
            messages.warning(request, str(REASONS["key_changes"]))
            return redirect("batch:index")
        if not self.batch.is_checked and tasks.take_up_abandoned():
            self.batch.refresh_from_db()
        return super().get(request, *args, **kwargs)

    def get_page_title(self):
        """What the list is about."""
        return f"{self.batch.region} · {self.batch.programme} · {month(self.batch.month)}"

    def crumbs(self):
        """Return the batch alone, whose own page it is."""
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        """The tabs with their counts, one page of the chosen table, the acts that are open now."""
        tabs = self.tabs()
        chosen = next((tab for tab in tabs if tab["key"] == self.request.GET.get("show")), None)
        chosen = chosen or next((tab for tab in tabs if tab["count"]), tabs[0])
        pages = Paginator(chosen["rows"], ROWS_A_PAGE)
        pages.count = chosen["count"]  # the tab has asked already
        page = pages.get_page(self.request.GET.get("p"))
        if chosen["key"] != "refused" and page.object_list:
            audit.record_once_a_day("disclosure.view", self.batch, user=self.request.user)
        next_step = self.next_step()
        return super().get_context_data(
            facts=self.facts(),
            next_step=next_step,
            tabs=tabs,
            chosen=chosen["key"],
            page_obj=page,
            acts=open_acts(self.batch, self.request.user),
            rates=self.rates(),
            lacking=lacking.words(self.batch),
            columns_told=self.columns_told(),
            beside=self.beside(),
            may_answer=batch_policy.user_has_permission_for_instance(self.request.user, "submit", self.batch),
            upload_again=next_step is NOT_READ_TO_EDITORS,
            sums=self.difference.sums if self.batch.is_checked else None,
            proposals=self.batch.proposals.waiting().select_related("asked_by"),
            versions=self.versions(),
            may_print=self.may_print(),
            public_url=reverse("disclosure:list", args=[self.batch.region_id, self.batch.programme_id]),
            **kwargs,
        )

    def may_print(self):
        """Whether sheets for the villages' boards can be made of it, by this person."""
        may = batch_policy.user_has_permission_for_instance(self.request.user, "propose", self.batch)
        return may and self.batch.state == BatchState.PUBLISHED

    def next_step(self):
        """What happens next, or that nothing can: no act is offered on a list that came too late."""
        batch = self.batch
        edits = batch_policy.user_has_permission_for_instance(self.request.user, "submit", batch)
        if batch.state == BatchState.APPROVED and batch.is_ahead:
            return REASONS["month_ahead"]
        if batch.state in OPEN and order.is_overtaken(batch):
            return REASONS["month_not_later"]
        if batch.state in OPEN and batch.is_checked and not batch.accepted_count:
            if batch.refused_rows.filter(code__in=problems.NOT_READ).exists():
                return NOT_READ_TO_EDITORS if edits else NOT_READ
            return NO_ROW_TO_EDITORS if edits else NO_ROW
        words = {**NEXT, **NEXT_TO_EDITORS} if edits else NEXT
        return words[BatchState(batch.state)]

    @cached_property
    def difference(self):
        """What the batch changes."""
        return differences.compare(self.batch)

    def tabs(self):
        """The tables of the page; rows are read only where shown. None while the file is being read: what is
        stored by then is not what will count.
        """
        batch = self.batch
        if not batch.is_checked:
            return [self.tab("refused", _("Faults"), batch.refused_rows.none())]
        difference = self.difference
        tabs = [
            self.tab("refused", _("Faults"), batch.refused_rows.faults()),
            self.tab("warned", _("To look at"), batch.refused_rows.warnings()),
            *(self.tab(kind.value, kind.label, difference.of(kind)) for kind in ChangeKind),
        ]
        if batch.state in OPEN:
            rows = batch.staged_rows.select_related("region").defer("id_number")
            tabs.insert(1, self.tab("accepted", _("Rows accepted"), rows))
        return tabs

    def tab(self, key, label, rows):
        """One table: what it is called, how many rows it has, where it is."""
        counts = {"accepted": self.batch.accepted_count, "warned": self.batch.warned_count}
        count = counts[key] if key in counts else _length(rows)
        return {"key": key, "label": label, "rows": rows, "count": count, "url": f"?show={key}"}

    def columns_told(self):
        """How many headings its unit said the meaning of, for those who may change that."""
        if self.batch.state not in OPEN or not self.batch.digest:
            return 0
        edits = batch_policy.user_has_permission_for_instance(self.request.user, "submit", self.batch)
        return meanings.known_columns(self.batch).count() if edits else 0

    def rates(self):
        """The rates that are asked for, each with the table of the rows it lacks."""
        batch = self.batch
        if not batch.is_checked or batch.brings_back_id:
            return []
        rates = (
            (
                _("Share of rows that passed the check"),
                rates_of.passed(batch),
                "refused",
                _("rows of the file"),
            ),
            (_("Share of rows taken in accurately"), rates_of.accurate(batch), "warned", _("rows taken in")),
        )
        return [rate for rate in rates if rate[1]]

    def beside(self):
        """The other drafts of the month, where this one could become public instead."""
        if self.batch.state not in OPEN:
            return []
        visible = batch_policy.instances_user_has_permission_for(self.request.user, "view")
        drafts = order.drafts_beside(self.batch).filter(pk__in=visible.values("pk"))
        return list(drafts.select_related("region")[:MOST_BESIDE])

    def versions(self):
        """The list that this one corrects, or brings back, and those that corrected it."""
        related = [
            (_("Corrects"), [self.batch.corrects] if self.batch.corrects else []),
            (_("Brings back"), [self.batch.brings_back] if self.batch.brings_back else []),
            (_("Corrected by"), self.batch.corrections.in_force().select_related("programme", "region")),
        ]
        return [(label, batch) for label, batches in related for batch in batches]

    def facts(self):
        """Who did what when, for the summary."""
        batch = self.batch
        people = [
            (_("Uploaded by"), batch.uploaded_by, batch.uploaded_at),
            (_("Submitted by"), batch.submitted_by, batch.submitted_at),
            (_("Approved by"), batch.approved_by, batch.approved_at),
            (_("Became public"), "", batch.published_at),
            (_("Withdrawn from the public"), "", batch.withdrawn_at),
        ]
        return [
            (_("File"), batch.given_name or batch.source_name),
            *(
                (label, " · ".join(filter(None, [str(who), date_format(localtime(at), "DATETIME_FORMAT")])))
                for label, who, at in people
                if at
            ),
        ]


class RefusedView(BatchPage):
    """The refused rows as CSV, for the editor's desk: no value of the file is in it, only where and why."""

    def get(self, request, *args, **kwargs):
        """Stream the file and write one audit entry."""
        audit.record("disclosure.export", self.batch, user=request.user, rows=self.batch.refused_count)
        rows = self.batch.refused_rows.faults().iterator(chunk_size=1000)
        response = StreamingHttpResponse(exporting.refused_csv(rows), content_type=csv_export.CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="refused-{self.batch.pk}.csv"'
        return response


def _length(rows) -> int:
    return rows.count() if hasattr(rows, "model") else len(rows)
