"""Names at the login that no account has stand in the log; inspectors read of them, and nobody else."""

from django.urls import reverse

from organizations import logins
from tests.organizations.factories import fresh

WORDS = "没有账号使用的登录名"


def test_inspectors_read_of_them_and_of_nothing_that_was_typed(client, units, staff) -> None:
    address = reverse("complaints_looks")
    client.force_login(fresh(staff["inspector"]))
    assert WORDS not in client.get(address).content.decode()
    logins.failed("linxiaohua", 4, "203.0.113.77")
    shown = client.get(address).content.decode()
    assert WORDS in shown
    assert "203.0.113" in shown
    assert "203.0.113.77" not in shown
    assert "linxiaohua" not in shown
    client.force_login(fresh(staff["county_supervisor"]))
    assert WORDS not in client.get(address).content.decode()
