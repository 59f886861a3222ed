"""Numbers that identify a person, found in the form of a text (``protection.comparing.alike``).

People write them in full width, spoken digit by digit, spaced and bracketed; officers write dates, amounts
and terms of office that look alike. So a text is cut into groups of digits first, and neighbouring groups are
joined only where together they have the shape of one number: what is joined is what is masked. Every group is
tried with a bounded number of its neighbours, so the time grows with the text and with nothing else.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple


def _of_categories(*categories: str) -> str:
    """The characters of these Unicode categories, for a class of a pattern."""
    return "".join(
        f"\\u{code:04x}" for code in range(0x10000) if unicodedata.category(chr(code)) in categories
    )


#: What people put between the characters of a number, seen or unseen: every dash, what is not shown, the
# frame of a key; brackets stand around an area code.
MARKS = f"[\\sー·・•‧∙●.−_\ufe0f\u20e3{_of_categories('Pd', 'Cf')}]"
_GAP = re.compile(f"(?:{MARKS}|[()]){{0,8}}")
#: The last ones as they are said on the telephone.
_SPOKEN = "〇○零幺一二三四五六七八九壹贰叁肆伍陆柒捌玖洞拐勾两妖"
_VALUES = str.maketrans(_SPOKEN, "000112345678912345678907921")
#: 139O518OOO1: letters among figures that look like figures, of a word of their own.
_ALIKE = re.compile(f"(?<![a-z0-9])[oil]{{0,4}}[0-9{_SPOKEN}][0-9{_SPOKEN}oil]{{0,21}}(?![a-z0-9])")
_FIGURES = str.maketrans("oil", "011")
_GROUP = re.compile(f"[0-9{_SPOKEN}]+x?(?![a-z])|[0-9]+")
#: So many groups at the most make one number: an ID number said digit by digit has 18, a bank account 19.
MOST_GROUPS = 22
#: And a card that is not printed in fours has so many.
_MOST_PARTS = 8
_PHONE = "(?:电话|宅电|请电|座机|固话|小灵通|手机|热线|打|拨|致电|联系方式|tel)[号码是为了：:. ]{0,4}"
_PHONE_WORD = re.compile(f"(?:{_PHONE}|号码[是为：:. ]{{0,4}})$")
#: 打我13905180001或者85201234: another number of whoever gave the one before. After one that no word
#: announces, as 凭证号2021001、2021002, it is none.
_ONE_MORE = r"\s?(?:[、,/和及跟]|还有|,?(?:或者?是?|要么|不行就打?|打?不通就打?))\s?"
_BESIDE_ANOTHER = re.compile(
    rf"(?:(?<![0-9])1[3-9][0-9]{{9}}|{_PHONE}(?:0[0-9]{{2,3}}-?)?[2-8][0-9]{{6,7}})"
    rf"(?:{_ONE_MORE}[2-8][0-9]{{6,7}}){{0,3}}{_ONE_MORE}$"
)
_DAY_IN_FIGURES = re.compile("(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]")
#: A card or a book of a bank, in whatever groups.
_ACCOUNT_WORD = re.compile(
    "(?:卡号?|[账帐][号户]|存折|折子|折号|一卡通|户头|银行|信用社)[号码是为了：:. ]{0,4}$"
)
#: Whose number is no person's: of papers and codes of offices, and the line that an office is asked on.
_OFFICE_WORD = re.compile(
    "(?:(?:发票|票据|凭证|收据|事项|信访|受理|办件|工单|案件|项目|合同|采购|公示|批复|公文|文)"
    "(?:编号|单号|号码|号|代码)|信用代码|机构代码|税号|识别号|区划(?:代?码)?)[是为：: ]{0,4}$"
)
_OFFICE = (
    "(?:民政局|民政厅|信访局|医保局|人社局|教育局|公安局|财政局|审计局|[镇乡县市区]政府|街道办|民政办|民政所|信访办"
    "|司法所|派出所|财政所|[纪监]委|残联|法院|检察院|服务中心|救助站|敬老院|办事大厅|服务大厅|村委会|居委会|村部|医院|卫生院)"
)
_OFFICE_LINE = re.compile(
    "(?:[局所办委府心厅站科组县市镇乡政纪访会]的?(?:咨询|举报|投诉|监督|服务|值班|救助)(?:电话|热线|专线)"
    "|(?:监督|值班|办公)(?:电话|热线)|(?<![我要想来])(?:举报|投诉)(?:电话|热线)"
    f"|{_OFFICE}(?:的?(?:公开|对外|办公室)?的?(?:联系)?(?:电话|座机|热线))?)[号码是为：: ]{{0,4}}[(]?$"
)
_UNIT = re.compile(r"\s?(?:元|块|万|户|人|年|月|日|个|岁|分|次|亩|斤|%|号楼)")
#: 累计13800138000.00元 is a sum, in one group too; 13905180001元旦来 is none.
_SUM = re.compile(r"(?:\.[0-9]{1,2})?\s?元(?![旦宵月])")
#: So many characters at the most stand between two groups, or before them the word that says what they are.
_MOST_BETWEEN = 8
_WORD_BEFORE = 16
_NUMBERS_BEFORE = 60
#: How a number is cut, where the same mark between its groups says that they are one: 139/0518/0001.
_CUT = (
    ((3, 4, 4), re.compile("1[3-9][0-9]{9}")),
    ((6, 8, 4), re.compile("[1-8][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]{4}[0-9x]")),
    ((3, 8), re.compile("0(?:10|2[0-9])[2-8][0-9]{7}")),
    ((4, 8), re.compile("0[3-9][0-9]{2}[2-8][0-9]{7}")),
    ((4, 7), re.compile("0[3-9][0-9]{2}[2-8][0-9]{6}")),
    ((3, 8), re.compile("1[3-9][0-9]{9}")),
    ((7, 4), re.compile("1[3-9][0-9]{9}")),
    ((1,) * 11, re.compile("1[3-9][0-9]{9}")),
)
#: How the codes of all provinces begin (GB/T 2260), by the first digit of a region.
_REGIONS = {
    "1": "12345",
    "2": "123",
    "3": "1234567",
    "4": "123456",
    "5": "01234",
    "6": "12345",
    "7": "1",
    "8": "12",
}
_PROVINCES = frozenset(f"{region}{part}" for region, parts in _REGIONS.items() for part in parts)


class DigitGroup(NamedTuple):
    """Digits that stand together: where, and which they are."""

    start: int
    end: int
    digits: str
    spoken: bool


def in_figures(form: str) -> str:
    """The form of a text with the letters among figures that look like figures as such: 139o518ooo1."""
    return _ALIKE.sub(lambda found: found.group().translate(_FIGURES), form)


def identifying(form: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each ID, bank and telephone number in the form of a text, from left to right."""
    form = in_figures(form)
    groups = [_group(found) for found in _GROUP.finditer(form)]
    at = 0
    while at < len(groups):
        taken = next((size for size in _sizes(form, groups, at) if _is_one(form, groups[at : at + size])), 0)
        taken = max(taken, _cut_by_one_mark(form, groups, at))
        if taken:
            yield _widened(form, groups[at].start, groups[at + taken - 1].end)
        at += taken or 1


def _group(found: re.Match[str]) -> DigitGroup:
    text = found.group()
    return DigitGroup(found.start(), found.end(), text.translate(_VALUES), not text[0].isascii())


def _sizes(form: str, groups: Sequence[DigitGroup], at: int) -> range:
    """How many groups from ``at`` on could be one number, the most first: only marks stand between them."""
    size = 1
    while (
        at + size < len(groups)
        and size < MOST_GROUPS
        and _GAP.fullmatch(form, groups[at + size - 1].end, groups[at + size].start)
    ):
        size += 1
    return range(size, 0, -1)


def _cut_by_one_mark(form: str, groups: Sequence[DigitGroup], at: int) -> int:
    """How many groups from ``at`` on are cut as one number is, with the same mark between them, whichever."""
    for lengths, shape in _CUT:
        cut = groups[at : at + len(lengths)]
        digits = "".join(group.digits for group in cut)
        if tuple(len(group.digits) for group in cut) == lengths and shape.fullmatch(digits):
            marks = {_mark_between(form, before, after) for before, after in pairwise(cut)}
            is_office = digits[0] == "0" and _OFFICE_LINE.search(_before(form, cut))
            if len(marks) == 1 and "" not in marks and not is_office and not _is_a_list(form, cut):
                return len(cut)
    return 0


def _before(form: str, groups: Sequence[DigitGroup]) -> str:
    """What stands before a number: the word that says what it is."""
    return form[max(0, groups[0].start - _WORD_BEFORE) : groups[0].start]


def _mark_between(form: str, before: DigitGroup, after: DigitGroup) -> str:
    """The marks between two groups, without spaces; "" where there are words, money, masks or nothing."""
    between = form[before.end : after.start]
    is_mark = len(between) <= _MOST_BETWEEN and all(
        (category := unicodedata.category(mark))[0] in "PSZ" or category in ("Cf", "Mn", "Me")
        for mark in between
    )
    return "".join(between.split()) if is_mark and not set(between) & set("＊¥$€£") else ""


def _is_a_list(form: str, groups: Sequence[DigitGroup]) -> bool:
    """Whether they are amounts, years or a numbering, one by one: 150、1200、1300."""
    if _UNIT.match(form, groups[-1].end) or _counts_up(groups):
        return True
    if all(len(group.digits) == 1 for group in groups):
        return "".join(sorted(group.digits for group in groups)) == "".join(group.digits for group in groups)
    later = groups[1:]
    return all(_is_year(group) or (group.digits[0] != "0" and group.digits[-1] == "0") for group in later)


def _is_one(form: str, groups: Sequence[DigitGroup]) -> bool:
    digits = "".join(group.digits for group in groups)
    if not 7 <= len(digits) <= 22:
        return len(groups) == 1 and len(digits) > 22
    if (
        _counts_up(groups)
        or _are_amounts(form, groups)
        or (len(groups) > 1 and _UNIT.match(form, groups[-1].end))
        or (len(digits) < 15 and _SUM.match(form, groups[-1].end))
        or _is_case_number(form, groups)
    ):
        return False
    before = _before(form, groups)
    if _OFFICE_WORD.search(before):
        return _is_mobile(digits, groups) or (len(digits) == 18 and _is_id_number(digits, groups))
    return (
        _is_mobile(digits, groups)
        or _is_id_number(digits, groups)
        or _is_account(digits, groups)
        or _is_card(form, digits, groups, announced=bool(_ACCOUNT_WORD.search(before)))
        or (_is_landline(digits, groups) and not _OFFICE_LINE.search(before))
        or (len(digits) in (7, 8) and digits.isdigit() and _is_local(form, groups))
        or _is_spoken(digits, groups)
    )


def _is_mobile(digits: str, groups: Sequence[DigitGroup]) -> bool:
    number = digits.removeprefix("86") if len(digits) > 11 else digits
    if not re.match("1[3-9]", number) or _holds_date(groups):
        return False
    # Within one group a digit too many is a slip of the finger.
    return number.isdigit() and (len(number) == 11 or (len(groups) == 1 and 11 < len(number) <= 14))


def _is_id_number(digits: str, groups: Sequence[DigitGroup]) -> bool:
    """18 characters, 15 of an old one, or 19 and 20 of one with a slip or a disability certificate's."""
    if digits[:2] not in _PROVINCES or not digits[:-1].isdigit():
        return False
    if len(digits) == 15:
        return digits.isdigit() and _is_day(digits[8:12])
    return 17 <= len(digits) <= 20 and digits[6:8] in ("19", "20") and _is_day(digits[10:14])


def _is_account(digits: str, groups: Sequence[DigitGroup]) -> bool:
    """Anything of 15 digits and more in one piece; in pieces only as cards are printed, or digit by digit."""
    if not digits[:-1].isdigit() or len(digits) < 15:
        return False
    if len(groups) == 1:
        return True
    lengths = [len(group.digits) for group in groups]
    as_printed = all(length == 4 for length in lengths[:-1]) and lengths[-1] <= 4
    one_by_one = all(length <= 2 for length in lengths)
    if all(map(_is_year, groups)) or all(group.digits.endswith("0") for group in groups):
        return False  # years, or round amounts, in a row
    return len(digits) <= 19 and (as_printed or one_by_one)


def _is_card(form: str, digits: str, groups: Sequence[DigitGroup], *, announced: bool) -> bool:
    """A card or an account in whatever groups: after its word, or as banks number cards.

    Years and round amounts are not taken for a part of it, unless the check digit says so.
    """
    if not (15 <= len(digits) <= 21 and len(groups) <= _MOST_PARTS and digits.isdigit()):
        return False
    if not (announced or (digits.startswith("62") and len(groups[0].digits) > 2)):
        return False
    if any(_is_part_of_amount(form, before, after) for before, after in pairwise(groups)):
        return False
    rounds = sum(group.digits[-1] == "0" and group.digits[0] != "0" for group in groups)
    is_evidence = rounds * 2 >= len(groups) or any(map(_is_year, groups))
    return not is_evidence or (len(digits) in (16, 19) and _is_luhn(digits))


def _are_amounts(form: str, groups: Sequence[DigitGroup]) -> bool:
    """Whether they are amounts with a point, one by one: 12.5 13.6 14.7; cut anywhere."""
    marks = {form[before.end : after.start].strip() for before, after in pairwise(groups)}
    return marks == {".", ""} and all(len(group.digits) <= 2 for group in groups)


def _is_part_of_amount(form: str, before: DigitGroup, after: DigitGroup) -> bool:
    return form[before.end : after.start] == "." and len(after.digits) <= 2


def _is_luhn(digits: str) -> bool:
    """Whether the last figure is the check digit of the others."""
    doubled = "".join(str(int(mark) * 2) if at % 2 else mark for at, mark in enumerate(reversed(digits)))
    # The figures of a doubled one count each.
    return sum(map(int, doubled)) % 10 == 0


def _is_landline(digits: str, groups: Sequence[DigitGroup]) -> bool:
    if not re.fullmatch(r"0(?:10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7}", digits) or _holds_date(groups):
        return False
    return len(groups[0].digits) in (1, 3, 4, len(digits))


def _is_local(form: str, groups: Sequence[DigitGroup]) -> bool:
    """Whether seven or eight digits stand after a word that announces a telephone, or after another one."""
    before = _before(form, groups)
    if _PHONE_WORD.search(before) and not _OFFICE_LINE.search(before):
        return True
    further = form[max(0, groups[0].start - _NUMBERS_BEFORE) : groups[0].start]
    is_day = _DAY_IN_FIGURES.fullmatch("".join(group.digits for group in groups))
    return _BESIDE_ANOTHER.search(further) is not None and not is_day


def _is_spoken(digits: str, groups: Sequence[DigitGroup]) -> bool:
    """Figures said one after the other, and no date or years."""
    is_time = _holds_date(groups) or all(map(_is_year, groups))
    return len(digits) >= 11 and all(group.spoken for group in groups) and not is_time


def _is_case_number(form: str, groups: Sequence[DigitGroup]) -> bool:
    """320722-2026-000123 (division code, year, serial) identifies nobody."""
    text = form[groups[0].start : groups[-1].end]
    return bool(re.fullmatch("[0-9]{6}-20[0-9]{2}-[0-9]{6}", text))


def _counts_up(groups: Sequence[DigitGroup]) -> bool:
    """Whether it is a numbering: 1 2 3 4."""
    if len(groups) < 4 or not all(group.digits.isdigit() for group in groups):
        return False
    numbers = [int(group.digits) for group in groups]
    return all(later - earlier == 1 for earlier, later in pairwise(numbers))


def _holds_date(groups: Sequence[DigitGroup]) -> bool:
    """Whether a year is followed by a month: 1974.10, 2017 9 9."""
    return any(_is_year(group) and len(after.digits) <= 2 for group, after in pairwise(groups))


def _is_year(group: DigitGroup) -> bool:
    return len(group.digits) == 4 and group.digits.isdigit() and 1900 <= int(group.digits) <= 2099


def _is_day(text: str) -> bool:
    return text.isdigit() and 1 <= int(text[:2]) <= 12 and 1 <= int(text[2:]) <= 31


def _widened(form: str, start: int, end: int) -> tuple[int, int]:
    """Take along the + or the bracket before a number."""
    return (start - 1 if start and form[start - 1] in "+(" else start), end
