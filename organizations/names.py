"""How one place is written in several ways: 刘顶村, 刘顶村委会, 刘顶村民委员会. No database."""

import re

_VILLAGE_ENDINGS: tuple[str, ...] = ("村委会", "村民委员会", "村")
_COMMUNITY_ENDINGS: tuple[str, ...] = ("社区居委会", "社区居民委员会", "居委会", "居民委员会", "社区")
_ENDING = re.compile(
    "(?:(?P<village>村民委员会|村委会|村)|(?P<community>(?:社区)?(?:居民委员会|居委会)|社区))$"
)
_OFFICE = re.compile("(?:街道)?(?:办事处|人民政府)$")


def variants(name: str) -> list[str]:
    """Return the other ways in which a village's or community's name is written, without the name itself.

    An ending that says village is never turned into one that says community; a name without an ending
    may be either.
    """
    ending = _ENDING.search(name)
    if ending is None:
        base, endings = name, _VILLAGE_ENDINGS + _COMMUNITY_ENDINGS
    else:
        base = name[: ending.start()]
        endings = _VILLAGE_ENDINGS if ending["village"] else _COMMUNITY_ENDINGS
    return [base + other for other in endings if base and base + other != name]


def same_place(written: str, official: str) -> bool:
    """Say whether a name above the village, as written in a file, means the official one.

    Offices stand for their place: 牛山街道办事处 is 牛山街道, 双店镇人民政府 is 双店镇.
    """
    if written == official:
        return True
    office = _OFFICE.search(written)
    return office is not None and written[: office.start()] in (official, official.removesuffix("街道"))
