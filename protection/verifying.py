"""Whether the logs are as they were written: the chain walked from its first link, in bounded memory.

What cannot be told from the database alone is that all of it was put back to an older state: for that a seal
is printed and kept elsewhere (``seal``), and later held against the chain (``against``).
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone
from wagtail.models import ModelLogEntry

from protection import chain, guards, vouched
from protection.blind_index import every, keys
from protection.models import LogHead, LogLink

PIECE = 2000
PURGED = "protection.purge_logs"

#: What may be wrong; the command ``verify_log`` says each in words.
Code = Literal[
    "no_guard",
    "no_head",
    "bad_head",
    "old_seal",
    "cut_off",
    "beyond",
    "outside",
    "gap",
    "bad_link",
    "changed",
    "gone",
    "no_link",
    "older",
    "event_changed",
    "event_gone",
    "event_added",
]


@dataclass(frozen=True)
class LogProblem:
    """What is wrong, and with which entry as far as that is known."""

    code: Code
    log: str = ""
    entry: int = 0
    at: datetime.datetime | None = None
    lane: int = 0
    number: int = 0


@dataclass
class Walk:
    """A verification that goes on while its problems are asked for; ``links`` counts what was looked at."""

    links: int = 0

    def problems(self) -> Iterator[LogProblem]:
        """Yield what is wrong, oldest first within a lane; nothing when all is as it was written."""
        for name in guards.missing(connection):
            yield LogProblem("no_guard", log=name)
        gone_before = purged_before()
        heads = {head.lane: head for head in LogHead.objects.order_by("lane")}
        for lane in range(1, chain.LANES + 1):
            if lane not in heads:
                yield LogProblem("no_head", lane=lane)
        for head in heads.values():
            yield from self._lane(head, gone_before)
        yield from _beyond()
        yield from _outside(heads)
        for name in sorted(chain.LOGS):
            for pk, at in chain.unlinked(name).order_by("pk").values_list("pk", "timestamp")[:PIECE]:
                yield LogProblem("no_link", name, pk, at)
        for name, pk, at in vouched.unnamed():
            yield LogProblem("event_added", name, pk, at)

    def _lane(self, head: LogHead, gone_before: dict[str, datetime.datetime]) -> Iterator[LogProblem]:
        seals = [chain.seal_of(head.lane, head.number, head.digest, key) for key in keys()]
        if head.seal != seals[0]:
            yield LogProblem(
                "old_seal" if head.seal in seals else "bad_head", lane=head.lane, number=head.number
            )
        previous, number, own = "", 0, list(keys())
        while number < head.number:
            rest = LogLink.objects.filter(lane=head.lane, number__gt=number, number__lte=head.number)
            links = list(rest.order_by("number")[:PIECE])
            if not links:
                yield LogProblem("cut_off", lane=head.lane, number=number + 1)
                return
            entries = _entries(links)
            vouching: dict[vouched.Reference, LogLink] = {}
            for link in links:
                if link.number != number + 1:
                    yield LogProblem("gap", link.log, link.entry, link.at, link.lane, number + 1)
                # A lane never goes back to an older key: who has only that one cannot write at its end.
                fitting = _fitting(previous, link, own)
                own = fitting or own
                if not fitting:
                    yield LogProblem("bad_link", link.log, link.entry, link.at, link.lane, link.number)
                problem = _content(link, entries.get((link.log, link.entry)), gone_before, own[-1])
                if problem:
                    yield LogProblem(problem, link.log, link.entry, link.at, link.lane, link.number)
                else:
                    named = _named(link, entries.get((link.log, link.entry)))
                    vouching.update(dict.fromkeys(named, link))
                previous, number = link.digest, link.number
            for reference, is_there in vouched.broken(vouching):
                code: Code = "event_changed" if is_there else "event_gone"
                link = vouching[reference]
                yield LogProblem(code, reference.name, reference.pk, link.at, link.lane, link.number)
            self.links += len(links)
        if previous != head.digest:
            yield LogProblem("bad_head", lane=head.lane, number=head.number)


def purged_before() -> dict[str, datetime.datetime]:
    """Until when each log was purged, by those entries about it that are as they were written."""
    found: dict[str, datetime.datetime] = {}
    name, fields = "model", chain.LOGS["model"][1]
    rows = ModelLogEntry.objects.filter(action=PURGED).order_by("pk").values_list("pk", *fields)
    links = {
        link.entry: link for link in LogLink.objects.filter(log=name, entry__in=[row[0] for row in rows])
    }
    for pk, *values in rows:
        link = links.get(pk)
        if link is not None and _is_as_written(name, pk, values, link):
            data = values[fields.index("data")]
            before = datetime.datetime.fromisoformat(data["before"]).replace(tzinfo=datetime.UTC)
            found[data["log"]] = max(before, found.get(data["log"], before))
    return found


def _is_as_written(name: str, pk: int, values: Sequence[Any], link: LogLink) -> bool:
    """Whether a link is about this entry, and was made to follow the link before it."""
    previous = LogLink.objects.filter(lane=link.lane, number=link.number - 1)
    before = previous.values_list("digest", flat=True).first() or ""
    fitting = _fitting(before, link, list(keys()))
    return bool(fitting) and link.content == chain.content_of(name, pk, values, fitting[-1])


def _fitting(previous: str, link: LogLink, own: list[str]) -> list[str]:
    """Return the keys, newest first, from the newest to the one that made a link; empty where none did.

    ``own`` are those that may have made it: the oldest of them is asked first, as it made most before it.
    """
    for number in range(len(own), 0, -1):
        if link.digest == chain.digest_of(previous, link, own[number - 1]):
            return own[:number]
    return []


def seal() -> str:
    """One line that says how far every lane has come; to be kept where the database is not."""
    heads = LogHead.objects.filter(number__gt=0).order_by("lane")
    lanes = ",".join(f"{head.lane}:{head.number}:{head.digest}" for head in heads)
    words = f"1;{timezone.now():%Y-%m-%dT%H:%M:%SZ};{lanes}"
    return f"{words};{every(words, 'audit-log-seal')[0]}"


def against(line: str) -> Iterator[LogProblem]:
    """Hold the chain against a seal. Raises ValueError for a line that is no seal of this site."""
    words, _semicolon, mac = line.strip().rpartition(";")
    if not words or mac not in every(words, "audit-log-seal"):
        raise ValueError(line)
    for part in filter(None, words.split(";")[2].split(",")):
        lane, number, digest = part.split(":")
        link = LogLink.objects.filter(lane=int(lane), number=int(number)).first()
        if link is None or link.digest != digest:
            yield LogProblem("older", lane=int(lane), number=int(number))


def _entries(links: list[LogLink]) -> dict[tuple[str, int], tuple[Any, ...]]:
    """The entries of some links, with one query a log."""
    wanted: dict[str, list[int]] = {}
    for link in links:
        wanted.setdefault(link.log, []).append(link.entry)
    found = {}
    for name, wanted_keys in wanted.items():
        if name in chain.LOGS:
            model, fields = chain.LOGS[name]
            rows = model._base_manager.filter(pk__in=wanted_keys).order_by().values_list("pk", *fields)
            found.update({(name, row[0]): row[1:] for row in rows})
    return found


def _content(
    link: LogLink, entry: tuple[Any, ...] | None, gone_before: dict[str, datetime.datetime], key: str
) -> Code | None:
    """What is wrong with the content of an entry that is linked: None where it is as written, or purged."""
    if entry is None:
        purged = link.log in gone_before and link.at < gone_before[link.log]
        return None if purged else "gone"
    return None if link.content == chain.content_of(link.log, link.entry, entry, key) else "changed"


def _named(link: LogLink, entry: tuple[Any, ...] | None) -> list[vouched.Reference]:
    """The events for which an entry vouches that is as it was written; none where it was purged."""
    return [] if entry is None else vouched.named(entry[chain.LOGS[link.log][1].index("data")])


def _beyond() -> Iterator[LogProblem]:
    """Links after the end of their lane, asked in one query so that a writer cannot come between."""
    last = (
        LogLink.objects.filter(lane=OuterRef("lane")).order_by().values("lane").annotate(last=Max("number"))
    )
    for head in LogHead.objects.annotate(last=Subquery(last.values("last"))):
        if (head.last or 0) > head.number:
            yield LogProblem("beyond", lane=head.lane, number=head.number + 1)


def _outside(lanes: Iterable[int]) -> Iterator[LogProblem]:
    """Links that no walk from the first link of a lane meets. Each would let an entry that somebody put into
    a log pass for a chained one, without any key.
    """
    for link in LogLink.objects.exclude(lane__in=lanes, number__gte=1).order_by("pk")[:PIECE]:
        yield LogProblem("outside", link.log, link.entry, link.at, link.lane, link.number)
