"""Which place below that of a file an address names: the smallest county or township named once."""

from organizations import codes
from organizations.enums import Level
from organizations.models import Region

#: A shorter name stands in too many words.
_SHORTEST = 2


class PlacesBelow:
    """The counties and townships below a place, by name; read once for a file."""

    def __init__(self, region: Region) -> None:
        self.region = region
        low, high = codes.bounds(region.code)
        below = Region.objects.filter(
            code__gte=low, code__lt=high, level__in=(Level.COUNTY, Level.TOWNSHIP)
        ).values_list("code", "level", "name")
        self._counties = {code: name for code, level, name in below if level == Level.COUNTY}
        self._townships = {code: name for code, level, name in below if level == Level.TOWNSHIP}
        self._found: dict[str, str | None] = {}

    def of(self, address: str) -> str | None:
        """Return the code of the place, or None where the address names none, or several."""
        if address not in self._found:
            self._found[address] = self._look(address) if address else None
        return self._found[address]

    def _look(self, address: str) -> str | None:
        counties = _named(self._counties, address)
        townships = _named(self._townships, address)
        if counties:
            townships = [code for code in townships if codes.county_of(code) in counties]
        if len(townships) == 1:
            return townships[0]
        return counties[0] if len(counties) == 1 else None


def _named(places: dict[str, str], address: str) -> list[str]:
    return [code for code, name in places.items() if len(name) >= _SHORTEST and name in address]
