"""The command: what the screen answers, for the same people."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from organizations.enums import Role
from search.engines import current
from search.engines.engine import IndexBroken
from tests.organizations.factories import make_person
from tests.search.workbench.asking import broken, search

pytestmark = pytest.mark.django_db


def test_the_command_answers_what_the_screen_answers(browser_client, cases, inspector, capsys):
    page, _url = search(browser_client, "存折", "?region=320722")
    call_command("search_cases", "存折", user=inspector.username, json=True, filters="region=320722")
    said = json.loads(capsys.readouterr().out)
    answer = page.context["answer"]
    assert said["total"] == answer.total == 2
    assert [hit["number"] for hit in said["hits"]] == [hit.case.number for hit in answer.hits]
    assert [hit["title"] for hit in said["hits"]] == [hit.title for hit in answer.hits]
    assert said["facets"] == {
        group.parameter: {choice.value: choice.count for choice in group.choices} for group in answer.facets
    }
    call_command("search_cases", "存折", user=inspector.username)
    assert "2 found, page 1 of 1" in capsys.readouterr().out


def test_the_command_is_for_those_who_may_and_says_why_not(cases, units, inspector, monkeypatch):
    with pytest.raises(CommandError, match="No active user"):
        call_command("search_cases", "x", user="nobody")
    handler = make_person("经办人", (units["city"], Role.HANDLER))
    with pytest.raises(CommandError, match="may not search"):
        call_command("search_cases", "x", user=handler.username)
    monkeypatch.setattr(current, "engine", broken(IndexBroken))
    with pytest.raises(CommandError, match="rebuild_index"):
        call_command("search_cases", "x", user=inspector.username)
