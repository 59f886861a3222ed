"""Puts narratives together from the sentence parts of data/topics.toml, so that no two read alike."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from django.conf import settings

from demonstration.places import Village

TOPICS = settings.BASE_DIR / "demonstration" / "data" / "topics.toml"

MONTHS: tuple[str, ...] = ("一月份", "二月份", "三月份", "四月份", "五月份", "六月份")
MONTHS += ("七月份", "八月份", "九月份", "十月份", "十一月份", "十二月份")
KIN = ("父亲", "母亲", "爷爷", "奶奶", "叔叔", "婶婶", "大伯", "哥哥", "弟弟", "岳母", "公公", "老伴")
COMMITTEES = ("社区居委会", "村委会", "居民委员会", "居委会")


@dataclass(frozen=True)
class Story:
    """Title and narrative of one case."""

    title: str
    narrative: str


@cache
def parts() -> dict[str, Any]:
    """Return the file of sentence parts."""
    with TOPICS.open("rb") as file:
        return tomllib.load(file)


def story(key: str) -> dict[str, Any]:
    """Return the parts of one planted story."""
    return next(each for each in parts()["story"] if each["key"] == key)


def slots(random: Random, village: Village, day: date) -> dict[str, str]:
    """Return what the slots of a sentence are filled with, the same throughout one case."""
    past = (day.replace(day=1) - timedelta(days=random.choice((3, 3, 40)))).month
    return {
        "place": spoken(village.name),
        "town": village.path[3],
        "month": MONTHS[past - 1],
        "amount": str(random.randrange(280, 1400, 10)),
        "age": str(random.randrange(58, 91)),
        "years": str(random.randrange(2, 9)),
        "kin": random.choice(KIN),
    }


def spoken(name: str) -> str:
    """Return a village as people say it: 刘庄村 for 刘庄村委会."""
    for committee in COMMITTEES:
        if name.endswith(committee):
            kind = "村" if committee == "村委会" else "社区"
            return name.removesuffix(committee).removesuffix(kind) + kind
    return name


def tell(random: Random, topic: dict[str, Any], words: dict[str, str]) -> Story:
    """Put one narrative together: an opening, two or three facts, now and then something more, a wish."""
    common = parts()["common"]
    sentences = [random.choice(topic.get("openings", common["openings"]))]
    sentences += random.sample(topic["facts"], k=min(len(topic["facts"]), random.choice((2, 2, 3))))
    if random.random() < 0.4:
        sentences.append(random.choice(common["extras"]))
    sentences.append(random.choice(topic["wishes"]))
    title = random.choice(topic["titles"])
    return Story(fill(title, words), fill("".join(sentences), words))


def fill(text: str, words: dict[str, str]) -> str:
    """Fill the slots of a text."""
    return text.format_map(words)


def message(random: Random, key: str, words: dict[str, str] | None = None) -> str:
    """Return one of the short texts under [messages]."""
    text = parts()["messages"][key]
    return fill(text if isinstance(text, str) else random.choice(text), words or {})
