"""The same story twice: found by samples of its text, whoever changed a word of it.

A story is brought into one form (no spaces, no punctuation, no digits of dates) and cut into all its pieces
of ``LENGTH`` characters; of these the ``KEPT`` with the smallest check sums are kept as keyed digests. Two
texts that differ little have most of them in common. A case points to the first that is alike, so that a wave
of ten thousand letters is found by ``KEPT`` look-ups in an index, and none of it is read.
"""

import unicodedata
import zlib
from collections import Counter

from django.db.models import OuterRef, Subquery

from complaints.models import Case, TextSample
from organizations.models import User
from protection.blind_index import derive

#: Characters in a piece: longer than the phrases that all letters share.
LENGTH = 8
#: Pieces that are kept of a text, and how many of them two texts have in common to be alike.
KEPT, NEEDED = 12, 7
#: Bytes of a digest.
SIZE = 12
#: Cases that a page names at most.
SHOWN = 5


def samples_of(text: str) -> frozenset[str]:
    """Return the digests that are kept of a text; nothing of one too short to be told from others."""
    plain = "".join(each for each in unicodedata.normalize("NFKC", text) if each.isalpha())
    pieces = {plain[at : at + LENGTH] for at in range(len(plain) - LENGTH + 1)}
    if len(pieces) < KEPT:
        return frozenset()
    smallest = sorted(pieces, key=lambda piece: (zlib.crc32(piece.encode()), piece))[:KEPT]
    return frozenset(derive("complaints.sample", piece, SIZE).hex() for piece in smallest)


def keep(case: Case) -> None:
    """Keep the samples of the case's story, and let it point to the first case that is alike."""
    wanted = samples_of(case.narrative)
    TextSample.objects.filter(case=case).exclude(key__in=wanted).delete()
    TextSample.objects.bulk_create(
        [TextSample(case=case, key=key) for key in sorted(wanted)], ignore_conflicts=True
    )
    first = _first_alike(case)
    if first is None and case.alike_to_id == case.pk:
        return  # read again, and still the first of several
    case.alike_to_id = first
    Case.objects.filter(pk=case.pk).update(alike_to=case.alike_to_id)
    if case.alike_to_id:
        # The first points to itself, so that a page asks for others only where there are some.
        Case.objects.filter(pk=case.alike_to_id, alike_to=None).update(alike_to=case.alike_to_id)


def _first_alike(case: Case) -> int | None:
    """The first case with nearly the same story; one statement, a look-up in the index for each sample."""
    earlier = TextSample.objects.filter(key=OuterRef("key"), case__lt=case.pk).order_by("case")
    own = TextSample.objects.filter(case=case).annotate(first=Subquery(earlier.values("case")[:1]))
    found = Counter(first for first in own.values_list("first", flat=True) if first)
    first, common = next(iter(found.most_common(1)), (None, 0))
    if first is None or common < NEEDED:
        return None
    return Case.objects.values_list("alike_to", flat=True).get(pk=first) or first


def is_same(text: str, case: Case) -> bool:
    """Whether the text is nearly the story of the case."""
    common = TextSample.objects.filter(case=case, key__in=samples_of(text)).count()
    return common >= NEEDED


def alike(case: Case, user: User) -> list[Case]:
    """Return the latest cases with nearly the same story that the user sees, ``SHOWN`` at most."""
    if case.alike_to_id is None:
        return []
    same = Case.objects.visible_to(user).filter(alike_to=case.alike_to_id)
    return list(same.exclude(pk=case.pk).order_by("-pk")[:SHOWN])
