"""Whether a text that comes in says something of those who would look into it: 查案的跟他们一桌喝酒.

What speaks of money is read by the inspection group, so it must not be what is spoken of. The words for its
people, also those that name no office, are a table (``data/words/inspecting.csv``). They mean it only when a
case comes in: later, 办案的 is whoever has the case (``whoever``). Who is asked for help is not meant
(请查案的同志来查), nor who somebody else speaks of.

Where the group would be the reader, or is, that is not enough: 他儿子就在纪检组, 收了钱孝敬纪检的. No table
holds what may be said of it, so it is the other way round: known is what plainly asks it or turns to it
(``asking``), and words that name it anywhere else mean it.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from complaints import matters
from complaints.enums import Matter
from complaints.reach import asking
from complaints.texts import leaking, whoever, words
from complaints.texts.highest_words import inspecting
from complaints.texts.names import GAP, fold
from complaints.texts.nearby import Nearby
from complaints.texts.office_spellings import rightly
from complaints.texts.respondent_matching import ResolvedRespondent
from complaints.texts.sentences import parts_of, sentences_of
from organizations.enums import UnitKind

_CLAUSES = re.compile("[，,：:、]")
#: So many clauses may tell what they did who came; so far from them may stand a wrong of theirs.
_NEXT = 5
_FAR = 12
#: A letter begins so, whatever mark follows.
_DEAR = re.compile("尊敬|敬爱|亲爱|[您们你]好$")


def inspectors_meant(texts: Iterable[str], around: Nearby) -> Iterator[ResolvedRespondent]:
    """Yield the inspection group of the place where a sentence says something against its people."""
    for sentence in _going_on(sentences_of(rightly(texts)), inspecting()):
        clauses = [fold(clause) for clause in _CLAUSES.split(sentence)]
        for at, clause in enumerate(clauses):
            found = inspecting().search(clause)
            if found and (
                _is_close(clause)
                or _comes_close(clauses[at : at + _NEXT])
                or _does_wrong(clauses[at : at + _FAR], found)
                or leaking.is_told_of(clause, clauses[at + 1 : at + _NEXT])
            ):
                yield from _group(found.group(), around)
                return


def inspectors_on_file(texts: Iterable[str], around: Nearby) -> list[ResolvedRespondent]:
    """Return the groups that what is on file says something of, whoever has the case by now."""
    written = list(texts)
    return [*inspectors_named(written, around, has_it=False), *inspectors_meant(written, around)]


def inspectors_named(
    texts: Iterable[str], around: Nearby, *, has_it: bool | None
) -> Iterator[ResolvedRespondent]:
    """Yield the inspection group of the place where words name it that do not plainly turn to it.

    ``has_it``: whether it has the case, so that 办案的 are its people; None where it would be the first.
    Otherwise whoever wrote may have to do with it, and say only that.
    """
    names = _at_work() if has_it else inspecting("named")
    texts = rightly(texts)
    sentences = sentences_of(texts) if has_it is None else whoever.without_thanks(texts)
    for sentence in _going_on(sentences, names):
        if has_it is not None and _is_contact(sentence, of_others=not has_it):
            continue
        for clause in parts_of(sentence):
            said = fold(clause)
            if not names.search(said):
                continue
            salutes = clause[-1:] in ("：", ":") or bool(_DEAR.search(said))
            rest = asking.without_requests(said, names.pattern, salutes=salutes)
            if found := names.search(rest):
                yield from _group(found.group(), around)
                return
        if has_it and (hint := _by_shortinspecting(sentence)):
            yield from _group(hint, around)
            return


def _going_on(sentences: Iterable[str], names: re.Pattern[str]) -> Iterator[str]:
    """Yield the sentences; to one that tells only that they came, what comes next is added (监察组来过)."""
    written = list(sentences)
    for at, sentence in enumerate(written):
        comes = any(_only_comes(fold(clause), names) for clause in _CLAUSES.split(sentence))
        yield "，".join(written[at : at + _NEXT]) if comes else sentence


def _only_comes(clause: str, names: re.Pattern[str]) -> bool:
    told = bool(names.search(clause)) and asking.after_contact(clause, names.pattern) is not None
    return told and not asking.is_greeting(clause, names.pattern)


def _comes_close(clauses: list[str]) -> bool:
    """Whether they came, and what follows is close (办案的来过。当晚会计家杀了鸡)."""
    rest = GAP.join(clauses[1:])
    return _only_comes(clauses[0], inspecting()) and bool(
        words.ties().search(rest) or words.close().search(rest)
    )


def _by_shortinspecting(sentence: str) -> str:
    """Return the short word that stands for the group beside somebody else, or beside what people do
    together; empty if none does. What goes on from it in the next clause counts too: 组长来了，会计陪着.
    """
    clauses = [fold(clause) for clause in _CLAUSES.split(sentence)]
    for at, clause in enumerate(clauses):
        rest = asking.without_requests(clause, _short().pattern)
        if not (found := _short().search(rest)):
            continue
        beside = GAP.join([rest[: found.start()], rest[found.end() :], *clauses[at + 1 : at + 2]])
        patterns = (words.title_at(), words.ties(), words.close(), words.wrongs())
        if any(pattern.search(beside) for pattern in patterns):
            return found.group()
    return ""


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(f"(?:{inspecting('leading').pattern})*")


@cache
def _short() -> re.Pattern[str]:
    return inspecting("people", "short")


@cache
def _at_work() -> re.Pattern[str]:
    return re.compile(f"{inspecting('named').pattern}|{whoever.words_for_it().pattern}")


def _is_contact(sentence: str, *, of_others: bool) -> bool:
    """Whether each clause that names the group tells only of what one has to do with it, and nothing else in
    the sentence of anybody else, of money or of what should not be: 监察组打过电话, but no …，是会计接的.

    ``of_others``: the case is of others anyway, so that only what goes on from the group counts.
    """
    clauses, names = [fold(clause) for clause in _CLAUSES.split(sentence)], _at_work()
    rest = [] if of_others else [clause for clause in clauses if not names.search(clause)]
    goes_on = False
    for clause in clauses:
        if not names.search(clause):
            rest += [clause] if goes_on else []
        elif (told := asking.after_contact(clause, names.pattern)) is None:
            return False
        else:
            rest.append(told)
            goes_on = of_others and not asking.is_greeting(clause, names.pattern)
    beside = "".join(rest)
    elsewhere = inspecting("others").search(beside) or words.title_at().search(beside)
    return not elsewhere and not words.ties().search(beside) and not any(True for _at in _wrongs(beside))


def _group(said: str, around: Nearby) -> Iterator[ResolvedRespondent]:
    return (ResolvedRespondent(unit, said, derived=True) for unit in around.called(UnitKind.INSPECTION))


def _is_close(clause: str) -> bool:
    """Whether they are spoken of beside money, feasts or family, and not as who is asked: 给查案的送过烟."""
    people = inspecting("named", "people")
    if not people.search(clause) or not people.search(asking.without_requests(clause, people.pattern)):
        return False
    close = words.ties().search(clause) or words.close().search(clause)
    return bool(close) or matters.raised("", [clause]) == Matter.MONEY


def _does_wrong(clauses: list[str], found: re.Match[str]) -> bool:
    """Whether a clause begins with them, and a wrong of theirs follows."""
    return bool(_leading().fullmatch(clauses[0][: found.start()])) and _is_against("".join(clauses), found)


def _is_against(rest: str, found: re.Match[str]) -> bool:
    """Whether what follows the words is a wrong of theirs, and no wish, nor what they shall look into."""
    after = rest[found.end() :]
    wrong = min(_wrongs(after), default=None)
    if wrong is None:
        return False
    before = after[:wrong]
    return not (words.addressees("wish").search(before) or words.addressees("after").search(before))


def _wrongs(after: str) -> Iterator[int]:
    """Where wrongs are said in the words; those that inspectors deal with do not count."""
    inspected = words.matters_of_inspection()
    yield from (each.start() for each in words.wrongs().finditer(after) if each.group() not in inspected)
    yield from (each.start() for each in words.close().finditer(after))
    if matters.raised("", [after]) == Matter.MONEY:
        yield len(after)
