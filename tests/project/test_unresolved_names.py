"""An unresolved name fails in our templates and not in others'; ``default`` makes it optional."""

import pytest
from django.template import Context, engines
from django.template.base import Origin, Template

from tests.unresolved import UnresolvedName, is_ours


def render(text, where, **context):
    engine = engines["django"].engine
    origin = Origin(name=str(where), template_name="x.html")
    return Template(text, origin=origin, name="x.html", engine=engine).render(Context(context))


@pytest.mark.parametrize(
    ("text", "fails"),
    [
        ("{{ nothing }}", True),
        ("{{ thing.nothing }}", True),
        ("{{ nothing|upper }}", True),
        ('<input accept="{{ form.accept }}">', True),
        ("{% with a=nothing %}{% endwith %}", True),
        ("{% for each in nothing %}{% endfor %}", False),
        ('{{ nothing|default:"" }}', False),
        ('{{ nothing|default_if_none:"" }}', False),
        ('{{ nothing|yesno:"a,b" }}', False),
        ("{% if nothing %}{% endif %}", False),
        ("{% firstof nothing thing %}", False),
        ("{{ thing }}{{ empty }}{{ none }}", False),
    ],
)
def test_names(text, fails, settings):
    ours = settings.BASE_DIR / "complaints" / "templates" / "x.html"
    context = {"thing": "x", "empty": "", "none": None}
    if fails:
        with pytest.raises(UnresolvedName, match=r"complaints/templates/x\.html"):
            render(text, ours, **context)
    else:
        render(text, ours, **context)
    render(text, settings.BASE_DIR / ".venv" / "lib" / "wagtail" / "x.html", **context)


def test_ours_are_the_templates_of_our_rooms(settings):
    for room in (
        "complaints",
        "portal",
        "organizations",
        "disclosure",
        "search",
        "supervision",
        "protection",
    ):
        assert is_ours(str(settings.BASE_DIR / room / "templates" / room / "x.html"))
    assert not is_ours("/usr/lib/python3/wagtail/admin/templates/x.html")
    assert not is_ours("<unknown source>")
