"""Which village a row means, by its path: names repeat (和平村委会 274 times), a name alone says little."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, product, takewhile

from disclosure.intake.parsing import harmless_place
from disclosure.problems import Unreadable
from organizations import codes
from organizations.enums import Level
from organizations.models import Region
from organizations.place_endings import without_ending

_NAMES = ("name", "known_as", "formerly")
PATH_FIELDS = ("province", "city", "county", "township", "village")


def stem(name: str) -> str:
    """A village's name without the kind of its committee: 和平村委会, 和平村 → 和平.

    Ledgers write 某某村 where the register says 某某村委会; used only where it leaves one village.
    """
    return without_ending(name, "village") or name


#: Which places have codes of this length (统计用区划代码).
_LEVELS = {2: "province", 4: "city", 6: "county", 9: "township"}
#: What is written between names, and the group below the village, which nobody publishes.
_BETWEEN = re.compile(r"[\s/\\>＞、,，\-—_|]+")
_GROUP = re.compile(r"[\d一二三四五六七八九十]{1,3}(村民)?小?组$")

#: So many ways to write the path of a village whose places had other names.
_MOST_WAYS = 64


def _inside(place: str, codes_in_order: list[str]) -> Iterator[str]:
    """Those of the codes that lie in a place."""
    first = bisect_left(codes_in_order, place)
    return takewhile(lambda code: code.startswith(place), islice(codes_in_order, first, None))


class VillageIndex:
    """The villages of one region by name, read once (two queries), asked once a row."""

    def __init__(self, region: Region) -> None:
        self.region = region
        # In the order of their codes, by which the villages of a place are found.
        within = Region.objects.within(region.code).order_by("code")
        regions = list(within.values_list("code", "level", *_NAMES))
        above = Region.objects.filter(code__in=codes.ancestors_of(region.code)).values_list("code", *_NAMES)
        called = [(code, *names) for code, _level, *names in regions] + list(above)
        self._name = {code: name for code, name, *_others in called}
        #: Names that a place has or had beside the one that is shown, for the few that have any.
        self._others = {
            code: {known_as, *(formerly or [])} - {""}
            for code, _name, known_as, formerly in called
            if known_as or formerly
        }
        #: Places above a village, by each of their names.
        self._called: dict[str, set[str]] = defaultdict(set)
        inner = {code for code, level, *_names in regions if level == Level.VILLAGE}
        #: The same places with what people and ledgers leave out: 东海 for 东海县.
        self._short: dict[str, frozenset[str]] = {}
        for code in self._name.keys() - inner:
            names = {self._name[code], *self._others.get(code, ())}
            short = {name for each in names if len(name := without_ending(each, _LEVELS[len(code)])) > 1}
            self._short[code] = frozenset(names | short)
            for name in self._short[code]:
                self._called[name].add(code)
        self._villages: dict[str, list[str]] = defaultdict(list)
        self._stems: dict[str, list[str]] = defaultdict(list)
        self._once: dict[str, list[str]] = defaultdict(list)
        for code, level, name, *_rest in regions:
            if level == Level.VILLAGE:
                self._villages[name].append(code)
                self._stems[stem(name)].append(code)
                for other in {stem(each) for each in self._others.get(code, ())}:
                    self._once[other].append(code)
        self._townships: dict[tuple[str | None, tuple[str, ...]], bool] = {}
        self._answers: dict[tuple[str, ...], str | Unreadable] = {}
        self._joined: dict[str, list[str]] | None = None

    def name(self, code: str) -> str:
        return self._name[code]

    def village(self, path: tuple[str, ...]) -> str:
        """The code of the village at the end of a path of names, outer first; empty names are left out.

        Raises Unreadable: village_missing, village_unknown, village_outside, village_twice.
        """
        answer = self._answers.get(path)
        if answer is None:
            answer = self._answers[path] = self._find(path)
        if isinstance(answer, Unreadable):
            raise answer
        return answer

    def village_in_one(self, text: str) -> str:
        """The same for names run together: 江苏省连云港市东海县牛山街道和平村委会, from whichever level it
        starts.
        """
        text = _BETWEEN.sub("", text)
        if not text:
            raise Unreadable("village_missing")
        found = self._joined_or_short(text) or self._joined_or_short(_GROUP.sub("", text))
        if len(found) == 1:
            return found[0]
        if found:
            raise self._ambiguous(text, found)
        raise Unreadable("village_unknown", place=harmless_place(text), region=self.region.name)

    def _joined_or_short(self, text: str) -> list[str]:
        if self._joined is None:
            self._joined = self._run_together()
        return self._joined.get(text, []) or self._in_short(text)

    def _in_short(self, text: str) -> list[str]:
        """The villages that names run together mean where their endings were left out: 东海石榴东榴村.

        Whatever stands before the village must be places above it, and nothing else.
        """
        found: set[str] = set()
        for at in range(len(text)):
            tail, head = text[at:], text[:at]
            villages = self._villages.get(tail) or self._stems.get(stem(tail), [])
            found.update(code for code in villages if self._leads_to(head, codes.ancestors_of(code)))
        return sorted(found)

    def _leads_to(self, head: str, above: Sequence[str]) -> bool:
        """Whether a text is made of names of these places, outer first; any may be left out."""
        if not head:
            return True
        return any(
            self._leads_to(head.removesuffix(name), above[:at])
            for at in range(len(above))
            for name in self._short.get(above[at], ())
            if head.endswith(name)
        )

    def _find(self, path: tuple[str, ...]) -> str | Unreadable:
        names = [name for name in path if name]
        if not names or not path[-1]:
            # A batch of one village needs no place in its rows.
            return self.region.code if self.region.level == Level.VILLAGE else Unreadable("village_missing")
        *above, wanted = names
        exact = self._villages.get(wanted, [])
        known = exact or self._stems.get(stem(wanted), [])
        # A name that a village had counts where it is none's today: a ledger may know it by no other.
        found = self._under(known, above) or self._under(self._once.get(stem(wanted), []), above)
        if len(found) == 1:
            return found[0]
        if found:
            return self._ambiguous(wanted, found)
        shown = " ".join(harmless_place(name) for name in names)
        if not known and (found := self._in_short("".join(names))):
            return found[0] if len(found) == 1 else self._ambiguous(wanted, found)
        if known:
            real = self.path(known[0])
            return Unreadable("village_elsewhere", place=shown, real=real)
        return Unreadable("village_unknown", place=shown, region=self.region.name)

    def _under(self, villages: list[str], above: list[str]) -> list[str]:
        """Those of the villages that lie in these places."""
        if not above:
            return villages
        # The last place leaves one or two of the hundreds of villages that share a name.
        found = {code for place in self._called.get(above[-1], ()) for code in _inside(place, villages)}
        return [code for code in sorted(found) if self._lies_under(code, tuple(above))]

    def _lies_under(self, code: str, above: tuple[str, ...]) -> bool:
        """Whether the names stand, in their order, among the places above the village: as they do for all
        villages of its township.
        """
        township = codes.parent_of(code)
        answer = self._townships.get((township, above))
        if answer is None:
            ancestors = iter(self._short.get(c, frozenset()) for c in codes.ancestors_of(code))
            answer = all(any(name in ancestor for ancestor in ancestors) for name in above)
            self._townships[township, above] = answer
        return answer

    def path(self, code: str) -> str:
        """The names of a place and of those above it, without the province."""
        return " ".join(self._name[c] for c in codes.ancestors_of(code, include_self=True)[1:])

    def _ambiguous(self, name: str, found: list[str]) -> Unreadable:
        where = ", ".join(self.path(code) for code in found[:3])
        return Unreadable("village_twice", place=harmless_place(name), count=len(found), where=where)

    def _run_together(self) -> dict[str, list[str]]:
        joined: dict[str, list[str]] = defaultdict(list)
        for found in self._villages.values():
            for code in found:
                names = [self._name[c] for c in codes.ancestors_of(code, include_self=True)]
                for start in range(len(names)):
                    joined["".join(names[start:])].append(code)
        once: dict[str, list[str]] = defaultdict(list)
        for code in self._once_called():
            line = codes.ancestors_of(code, include_self=True)
            ways = product(*([self._name[c], *sorted(self._others.get(c, ()))] for c in line))
            for names in map(list, islice(ways, _MOST_WAYS)):
                for start in range(len(names)):
                    once["".join(names[start:])].append(code)
        return {text: list(dict.fromkeys(found)) for text, found in once.items()} | joined

    def _once_called(self) -> list[str]:
        """The villages that had another name, or lie in a place that had."""
        villages = [code for found in self._villages.values() for code in found]
        return [
            code
            for code in villages
            if not self._others.keys().isdisjoint(codes.ancestors_of(code, include_self=True))
        ]
