"""Somebody who takes office, or a new name, after a case was filed that speaks of them.

A name means nobody while no such person is known. When one takes office, the cases that could be shown to
them or their colleagues are read again in the same transaction, so that they never see one of these
(信访工作条例 30; design, invariant 2).
"""

from __future__ import annotations

from django.db.models import Q

from complaints import casework
from complaints.accused import may_mean
from complaints.models import Respondent
from organizations import codes, scope
from organizations.models import Post, User

COUNTY = 6  # digits of its code: whom words mean is looked for in the county and above it


def recognise(user: User) -> int:
    """Hide from ``user`` and their offices the cases whose words mean them; return how many these were.

    One query for the words of the places where they hold posts, and a few more for each case that could be
    meant. Nothing that was hidden is ever opened.
    """
    regions = Post.objects.not_ended().filter(user=user).values_list("unit__region_id", flat=True)
    where = Q()
    for code in codes.minimal({region[:COUNTY] for region in regions}):
        where |= scope.within(code, "case__region_id")
    if not where:
        return 0
    said = Respondent.objects.filter(where, derived=False).exclude(name="").values_list("case_id", "name")
    cases = {case for case, words in said.iterator() if may_mean(words, user.name)}
    return sum(casework.recognise(case, user) is not None for case in sorted(cases))
