"""A message of the complainant into an open case, kept as a draft while something about it is refused."""

from django.db import transaction

from complaints import conversation
from complaints.enums import EventKind
from complaints.models import Case, Draft

from . import drafts
from .answers import Answers


def text_of(draft: Draft | None) -> str:
    """The text kept so far."""
    return drafts.answers_of(draft).narrative


def keep_text(draft: Draft, text: str) -> None:
    """Keep the text while files are added or removed."""
    drafts.keep(draft, Answers(narrative=text))


def send(case: Case, text: str, draft: Draft | None) -> None:
    """Put text and files into the case, once: the second of two clicks finds its message there.

    Raises `casework.NotAllowed` when the case takes no messages any more; the draft is then as it was.
    """
    with transaction.atomic():
        locked = Case.objects.select_for_update(of=("self",)).select_related("latest_event").get(pk=case.pk)
        files = list(draft.attachments.values_list("pk", flat=True)) if draft else []
        last = locked.latest_event
        repeated = last.kind == EventKind.COMPLAINANT_WROTE and last.text == text.strip() and not files
        if not repeated:
            conversation.write_back(case, text, files)
        if draft:
            draft.delete()


def ask_review(case: Case, text: str) -> None:
    """Ask that the unit above looks at the answer again; a second click changes nothing."""
    with transaction.atomic():
        locked = Case.objects.select_for_update(of=("self",)).select_related("latest_event").get(pk=case.pk)
        last = locked.latest_event
        if not (last.kind == EventKind.ASK_REVIEW and last.text == text.strip()):
            conversation.ask_review(case, text)
