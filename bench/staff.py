"""The pages that staff open all day, as five people see them: home, the list of cases, what is late or due
soon, the last page that the list offers, one case.

Tables are as an import leaves them: nothing has gathered statistics. Floor: the same rows fetched by primary
key and rendered by the same templates in the same frame, behind the same middleware.
"""

from collections.abc import Iterator
from functools import partial

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import casemaking, making, staff_floor
from bench.harness import Bench, Pair
from complaints.models import Case
from organizations.enums import Role
from organizations.models import User

#: Name → role, and the office where they work.
PEOPLE = {
    "handler": (Role.HANDLER, "丙县民政局"),
    "township": (Role.HANDLER, "第3镇"),
    "supervisor": (Role.SUPERVISOR, "乙市民政局"),
    "inspector": (Role.INSPECTOR, "乙市民政局"),
    "operator": (Role.OPERATOR, "丙县民政局"),
}
PAGES = {"home": "", "list": "", "late": "?due=late", "soon": "?due=soon", "deep": "?p=99999", "one": ""}
OWN = 40  # open cases on the handler's desk, at every size


def pairs(sizes: list[int]) -> Iterator[Pair]:
    """Each person's pages while the table of cases grows."""
    people = {name: making.make_person(name, *post) for name, post in PEOPLE.items()}
    for size in sizes:
        casemaking.make_cases_up_to(size, past_year=True)
        _take(people["handler"])
        # A million cases take longer to make than a login lasts.
        clients = {name: Client() for name in people}
        for name, client in clients.items():
            client.force_login(people[name])
        for name, client in clients.items():
            for page in PAGES:
                yield _pair(size, f"{name}-{page}", client, page)


def _pair(size: int, name: str, client: Client, page: str) -> Pair:
    address = _address(page, name.partition("-")[0])
    statements = _remember(client, page, address)
    print(f"  {name}, {size:,}: {statements} statements", flush=True)
    floor = reverse(f"bench_staff_{page if page in ('home', 'one') else 'list'}")
    return Pair(size, partial(_get, client, address), partial(_get, client, floor), name=name)


def _take(handler) -> None:
    Case.objects.filter(handler=handler).update(handler=None)
    newest = Case.objects.filter(latest_event__status="handling").order_by("-pk").values("pk")[:OWN]
    Case.objects.filter(pk__in=[row["pk"] for row in newest]).update(handler=handler)


def _address(page: str, username: str) -> str:
    if page == "home":
        return reverse("wagtailadmin_home")
    if page == "one":
        return reverse("case:inspect", args=[_some_case(username).number])
    return reverse("case:index") + PAGES[page]


def _some_case(username: str) -> Case:
    """An early one, the same at every size."""
    return Case.objects.visible_to(User.objects.get(username=username)).order_by("pk")[7]


def _get(client: Client, address: str):
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response


def _remember(client: Client, page: str, address: str) -> int:
    """Keep what the page shows for its floor; return how many statements a second look takes."""
    shown = _get(client, address)
    if page == "home":
        panel = next(each for each in shown.context_data["panels"] if each.name == "cases")
        context = panel.get_context_data({})
        staff_floor.SHOWN.update(context=context, keys=[row.case.pk for row in context["cases"]])
    elif page == "one":
        case = Case.objects.get(number=shown.context_data["case"].number)
        staff_floor.SHOWN.update(context=shown.context_data, keys=[case.pk])
    else:
        staff_floor.SHOWN.update(context={}, keys=[case.pk for case in shown.context_data["object_list"]])
    with CaptureQueriesContext(connection) as said:
        _get(client, address)
    return len(said)


BENCH = Bench(
    "staff",
    "home, list, late, due soon, the deepest page and one case, as five people open them",
    "the same rows by primary key in the same frame",
    "cases",
    pairs,
)
