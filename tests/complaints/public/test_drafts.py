"""Drafts: found by a key that only the session holds, gone after a day."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from complaints.identity import receipts
from complaints.intake.filing import file_case
from complaints.models import Attachment, Draft
from complaints.public import attachments, drafts, submission
from complaints.public.answers import FilingAnswers
from organizations.session_store import SessionStore
from tests.complaints.factories import an_intake
from tests.complaints.public.citizen import a_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """An empty session."""
    return SessionStore()


def age(draft: Draft, hours: float) -> None:
    Draft.objects.filter(pk=draft.pk).update(created_at=timezone.now() - timedelta(hours=hours))


def test_a_draft_is_found_by_its_session_alone(session):
    draft = drafts.begin(session)
    assert drafts.current(session) == draft
    assert drafts.current(SessionStore()) is None
    assert session[drafts.FILING] not in draft.key_index


def test_answers_come_back(session):
    draft = drafts.begin(session)
    drafts.keep(draft, FilingAnswers(kind="report", narrative="收了钱。", people=["某人"]))
    assert drafts.answers_of(drafts.current(session)).people == ["某人"]


def test_after_a_day_it_is_no_longer_there(session):
    draft = drafts.begin(session)
    age(draft, 23.9)
    assert drafts.current(session) == draft
    age(draft, 24.1)
    assert drafts.current(session) is None


def test_purge_deletes_the_old_with_their_files(session, capsys, django_capture_on_commit_callbacks):
    old, new = drafts.begin(session), drafts.begin(SessionStore())
    attachments.add(old, [a_pdf()])
    file = Attachment.objects.get().file
    age(old, 25)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("purge_drafts")
    assert list(Draft.objects.all()) == [new]
    assert not Attachment.objects.exists()
    assert not file.storage.exists(file.name)
    assert "1" in capsys.readouterr().out


def test_a_new_draft_clears_old_ones_away(session):
    old = drafts.begin(session)
    age(old, 25)
    new = drafts.begin(SessionStore())
    assert list(Draft.objects.all()) == [new]


def test_filing_and_reply_do_not_touch_each_other(session):
    filing, reply = drafts.begin(session), drafts.begin(session, drafts.REPLY)
    drafts.discard(session, drafts.REPLY)
    assert list(Draft.objects.all()) == [filing]
    assert reply != filing
    assert drafts.current(session) == filing


def test_one_key_one_submission(session):
    drafts.begin(session)
    key = session[drafts.FILING]
    assert drafts.submission_keys(key) == drafts.submission_keys(key)
    assert drafts.submission_keys(key) != drafts.submission_keys(key + "x")
    assert key not in drafts.submission_keys(key)[0]


def test_a_form_and_what_became_of_it_are_found_after_the_sites_key_was_changed(session, settings, units):
    draft = drafts.begin(session)
    filed = file_case(an_intake(), submission_key=drafts.submission_keys(session[drafts.FILING])[0])
    settings.BLIND_INDEX_OLD_KEYS = [settings.BLIND_INDEX_KEY]
    settings.BLIND_INDEX_KEY = "a-new-key-of-at-least-thirty-two-characters"
    assert drafts.current(session) == draft
    drafts.erase(draft)
    again = submission.submit(session, agreed=None, captcha_key="x", captcha_answer="x")
    assert receipts.filed_by(again).receipt == filed.receipt
