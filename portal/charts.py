"""Small pictures drawn on the server: bars of the last months, as numbers for a template. Pure."""

from dataclasses import dataclass

WIDTH, HEIGHT = 240, 84
#: The bars stand on FLOOR and reach up to CEILING (SVG counts from above).
FLOOR, CEILING = 62, 16
GAP = 8


@dataclass(frozen=True)
class Bar:
    """One bar in the picture's own units. ``text`` is None where there is nothing to show."""

    x: float
    y: float
    width: float
    height: float
    label: str
    text: str | None
    is_latest: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def above(self) -> float:
        return round(self.y - 4, 1)


def bars(
    values: list[float | None], labels: list[str], texts: list[str], top: float | None = None
) -> list[Bar]:
    """Lay out a bar a value from zero to ``top`` (or the largest value); the last one is the latest."""
    highest = top or max((value for value in values if value is not None), default=0) or 1
    width = (WIDTH - GAP * (len(values) - 1)) / len(values)
    found = []
    for position, value in enumerate(values):
        height = max(2.0, (FLOOR - CEILING) * min(value, highest) / highest) if value is not None else 0
        found.append(
            Bar(
                x=round(position * (width + GAP), 1),
                y=round(FLOOR - height, 1),
                width=round(width, 1),
                height=round(height, 1),
                label=labels[position],
                text=texts[position] if value is not None else None,
                is_latest=position == len(values) - 1,
            )
        )
    return found
