"""Every page about one case or one lead is asked for once more before it is sent, however it was written."""

from importlib import import_module

import pytest
from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.views.generic import View

from organizations.views.pages import RowPage, SeenUntilSent

#: What tells of a person who complained, or of one complained about.
TOLD_OF = {"Case", "Lead"}


class Row:
    pk = 1


class Gone(SeenUntilSent, View):
    """A page whose row is its reader's no more by the time it is written."""

    object = Row()
    answer = HttpResponse()

    def is_still_seen(self) -> bool:
        return False

    def get(self, request):
        return self.answer


def pages(above) -> set[type]:
    below = set(above.__subclasses__())
    return below.union(*map(pages, below)) if below else below


def test_every_page_of_a_case_or_a_lead_asks_again():
    import_module(settings.ROOT_URLCONF)
    found = {
        page
        for page in pages(RowPage)
        if (policy := page.permission_policy) is not None and policy.model.__name__ in TOLD_OF
    }
    assert len(found) > 8
    assert not {page for page in found if not issubclass(page, SeenUntilSent)}


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse("一页"),
        HttpResponse("一页", status=422),
        HttpResponse("一页", status=302),
        StreamingHttpResponse(["一页"]),
        FileResponse([b"1"], status=303),
    ],
)
def test_whatever_holds_something_is_asked_for(rf, answer):
    with pytest.raises(Http404):
        Gone.as_view(answer=answer)(rf.get("/"))


def test_what_only_leads_elsewhere_is_not(rf):
    assert Gone.as_view(answer=HttpResponseRedirect("/"))(rf.get("/")).status_code == 302
