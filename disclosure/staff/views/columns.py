"""Saying what the columns of a file are, where its headings could not be told."""

from functools import partial
from typing import Any

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from disclosure import tasks
from disclosure.intake import asking, meanings
from disclosure.intake.questions import ColumnQuestion
from disclosure.problems import ListActNotAllowed
from disclosure.staff.column_forms import NOT_NEEDED, ColumnsForm
from disclosure.staff.views.base import BatchPage
from protection import audit


class ColumnsView(BatchPage):
    """Each column of the file with a few of its values, and what it is."""

    permission_required = "submit"
    template_name = "disclosure/staff/columns.html"
    page_title = _("Say what the columns are")

    def get(self, request, *args, **kwargs):
        """Ask; where nothing is asked any more, go to the list."""
        if not self.batch.asks_columns:
            return redirect(self.object_url)
        audit.record_once_a_day("disclosure.view", self.batch, user=request.user)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        """Keep the answer and let the file be read on, or say what is still unclear."""
        if not self.batch.asks_columns:
            raise Http404
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            batch = asking.answer(self.batch.pk, request.user, form.chosen_fields(), form.lacking())
        except ListActNotAllowed as refused:
            self.refuse(refused.reasons)
        else:
            transaction.on_commit(partial(tasks.read_batch.enqueue, batch.pk))
            messages.success(request, _("It is remembered for your unit, and the file is being read."))
        return redirect(self.object_url)

    @cached_property
    def question(self) -> ColumnQuestion:
        """What is asked."""
        return ColumnQuestion.of(self.batch.question)

    def form(self, data=None) -> ColumnsForm:
        """A choice for each column."""
        return ColumnsForm(data, question=self.question, fields=meanings.fields_of(self.batch))

    def get_context_data(self, **kwargs):
        """Add the form, where its headings stand, and how long the file is kept."""
        kwargs.setdefault("form", self.form())
        return super().get_context_data(question=self.question, kept_for=asking.KEPT_FOR.days, **kwargs)


class ColumnsToldView(BatchPage):
    """What the unit said of its headings, and a button to be asked again."""

    permission_required = "submit"
    template_name = "disclosure/staff/columns_told.html"
    page_title = _("What your unit said of columns")

    def post(self, request, *args, **kwargs):
        """Forget it."""
        try:
            meanings.forget(self.batch, request.user)
        except ListActNotAllowed as refused:
            self.refuse(refused.reasons)
        else:
            messages.success(request, _("Forgotten. The next file is asked about again."))
        return redirect(self.object_url)

    def get_context_data(self, **kwargs):
        """Add each heading with the name of its field."""
        names: dict[str, Any] = {field.key: field.headings[0] for field in meanings.fields_of(self.batch)}
        kept = meanings.known_columns(self.batch).select_related("told_by")
        told = [(row, names.get(row.field, NOT_NEEDED)) for row in kept]
        return super().get_context_data(told=told, **kwargs)
