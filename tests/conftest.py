"""What every room's tests share: databases, real servers, a browser, reference data.

With ``TEST_EVERYTHING=1`` whatever the machine lacks is a failure; without it, its tests are skipped.
"""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as examples

from tests import browsing, databases, legs, unresolved
from tests.servers import elasticsearch

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
EVERYTHING = os.environ.get("TEST_EVERYTHING") == "1"

# That a machine is busy is no failure; how fast things are, the benchmarks say.
examples.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("any machine")


def pytest_configure(config):
    """Compile the translations once, before a worker is started."""
    if not hasattr(config, "workerinput"):
        from django.core.management import call_command, get_commands

        if "compile_translations" in get_commands():
            call_command("compile_translations", verbosity=0)


def pytest_unconfigure():
    """Remove the folder that portal.settings.test made for this process."""
    if not os.environ.get("TEST_DATA_DIR"):
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


def pytest_collection_modifyitems(config, items):
    """A test that uses a server or the browser is marked for it, so that ``-m`` can choose.

    What forks comes first: what SQLite remembers of the locks on a file goes into the child, which would take
    those of another thread's connection, a live server's, for its own and damage the file.
    """
    items.sort(key=lambda item: item.get_closest_marker("forks") is None)
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "browser" in names:
            item.add_marker("browser")
        if "elasticsearch_url" in names:
            item.add_marker("elasticsearch")
        if "shared_documents" in names:
            item.add_marker("shared_documents")
    legs.leave_out(config, items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """See tests/legs.py."""
    with legs.traced_only_where_asked(item):
        return (yield)


def pytest_runtest_logreport(report):
    """See tests/legs.py."""
    legs.remember(report)


def pytest_sessionfinish(session):
    """See tests/legs.py."""
    legs.write_passed(session.config)


def lacking(reason):
    """Skip for what the machine lacks; fail when everything has to be there."""
    if EVERYTHING:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


# ------------------------------------------------------------------ the run and its workers
@pytest.fixture(scope="session")
def worker(request) -> str:
    """The name of this xdist worker (``gw0``), or ``main``."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def run_folder(request, tmp_path_factory) -> Path:
    """A folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if hasattr(request.config, "workerinput") else base


# ------------------------------------------------------------------ databases
@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, run_folder, worker):
    """Replace pytest-django's: a copy of one prepared template for each worker, see tests/databases.py."""
    original = TransactionTestCase._fixture_teardown
    with django_db_blocker.unblock():
        databases.set_up(run_folder, worker)
    TransactionTestCase._fixture_teardown = lambda case: databases.restore()
    yield
    TransactionTestCase._fixture_teardown = original
    with django_db_blocker.unblock():
        databases.tear_down()


@pytest.fixture
def prepared(db):
    """A database with every room's reference data. The template holds it, so this only says it aloud."""


@pytest.fixture(scope="session", autouse=True)
def _no_unresolved_names():
    """A template's name that nothing resolves is a failure, not an empty place on a page."""
    unresolved.watch()


@pytest.fixture(autouse=True)
def _clear_cache():
    """Throttles live in the cache: no test may wait for another's failures."""
    cache.clear()


# ------------------------------------------------------------------ search
@pytest.fixture(scope="session")
def elasticsearch_url(request, run_folder):
    """A real node's URL: TEST_ELASTICSEARCH_URL, else one started for this process."""
    given = os.environ.get("TEST_ELASTICSEARCH_URL")
    if given:
        yield given
        return
    reason = elasticsearch.missing()
    if reason:
        lacking(reason)
    with elasticsearch.node() as url:
        yield url


@pytest.fixture(scope="session")
def search_prefix(worker) -> str:
    """An index name prefix of this worker alone."""
    return f"test-{os.getpid()}-{worker}"


@pytest.fixture(scope="session", autouse=True)
def _own_indices(search_prefix):
    """Keep the workers apart on a node that they share."""
    settings.SEARCH_PREFIX = search_prefix


# ------------------------------------------------------------------ browser
@pytest.fixture(scope="session")
def browser():
    """Chromium, once a worker."""
    reason = browsing.missing()
    if reason:
        lacking(reason)
    # playwright keeps an event loop in this thread, in which Django would refuse its ORM; the tests are
    # synchronous all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with browsing.chromium() as running:
        yield running


@pytest.fixture
def page(browser, live_server):
    """A page of 1280 × 900 on ``live_server``; script errors and policy breaches fail."""
    with browsing.page(browser, base_url=live_server.url) as opened:
        yield opened


@pytest.fixture
def open_page(browser, live_server):
    """Make further pages: ``with open_page(viewport={"width": 320, "height": 700}) as page``."""

    def opener(**options):
        return browsing.page(browser, base_url=live_server.url, **options)

    return opener


@pytest.fixture
def axe():
    """``axe(page, within=None, ignore=())`` fails on any breach of WCAG 2.2 AA."""
    return browsing.check_axe


# ------------------------------------------------------------------ documents beside the project
@pytest.fixture(scope="session")
def shared_documents() -> Path:
    """The folder with ``policies/`` and ``seeds/`` beside the project; never copied into it."""
    if not (SHARED / "policies").is_dir() or not (SHARED / "seeds").is_dir():
        pytest.skip("left out: ../shared/policies and ../shared/seeds are not beside the project")
    return SHARED
