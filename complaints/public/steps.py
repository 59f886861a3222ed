"""The pages of the form as one table: their order, and when a page is left out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from complaints.public.answers import FilingAnswers


def _always(answers: FilingAnswers) -> bool:
    return True


@dataclass(frozen=True)
class FilingStep:
    """One page: ``slug`` in its address, ``question`` as its heading, ``applies``: whether it is asked."""

    slug: str
    question: str | Promise
    applies: Callable[[FilingAnswers], bool] = _always

    @property
    def url(self) -> str:
        """The address of the page in the current language."""
        return _address(self.slug, get_language(), get_script_prefix())


STEPS: tuple[FilingStep, ...] = (
    FilingStep("kind", _("What would you like to do?")),
    # The row, or the notice, already says which village it is about.
    FilingStep("where", _("Where did it happen?"), lambda answers: not (answers.row or answers.notice)),
    # On it depends who reads the matter first (``complaints.routing``); who is not sure need not say.
    FilingStep("matter", _("What is it mainly about?"), lambda answers: answers.asks_matter),
    FilingStep("story", _("What happened?")),
    # An enquiry accuses nobody, but may speak of somebody.
    FilingStep("reach", _("Whom do you speak of?"), lambda answers: not answers.asks_who),
    FilingStep("who", _("Who is it about?"), lambda answers: answers.asks_who),
    FilingStep("openness", _("How do you want to be known?")),
    FilingStep("contact", _("How can we reach you?"), lambda answers: not answers.is_anonymous),
    FilingStep("files", _("Do you have photos or papers?")),
    FilingStep("check", _("Check your answers")),
)


@lru_cache(maxsize=256)
def _address(slug: str, _language: str | None, _prefix: str) -> str:
    """Looked up once: the page of all answers leads to each page several times."""
    return reverse("complaints:new") if slug == STEPS[0].slug else reverse("complaints:step", args=[slug])


BY_SLUG = {step.slug: step for step in STEPS}
LAST = STEPS[-1]


def asked(answers: FilingAnswers) -> list[FilingStep]:
    """The pages this person is asked, in order."""
    return [step for step in STEPS if step.applies(answers)]


def first_open(answers: FilingAnswers) -> FilingStep:
    """The first page still without an answer; the check page when all are answered."""
    return next((step for step in asked(answers) if step.slug not in answers.done), LAST)


def after(answers: FilingAnswers, slug: str) -> FilingStep:
    """The page that follows ``slug``."""
    pages = asked(answers)
    place = next((index for index, step in enumerate(pages) if step.slug == slug), -1)
    return pages[min(place + 1, len(pages) - 1)]


def before(answers: FilingAnswers, slug: str) -> FilingStep | None:
    """The page before ``slug``, None for the first one."""
    pages = asked(answers)
    place = next((index for index, step in enumerate(pages) if step.slug == slug), 0)
    return pages[place - 1] if place else None


def reachable(answers: FilingAnswers, slug: str) -> bool:
    """Whether the page may be shown: it is asked, and every page before it has an answer."""
    pages = [step.slug for step in asked(answers)]
    return slug in pages and pages.index(slug) <= pages.index(first_open(answers).slug)


def position(answers: FilingAnswers, slug: str) -> tuple[int, int]:
    """(which page this is, how many there are), counted from 1."""
    pages = [step.slug for step in asked(answers)]
    return pages.index(slug) + 1, len(pages)
