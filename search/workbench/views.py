"""The inspector's workbench in the staff site."""

import logging

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from complaints.exports import as_csv
from organizations.views.pages import StaffPage
from organizations.views.reauthentication import reauthentication_required
from search.engines.engine import EngineError, IndexMissing
from search.tasks import wake
from search.workbench import case_search
from search.workbench.actions import actions_for
from search.workbench.active_filters import active_filters, clocks
from search.workbench.case_documents import CASES
from search.workbench.forms import SearchForm, read_question, words_in, words_typed
from search.workbench.messages import note_in_words, problem_in_words, void_in_words
from search.workbench.permissions import may_search_cases
from search.workbench.querystrings import Address
from search.workbench.stored_queries import TypedSearches

logger = logging.getLogger(__name__)

SORTS = {
    "newest": _("Newest first"),
    "due": _("Due soonest first"),
    "title": _("Found in the title first"),
}


class CaseSearchView(StaffPage):
    """GET shows a search by its address; POST takes what was typed and goes to that address."""

    template_name = "search/cases.html"
    page_title = _("Search cases")
    header_icon = "search"

    def dispatch(self, request, *args, **kwargs):
        """Only for those who may search; the menu shows it to nobody else."""
        if not may_search_cases(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        """Keep the words on the server and go to an address that does not hold them."""
        key = TypedSearches(request.session).keep(words_typed(request.POST))
        return HttpResponseRedirect(self.request.path + Address(request.GET).replaced("s", key))

    def get_context_data(self, **kwargs):
        """The answer to the search in the address, or why there is none."""
        address = Address(self.request.GET)
        typed = TypedSearches(self.request.session).text(self.request.GET.get("s", ""))
        linked = words_in(self.request.GET)
        question, dates = read_question(self.request.GET, typed or "")
        context = {
            "form": SearchForm(initial={"q": linked or typed}, label_suffix=""),
            "dates": dates,
            "question": question,
            "address": address,
            "linked": linked,
            "forgotten": typed is None,
        }
        if typed is not None and not linked:
            context |= self._answer(question, address)
        return super().get_context_data(**context, **kwargs)

    def _answer(self, question: case_search.CaseQuestion, address: Address) -> dict:
        try:
            answer = case_search.ask(self.request.user, question)
        except EngineError as error:
            logger.warning("the search of cases does not answer: %s", error)
            if isinstance(error, IndexMissing):
                wake(CASES.name)
            return {"problem": problem_in_words(error)}
        return {
            "answer": answer,
            "notes": [note_in_words(note) for note in answer.query.notes],
            "void": void_in_words(answer.query),
            "applied": active_filters(question, answer.path, answer.facets, address),
            "clocks": clocks(),
            "actions": actions_for(self.request.user),
            "hidden_fields": address.hidden_fields("since", "until"),
            "sorts": SORTS,
        }


@reauthentication_required
def export_cases(request):
    """All cases of a search as a CSV file, streamed in the order shown."""
    if not may_search_cases(request.user):
        raise PermissionDenied
    typed = TypedSearches(request.session).text(request.GET.get("s", ""))
    back = f"{reverse('search:cases')}?{request.GET.urlencode()}"
    if typed is None or words_in(request.GET):
        return redirect(back)
    question, _dates = read_question(request.GET, typed)
    try:
        _total, rows = case_search.export(request.user, question)
    except EngineError as error:
        logger.warning("the search of cases does not answer: %s", error)
        messages.error(request, problem_in_words(error).title)
        return redirect(back)
    response = StreamingHttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="cases-{timezone.localdate():%Y-%m-%d}.csv"'
    return response
