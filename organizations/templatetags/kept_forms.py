"""The ticket of a form whose text must not be lost with the session."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from organizations import kept_forms
from organizations.views.kept_forms import FIELD

register = template.Library()


@register.simple_tag(takes_context=True)
def keeps_typed(context, page: str = "") -> SafeString:
    """The hidden field that names the form's person and page (its own address, or the one given)."""
    request = context["request"]
    return format_html(
        '<input type="hidden" name="{}" value="{}">',
        FIELD,
        kept_forms.ticket_for(request.user, page or request.path),
    )
