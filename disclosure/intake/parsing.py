"""Single values as they stand in real files, brought into one form. Pure functions, no database.

Each takes what a cell holds (text, a number, an ISO date of the spreadsheet worker) and raises Unreadable
with a code of disclosure/messages.py. Parameters never hold an ID number or a name, only masked forms.
"""

import math
import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from stdnum.cn import ric

from disclosure.intake import approval
from disclosure.intake.private_use import places
from disclosure.names import DOTS, mask_id_number
from disclosure.problems import Unreadable
from disclosure.relief_reasons import reason_of
from protection.plain_text import plain

#: No household gets more than this a month; a larger figure is a number from another column.
MOST_YUAN = 1_000_000
MOST_PEOPLE = 99
FIRST_MONTH, LAST_MONTH = date(1990, 1, 1), date(2100, 12, 1)
MOST_CATEGORY = 16
MOST_CATEGORY_DIGITS = 4
#: Day 0 of a workbook's serial numbers: usually, and where it says that it counts from 1904.
EPOCHS = (date(1899, 12, 30), date(1904, 1, 1))
CENT = Decimal("0.01")

#: Units stand before or behind a number, never within: 400元60 and 5月400 are two.
_AMOUNT = re.compile(
    r"(人民币|每月|[¥￥]){0,3}"
    r"(?P<number>[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?)"
    r"([元圆]?整?)(/?每月|/月)?"
)
#: Spaces are left out where they part no two numbers: 400 60 is not 40060.
_SPACE = re.compile(r"(?<!\d) | (?!\d)")
_MONTHS = (
    re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月?(份|(?P<d>\d{1,2})[日号])?"),
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})([-/.](?P<d>\d{1,2}))?([ T]00:00(:00)?)?"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})?"),
)
#: 2020.10 in a cell of numbers is saved as 2020.1, in a text file too.
_LOST_ZERO = re.compile(r"\d{4}\.1")
#: A number said digit by digit, as no name and no class has it.
_SPOKEN_NUMBER = re.compile("[〇○零一二三四五六七八九壹贰叁肆伍陆柒捌玖两]{7}")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
#: Fifteen digits are kept, as those of an ID number of the first generation are; of more the last are lost.
_LOST_DIGITS = 10**15
_APOSTROPHES = "'‘’`"
_SHOWN = frozenset(
    " .,:;/+-%·年月日号份元圆角分整人口户个约去今前本上下"
    "零〇一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾佰仟"
)
_PLACE_NAME = re.compile(
    r"[^\d\s]+(省|市|州|盟|旗|县|区|镇|乡|街道|苏木|社区|村|农场|林场|开发区|居委会|村委会|委员会|办事处)"
)


def text_of(value: Any) -> str:
    """A cell as text: full-width forms made plain, outer space gone, a whole number without its ``.0``."""
    if isinstance(value, str):
        # Plain Chinese and digits, the common case, are already in that form.
        if not value.isprintable():
            value = plain(value).translate(places())
        if not unicodedata.is_normalized("NFKC", value):
            value = unicodedata.normalize("NFKC", value)
        return value.strip()
    if value is None or value is False:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else _shown(value)
    if isinstance(value, dict):  # a cell without a value: disclosure/intake/file_worker/marks.py
        return value["value"]
    return str(value)


def _shown(value: float) -> str:
    """A number as a cell shows it: what stands behind the twelfth digit is arithmetic's, nobody typed it."""
    return f"{value:.12g}"


def parse_name(value: Any) -> str:
    """A person's name, its dots in one spelling. Raises name_missing, name_digits, name_characters,
    name_private, name_long.
    """
    name = "".join(text_of(value).split())
    if not name:
        raise Unreadable("name_missing")
    # No letter is a digit: a name of letters alone, nearly every one, need not be gone through.
    is_plain = name.isalpha()
    if (not is_plain and any(map(str.isdigit, name))) or _SPOKEN_NUMBER.search(name):
        raise Unreadable("name_digits")
    if not is_plain and not (
        name[0].isalpha() and all(c.isalpha() or c == "-" or DOTS.match(c) for c in name)
    ):
        if unknown := next((character for character in name if unicodedata.category(character) == "Co"), ""):
            raise Unreadable("name_private", character=f"U+{ord(unknown):04X}")
        raise Unreadable("name_characters")
    if len(name) > 40:
        raise Unreadable("name_long", most=40)
    return name if is_plain else DOTS.sub("·", name)


def parse_id_number(value: Any) -> str:
    """An 18-digit resident ID number, its last X in upper case (GB 11643); one of the first generation, with
    15 digits, is brought to 18 (``has_15_digits``).

    Raises id_missing, id_float, id_length, id_characters, id_date, id_check_digit. The place in the first six
    digits is not checked: divisions were renamed more often than any table knows.
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and abs(value) >= _LOST_DIGITS:
        # Excel keeps 15 digits of a number; the rest became zeros and cannot be had back.
        raise Unreadable("id_float")
    number = _digits_of(value)
    if not number:
        raise Unreadable("id_missing")
    if _SCIENTIFIC.fullmatch(number):
        raise Unreadable("id_float")
    if len(number) == 15 and number.isascii() and number.isdecimal():
        number = _completed(number)
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


def has_15_digits(value: Any) -> bool:
    """Whether a cell that was read as an ID number held one of the first generation."""
    return len(_digits_of(value)) == 15


def _digits_of(value: Any) -> str:
    return text_of(value).lstrip(_APOSTROPHES).replace(" ", "").replace("-", "").upper()


def _completed(number: str) -> str:
    """A number of 15 digits as the present card has it: the century, and the digit that checks the others."""
    body = f"{number[:6]}19{number[6:]}"
    return body + ric.calc_check_digit(body + "0")


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
    """Return yuan a month with two decimals: ``1,234元``, ``¥610.50``, 610.

    Raises amount_missing, amount_unreadable, amount_negative and their kin.
    """
    if isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
        raise Unreadable("amount_unreadable", value="")
    if isinstance(value, int | float):
        return _cents(Decimal(repr(value) if isinstance(value, int) else _shown(value)))
    shown = text_of(value)
    text = _SPACE.sub("", shown.replace("，", ",")).lstrip(_APOSTROPHES)
    if not text:
        raise Unreadable("amount_missing")
    found = _AMOUNT.fullmatch(text)
    if not found:
        raise Unreadable("amount_unreadable", value=_harmless(shown))
    return _cents(Decimal(found["number"].replace(",", "")))


def _cents(amount: Decimal) -> Decimal:
    if amount > MOST_YUAN:
        raise Unreadable("amount_too_large", most=MOST_YUAN)
    if amount < 0:
        raise Unreadable("amount_negative", value=_harmless(str(amount)))
    cents = amount.quantize(CENT)
    if cents != amount:
        # Which way to round it is not ours to choose: 1234.565 may be 1234.56 at the bank or 1234.57.
        raise Unreadable("amount_decimals", value=_harmless(f"{amount.normalize():f}"))
    return cents


def parse_people(value: Any) -> int:
    """A number of people: 3, ``3人``, ``３``. Raises people_missing, people_unreadable, people_range."""
    text = _SPACE.sub("", text_of(value)).lstrip(_APOSTROPHES).removesuffix("人").removesuffix("口")
    if not text:
        raise Unreadable("people_missing")
    if not re.fullmatch(r"\d{1,9}(\.0+)?", text):
        raise Unreadable("people_unreadable", value=_harmless(text))
    people = int(text.split(".")[0])
    if not 1 <= people <= MOST_PEOPLE:
        raise Unreadable("people_range", value=people, most=MOST_PEOPLE)
    return people


def parse_category(value: Any) -> str:
    """The class of a household (A档, 二类, 分散供养) or nothing: a short text without numbers of any person.

    It is kept and shown to staff, so what may be an ID number, a telephone or an account is refused. Raises
    category_digits, category_long, category_characters.
    """
    return _category(text_of(value))


@lru_cache(maxsize=1024)
def _category(text: str) -> str:
    text = "".join(text.split())
    if not text:
        return ""
    if sum(character.isdecimal() for character in text) > MOST_CATEGORY_DIGITS or _SPOKEN_NUMBER.search(text):
        raise Unreadable("category_digits")
    if len(text) > MOST_CATEGORY:
        raise Unreadable("category_long", most=MOST_CATEGORY)
    if not all(character.isalnum() or character in "()、,/-+.·%~:" for character in text):
        raise Unreadable("category_characters")
    return text


def parse_reason(value: Any) -> str:
    """The class of what a payment was granted for; what the cell says is not kept. Raises reason_missing."""
    text = "".join(text_of(value).split())
    if not text:
        raise Unreadable("reason_missing")
    return reason_of(text)


def check_approved(value: Any) -> None:
    """A ledger also has what was asked for and is not granted. Raises not_approved."""
    approval.check(text_of(value))


def parse_month(value: Any, since_1904: bool = False, as_text: bool = False) -> date:
    """The first day of a month: 2020年4月, 2020-04, 202004, 2020/4/1, an Excel date or its serial number.

    ``since_1904``: the workbook counts serial days from 1904. ``as_text``: numbers became text on the way, as
    in a CSV. Raises month_missing, month_unreadable, month_ambiguous, month_range.
    """
    if as_text and _LOST_ZERO.fullmatch(text_of(value)):
        raise Unreadable("month_ambiguous", value=text_of(value))
    if isinstance(value, float) and not value.is_integer() and 1900 < value < 2200:
        # 2020.1 in a number cell is January or October (2020.10): Excel drops the zero.
        raise Unreadable("month_ambiguous", value=str(value))
    is_number = isinstance(value, int | float)  # a serial number as text was copied from somewhere else
    return _month(text_of(value).lstrip(_APOSTROPHES), EPOCHS[since_1904 and is_number])


@lru_cache(maxsize=4096)
def _month(text: str, epoch: date) -> date:
    text = text.replace(" ", "") if "年" in text else text
    if not text:
        raise Unreadable("month_missing")
    if text.isdecimal() and len(text) == 5:
        day = epoch + timedelta(days=int(text))
        if FIRST_MONTH <= day <= LAST_MONTH:
            return day.replace(day=1)
    for form in _MONTHS:
        if match := form.fullmatch(text):
            try:
                # The day is read only to be sure that there is such a day.
                found = date(int(match["y"]), int(match["m"]), int(match["d"] or 1)).replace(day=1)
            except ValueError:
                break
            if not FIRST_MONTH <= found <= LAST_MONTH:
                raise Unreadable("month_range", value=f"{found:%Y-%m}")
            return found
    raise Unreadable("month_unreadable", value=_harmless(text))


#: Seven figures in a row; cut by blanks or dashes more than a day has, by any mark as many as a telephone.
_NUMBER_OF_SOMEBODY = re.compile(r"[\dXx]{7}|(?:[\dXx][\s–—-]*){9}|(?:[\dXx][\s–—./_·-]*){11}")


def _harmless(text: str) -> str:
    """A value fit to be stored and shown with its refusal: figures and the words of figures, the rest
    starred.

    In a file whose columns slipped, an illness or a member's name may stand where an amount was looked for.
    """
    is_number = _NUMBER_OF_SOMEBODY.search(unicodedata.normalize("NFKC", text[:200]))
    text = text[:20]
    if is_number:
        return "*" * len(text)
    return "".join(c if c in _SHOWN or c.isdecimal() else "*" for c in text)


def harmless_place(name: str) -> str:
    """A place's name fit to be stored and shown; what does not end like one may be an address or a person."""
    name = name[:40]
    return name if _PLACE_NAME.fullmatch(name) else "*" * min(len(name), 6)
