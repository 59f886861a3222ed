"""The people who work in the demonstration: one table of accounts, names invented."""

import os
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from demonstration import places
from organizations import posts
from organizations.enums import Role
from organizations.models import Unit, User


@dataclass(frozen=True)
class Account:
    """A login with its post; ``unit`` is a key of units.load()."""

    username: str
    name: str
    role: Role
    unit: str


CITY, DONGHAI, GUANYUN = places.CITY, places.DONGHAI, places.GUANYUN

ACCOUNTS = (
    # The city. Logins are the role in pinyin; the counties add their initials.
    Account("jiexian", "夏雨荷", Role.OPERATOR, "hotline"),
    Account("jiexian2", "毛小乐", Role.OPERATOR, "hotline"),
    Account("chengban", "康建业", Role.HANDLER, CITY),
    Account("shenhe", "贺文澜", Role.SUPERVISOR, CITY),
    Account("shenhe2", "段知行", Role.SUPERVISOR, CITY),
    Account("gongkai", "白露明", Role.EDITOR, CITY),
    Account("fuhe", "尹思齐", Role.REVIEWER, CITY),
    Account("jijian", "石守正", Role.INSPECTOR, "inspection"),
    Account("jijian2", "秦明鉴", Role.INSPECTOR, "inspection"),
    Account("guanli", "钟管平", Role.ADMINISTRATOR, CITY),
    # Donghai county.
    Account("dh-jiexian", "陆晓声", Role.OPERATOR, DONGHAI),
    Account("dh-chengban", "田立行", Role.HANDLER, DONGHAI),
    Account("dh-chengban2", "戴慎言", Role.HANDLER, DONGHAI),
    Account("dh-shenhe", "方致远", Role.SUPERVISOR, DONGHAI),
    Account("dh-gongkai", "叶清和", Role.EDITOR, DONGHAI),
    Account("dh-fuhe", "范书衡", Role.REVIEWER, DONGHAI),
    Account("dh-guanli", "崔定安", Role.ADMINISTRATOR, DONGHAI),
    # Guanyun county.
    Account("gy-jiexian", "汪听雨", Role.OPERATOR, GUANYUN),
    Account("gy-chengban", "邵务实", Role.HANDLER, GUANYUN),
    Account("gy-chengban2", "侯勤思", Role.HANDLER, GUANYUN),
    Account("gy-shenhe", "孟怀谨", Role.SUPERVISOR, GUANYUN),
    Account("gy-gongkai", "江月白", Role.EDITOR, GUANYUN),
    Account("gy-fuhe", "常鉴清", Role.REVIEWER, GUANYUN),
    Account("gy-guanli", "龚守恒", Role.ADMINISTRATOR, GUANYUN),
    # Townships.
    Account("niushan", "潘敬民", Role.HANDLER, "320722001"),
    Account("fangshan", "邱恳诚", Role.HANDLER, places.HELD_BACK_VILLAGE_OF),
    # The officer whom complaints from four villages name: none of those cases may reach him.
    Account("longju", "孙继财", Role.HANDLER, places.OFFICER_TOWNSHIP),
    Account("longju2", "顾持平", Role.SUPERVISOR, places.OFFICER_TOWNSHIP),
)

OFFICER = "孙继财"


def load(units: dict[str, Unit], password: str | None = None) -> dict[str, User]:
    """Make the accounts with their posts and return them by login.

    The password of all is ``password``, else DEMO_PASSWORD from the environment; without either nobody can
    log in.
    """
    password = password or os.environ.get("DEMO_PASSWORD")
    # Hashed once: 28 slow hashes of one word would only cost time.
    hashed = make_password(password or None)
    made = {}
    for account in ACCOUNTS:
        user = User.objects.create(username=account.username, name=account.name, password=hashed)
        posts.appoint(user, units[account.unit], account.role)
        made[account.username] = user
    return made
