"""Invariant 6 in the source: a staff module starts every query of regional rows from the scope.

Reads the syntax trees of all rooms' staff modules. A manager is followed by ``visible_to`` or ``none``, or
the query holds the scope itself. Anything else stands in ALLOWED with its reason, and fails until it does.
"""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

#: All but the bottom, where no row has a region, and invented data.
ROOMS = [room for room in settings.ROOMS if room not in ("protection", "demonstration")]
STAFF_NAMES = frozenset(
    {
        "views",
        "viewsets",
        "wagtail_hooks",
        "forms",
        "filters",
        "dashboard",
        "exports",
        "assignment",
        "search_actions",
    }
)

#: Modules that serve the public, each with the reason why no region applies.
PUBLIC = {
    "complaints/public": "the citizen's own case, found by receipt and PIN",
    "disclosure/public/views.py": "published rows, through the allow-list of disclosure.public.masking",
    "disclosure/public/catalogue": "what each place owes and shows, for everybody",
    "portal": "pages and totals that are public; regional rows are read in the rooms below",
}

#: Modules whose name says more than they are, each with the reason why no region applies.
NO_PAGES = {"organizations/kept_forms.py": "what somebody typed, found by person and page alone"}

#: Reference data: one truth for all places.
OPEN_TO_ALL = frozenset({"Programme", "ProgrammeChange", "ServiceStandard", "CalendarDay", "CalendarYear"})

SCOPED_BY = frozenset({"visible_to", "none"})
CONDITIONS = frozenset({"scope_q", "case_q", "region_codes"})
MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})
GETTERS = frozenset({"get_object_or_404", "get_list_or_404"})

#: (file, function, model) → why this query may start elsewhere.
ALLOWED = {
    (
        "complaints/staff/desk_forms.py",
        "DeskForm",
        "Unit",
    ): "offices above that the page itself named to the caller",
    (
        "complaints/staff/views/case.py",
        "CaseView.get_object",
        "CaseClock",
    ): "of the one case that the user may see",
    (
        "complaints/staff/review_rounds.py",
        "side_by_side",
        "Unit",
    ): "units that had the one case that the user may see",
    (
        "complaints/staff/filters.py",
        "CaseFilterSet.filter_due",
        "CaseClock",
    ): "of each case that the user may see",
    (
        "complaints/staff/views/imports.py",
        "ImportForm.__init__",
        "Region",
    ): "places of which the user is the administrator",
    (
        "complaints/staff/views/looks_form.py",
        "LooksForm.__init__",
        "Unit",
    ): "units of people whom the user oversees",
    (
        "disclosure/staff/forms.py",
        "AssistanceStandardForm.clean",
        "AssistanceStandard",
    ): "of a place that the view holds to the user's own; that one waits, and nothing else",
    (
        "disclosure/staff/views/posting.py",
        "PostingView.total",
        "ListTotal",
    ): "of a village that posting_policy was asked about, one line above",
    ("disclosure/staff/dashboard.py", "waiting_for", "Batch"): "keys of two querysets of the policy",
    (
        "organizations/viewsets/staff.py",
        "ReleaseView.save_instance",
        "Post",
    ): "read again by the key of a scoped row",
    ("organizations/viewsets/staff.py", "StaffEditView.save_instance", "User"): "as it was, by the same key",
    (
        "organizations/viewsets/places.py",
        "RegionEditView.save_instance",
        "Region",
    ): "as it was, by the same key",
    ("organizations/viewsets/places.py", "UnitEditView.save_instance", "Unit"): "as it was, by the same key",
    (
        "organizations/forms.py",
        "StaffFields._clean_username",
        "User",
    ): "logins are unique in the whole site; it says that there is one, and nothing else",
    ("organizations/views/guessing.py", "_holds", "User"): "one's own account, before one is logged in",
    ("organizations/views/links.py", "AccountLinkView.setup", "User"): "links.may_make asks the policy",
    (
        "organizations/views/person_logins.py",
        "PersonLoginsView.setup",
        "User",
    ): "links.may_keep asks the policy",
    ("organizations/forms.py", "UnitForm.__init__", "Post"): "one's own posts in a scoped unit",
    ("complaints/handling/assignment.py", "handlers_for", "Post"): "of the unit of a case that the user sees",
    ("complaints/handling/assignment.py", "handlers_for", "User"): "those posts' holders",
    ("disclosure/staff/views/index.py", "months", "Batch"): "months alone, which are the same everywhere",
    ("disclosure/staff/views/index.py", "BatchFilterSet.__init__", "Region"): "regions of lists in scope",
    ("disclosure/staff/views/unposted.py", "UnpostedFilterSet", "Region"): "narrows what is in scope already",
    ("disclosure/staff/notices/forms.py", "NoticesForm._villages", "Region"): "in the chosen place, in scope",
    ("supervision/views/acts.py", "RemoveView.act", "LeadItem"): "of a lead that the user sees",
    ("supervision/views/index.py", "LeadFilterSet.__init__", "Region"): "regions of leads in scope",
    ("supervision/forms.py", "OpenLeadForm.__init__", "Region"): "regions worked out from the user's scope",
}


def regional_models() -> set[str]:
    """Names of our models, reference data aside; what is not known to be open is regional."""
    ours = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return {model.__name__ for model in ours} - OPEN_TO_ALL


def staff_modules() -> list[Path]:
    """Every module that a staff page is made of."""
    found = []
    for room in ROOMS:
        for path in sorted((settings.BASE_DIR / room).rglob("*.py")):
            relative = path.relative_to(settings.BASE_DIR)
            names = {part.removesuffix(".py") for part in relative.parts[1:]}
            is_staffs = "staff" in relative.parts[1:-1] or relative.stem.endswith("forms")
            is_page = names & STAFF_NAMES or is_staffs
            if is_page and not _is_public(relative.as_posix()) and relative.as_posix() not in NO_PAGES:
                found.append(path)
    return found


def _is_public(relative: str) -> bool:
    return any(relative == prefix or relative.startswith(f"{prefix}/") for prefix in PUBLIC)


class Finder(ast.NodeVisitor):
    """Collects (function, model, line) of every query that does not start from the scope."""

    def __init__(self, models: set[str]) -> None:
        self.models = models
        self.found: list[tuple[str, str, int]] = []
        self._where: list[str] = []
        self._above: list[ast.AST] = []

    def visit(self, node: ast.AST) -> None:
        """Keep the way down to each node."""
        named = isinstance(node, ast.FunctionDef | ast.ClassDef)
        if named:
            self._where.append(node.name)
        self._look(node)
        self._above.append(node)
        self.generic_visit(node)
        self._above.pop()
        if named:
            self._where.pop()

    def _look(self, node: ast.AST) -> None:
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and _name(node.value) in self.models:
            if not self._starts_scoped():
                self._note(_name(node.value), node)
        elif isinstance(node, ast.Call) and _name(node.func) in GETTERS and node.args:
            model = _name(node.args[0])
            if model in self.models:
                self._note(model, node)

    def _starts_scoped(self) -> bool:
        """Whether the manager is followed by the scope, or the first call on it holds the scope."""
        if not self._above or not isinstance(self._above[-1], ast.Attribute):
            return False
        if self._above[-1].attr in SCOPED_BY:
            return True
        call = self._above[-2] if len(self._above) > 1 else None
        if not isinstance(call, ast.Call):
            return False
        arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
        return any(
            _name(inner.func) in CONDITIONS
            for a in arguments
            for inner in ast.walk(a)
            if isinstance(inner, ast.Call)
        )

    def _note(self, model: str, node: ast.AST) -> None:
        self.found.append((".".join(self._where), model, node.lineno))


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def around_the_scope(source: str, models: set[str]) -> list[tuple[str, str, int]]:
    """Return the queries of a source text that go around the scope."""
    finder = Finder(models)
    finder.visit(ast.parse(source))
    return finder.found


def test_no_staff_module_goes_around_the_scope():
    models = regional_models()
    around = [
        f"{path.relative_to(settings.BASE_DIR)}:{line} {function}: {model}"
        for path in staff_modules()
        for function, model, line in around_the_scope(path.read_text(encoding="utf-8"), models)
        if (path.relative_to(settings.BASE_DIR).as_posix(), function, model) not in ALLOWED
    ]
    assert not around, "start from visible_to(user), or say in ALLOWED why not:\n" + "\n".join(around)


def test_every_exception_is_still_needed():
    models = regional_models()
    found = {
        (path.relative_to(settings.BASE_DIR).as_posix(), function, model)
        for path in staff_modules()
        for function, model, _line in around_the_scope(path.read_text(encoding="utf-8"), models)
    }
    assert not sorted(ALLOWED.keys() - found)


def test_the_staff_modules_are_found():
    rooms = {path.relative_to(settings.BASE_DIR).parts[0] for path in staff_modules()}
    assert {"organizations", "disclosure", "complaints", "search", "supervision"} <= rooms
    assert len(staff_modules()) > 15


CAUGHT = [
    "Case.objects.all()",
    "Case.objects.get(pk=1)",
    "Case.objects.filter(region='32').count()",
    "models.Case.objects.filter(pk=1)",
    "Case._default_manager.all()",
    "Case.objects",
    "get_object_or_404(Case, pk=1)",
    "shortcuts.get_object_or_404(models.Case, pk=1)",
    "len(Case.objects.order_by('pk'))",
]
LET_THROUGH = [
    "Case.objects.visible_to(user).filter(pk=1)",
    "Case.objects.none()",
    "Case.objects.filter(scope.scope_q(user, None, 'code'))",
    "Case.objects.filter(Q(pk=1) & case_q(user))",
    "Case.objects.filter(pk__in=region_codes(user))",
    "Programme.objects.all()",
    "get_object_or_404(Case.objects.visible_to(user), pk=1)",
]


@pytest.mark.parametrize("source", CAUGHT)
def test_it_is_caught(source):
    assert around_the_scope(source, {"Case"})


@pytest.mark.parametrize("source", LET_THROUGH)
def test_it_is_let_through(source):
    assert not around_the_scope(source, {"Case"})
