"""One search for all that the site knows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal import preferences, site_search


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what is found for ``q``, a page at a time."""
    chosen = preferences.place_code(request)
    found = site_search.search(request.GET.get("q", ""), request.GET.get("page", "1"), chosen)
    context = {"found": found, "search_words": found.words, "trail": [(_("Search"), "")]}
    return render(request, "portal/search.html", context)
