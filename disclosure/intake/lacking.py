"""What is said of a list whose file has not all columns: nothing is made up for them, and what needs them is
not checked.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure.models import Batch

#: By the column of ``intake.layouts`` that may be lacking, in the order of the file.
WORDS = {
    "people": _(
        "The file does not say how many people a household has. Lists show none. Not checked: whether more "
        "people are covered than live there, and whether the amount is too high for so many."
    ),
    "amount": _(
        "The file does not say what a household receives. Lists show no amount. Not checked: whether it is "
        "more than the standard gives, or more than is plausible."
    ),
    "since": _(
        "The file does not say since when a household receives. Lists show no month. Not checked: whether "
        "that was before the holder was born, after the month of the list, in a gap, or beside others."
    ),
}


def words(batch: Batch) -> list[Promise]:
    """Return a sentence for each column that the file of a batch has none of."""
    return [sentence for key, sentence in WORDS.items() if key in batch.lacking]
