"""What stands beside a name that signs and says nothing of anybody: a telephone, a thumb print."""

import re
from functools import cache

from complaints.identity import own_words

_BARE = r"(?:1[3-9][0-9](?:[ -]?[0-9*]){8}|(?:0[0-9]{2,3}[ -]?)?[2-9][0-9]{6,7}|[0-9]{17}[0-9x]|[*]{7,18})"
_GAP = "[ \\t]{0,4}"


def without_contacts(form: str) -> str:
    """Return the form of a text with spaces where it tells how to reach somebody; the length stays."""
    return _contact().sub(lambda found: " " * len(found.group()), form)


@cache
def _contact() -> re.Pattern[str]:
    """No years and no yuan; and 孙继财的电话 is told of another."""
    word = f"(?:{own_words.either('own')}的?)?{own_words.either('reach')}(?:同微信)?[是为:]{{0,2}}"
    return re.compile(
        rf"(?<!的)[(]?{_GAP}(?:{word}{_GAP}(?<![0-9])[0-9*](?:[ -]?[0-9*]){{3,17}}x?|(?<![0-9*]){_BARE})"
        rf"(?![0-9*]|[ \t]?[元年月日号块万个户人]){_GAP}(?:[(][\u4e00-\u9fa5]{{1,6}}[)])?[)]?"
        r"|[(](?:手印|指印|签名|签字|盖章|按手印|捺印)[)]"
    )
