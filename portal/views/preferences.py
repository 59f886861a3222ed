"""Where a reader's choice of type size and place is kept."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from organizations.models import Region
from portal import preferences

#: Each preference's cookie, and whether a value is one to keep; any other value forgets the choice.
VALUES = {
    "type": (preferences.TYPE_COOKIE, lambda value: value == preferences.LARGE),
    "place": (preferences.PLACE_COOKIE, lambda value: Region.objects.filter(pk=value).exists()),
}


# Without a token every page stays the same for all readers and sets no cookie; the worst a forged request
# could do is to enlarge somebody's type.
@csrf_exempt
@require_POST
def preference(request: HttpRequest, name: str) -> HttpResponse:
    """Keep or forget one choice in a cookie and go back to where the reader was."""
    if name not in VALUES:
        raise Http404
    cookie, is_valid = VALUES[name]
    value = request.POST.get("value", "")[:12]
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if value and is_valid(value):
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(
            cookie, value, max_age=preferences.KEPT_FOR, secure=secure, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(cookie, samesite="Lax")
    return response
