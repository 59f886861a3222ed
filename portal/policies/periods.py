"""From when and until when a text says it counts (施行, 有效期)."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from portal.policies.numerals import DATE, NUMERAL, find_date, number

EFFECTIVE = re.compile(rf"[自于从]\s*(?:{DATE.pattern})\s*(?:起|开始|起开始)?(?:正式)?(?:施行|执行|实施)")
EFFECTIVE_AT_ONCE = re.compile(r"自(?:公布|发布|颁布|印发|下发)之日起(?:正式)?(?:施行|执行|实施)")
UNTIL = re.compile(rf"有效期(?:限)?(?:为|截至|截止到|截止|至|到)*[\s　]*(?:{DATE.pattern})")
FOR_YEARS = re.compile(rf"有效期(?:限)?(?:为)?[\s　]*(?P<years>\d{{1,2}}|{NUMERAL})[\s　]*年")


def effective(paragraphs: Sequence[str], issued_on: date | None) -> date | None:
    """The day a text says it comes into force, looked for from its end.

    ``issued_on`` is when it was first promulgated: 自公布之日起施行. Raises ValueError for a day that no
    calendar has.
    """
    for paragraph in reversed(paragraphs):
        if found := EFFECTIVE.search(paragraph):
            return find_date(found[0])
        if EFFECTIVE_AT_ONCE.search(paragraph):
            return issued_on
    return None


def until(paragraphs: Sequence[str], effective_on: date | None) -> date | None:
    """The last day on which a text says it counts: named, or so many years from when it came into force.

    A text whose time is over counts no more without anybody repealing it. Raises ValueError as above.
    """
    for paragraph in reversed(paragraphs):
        if found := UNTIL.search(paragraph):
            return find_date(found[0])
        if (found := FOR_YEARS.search(paragraph)) and effective_on:
            return _years_later(effective_on, number(found["years"])) - timedelta(days=1)
    return None


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)  # the 29th of February
