"""What holds for every request: the policy of its answer, who may keep the answer, that it can be stored.

The policy is strict on the public site, wider only where Wagtail's admin needs it.
"""

import logging
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import django
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.core.paginator import InvalidPage
from django.db import DataError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict, UnreadablePostError
from django.urls import NoReverseMatch
from django.utils.cache import add_never_cache_headers
from django.utils.http import parse_header_parameters
from modelsearch.backends.base import FieldError

from protection import once
from protection.durable import settle_database

STAFF_PREFIX = "/staff/"
NUL = "\0"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
#: What browsers send. Python knows codecs that give no text at all, and some that give half characters.
CHARSETS = ("", "utf-8", "utf8")
NOT_READ = "请求无法读取。The request could not be read.\n".encode()

#: What a library raises where it does not look at a value before it uses it.
OF_VALUES = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    InvalidPage,
    NoReverseMatch,
    ObjectDoesNotExist,
    FieldError,
)
#: What SQLite says of a search that it cannot read.
OF_SEARCHES = ("fts5:", "LIKE or GLOB pattern")
LIBRARIES = f"{Path(django.__file__).parents[1]}/"
#: Whose views and forms the staff site is made of.
OF_STAFF_SITE = tuple(
    f"{LIBRARIES}{name}/" for name in ("wagtail", "django_filters", "modelcluster", "taggit")
)
ROOT = f"{Path(__file__).resolve().parents[1]}/"

logger = logging.getLogger(__name__)


def only_utf8(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Let a WSGI application see no request that names another character set.

    Django reads the name while it makes its request, before any middleware of its own, and fails at a codec
    that gives no text.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        _kind, parameters = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        if parameters.get("charset", "").lower() in CHARSETS:
            return application(environ, start_response)
        start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
        return [NOT_READ]

    return answer


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """django-csp's middleware, with a second policy for the staff site."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(STAFF_PREFIX) and not report_only and parts.config is None:
            parts.config = settings.STAFF_CONTENT_SECURITY_POLICY
        return parts


class StaffNotStoredMiddleware:
    """Lets nothing keep an answer of the staff site: who sits at the desk next would read it.

    Here and not in the views, so that it holds for every address there is or will be, Wagtail's, refusals and
    errors too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Have it answered, and say so."""
        response = self.get_response(request)
        if request.path.startswith(STAFF_PREFIX):
            add_never_cache_headers(response)
        return response


class DurableMiddleware:
    """Answers what may have changed something when the change is on disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Have it answered, and wait for the disk."""
        response = self.get_response(request)
        if request.method not in SAFE_METHODS:
            settle_database()
        return response


class OnceARequestMiddleware:
    """Lets a page that only shows read each table of rules once (``once``)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Have it answered."""
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with once.request():
            return self.get_response(request)


class StorableMiddleware:
    """Lets nothing in that no database can store: PostgreSQL fails at a NUL, in whatever field it arrives.

    Dealt with once, for all addresses that are or will be, Wagtail's too. An address with one is answered
    400: no browser makes it. Out of the fields of a form it is taken: it may come with a pasted text, means
    nothing, and who wrote a complaint shall not lose it. So this stands after the choice of language, and
    before all that reads a form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the address, and go on."""
        if NUL in request.path_info or has_nul(request.GET):
            raise BadRequest("a NUL in the address")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        """Look at the fields of a form, once its size is known to be one that its view takes."""
        if request.method != "POST" or request.content_type not in FORMS:
            return
        try:
            sent = request.POST
        except UnreadablePostError as broken_off:
            raise BadRequest("the request broke off") from broken_off
        if has_nul(sent):
            request.POST = without_nul(sent)  # type: ignore[assignment]

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Take a value that no database holds, or that a library trips over, for what it is: a wrong request.

        What we write says itself what is wrong with a field, and an error of ours stays one (500). But the
        filters, choosers and forms of Wagtail hand on what they were asked. Each stands in the log in full.
        """
        wrong = isinstance(error, (OverflowError, DataError)) or (
            isinstance(error, OperationalError) and str(error).startswith(OF_SEARCHES)
        )
        tripped = isinstance(error, OF_VALUES) and says_something(request) and asked_by_wagtail(error)
        if wrong or tripped:
            logger.error("A value that cannot be: %r", request.path, exc_info=error)
            raise BadRequest("a value that cannot be") from error


def says_something(request: HttpRequest) -> bool:
    """Whether there is a value in the request at all."""
    match = request.resolver_match
    return bool(request.method == "POST" or request.GET or (match and (match.kwargs or match.args)))


def asked_by_wagtail(error: Exception) -> bool:
    """Whether of the staff site's code and ours, the last behind the error is not ours."""
    for frame, _line in reversed(list(traceback.walk_tb(error.__traceback__))):
        path = frame.f_code.co_filename
        if path.startswith(OF_STAFF_SITE):
            return True
        if path.startswith(ROOT) and not path.startswith(LIBRARIES):
            return False
    return False


def has_nul(fields: QueryDict) -> bool:
    """Whether a name or a value holds one."""
    return any(NUL in name or any(NUL in value for value in values) for name, values in fields.lists())


def without_nul(fields: QueryDict) -> QueryDict:
    """The same fields without."""
    clean = QueryDict(mutable=True, encoding=fields.encoding)
    for name, values in fields.lists():
        for value in values:
            clean.appendlist(name.replace(NUL, ""), value.replace(NUL, ""))
    clean._mutable = False
    return clean
