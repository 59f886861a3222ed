"""From a draft to a case: filed once, also where it is sent twice or the answer is lost on the way."""

import re
from dataclasses import asdict, replace

from django.utils import timezone

from complaints.behalf_forms import concerned_of
from complaints.enums import Channel
from complaints.identity import receipts
from complaints.intake import topics
from complaints.intake.filing import register
from complaints.intake.intake import TITLE_LENGTH, Identity, Intake
from complaints.models import Draft
from complaints.public import captcha, drafts
from complaints.public.answers import FilingAnswers
from complaints.public.somebody import SOMEBODY
from complaints.telling import gateways, wishes
from complaints.texts.respondent_matching import StatedRespondent
from protection.durable import acknowledged


class NothingToSend(Exception):
    """The session has neither a draft nor a case made from one: it ended."""


class WrongAnswer(Exception):
    """The captcha was answered wrongly; the draft is untouched."""


def submit(session, *, agreed: int | None, captcha_key: str, captcha_answer: str) -> str:
    """File the session's draft and return its submission key, from which receipt and PIN are derived.

    A second click waits for the first (row lock), finds the draft gone and the case there, and returns the
    same key. When this returns, the case is committed. ``agreed`` is who may read it first (``Intake``).
    Raises WrongAnswer, NothingToSend or ``IntakeRefused``; then nothing was filed and the draft is as it
    was.
    """
    key = drafts.key_of(session)
    if key is None:
        raise NothingToSend
    submission = drafts.submission_keys(key)[0]
    # Slow on purpose, so it is done before SQLite's one write lock is taken, and only for a right answer.
    right = captcha.is_right(captcha_key, captcha_answer)
    pin_hash = receipts.hash_pin(receipts.pin_for(submission)) if right else ""
    with acknowledged():
        draft = drafts.locked(session)
        passed = draft is not None and captcha.passes(captcha_key, captcha_answer)
        if draft is not None and passed:
            answers = drafts.answers_of(draft)
            intake = replace(intake_of(answers, draft), agreed=agreed)
            case, _created = register(intake, submission_key=submission, pin_hash=pin_hash)
            if answers.tell_way and wishes.may_wish(case) and answers.tell_way in gateways.ways():
                wishes.wish(case, answers.tell_way, answers.tell_address)
            draft.delete()
    # Raised only after the transaction, so that the used captcha stays used.
    if draft is not None and not passed:
        raise WrongAnswer
    filed = submission if passed else filed_as(key)
    if filed is None:
        raise NothingToSend
    drafts.forget(session)
    drafts.discard(session, drafts.REFUSED)
    return filed


def filed_as(key: str) -> str | None:
    """Return the submission key under which this draft became a case, None when it has not."""
    return next((each for each in drafts.submission_keys(key) if receipts.case_of(each)), None)


def intake_of(answers: FilingAnswers, draft: Draft) -> Intake:
    """The answers in the form that every channel's intake has."""
    answers.drop_unasked()
    concerned = concerned_of(asdict(answers))
    identity = Identity(answers.name, answers.phone, answers.id_number, answers.address, concerned)
    return Intake(
        kind=answers.kind,
        channel=Channel.WEB,
        openness=answers.openness,
        title=answers.title or title_from(answers.narrative),
        narrative=topics.told_with(answers.narrative, answers.helpful),
        region_code=answers.region,
        row=answers.row or None,
        notice=answers.notice or None,
        matter=answers.matter,
        topic=answers.topic,
        reach=answers.reach,
        avoid=list(answers.avoid),
        respondents=[
            *(StatedRespondent(unit=unit) for unit in answers.units),
            *(StatedRespondent(name=SOMEBODY[key].words) for key in answers.somebody if key in SOMEBODY),
            *(StatedRespondent(name=name) for name in answers.people),
        ],
        complainant=None if answers.is_anonymous else identity,
        attachments=list(draft.attachments.values_list("pk", flat=True)),
        received_at=timezone.now(),
    )


def title_from(narrative: str, length: int = 30) -> str:
    """A title for someone who gave none: the first sentence, at most ``length`` characters of it."""
    first = re.split(r"[。！？!?\n；;]", narrative.strip(), maxsplit=1)[0].strip() or narrative.strip()
    return (first if len(first) <= length else first[: length - 1] + "…")[:TITLE_LENGTH]
