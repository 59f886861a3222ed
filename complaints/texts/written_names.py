"""The people in a field for a name: what is typed there holds titles, brackets, figures, several names.

孙继财（借调）, 柳如眉女士, 刘庄村柳如眉等三人 are each one person, 甲、乙 are two. The field as it stands is
always one of the names; what is taken out of it stands beside.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from pypinyin import phrases_dict

from complaints.texts import words
from complaints.texts.name_spellings import HAN_RANGES, is_han
from complaints.texts.names import parts_of_name
from organizations import former_names
from organizations.models import User
from protection.comparing import simplified_forms
from protection.plain_text import seen

#: How many characters the name of one person has.
_SHORTEST, _LONGEST = 2, 4
_BRACKETS = re.compile(r"[(（\[【〔《<〈{]([^()（）\[\]【】〔〕《》<>〈〉{}]*)[)）\]】〕》>〉}]?")
#: How a run goes on after one name, or before one; a surname on both sides makes ``和`` no part of a name.
_COUNTED = re.compile(
    r"等?[一二两三四五六七八九十几多]{1,4}[人名户位]|等人?$|全家|一家|夫妇|夫妻|父子|母子|母女|父女"
)
_OTHERS = re.compile(r"[的代]|小名|乳名|又名|别名|曾用名|原名|绰号|外号|委托")
_AND = re.compile("[和与及跟同]")
_BEFORE = re.compile(
    r"^(?:村民|居民|群众|市民|公民|业主|住户|户主|患者|家属|家长|低保户|五保户|残疾人|老人|本人|我叫|我是|叫|"
    r"举报人|反映人|申请人|投诉人|来信人|信访人|求助人|联系人|当事人|署名|签名|姓名|实名|农民|职工|学生)+"
)
_AFTER = re.compile(r"(?:家属|本人|手印|签字|签名|敬上|亲笔|代写|代书|代笔|代理|代办|男|女){1,3}$")
#: What an address before a name ends with.
_PLACE = re.compile(r"^.*(?:[省市县区镇乡村组庄屯号栋室楼]|社区|街道|公司|学校)")

#: What no name goes on with: 刘庄村民 holds none.
_OF_PLACE = re.compile("[村镇乡县]")

#: 墙某 is called so by who hides the given name: what stands before is no name.
_SOME = "某"


@lru_cache(maxsize=1 << 14)
def of_staff(name: str) -> tuple[str, ...]:
    """Return the names by which somebody in office is known whose account has this one, the whole first.

    Never called with a complainant's name: these stay in memory.
    """
    return tuple(dict.fromkeys([name, *sure(name), *unsure(name)]))


def of(user: User) -> list[str]:
    """Return all names by which words mean somebody in office, those of today first."""
    called = former_names.all_of(user)
    return list(dict.fromkeys([*called, *(each for name in called for each in of_staff(name))]))


def of_complainant(field: str) -> list[str]:
    """Return the names in what somebody wrote as theirs, the field itself first; none is an ordinary word
    that stands there beside a name.
    """
    return list(dict.fromkeys([field, *sure(field), *unsure(field)]))


def sure(field: str) -> list[str]:
    """Return the names that stand in the field for themselves: between marks, titles and words for roles."""
    found = list(dict.fromkeys(_cut_out(field)))
    named = [each for each in found if _begins(each) and not _is_word(each)]
    # A family name of no table, or a name that is a word as well: where it is all that is left.
    return named or [each for each in found if _begins(each) or not _is_other(each)][:1]


def is_persons(name: str) -> bool:
    """Whether a name (``name_spellings.searchable``) is somebody's, by which they can be told from others.

    孙, 主任, 姓孙, 孙某 and 孙主任 are anybody's: that a complainant is called so hides nobody's name.
    """
    if name.isascii():
        return name.replace(" ", "").isalpha() and len(name) >= _LONGEST
    if len(name) < _SHORTEST or not all(map(is_han, name)) or _SOME in name or _is_word(name):
        return False
    if any(words.title_of(name[cut:]) for cut in (1, 2)):
        return False
    return _begins(name) or (len(name) > _SHORTEST and name[0] not in "小老姓")


def unsure(field: str) -> list[str]:
    """Return what could be names within runs that are too long for one: 民政办孙继财, 孙继财测试."""
    windows = [window for run in _runs(field) for window in _windows(run)]
    return list(dict.fromkeys(each for each in windows if not (_is_word(each) or _OF_PLACE.search(each, 1))))


def given_of(field: str) -> list[str]:
    """Return the given names in what a complainant wrote as theirs, and halves of a name with a bullet.

    One that is an ordinary word counts only where it is sure that a name stands there.
    """
    sures = [part for name in [field, *sure(field)] for part in parts_of_name(name)]
    others = [part for name in unsure(field) for part in parts_of_name(name) if not _is_word(part)]
    return list(dict.fromkeys([*sures, *others]))


def refuse(name: str) -> list[str]:
    """Return the titles and words for offices in the name of an account: a person's name holds none."""
    folded = seen(name)
    found = [each.group() for each in _offices().finditer(folded)]
    return [*found, *(m.group() for o in words.offices() if (m := o.pattern.search(folded)))]


def _cut_out(field: str) -> Iterator[str]:
    runs = list(_runs(field))
    yield from (run for run in runs if _fits(run))
    # 孙 继 财, 孙·继财, 孙A继财
    joined = "".join(mark for mark in _outside(field) if is_han(mark))
    if len(runs) > 1 and _fits(joined):
        yield joined
    for run in runs:
        if _fits(run) and len(run) > _SHORTEST and not _begins(run) and run[-1] in words.surnames():
            yield run[-1] + run[:-1]  # 继财孙
        rest = _PLACE.sub("", run)
        if len(run) >= _LONGEST and rest != run and _fits(rest) and _begins(rest):
            yield rest


def _runs(field: str) -> Iterator[str]:
    """The Chinese runs of a field, those in brackets last, without titles and words for roles."""
    text = _one_form(field)
    for part in [_BRACKETS.sub(" ", text), *_BRACKETS.findall(text)]:
        for run in re.split(f"[^{HAN_RANGES}]+", part):
            for piece in _COUNTED.split(run):
                for each in _OTHERS.split(piece):
                    for said in _apart(each):
                        yield from filter(None, map(_bare, _offices().split(said)))


def _one_form(field: str) -> str:
    return seen(field).translate(simplified_forms())


def _outside(field: str) -> str:
    return _BRACKETS.sub("", _one_form(field))


def _apart(run: str) -> list[str]:
    """陈小满和王芳 is two, 张和平 one."""
    for found in _AND.finditer(run):
        left, right = run[: found.start()], run[found.end() :]
        if _fits(left) and _begins(left) and len(right) >= _SHORTEST:
            return [left, *_apart(right)]
    return [run]


def _bare(run: str) -> str:
    """The run without what stands before and after a name."""
    before = ""
    while before != run:
        before = run
        run = _AFTER.sub("", _BEFORE.sub("", run))
        # Most end with none of hundreds, and one look says so.
        if not run.endswith(_titles()):
            continue
        for title in words.titles().values():
            # 王小科 is somebody; 王小满科 is called by a title.
            least = 3 if title.border else 1
            if title.word != _SOME and run.endswith(title.word) and len(run) - len(title.word) >= least:
                run = run.removesuffix(title.word)
    return run


@cache
def _titles() -> tuple[str, ...]:
    return tuple(title.word for title in words.titles().values())


def _windows(run: str) -> Iterator[str]:
    if len(run) < _LONGEST or (len(run) == _LONGEST and run[:2] in words.surnames()):
        return
    sizes = range(_SHORTEST, _LONGEST + 1)
    rest = _PLACE.sub("", run)
    ends = [rest[-size:] for size in sizes if size <= len(rest)]
    found = [each for each in ends if _begins(each) and _fits(each)]
    if rest == run:
        found += [run[:size] for size in sizes if _begins(run)]
    if not found:
        found = [run[at : at + 3] for at in range(len(run) - 2) if _begins(run[at:])]
    yield from found


@cache
def _offices() -> re.Pattern[str]:
    """Titles that stand anywhere beside a name: 孙继财科员借调."""
    found = words.office_titles(anywhere=True)
    return re.compile(words.either([word for word in found if len(word) > 1 and is_han(word[0])]))


def _is_other(run: str) -> bool:
    """Whether it is a word, or an office, and nobody's name."""
    return _is_word(run) or any(office.pattern.search(run) for office in words.offices())


def _fits(run: str) -> bool:
    return _SHORTEST <= len(run) <= _LONGEST


def _begins(run: str) -> bool:
    return run[:1] in words.surnames() or run[:2] in words.surnames()


def _is_word(name: str) -> bool:
    others = name in words.ordinary_words() or name in phrases_dict.phrases_dict
    return others or words.title_of(name) is not None
