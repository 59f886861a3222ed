"""A form of the staff site whose session has ended: to the login, and back with all that was typed."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_csrf_failure
from wagtail.admin import messages

from organizations import kept_forms, second_factor
from organizations.kept_forms import Ticket
from organizations.session_store import DONE, STATE
from organizations.views.reauthentication import typed_in

#: The hidden field with the ticket; put into a form by ``{% keeps_typed %}``.
FIELD = "kept_form"
#: Marks a request whose form was kept, though its session goes on.
_KEPT = "_kept_form"


class KeptFormMiddleware:
    """Keeps what comes with a ticket from a session that has ended, and drops it once it was sent.

    Stands before the second factor is asked for, so that a form sent between the two steps of a login is kept
    as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead to the login where nobody, or somebody half logged in, sends a form."""
        ticket = _ticket(request)
        if ticket is None:
            return self.get_response(request)
        if not _is_proven(request):
            return _keep(request, ticket)
        response = self.get_response(request)
        # A form that was refused is answered by its page; one that was done leads on.
        is_sent = 300 <= response.status_code < 400 and not hasattr(request, _KEPT)
        if is_sent and ticket.user_id == request.user.pk:
            kept_forms.forget(request.user, ticket.page)
        return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before the last login in this browser: kept for its person, and shown to them again."""
    ticket = _ticket(request)
    if ticket is None or not kept_forms.keep(ticket, _without_ticket(request)):
        return plain_csrf_failure(request, reason=reason)
    if _is_proven(request) and ticket.user_id != request.user.pk:
        # Somebody else is logged in here now. They learn nothing; its writer finds it.
        return plain_csrf_failure(request, reason=reason)
    setattr(request, _KEPT, True)
    return redirect(ticket.page)


def typed_before(request: HttpRequest) -> QueryDict | None:
    """What this person typed on this page before their session ended, to fill its form; says so there."""
    if request.method != "GET" or not request.user.is_authenticated:
        return None
    found = kept_forms.kept_for(request.user, request.path)
    if found is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in found.items():
        data.setlist(name, values)
    messages.info(
        request,
        _("Your login had ended. What you typed stands in the form again; it has not been sent yet."),
    )
    return data


def _ticket(request: HttpRequest) -> Ticket | None:
    if request.method != "POST" or not request.path.startswith(reverse("wagtailadmin_home")):
        return None
    text = request.POST.get(FIELD, "")
    return kept_forms.read_ticket(text) if text else None


def _is_proven(request: HttpRequest) -> bool:
    if not request.user.is_authenticated:
        return False
    return request.session.get(STATE) == DONE or second_factor.due(request.user) == DONE


def _keep(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    is_kept = kept_forms.keep(ticket, _without_ticket(request))
    asked = {"next": ticket.page, **({"kept": "1"} if is_kept else {})}
    return redirect(f"{reverse('wagtailadmin_login')}?{urlencode(asked)}")


def _without_ticket(request: HttpRequest) -> dict[str, list[str]]:
    return {name: values for name, values in typed_in(request).lists() if name != FIELD}
