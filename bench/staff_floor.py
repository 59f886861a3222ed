"""What staff pages are held against: the rows of a page fetched by primary key, in the same frame.

Answered behind the same middleware and login, by the same templates; nothing is searched, ordered or counted
over more than the rows that are shown.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.template import engines
from django.utils import timezone

PANEL = """{% extends "wagtailadmin/base.html" %}{% block content %}
{% include "complaints/staff/panel.html" %}{% endblock %}"""
#: What the page under the bench shows, from one answer of it: keys and a context.
SHOWN: dict[str, Any] = {}


@login_required
def home(request) -> HttpResponse:
    """The panel of cases with figures at hand."""
    from complaints.clocks import calendars, deadlines
    from complaints.identity.redacted_text import redacted
    from complaints.staff.dashboard import PressingCase

    today, calendar = timezone.localdate(), calendars.load()
    rows = [
        PressingCase(case, redacted(case, case.title), deadlines.first_of(case, today, calendar))
        for case in _cases("region", "complainant")
    ]
    context = {**SHOWN["context"], "cases": rows}
    return HttpResponse(engines["django"].from_string(PANEL).render(context, request))


@login_required
def listed(request) -> HttpResponse:
    """The list, as if these rows were all there are."""
    from complaints.staff.views.base import CASE_RELATIONS
    from complaints.staff.views.cases import CaseIndexView
    from complaints.staff.viewsets.cases import case_viewset

    class Known(CaseIndexView):
        """The same table and frame."""

        filterset_class = None  # type: ignore[assignment]

        def get_base_queryset(self):
            return _cases(*CASE_RELATIONS, "complainant")

    return case_viewset.construct_view(Known, **case_viewset.get_index_view_kwargs())(request).render()


@login_required
def one(request) -> HttpResponse:
    """One case with all that belongs to it, and the rest of its page at hand."""
    from complaints.staff.views.base import CASE_RELATIONS

    (case,) = _cases(*CASE_RELATIONS, "complainant")
    for part in ("events", "respondents", "attachments"):
        list(getattr(case, part).all())
    template = engines["django"].get_template("complaints/staff/case.html")
    return HttpResponse(template.render({**SHOWN["context"], "case": case}, request))


def _cases(*relations: str):
    from complaints.identity.told import OWN_EVENTS
    from complaints.models import Case

    return Case.objects.filter(pk__in=SHOWN["keys"]).select_related(*relations).prefetch_related(OWN_EVENTS)
