"""Small pieces that templates cannot say for themselves: form wiring for screen readers, page numbers."""

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal import frame_parts

register = template.Library()


def _described_by(field: BoundField) -> str:
    parts = []
    if field.help_text:
        parts.append(f"{field.auto_id}-hint")
    if field.errors:
        parts.append(f"{field.auto_id}-error")
    return " ".join(parts)


@register.simple_tag(takes_context=True)
def site_header(context: Context, on_front: bool = False) -> SafeString:
    """The head of every public page."""
    return frame_parts.header(context, on_front=on_front)


@register.simple_tag(takes_context=True)
def site_footer(context: Context) -> SafeString:
    """The foot of every public page."""
    return frame_parts.footer(context)


@register.simple_tag
def described(field: BoundField) -> str:
    """The ``aria-describedby`` attribute that ties a group of choices to its hint and its error."""
    ids = _described_by(field)
    return format_html(' aria-describedby="{}"', ids) if ids else ""


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's own control with the site's class and the aria attributes its hint and error ask for."""
    widget = field.field.widget
    attrs: dict[str, str | bool] = {}
    kind = getattr(widget, "input_type", None)
    if kind == "select":
        css = "select"
    elif kind is None:
        css = "textarea"
    elif kind == "checkbox":
        css = ""
    else:
        css = "input"
    given = widget.attrs.get("class", "")
    classes = f"{css} {given}".strip()
    if classes:
        attrs["class"] = classes
    if ids := _described_by(field):
        attrs["aria-describedby"] = ids
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@register.simple_tag
def error_list(form, errors=None) -> list[tuple[str, str]]:
    """All problems of a form as (id of the control or "", message), in the order of its fields."""
    found: list[tuple[str, str]] = list(errors or [])
    if not form:
        return found
    found += [("", message) for message in form.non_field_errors()]
    for field in form:
        # A radio group's own id is its first choice's, where the reader's focus belongs.
        anchor = field.id_for_label or field.auto_id
        found += [(anchor, message) for message in field.errors]
    return found


@register.filter
def page_numbers(page: Page) -> list[int | None]:
    """The page numbers to show; None stands for a gap."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


@register.simple_tag(takes_context=True)
def page_url(context, number: int, param: str = "") -> str:
    """The same address with another page number; every other filter stays."""
    query = context["request"].GET.copy()
    query[param or "page"] = number
    return f"?{query.urlencode()}"
