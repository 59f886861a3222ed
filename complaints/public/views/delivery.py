"""Where the gateway of short messages reports what became of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from complaints.telling import reports


# A machine has no token; what it sends is signed (``reports``).
@method_decorator(csrf_exempt, name="dispatch")
class DeliveryReportView(View):
    """Takes signed reports, and is not there while no gateway could send any."""

    http_method_names = ["post"]
    #: A name and a state.
    most_bytes = 2000

    def post(self, request: HttpRequest) -> HttpResponse:
        """204 for what was understood, also of an unknown message: nobody learns which there are."""
        if not reports.are_taken():
            raise Http404
        stamp, signature = (request.headers.get(name, "") for name in ("X-Timestamp", "X-Signature"))
        try:
            reports.take(request.body, stamp, signature)
        except reports.NotSigned:
            return HttpResponse(status=403)
        except reports.Unclear:
            return HttpResponse(status=400)
        return HttpResponse(status=204)
