"""What an act chose from a list, in words, for whoever reads it on either side."""

from complaints.handling import hearings, mediation, rating
from complaints.models import CaseEvent

_BY_ACT = (rating.in_words, mediation.in_words, hearings.in_words)


def in_words(event: CaseEvent) -> str:
    """What came of a mediation or a hearing, or was said when somebody was asked; else empty."""
    return next(filter(None, (said(event) for said in _BY_ACT)), "")
