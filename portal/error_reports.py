"""What is said of an exception, in a log, a mail or on a page: where it happened, and never with what.

Django's own report holds the form as it was sent, cookies and every variable, and a message may quote what
was typed (``invalid literal for int(): '…'``, PostgreSQL's ``Failing row contains (…)``): here any of these
may be a complainant's name. What is left is which exception, where, and a code of the database or the system.
"""

import logging
import traceback
from collections.abc import ItemsView, Iterator
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

#: Of a request's environment, what neither its sender nor their browser chose.
_HARMLESS = frozenset({"REQUEST_METHOD", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "CONTENT_LENGTH"})


def traced(error: BaseException | None) -> str:
    """Return the lines of code that led to an exception and to those behind it, the first one first."""
    return "\n\nwhich led to\n\n".join(reversed([_one(each) for each in _chain(error)]))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    known: set[int] = set()
    while error is not None and id(error) not in known:
        known.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _one(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    code = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None)
    code = code or (error.errno if isinstance(error, OSError) else None)
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{frames}{name}" + (f" [{code}]" if code else "")


class LineFormatter(logging.Formatter):
    """Lines of the console."""

    def formatException(self, ei: Any) -> str:
        return traced(ei[1])


class Reporter(ExceptionReporter):
    """What an operator is mailed who sets that up, and the page of a developer."""

    def get_traceback_text(self) -> SafeString:
        """Return the report in words, for a mail without markup."""
        return mark_safe(traced(self.exc_value))  # noqa: S308 - no markup is made of it

    def get_traceback_html(self) -> SafeString:
        """Return the report as a page: Django's own, of which the filter takes the values, in development."""
        if settings.DEBUG:
            return super().get_traceback_html()
        return format_html("<pre>{}</pre>", traced(self.exc_value))


class Filter(SafeExceptionReporterFilter):
    """Takes every value out of Django's reports, whatever a view forgot to call sensitive."""

    def is_active(self, request: Any) -> bool:
        """Always, in development too."""
        return True

    def get_safe_request_meta(self, request: Any) -> dict[str, Any]:
        return {
            name: value for name, value in super().get_safe_request_meta(request).items() if name in _HARMLESS
        }

    def get_safe_cookies(self, request: Any) -> dict[str, Any]:
        return dict.fromkeys(getattr(request, "COOKIES", {}), self.cleansed_substitute)

    def get_post_parameters(self, request: Any) -> QueryDict:
        """The names of what was sent."""
        found = QueryDict(mutable=True)
        for name in getattr(request, "POST", {}):
            found[name] = self.cleansed_substitute
        return found

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> ItemsView[str, Any]:
        return dict.fromkeys(tb_frame.f_locals, self.cleansed_substitute).items()
