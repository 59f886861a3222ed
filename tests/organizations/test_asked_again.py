"""What shows or takes out who somebody is, or gives somebody power, asks again who one is.

All addresses of the staff site are walked with a session that was confirmed eleven minutes ago. Those of the
table answer with the question; no other hands out a file or says who complained.
"""

import pytest
from django.conf import settings
from django.urls import get_resolver, reverse
from wagtail.admin.views import generic

from complaints.models import Case
from organizations.models import User
from organizations.second_factor import CONFIRMED
from organizations.session_store import LOGIN
from organizations.views.reauthentication import BY_SESSION, ReauthenticationMixin
from tests.organizations.test_scope_walls import ADDRESSES, REFERENCE, ROWS
from tests.organizations.walls import HERE, body_of, make_side, make_worker

pytestmark = [pytest.mark.django_db, pytest.mark.once]

#: (address, query, methods): each with what it would show or change.
ASKS = {
    ("complaints_identity", "", "get post"): "who complained",
    ("complaints_attachment", "", "get post"): "a paper of a case that does not say openly who brought it",
    ("case:index", "export=csv", "get"): "many cases",
    ("case:index", "export=xlsx", "get"): "many cases",
    ("case:index_results", "export=csv", "get"): "many cases",
    ("search:cases_export", "", "get"): "many cases",
    ("complaints_looks", "export=csv", "get"): "who looked at what",
    ("lead:transfer", "", "get post"): "a letter about many cases",
    ("lead:letter", "", "get"): "a letter about many cases",
    ("region:add", "", "get post"): "what a place is called",
    ("region:edit", "", "get post"): "what a place is called",
    ("unit:add", "", "get post"): "an office",
    ("unit:edit", "", "get post"): "an office, and what its posts open",
    ("post:add", "", "get post"): "a post",
    ("post:edit", "", "get post"): "a post's end",
    ("wagtailusers_users:add", "", "get post"): "an account",
    ("wagtailusers_users:edit", "", "get post"): "an account",
    ("organizations_account_link", "", "get post"): "the way into an account",
    ("organizations_confirm_account", "", "post"): "an account, as the second",
    ("organizations_confirm_unit_name", "", "post"): "which office a case means, as the second",
    ("organizations_decide_on_move", "", "post"): "to whom cases go, as the second",
    ("organizations_decide_on_place", "", "post"): "what a place is called, as the second",
    ("organizations_decide_on_post", "", "post"): "a post, as the second",
    ("second_factor_enrol", "", "get post"): "how one logs in",
    ("second_factor_renew", "", "post"): "how one logs in",
    ("second_factor_remove", "", "post"): "how one logs in",
    ("second_factor_add_key", "", "get post"): "how one logs in",
    ("second_factor_remove_key", "", "post"): "how one logs in",
    ("organizations_end_session", "", "post"): "a session",
    ("organizations_end_other_sessions", "", "post"): "sessions",
    ("organizations_person_logins", "", "get post"): "somebody's sessions and factors",
    ("organizations_decide_on_reset", "", "post"): "a factor's end, as the second",
    ("service_standard:add", "", "get post"): "when everything is due",
    ("service_standard:copy", "", "get post"): "when everything is due",
    ("case_topic:add", "", "get post"): "what citizens choose from",
    ("case_topic:edit", "", "get post"): "what citizens choose from",
    ("other_authority:add", "", "get post"): "to which telephone citizens are sent",
    ("other_authority:edit", "", "get post"): "to which telephone citizens are sent",
    ("paper_wording:add", "", "get post"): "what every paper says",
    ("paper_wording:edit", "", "get post"): "what every paper says",
    ("paper_mark:add", "", "get post"): "what every paper says",
    ("paper_mark:edit", "", "get post"): "what every paper says",
    ("assistance_standard:add", "", "get post"): "what people are promised",
    ("assistance_standard:copy", "", "get post"): "what people are promised",
    ("assistance_standard:inspect", "", "post"): "what people are promised, as the second",
    ("programme:edit", "", "get post"): "what of everybody's lists is public",
    ("programme:inspect", "", "post"): "what of everybody's lists is public, as the second",
    ("everyday_word:add", "", "get post"): "what everybody finds",
    ("everyday_word:edit", "", "get post"): "what everybody finds",
    ("catalogue_item:add", "", "get post"): "what everybody owes",
    ("catalogue_item:edit", "", "get post"): "what everybody owes",
    ("not_applicable:add", "", "get post"): "what a place need not publish",
    ("not_applicable:edit", "", "get post"): "what a place need not publish",
    ("calendar_day:add", "", "get post"): "when everything is due",
    ("calendar_day:edit", "", "get post"): "when everything is due",
    ("calendar_day:delete", "", "get post"): "when everything is due",
    ("calendar_year:add", "", "get post"): "when everything is due",
    ("calendar_year:edit", "", "get post"): "when everything is due",
    ("calendar_year:delete", "", "get post"): "when everything is due",
}
#: Hand out a file without asking, with the reason.
MAY = {
    "batch:photo": "what hangs where the village reads it; each look is in the log",
    "batch:refused": "rows and columns with a fault, and no value of theirs",
    "complaints_paper_file": "a paper of one case, which names nobody who complained; each is in the log",
    "disclosure_duties": "what the public page of the catalogue says to everybody",
}
COMPLAINANT = (f"{HERE}人", "15400000000")


@pytest.fixture
def side(places):
    made = make_side(HERE)
    # An enquiry: of a complaint nobody at a desk learns who is confidential.
    Case.objects.filter(pk=made.case.pk).update(
        openness="confidential", sight="place", once_kept=False, kind="enquiry", matter=""
    )
    return made


@pytest.fixture
def walker(side, client):
    """Somebody with every role, who said eleven minutes ago who they are."""
    client.force_login(make_worker())
    session = client.session
    session[CONFIRMED] -= 11 * 60
    session.save()
    client.raise_request_exception = False  # Wagtail's choosers fail at a form they do not have
    return client


def address(name, parameters, side, query=""):
    row_of = ROWS.get(name) or ROWS.get(name.partition(":")[0]) or (lambda side: {})
    values = {key: value for key, value in row_of(side).items() if key in parameters}
    return reverse(name, kwargs=values) + (f"?{query}" if query else "")


def is_question(response) -> bool:
    return response.status_code == 403 and "confirm_secret" in body_of(response)


@pytest.mark.parametrize("secret", ["x" * 12, "wrong"])
def test_a_guess_is_counted_before_the_password_is_looked_at(walker, monkeypatch, secret):
    """Of many guesses at the same moment none is looked at that would have to wait one after the other."""
    counted, look = [], User.check_password
    monkeypatch.setattr(
        User,
        "check_password",
        lambda self, raw: counted.append(sum(map(BY_SESSION.failures, keys_of(walker)))) or look(self, raw),
    )
    walker.post(reverse("unit:add"), {"confirm_secret": secret})
    assert counted == [1]
    assert sum(map(BY_SESSION.failures, keys_of(walker))) == (secret == "wrong"), "who was right is forgiven"


def keys_of(client) -> list[str]:
    session = client.session
    return [f"{session['_auth_user_id']} {session.get(LOGIN, {}).get('uid', '')}"]


@pytest.mark.parametrize(("name", "query", "methods"), ASKS, ids=lambda value: str(value))
def test_it_asks(walker, side, name, query, methods):
    parameters = dict(ADDRESSES)[name]
    for method in methods.split():
        response = getattr(walker, method)(address(name, parameters, side, query))
        assert is_question(response), (method, response.status_code)


def views_of_ours(resolver=None, prefix=""):
    """Every view class below /staff/ of a model of ours, with the model."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from views_of_ours(pattern, route)
        elif route.startswith("staff/") and hasattr(pattern.callback, "view_class"):
            given = pattern.callback.view_initkwargs
            view = pattern.callback.view_class
            model = given.get("model") or getattr(view, "model", None)
            if getattr(getattr(model, "_meta", None), "app_label", "") in settings.ROOMS:
                yield route, view, given, model


#: Rows without a region that are changed without proof, each with the reason.
WITHOUT_PROOF = {
    "PortalImage": "a picture of a page, which is public only by the page's own review",
    "PortalDocument": "a paper of a page, likewise",
}


def test_what_holds_for_everybody_is_changed_by_who_proves_who_they_are():
    """A setting without a region has no superior elsewhere who would notice."""
    writing = (generic.CreateView, generic.EditView, generic.DeleteView)
    found, unasked = set(), []
    for route, view, given, model in views_of_ours():
        policy = given.get("permission_policy") or getattr(view, "permission_policy", None)
        is_regional = hasattr(model._default_manager.get_queryset(), "visible_to")
        if not issubclass(view, writing) or is_regional or model.__name__ in WITHOUT_PROOF:
            continue
        act = next(
            act
            for kind, act in zip(writing, ("add", "change", "delete"), strict=True)
            if issubclass(view, kind)
        )
        if policy is not None and not policy.user_has_permission(User(is_superuser=True), act):
            continue  # closed to everybody
        found.add(model.__name__)
        if not issubclass(view, ReauthenticationMixin):
            unasked.append((route, view.__name__))
    assert not unasked
    assert {"Programme", "CatalogueItem", "EverydayWord", "ServiceStandard", "CalendarDay"} <= found


@pytest.mark.parametrize(("method", "query"), [("get", ""), ("post", ""), ("get", "export=csv")])
def test_nothing_else_hands_out_a_file_or_says_who(walker, side, method, query):
    handed, asked = [], set()
    for name, parameters in ADDRESSES:
        if name in REFERENCE or name.partition(":")[0] in REFERENCE or name in MAY:
            continue
        response = getattr(walker, method)(address(name, parameters, side, query))
        text = body_of(response)
        # Wagtail gives a file without columns where a list names none to be exported.
        as_file = "Content-Disposition" in response and HERE in text
        if as_file or any(words in text for words in COMPLAINANT):
            handed.append(name)
        if is_question(response) and not query:
            asked.add(name)
    assert not handed
    assert asked <= {name for name, _query, _methods in ASKS}, "write it into the table"
    assert query or len(asked) >= 9
