"""What each request of a citizen's walk through the form, and of a handler's day, costs to compute.

``python -m bench.walk`` answers them in this process, behind the site's own middleware, and counts this
process's own computing (``time.process_time``): who else uses the machine makes no difference. The requests
are those that a browser sends; the captcha's picture is one of them.
"""

import argparse
import cProfile
import gc
import pstats
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench import environment, making

WARM = 3
#: Of each request's costs, this one of ten is told: the least that is no stroke of luck.
TELLING = 2
STORY = "八月起没有收到低保金，问了村里两次，都说再等等。"


@dataclass
class Costs:
    """Computing and statements of requests, by name."""

    cpu: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statements: dict[str, int] = field(default_factory=dict)
    profile: cProfile.Profile | None = None
    only: str = ""

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Count what is computed within."""
        profile = self.profile if self.only in name else None
        begun = time.process_time()
        if profile:
            profile.enable()
        try:
            yield
        finally:
            if profile:
                profile.disable()
            self.cpu[name].append((time.process_time() - begun) * 1000)

    def table(self) -> str:
        """One row a request, in the order in which they were sent."""
        rows = ["| request | cpu, ms | statements |", "| --- | ---: | ---: |"]
        for name, cpu in self.cpu.items():
            rows.append(f"| {name} | {_told(cpu):.1f} | {self.statements.get(name, '')} |")
        rows.append(f"| all | {sum(map(_told, self.cpu.values())):.1f} | {sum(self.statements.values())} |")
        return "\n".join(rows)


def main(arguments: list[str]) -> int:
    """Walk so many times and print the costs; with ``--profile`` where they come from."""
    parser = argparse.ArgumentParser(prog="python -m bench.walk")
    parser.add_argument("--walks", type=int, default=20)
    parser.add_argument("--cases", type=int, default=2_000, help="on file before (2,000)")
    parser.add_argument("--profile", metavar="NAME", help="of requests whose name holds this; '' for all")
    parser.add_argument("--by", default="cumulative", help="cumulative, tottime")
    parser.add_argument("--lines", type=int, default=60)
    options = parser.parse_args(arguments)
    with environment.portal():
        print(environment.machine(), flush=True)
        _run(options)
    return 0


def _run(options: argparse.Namespace) -> None:
    from bench import casemaking

    casemaking.make_cases_up_to(options.cases, past_year=True)
    for name, act in (("citizen", Citizens().walk), ("staff", _staff())):
        for number in range(WARM):
            act(Costs(), number)
        costs = Costs()
        with _statements_counted(costs):
            act(costs, WARM)
        costs.cpu.clear()
        if options.profile is not None:
            costs.profile, costs.only = cProfile.Profile(), options.profile
        gc.collect()
        for number in range(options.walks):
            act(costs, WARM + 1 + number)
        print(f"\n{name}\n\n{costs.table()}")
        if costs.profile and costs.profile.getstats():
            stats = pstats.Stats(costs.profile)
            stats.sort_stats(options.by).print_stats(options.lines)


@contextmanager
def _statements_counted(costs: Costs) -> Iterator[None]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    plain = costs.of

    @contextmanager
    def counted(name: str) -> Iterator[None]:
        with CaptureQueriesContext(connection) as said, plain(name):
            yield
        costs.statements[name] = len(said)

    costs.of = counted  # type: ignore[method-assign]
    try:
        yield
    finally:
        costs.of = plain  # type: ignore[method-assign]


class Citizens:
    """Each walks through all pages, as somebody else from elsewhere."""

    def __init__(self) -> None:
        from django.test.client import ClientHandler

        # One for all, as in a server: to make it whitenoise looks at each file of the site.
        self.site = ClientHandler(enforce_csrf_checks=True)

    def walk(self, costs: Costs, number: int) -> None:
        """File one complaint."""
        from django.test import Client

        from bench.kills import people

        net = f"10.{number // 250 % 250}.{number % 250}.7"
        client = Client(REMOTE_ADDR=net, HTTP_ACCEPT_ENCODING="gzip, deflate")
        client.handler = self.site

        def ask(method: str, address: str, data: dict[str, str] | None = None, name: str = ""):
            token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
            send = getattr(client, method)
            with costs.of(f"{method.upper()} {name or address.partition('?')[0]}"):
                return send(address, data, headers={"X-CSRFToken": token})

        pages = people.answers(number, STORY)
        ask("get", "/complaints/new/")
        for path, answer in [*pages.items(), (people.FILES, {})]:
            sent = ask("post", path, answer)
            assert sent.status_code == 302, path
            page = ask("get", sent["Location"])
            assert page.status_code == 200, sent["Location"]
        sent = ask("post", people.CHECK, _last_page(page.content.decode(), ask))
        done = ask("get", sent["Location"])
        assert people.RECEIPT.search(done.content.decode()), sent["Location"]


def _last_page(page: str, ask) -> dict[str, str]:
    """Look at the picture and answer all that the last page asks."""
    from bench.kills import people
    from bench.kills.trial import answer

    data = people.last_page(page, answer)
    picture = ask("get", f"/captcha/image/{data['captcha_key']}/", name="the captcha's picture")
    assert picture["Content-Type"] == "image/png"
    return data


def _staff():
    """A function that opens a handler's pages."""
    from django.test import Client
    from django.urls import reverse

    from complaints.models import Case
    from organizations.enums import Role

    user = making.make_person("handler", Role.SUPERVISOR, "丙县民政局")
    client = Client(HTTP_ACCEPT_ENCODING="gzip, deflate")
    client.force_login(user)
    case = Case.objects.visible_to(user).order_by("pk")[7]
    pages = {
        "home": reverse("wagtailadmin_home"),
        "list": reverse("case:index"),
        "list, late": reverse("case:index") + "?due=late",
        "one case": reverse("case:inspect", args=[case.number]),
    }

    def look(costs: Costs, _number: int) -> None:
        for name, address in pages.items():
            with costs.of(name):
                shown = client.get(address)
            assert shown.status_code == 200, address

    return look


def _told(cpu: list[float]) -> float:
    return statistics.quantiles(cpu, n=10)[TELLING - 1] if len(cpu) > 1 else cpu[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
