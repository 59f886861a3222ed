"""What the bureau promises everybody: safety, privacy, accessibility."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from complaints.telling import gateways


@require_safe
def statement(request: HttpRequest, name: str) -> HttpResponse:
    """Show one of the statements; ``name`` is that of its template."""
    return render(request, f"portal/statements/{name}.html", {"told_by_companies": bool(gateways.ways())})
