"""The front page's matter for its template; the page model knows only what editors write."""

from django import template

from portal.front import front_page as compute

register = template.Library()


@register.simple_tag(takes_context=True)
def front_page(context) -> dict[str, object]:
    """Everything that portal/home.html shows beside the sentence."""
    return compute(context["request"])
