"""What stands in somebody's own name on the lists that are public now (个人信息保护法 45: people may look at
what is kept of them).

Whoever asks says a name and the last six of the ID number, and gets the masked rows that everybody may see
on the village's page, or nothing. Nothing of the answer is new to who knows both; but a stranger could try
the six by turns, so tries are slowed (``NameAttempt``). Entry or none: the same queries, the same digests.

The arithmetic: of the six, two are a day of birth, three a number and one follows from all others: 341,000
for who knows the name alone, 5,500 for who knows the birthday too. A network that tries one name comes to
900 s a try, about a hundred a day, each with a question answered.
"""

from datetime import date

from disclosure import own_index
from disclosure.models import Recipient
from disclosure.names import one_form
from disclosure.public.masking import PublicRow, public_row
from protection.clients import wider
from protection.throttling import Throttle

#: All tries of one network, and of the /48 around it, whatever name: a village hall is one address, so these
#: fade and end soon.
BY_CLIENT = Throttle("own-entry-client", allowed=40, base_seconds=5, most_seconds=20, fade_seconds=600)
BY_SURROUNDINGS = Throttle(
    "own-entry-surroundings", allowed=400, base_seconds=5, most_seconds=20, fade_seconds=60
)
#: One name tried from one network. Only their own tries make them wait (decision 0024).
BY_PAIR = Throttle("own-entry-name-client", allowed=5, base_seconds=10, most_seconds=900)
BY_SITE = Throttle("own-entry-name-site", allowed=20, base_seconds=10, most_seconds=900)
#: All tries of one name: ten are one more of whoever tried.
BY_NAME = Throttle("own-entry-name", fade_seconds=3600)
PRESSURE_OF = 10


class NameAttempt:
    """One question about a name from a network. Every one counts, also one that found something: else the
    next pause would tell which it was.
    """

    def __init__(self, name: str, network: str) -> None:
        self.name, self.network, self.around = one_form(name), network, wider(network)
        self.pair, self.site = f"{self.name} {network}", f"{self.name} {self.around}"

    def _counted(self) -> list[tuple[Throttle, str, int]]:
        """What makes this wait: throttle, key, pressure."""
        pressure = BY_NAME.failures(self.name) // PRESSURE_OF
        counted = [(BY_PAIR, self.pair, pressure), (BY_CLIENT, self.network, 0)]
        if self.around:
            counted += [(BY_SITE, self.site, 0), (BY_SURROUNDINGS, self.around, 0)]
        return counted

    def wait(self) -> int:
        """Give the seconds until this may be asked."""
        return max(throttle.wait(key, pressure) for throttle, key, pressure in self._counted())

    def take(self) -> int:
        """Count it and give 0, before anything is looked up; or give the seconds until it may be asked.

        Asked many times at the same moment, it is answered as often as one after the other.
        """
        if seconds := self.wait():
            return seconds
        for throttle, key, pressure in self._counted():
            if seconds := throttle.take(key, pressure):
                return seconds
        BY_NAME.fail(self.name)
        return 0


def find(name: str, last: str, today: date) -> list[PublicRow]:
    """The rows that are shown now for this name and these last six of an ID number, masked; empty where there
    is none, and where it is hidden or its list was withdrawn.
    """
    rows = Recipient.objects.current().seen()
    # Without order and limit, for which a planner may choose another index: a household has a row or two.
    found = rows.filter(own_index__in=own_index.indexes_of(name, last)).defer("id_number")
    shown = sorted(found.select_related("programme", "region"), key=_order)
    return [public_row(row, today) for row in shown]


def _order(row: Recipient) -> tuple[int, int]:
    return row.programme.sort_order, row.pk
