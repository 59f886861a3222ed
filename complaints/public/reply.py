"""A message of the complainant into their case, kept as a draft while something about it is refused."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.acts import acts_that
from complaints.enums import EventKind
from complaints.handling import conversation
from complaints.models import Case, CaseEvent, Draft
from complaints.parties import ruling_out
from complaints.public import crowding, drafts
from complaints.public.answers import FilingAnswers
from organizations import in_office
from organizations.models import Unit
from protection.refusals import NotAllowed

ANOTHER_OFFICE = gettext_lazy(
    "Another office has your case now. Please choose again who may read your message first, and send it."
)
#: Within which the same words once more are the second click, or a page sent again by a slow network.
TWO_CLICKS = timedelta(minutes=30)


def written(draft: Draft | None, office: int) -> dict[str, str]:
    """What was written so far, by the names of the form's fields.

    Who reads it first was chosen of one office: where ``office``, which has the case now, is another one,
    nothing is chosen.
    """
    answers = drafts.answers_of(draft)
    first_reader = answers.first_reader if answers.office == office else ""
    return {"text": answers.narrative, "first_reader": first_reader}


def keep(draft: Draft, office: int, *, text: str, first_reader: str = "") -> None:
    """Keep what was written while files are added or removed, and of which ``office`` it was chosen."""
    drafts.keep(draft, FilingAnswers(narrative=text, first_reader=first_reader, office=office))


def send(case: Case, text: str, draft: Draft | None, *, own: bool, above_first: bool) -> None:
    """Put text and files into the case, once: the second of two clicks finds its message there.

    ``above_first``: the office above shall read it before the one that has the case, ``case.unit``.

    ``own``, here and below: with a PIN of one's own.

    Raises ``casework.NotAllowed`` when the case took as many within a day as any does, and when another
    office has it meanwhile, which the writer was not asked about; the draft is then as it was.
    """
    with transaction.atomic():
        _check_number(case, own)
        locked = _locked(case)
        if locked.unit_id != case.unit_id:
            raise NotAllowed([ANOTHER_OFFICE])
        files = list(draft.attachments.values_list("pk", flat=True)) if draft else []
        if files or not _is_repeated(locked, EventKind.COMPLAINANT_WROTE, text, own, above_first):
            conversation.write_back(case, text, files, own=own, above_first=above_first)
        if draft:
            draft.delete()


def _check_number(case: Case, own: bool) -> None:
    # Counted apart: whoever kept a heard PIN fills up nothing, and learns not how much was written.
    day = timezone.now() - timedelta(days=1)
    written = CaseEvent.objects.filter(case=case, kind=EventKind.COMPLAINANT_WROTE, at__gt=day)
    most = crowding.limit("messages", "case").free
    if sum(bool(data.get("own")) == own for data in written.values_list("data", flat=True)) >= most:
        reason = _(
            "There are %(number)d messages of today in your case. Please call us if it is urgent, "
            "or send this one tomorrow; copy it before you leave this page."
        )
        raise NotAllowed([reason % {"number": most}])


def ask_review(case: Case, text: str, *, own: bool) -> None:
    """Ask that the unit above looks at the answer again; a second click changes nothing."""
    with transaction.atomic():
        if not _is_repeated(_locked(case), EventKind.ASK_REVIEW, text, own):
            conversation.ask_review(case, text, own=own)


def ask_recusal(case: Case, text: str, *, own: bool) -> None:
    """Ask that somebody steps aside; a second click changes nothing."""
    with transaction.atomic():
        if not _is_repeated(_locked(case), EventKind.ASK_RECUSAL, text, own):
            conversation.ask_recusal(case, text, own=own)


def rate(case: Case, *, own: bool, **said: bool) -> None:
    """Say whether it is solved, and whether they are satisfied; a second click changes nothing."""
    with transaction.atomic():
        last = _last_done(_locked(case))
        is_fresh = last and last.kind == EventKind.RATE and timezone.now() - last.at < TWO_CLICKS
        kept = last.data if last and is_fresh else {}
        if not kept or any((kept.get(name) or False) != value for name, value in said.items()):
            conversation.rate(case, own=own, **said)


def rule_out(case: Case, unit: str, *, own: bool) -> str:
    """Keep the case from the unit whose key this is; return what is so now, in words; a second click too.

    Raises ``casework.NotAllowed`` for what is no unit that the case names, and where nobody else is left.
    """
    key = _key(unit)
    event = conversation.rule_out(case, key, own=own)
    words = [
        _("As you wish: %(unit)s and the offices under it do not have your case and do not see it.")
        % {"unit": Unit.objects.get(pk=key).name}
    ]
    if event and "unit" in event.data:
        words.append(_("%(unit)s has it now.") % {"unit": case.unit.name})
    elif event and "above" in event.data:
        words.append(_("An office above has it now."))
    return " ".join(words)


def wish(case: Case, unit: str) -> None:
    """Take down, with a heard PIN, that an office shall not have the case; what comes of it is not said.

    Where it cannot be followed, the wish joins the case as a message. Raises ``casework.NotAllowed`` for what
    is no office of the place, and where a message would be one too many.
    """
    office = next((each for each in ruling_out.of_the_place(case) if each.pk == _key(unit)), None)
    if office is None:
        raise NotAllowed([_("Choose one of the offices on this page.")])
    try:
        conversation.rule_out(case, office.pk)
    except NotAllowed:
        said = _("Please do not give it to: %(unit)s") % {"unit": office.name}
        send(case, said, None, own=False, above_first=False)


def _key(unit: str) -> int:
    return int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 10 else 0


def _locked(case: Case) -> Case:
    in_office.stays()
    return Case.objects.select_for_update().get(pk=case.pk)


def _is_repeated(locked: Case, kind: EventKind, text: str, own: bool, above_first: bool = False) -> bool:
    """Whether what somebody did last in a locked case is this very message, sent by the first of two clicks.

    Who asks the same again days later says something.

    The event is read after the lock is held, in a query of its own: joined to the locking query, PostgreSQL
    would look for it as of the time before the wait and find nothing.
    """
    last = _last_done(locked)
    if last is None:
        return False
    chosen = (bool(last.data.get("own")), bool(last.data.get("above_first")))
    same = (last.kind, last.text, *chosen) == (kind, text.strip(), own, above_first)
    return same and timezone.now() - last.at < TWO_CLICKS


def _last_done(locked: Case) -> CaseEvent | None:
    # What the first click brought about by itself, the case going up, stands behind it.
    done = locked.events.filter(Q(actor__isnull=False) | Q(kind__in=acts_that("by_pin")))
    return done.order_by("sequence").last()
