"""Content Security Policy: strict on the public site, wider only where Wagtail's admin needs it."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

STAFF_PREFIX = "/staff/"


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """django-csp's middleware, with a second policy for the staff site."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(STAFF_PREFIX) and not report_only and parts.config is None:
            parts.config = settings.STAFF_CONTENT_SECURITY_POLICY
        return parts
