"""Search the cases as a person would, from the command line.

``manage.py search_cases 'QUERY' --user NAME [--json]``
"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.html import strip_tags

from organizations.models import User
from search.engines.engine import EngineError
from search.workbench import case_search, messages
from search.workbench.case_search import CaseHitPage
from search.workbench.forms import read_question
from search.workbench.permissions import may_search_cases


class Command(BaseCommand):
    help = "Search the cases as a member of staff would on the screen, with what they may see."

    def add_arguments(self, parser) -> None:
        parser.add_argument("query", help="words, “a phrase”, -not this, or a case number")
        parser.add_argument("--user", required=True, metavar="NAME", help="the user name to search as")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
        parser.add_argument(
            "--filters",
            default="",
            metavar="ADDRESS",
            help="as in the address of the screen: 'region=320722&kind=report&since=2026-01-01&page=2'",
        )

    def handle(self, *args, **options) -> None:
        user = User.objects.filter(username=options["user"], is_active=True).first()
        if user is None:
            raise CommandError(f"No active user is called {options['user']}.")
        if not may_search_cases(user):
            raise CommandError(f"{options['user']} may not search cases: it takes the post of an inspector.")
        question, _dates = read_question(QueryDict(options["filters"].lstrip("?")), options["query"])
        try:
            answer = case_search.ask(user, question)
        except EngineError as error:
            problem = messages.problem_in_words(error)
            raise CommandError(f"{problem.title} {problem.advice}") from error
        if options["json"]:
            self.stdout.write(json.dumps(as_data(answer), ensure_ascii=False, indent=2))
            return
        for note in answer.query.notes:
            self.stderr.write(messages.note_in_words(note))
        if void := messages.void_in_words(answer.query):
            self.stderr.write(f"{void.title} {void.advice}")
        for hit in answer.hits:
            day = date_format(hit.case.received_at, "Y-m-d")
            self.stdout.write(f"{hit.case.number}  {day}  {hit.place}  {strip_tags(hit.title)}")
        self.stdout.write(f"{answer.total} found, page {answer.page} of {answer.pages}")


def as_data(answer: CaseHitPage) -> dict[str, Any]:
    """The answer as plain data, in the order of the screen."""
    return {
        "total": answer.total,
        "page": answer.page,
        "pages": answer.pages,
        "lagging": answer.lagging,
        "terms": [term.text for term in answer.query.wanted],
        "excluded": [term.text for term in answer.query.excluded],
        "notes": [messages.note_in_words(note) for note in answer.query.notes],
        "facets": {
            group.parameter: {choice.value: choice.count for choice in group.choices}
            for group in answer.facets
        },
        "hits": [
            {
                "number": hit.case.number,
                "title": str(hit.title),
                "excerpts": [str(excerpt) for excerpt in hit.excerpts],
                "respondents": str(hit.respondents),
                "kind": hit.case.kind,
                "channel": hit.case.channel,
                "status": hit.case.status.value,
                "programme": hit.case.programme_id,
                "region": hit.case.region_id,
                "received_at": hit.case.received_at.isoformat(),
                "due_on": hit.deadline.clock.due_on.isoformat() if hit.deadline else None,
            }
            for hit in answer.hits
        ],
    }
