"""The complainant's own name as people write it to hide it, the ends of their numbers, and the day of birth.

Who masks a name leaves enough for a neighbour: 陈*满, 陈某满, 陈晓满, chen xiaoman; so does 尾号0001. What is
known whole, or as a given name, is masked by ``protection.redaction``. Each pattern is a fixed row of
alternatives with at most three marks between two of them, so the time grows with the text alone.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pypinyin import phrases_dict

from complaints.identity import birthdays, houses
from complaints.texts.name_spellings import Spelling, is_han, sounds, spelling
from complaints.texts.names import normal_name, normal_number
from protection import known_values
from protection.comparing import alike, places_of
from protection.redaction import MASK

#: What stands for a character that somebody hides. A Latin x counts beside Chinese characters only.
_HIDDEN = "*×x✕✖〇○●◯□■▲△※某口囗丶?#~…@&%$^+="
#: Any other mark that is neither a letter nor punctuation hides one too: ◇, ☆, —.
_SIGNS = frozenset({"So", "Sm", "Sk", "Sc", "Pc", "Pd"})
_MOST_BETWEEN = 3
_BETWEEN = rf"[ \t\u3000·・.•‧_'’/、()（）【】\[\]-]{{0,{_MOST_BETWEEN}}}"
#: Any character that may be Chinese. A class of all that are takes a millisecond to compile, for each name.
_HAN = r"[^\x00-\x7f]"
_SHORTEST_LATIN = 5
#: Other names than of two to four Chinese characters are looked for as they are known, and not here.
_LENGTHS = range(2, 5)
#: What is announced is masked only where it is the end of a number that is known.
_TAIL = (
    r"(?:尾号|尾数|号尾|最后|末尾|结尾|末位数?|[后末最尾]{1,2}[几三四五六七八345678][个位](?:数字?)?)"
    r"[号码是为：:,，()\s]{0,5}"
)
_DIGIT = "[0-9〇○零幺一二三四五六七八九]"
_TAILS = re.compile(f"{_TAIL}({_DIGIT}{{3,8}}x?)(?!{_DIGIT})")
_OF_WHICH = "结尾|收尾|尾号|的尾号|是我?的?(?:身份证|手机|电话)号?码?的?[后末最尾]"
_ENDS = re.compile(f"(?<!{_DIGIT})({_DIGIT}{{3,8}}x?)(?:{_OF_WHICH})")
_LETTER = re.compile("[a-z]")
_SHORTEST_INITIALS = 3
#: Figures of the same word: xiaoman66, and not xiaoman 66元.
_FIGURES_BEFORE = re.compile("[0-9_]{1,12}$")
_FIGURES_AFTER = re.compile(r"[0-9_]{1,12}(?![0-9_]|\s?[元块万年月日人户])")
_VALUES = str.maketrans("〇○零幺一二三四五六七八九", "0001123456789")


def without_own(
    text: str,
    names: Iterable[str],
    numbers: Iterable[str],
    homes: Iterable[houses.Home] = (),
    days: Iterable[date] = (),
) -> str:
    """Mask these people's names in other spellings, the announced ends of their numbers, days of birth and
    houses. ``days``: of birth, known without an ID number.
    """
    form = _form(text)
    spans = [span for name in dict.fromkeys(names) for span in _spans(form, name)]
    spans += [span for home in dict.fromkeys(homes) for span in houses.spans(form, home)]
    spans += [span for day in dict.fromkeys(days) for span in birthdays.spans_of(form, day)]
    ends = [normal_number(number).lower() for number in numbers if number]
    spans += _tails(form, ends)
    if born := [span for number in dict.fromkeys(ends) for span in birthdays.spans(form, number)]:
        # An ID number goes whole: without the day in its middle nobody would know it for one.
        spans += [*born, *known_values.spans(form, ends)]
    if not spans:
        return text
    marks = list(text)
    for start, end in spans:
        marks[start:end] = MASK * (end - start)
    return "".join(marks)


def _form(text: str) -> str:
    """``alike``, and Latin letters without their tones: as long as the text."""
    return alike(text).translate(_BARE)


class _Bare(dict[int, str]):
    """A table for ``str.translate`` that works each character out once: none is anybody's."""

    def __missing__(self, code: int) -> str:
        mark = chr(code)
        self[code] = mark if mark.isascii() or is_han(mark) else _bare(mark)
        return self[code]


_BARE = _Bare()


def _bare(mark: str) -> str:
    base = unicodedata.normalize("NFD", mark)[0]
    if base == "u" and "\u0308" in unicodedata.normalize("NFD", mark):
        return "v"
    return base if base.isascii() and base.isalpha() else mark


def _spans(form: str, name: str) -> Iterator[tuple[int, int]]:
    whole = normal_name(name)
    if len(whole) not in _LENGTHS or not all(map(is_han, whole)):
        return
    # Nothing of it is kept in memory: it is a complainant's.
    who = spelling.__wrapped__(whole)
    # Most texts hold neither, and a pattern takes longer to make than to look.
    has_letters = _LETTER.search(form) is not None
    if has_letters or who.whole[0] in form:
        yield from _written(form, who)
    if has_letters:
        yield from (_whole_word(form, *span) for span in [*_latin(form, who), *_initials(form, who)])
    if "的" in form:
        yield from _explained(form, who)


def _written(form: str, who: Spelling) -> Iterator[tuple[int, int]]:
    """The name in Chinese characters, or some of them in Latin letters, some hidden or by their sound."""
    if not _may_stand(form, who):
        return
    parts = [
        f"({'|'.join([*_readings(heard), f'[{re.escape(_HIDDEN)}]', _HAN])})" for heard in who.sounds[1:]
    ]
    # The first character is always one of the name itself, so that few places are looked at.
    first = f"({'|'.join([re.escape(who.whole[0]), *_readings(who.sounds[0])])})"
    pattern = re.compile(_BETWEEN.join([first, *parts]))
    at = 0
    while found := pattern.search(form, at):
        codes = "".join(_code(met, own) for met, own in zip(found.groups(), who.whole, strict=True))
        if _is_name(found, codes, len(who.family)) and _stands_alone(form, found):
            yield found.span()
            at = found.end()
        else:
            at = found.start() + 1


def _may_stand(form: str, who: Spelling) -> bool:
    """Whether the characters follow each other anywhere, each as it may be met: without that no match counts.

    Most texts hold the first character alone; to look is cheaper than to make a pattern. Where Latin letters
    follow, the pattern has to say.
    """
    return any(
        _may_go_on(form, at + len(first), who.whole[1:])
        for first in (who.whole[0], *_readings(who.sounds[0]))
        for at in places_of(form, first)
    )


def _may_go_on(form: str, start: int, rest: str) -> bool:
    ends = {start}
    for own in rest:
        met: set[int] = set()
        for end in ends:
            for at, mark in enumerate(form[end : end + _MOST_BETWEEN + 1], end):
                if _is_letter(mark):
                    return True
                if _code(mark, own) != "w":
                    met.add(at + 1)
        ends = met
    return bool(ends)


def _code(met: str, own: str) -> str:
    """How a character was met: itself, hidden, in Latin letters, by its sound, or not at all (w)."""
    if met == own:
        return "e"
    if met in _HIDDEN:
        return "m"
    if met.isascii():
        return "l"
    if unicodedata.category(met) in _SIGNS:
        return "m"
    return "s" if is_han(met) and sounds(met) & sounds(own) else "w"


def _is_name(found: re.Match[str], codes: str, family: int) -> bool:
    given = codes[family:]
    if "w" in codes or set(codes) == {"l"}:
        return False
    if "m" in codes:
        # The family name, and of the given name one character at least: 陈某某 may be anybody.
        return "m" not in codes[:family] and "s" not in codes and any(code in "el" for code in given)
    if "s" in codes:
        word = "".join(found.groups())
        # Two characters meet by chance: 王方 in 姓王方面.
        return len(codes) > 2 and codes[0] == "e" and word not in phrases_dict.phrases_dict
    return True


def _latin(form: str, who: Spelling) -> Iterator[tuple[int, int]]:
    """The name in Latin letters in either order, and a given name of two characters."""
    cut = len(who.family)
    orders: list[Sequence[frozenset[str]]] = [who.sounds, who.sounds[cut:] + who.sounds[:cut]]
    if len(who.given) > 1:
        orders.append(who.sounds[cut:])
    for order in orders:
        ways = [_readings(heard) for heard in order]
        if not all(any(way in form for way in each) for each in ways):
            continue
        syllables = [f"(?:{'|'.join(each)})" for each in ways]
        for found in re.finditer(_BETWEEN.join(syllables), form):
            letters = sum(mark.isalpha() for mark in found.group())
            if letters >= _SHORTEST_LATIN and _stands_alone(form, found):
                yield found.span()


def _initials(form: str, who: Spelling) -> Iterator[tuple[int, int]]:
    """CXM, C.X.M: of three and more, since two letters mean something else more often."""
    if len(who.sounds) >= _SHORTEST_INITIALS:
        letters = [f"[{''.join(sorted({reading[0] for reading in heard}))}]" for heard in who.sounds]
        pattern = r"[.\s·]?".join(letters)
        yield from (found.span() for found in re.finditer(f"(?<![a-z]){pattern}(?![a-z])", form))


def _whole_word(form: str, start: int, end: int) -> tuple[int, int]:
    before = _FIGURES_BEFORE.search(form[max(0, start - 12) : start])
    after = _FIGURES_AFTER.match(form, end)
    return start - len(before.group()) if before else start, after.end() if after else end


def _explained(form: str, who: Spelling) -> Iterator[tuple[int, int]]:
    """How one says on the telephone which characters one's given name has: 大小的小，满意的满."""
    for own in dict.fromkeys(who.given):
        if f"的{own}" not in form:
            continue
        explained = rf"\w?{own}\w{{0,2}}的{own}(?=字|\W|$)"
        yield from (found.span() for found in re.finditer(explained, form))


def _readings(heard: Iterable[str]) -> list[str]:
    """The readings as patterns, the longest first: ü is written v, u or yu."""
    ways = {
        way for reading in heard for way in (reading, reading.replace("v", "u"), reading.replace("v", "yu"))
    }
    return [re.escape(way) for way in sorted(ways, key=lambda way: (-len(way), way)) if way.isascii()]


def _stands_alone(form: str, found: re.Match[str]) -> bool:
    """Whether no letter goes on before or after Latin letters."""
    before, after = form[found.start() - 1 : found.start()], form[found.end() : found.end() + 1]
    inside = found.group()
    return not (_is_letter(inside[0]) and _is_letter(before)) and not (
        _is_letter(inside[-1]) and _is_letter(after)
    )


def _is_letter(mark: str) -> bool:
    return mark.isascii() and mark.isalpha()


def _tails(form: str, numbers: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The announced ends of the numbers, in digits or said one by one."""
    for pattern in (_TAILS, _ENDS):
        for found in pattern.finditer(form):
            digits = found.group(1).translate(_VALUES)
            if any(_same_end(number, digits) for number in numbers):
                yield found.span(1)


def _same_end(number: str, digits: str) -> bool:
    return len(number) > len(digits) and number.endswith(digits)
