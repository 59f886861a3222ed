"""Single values as they stand in real files, brought into one form. Pure functions, no database.

Each takes what a cell holds (text, a number, an ISO date of the spreadsheet worker) and raises Unreadable
with a code of disclosure/messages.py. Parameters never hold an ID number or a name, only masked forms.
"""

import math
import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from stdnum.cn import ric

from disclosure.masking import mask_id_number
from disclosure.problems import Unreadable

# No household gets more than this a month; a larger figure is a number from another column.
MOST_YUAN = 1_000_000
MOST_PEOPLE = 99
FIRST_MONTH = date(1990, 1, 1)
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_SERIALS = range(32_874, 73_051)  # 1990 to 2100
CENT = Decimal("0.01")

_AMOUNT = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
_UNITS = re.compile(r"(人民币|¥|￥|元|圆|/|每?月|整)")
_MONTHS = (
    re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月?(份|(?P<d>\d{1,2})[日号])?"),
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})([-/.](?P<d>\d{1,2}))?([ T]00:00(:00)?)?"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})?"),
)
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_LOST_DIGITS = 10**13
_SHOWN = frozenset(
    " .,:;/+-%·年月日号份元圆角分整人口户个约去今前本上下"
    "零〇一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾佰仟"
)
_PLACE_NAME = re.compile(
    r"[^\d\s]+(省|市|州|盟|旗|县|区|镇|乡|街道|苏木|社区|村|农场|林场|开发区|居委会|村委会|委员会|办事处)"
)


def text_of(value: Any) -> str:
    """A cell as text: full-width forms made plain, outer space gone, a whole number without its ``.0``."""
    if value is None or value is False:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, str):
        # Plain Chinese and digits, the common case, are already in that form.
        if not unicodedata.is_normalized("NFKC", value):
            value = unicodedata.normalize("NFKC", value)
        return value.strip().strip("\u200b\ufeff")
    return str(value)


def parse_name(value: Any) -> str:
    """A person's name. Raises name_missing, name_digits, name_characters, name_long."""
    name = "".join(text_of(value).split())
    if not name:
        raise Unreadable("name_missing")
    if any(character.isdigit() for character in name):
        raise Unreadable("name_digits")
    if not all(character.isalpha() or character in "·•・.-" for character in name) or not name[0].isalpha():
        raise Unreadable("name_characters")
    if len(name) > 40:
        raise Unreadable("name_long", most=40)
    return name


def parse_id_number(value: Any) -> str:
    """An 18-digit resident ID number, its last X in upper case (GB 11643).

    Raises id_missing, id_float, id_15, id_length, id_characters, id_date, id_check_digit. The place in the
    first six digits is not checked: divisions were renamed more often than any table knows.
    """
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= _LOST_DIGITS:
        # Excel keeps 15 digits of a number; the rest became zeros and can't be had back.
        raise Unreadable("id_float")
    number = text_of(value).lstrip("'‘’`").replace(" ", "").replace("-", "").upper()
    if not number:
        raise Unreadable("id_missing")
    if _SCIENTIFIC.fullmatch(number):
        raise Unreadable("id_float")
    if len(number) == 15 and number.isdecimal():
        raise Unreadable("id_15", value=mask_id_number(number))
    if len(number) != 18:
        raise Unreadable("id_length", length=len(number))
    if not (number.isascii() and number[:17].isdecimal() and (number[17].isdecimal() or number[17] == "X")):
        raise Unreadable("id_characters")
    try:
        born = born_on(number)
    except ValueError:
        raise Unreadable("id_date", value=mask_id_number(number)) from None
    if not 1880 <= born.year <= date.today().year:
        raise Unreadable("id_date", value=mask_id_number(number))
    if ric.calc_check_digit(number) != number[17]:
        if number.endswith("000"):
            # What Excel leaves of a number it rounded, saved as text afterwards.
            raise Unreadable("id_float")
        raise Unreadable("id_check_digit", value=mask_id_number(number))
    return number


def born_on(id_number: str) -> date:
    """The date of birth in a valid ID number."""
    return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))


def eighteenth_birthday(born: date) -> date:
    """The day on which a person comes of age (民法典 17); who was born on 29 February, on 1 March."""
    try:
        return born.replace(year=born.year + 18)
    except ValueError:
        return date(born.year + 18, 3, 1)


def members_ids(value: Any) -> list[str]:
    """Every 18-digit number in the members' column, whatever separates them; unreadable ones are left out."""
    return [found.upper() for found in re.findall(r"(?<!\d)\d{17}[\dXx](?!\d)", text_of(value))]


def parse_amount(value: Any) -> Decimal:
    """Yuan a month, two decimals: ``1,234元``, ``¥610.50``, 610. Raises amount_missing, _unreadable,
    _negative …
    """
    if isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
        raise Unreadable("amount_unreadable", value="")
    if isinstance(value, int | float):
        amount = Decimal(repr(value))
    else:
        text = text_of(value).replace("，", ",").replace(" ", "")
        if not text:
            raise Unreadable("amount_missing")
        text = _UNITS.sub("", text)
        if not _AMOUNT.fullmatch(text):
            raise Unreadable("amount_unreadable", value=_harmless(text_of(value)))
        amount = Decimal(text.replace(",", ""))
    try:
        amount = amount.quantize(CENT)
    except InvalidOperation:
        raise Unreadable("amount_unreadable", value="") from None
    if amount < 0:
        raise Unreadable("amount_negative", value=str(amount))
    if amount > MOST_YUAN:
        raise Unreadable("amount_too_large", most=MOST_YUAN)
    return amount


def parse_people(value: Any) -> int:
    """A number of people: 3, ``3人``, ``３``. Raises people_missing, people_unreadable, people_range."""
    text = text_of(value).replace(" ", "").removesuffix("人").removesuffix("口")
    if not text:
        raise Unreadable("people_missing")
    if not re.fullmatch(r"\d{1,9}(\.0+)?", text):
        raise Unreadable("people_unreadable", value=_harmless(text))
    people = int(text.split(".")[0])
    if not 1 <= people <= MOST_PEOPLE:
        raise Unreadable("people_range", value=people, most=MOST_PEOPLE)
    return people


def parse_month(value: Any) -> date:
    """The first day of a month: 2020年4月, 2020-04, 202004, 2020/4/1, an Excel date or its serial number.

    Raises month_missing, month_unreadable, month_ambiguous, month_range.
    """
    if isinstance(value, float) and not value.is_integer() and 1900 < value < 2200:
        # 2020.1 in a number cell is January or October (2020.10): Excel drops the zero.
        raise Unreadable("month_ambiguous", value=str(value))
    return _month(text_of(value))


@lru_cache(maxsize=4096)
def _month(text: str) -> date:
    text = text.replace(" ", "") if "年" in text else text
    if not text:
        raise Unreadable("month_missing")
    if text.isdecimal() and len(text) == 5 and int(text) in EXCEL_SERIALS:
        return (EXCEL_EPOCH + timedelta(days=int(text))).replace(day=1)
    for form in _MONTHS:
        if match := form.fullmatch(text):
            try:
                # The day is read only to be sure that there is such a day.
                found = date(int(match["y"]), int(match["m"]), int(match["d"] or 1)).replace(day=1)
            except ValueError:
                break
            if not FIRST_MONTH <= found <= date(2100, 12, 1):
                raise Unreadable("month_range", value=f"{found:%Y-%m}")
            return found
    raise Unreadable("month_unreadable", value=_harmless(text))


def _harmless(text: str) -> str:
    """A value fit to be stored and shown with its refusal: figures and the words of figures, the rest
    starred.

    In a file whose columns slipped, an illness or a member's name may stand where an amount was looked for.
    """
    text = text[:20]
    if re.search(r"[\dXx]{7}", text):
        return "*" * len(text)
    return "".join(c if c in _SHOWN or c.isdecimal() else "*" for c in text)


def harmless_place(name: str) -> str:
    """A place's name fit to be stored and shown; what doesn't end like one may be an address or a person."""
    name = name[:40]
    return name if _PLACE_NAME.fullmatch(name) else "*" * min(len(name), 6)
