"""What can not wait: told by words or by hand, and shown at once to who supervises (信访工作条例 22, 25).

The words are a table that an official can read and change (``data/urgent_words.csv``), with ``near`` as in
``matters``. They only ever mark a case; that it is no longer urgent says somebody who did something about it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.enums import Urgency
from complaints.texts.names import fold
from complaints.texts.phrases import stands_in
from protection.data_tables import DataTable


@dataclass(frozen=True, kw_only=True)
class UrgentWords:
    """Words that tell of something urgent, with one of ``near`` after them where that is not empty."""

    urgency: Urgency
    near: tuple[str, ...] = ()
    words: tuple[str, ...]


TABLE = DataTable(Path(__file__).parent / "data" / "urgent_words.csv", UrgentWords, key=("words",))

#: What whoever writes reads at once: who helps now, while the bureau has not read a word yet.
HELP: dict[Urgency, str | Promise] = {
    Urgency.LIFE: _(
        "If somebody is being hurt or in danger now, call 110 (police) or 120 (ambulance) first."
    ),
    Urgency.SELF_HARM: _(
        "If you, or somebody near you, does not want to live any more: call 110 or 120 now, or 12356, where "
        "somebody listens day and night."
    ),
    Urgency.CHILD: _("If a child is in danger, call 110. If nobody looks after it, call 12345 now."),
    Urgency.NEED: _(
        "If there is nothing to eat or nowhere to sleep today: the relief station takes you in and costs "
        "nothing; 110 or 12345 tell you where it is. In an emergency the township can help first and do the "
        "papers afterwards (temporary assistance)."
    ),
}


@cache
def _words() -> tuple[UrgentWords, ...]:
    return tuple(
        replace(row, near=tuple(map(fold, row.near)), words=tuple(map(fold, row.words))) for row in TABLE.rows
    )


def told_in(texts: Iterable[str]) -> list[Urgency]:
    """Return what the texts tell that can not wait, in the order of ``Urgency``."""
    folded = [fold(text) for text in texts]
    found = {row.urgency for row in _words() for text in folded if stands_in(text, row.words, row.near)}
    return [urgency for urgency in Urgency if urgency in found]


def help_for(urgencies: Iterable[Urgency | str]) -> list[str]:
    """Return what whoever writes reads at once, in the visitor's language."""
    return [str(HELP[Urgency(each)]) for each in urgencies if each in HELP]
