"""A number in every script that people write it in: 12, 十二, 一二, 拾贰, 1二.

For patterns over the form of a text (``protection.comparing.alike``).
"""

#: How each figure is written, in the form of a text.
FIGURES = {
    "0": "0〇○零",
    "1": "1一壹幺",
    "2": "2二贰两",
    "3": "3三叁",
    "4": "4四肆",
    "5": "5五伍",
    "6": "6六陆",
    "7": "7七柒",
    "8": "8八捌",
    "9": "9九玖",
}
_TENS = ("", "十拾", "百佰", "千仟")
#: Which figure each character means.
VALUES = {mark: figure for figure, marks in FIGURES.items() for mark in marks}
#: The same for ``str.translate``.
IN_FIGURES = str.maketrans(VALUES)
#: Every character that a number is written with, for a class of a pattern.
MARKS = "".join([*VALUES, *_TENS])
#: A longer number is only said figure by figure.
_LONGEST_NUMERAL = 4


def ways(figures: str) -> list[list[str]]:
    """Return the ways to write a number, each a row of patterns of one character."""
    found = [[f"[{FIGURES[figure]}]" for figure in figures]]
    if 1 < len(figures) <= _LONGEST_NUMERAL and figures[0] != "0":
        numeral = _numeral(figures)
        found.append(numeral)
        if len(figures) == 2 and figures[0] == "1":
            found.append(numeral[1:])  # 十二 beside 一十二
    return found


def pattern(figures: str, between: str = "") -> str:
    """Return a pattern of a number in every script; ``between`` is what may stand between two characters."""
    return f"(?:{'|'.join(between.join(way) for way in ways(figures))})"


def figures_of(text: str) -> str:
    """Return a number of ``MARKS`` in figures: 十二 and 一二 give 12."""
    if not any(mark in "".join(_TENS) for mark in text):
        return "".join(VALUES[mark] for mark in text)
    total, figure = 0, 0
    for mark in text:
        if mark in VALUES:
            figure = int(VALUES[mark])
        else:
            place = next(place for place, marks in enumerate(_TENS) if mark in marks)
            total, figure = total + (figure or 1) * 10**place, 0
    return str(total + figure)


def _numeral(figures: str) -> list[str]:
    atoms: list[str] = []
    for place, figure in zip(range(len(figures) - 1, -1, -1), figures, strict=True):
        if figure == "0":
            continue
        if atoms and figures[len(figures) - place - 2] == "0":
            atoms.append("[零〇]")
        atoms.append(f"[{FIGURES[figure]}]")
        if place:
            atoms.append(f"[{_TENS[place]}]")
    return atoms
