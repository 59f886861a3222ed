"""Invented places, units and people for the tests of this room."""

from organizations import codes, posts, scope
from organizations.enums import Role
from organizations.models import Post, Region, Unit, User

PLACES = {
    "32": "甲省",
    "3207": "乙市",
    "320722": "丙县",
    "320722100": "和平镇",
    "320722100201": "刘庄村委会",
    "320722100202": "东园社区居委会",
    "320722101": "双河街道",
    "320722101201": "刘庄村委会",
    "320723": "丁县",
    "320723100": "新安镇",
    "320723100201": "张庄村委会",
    "3208": "戊市",
    "320803": "己区",
    "33": "庚省",
    "3301": "辛市",
}


def make_places(places: dict[str, str] = PLACES) -> None:
    """Store the places, parents first."""
    Region.objects.bulk_create(
        Region(code=code, name=name, level=codes.level_of(code), parent_id=codes.parent_of(code))
        for code, name in sorted(places.items(), key=lambda item: len(item[0]))
    )


def make_units() -> dict[str, Unit]:
    """A city bureau, two county bureaus, two townships below them, a village and the inspection group."""
    made: dict[str, Unit] = {}

    def unit(key: str, kind: str, region: str, parent: str | None = None) -> None:
        above = made[parent] if parent else None
        made[key] = Unit.objects.create(name=f"单位{key}", kind=kind, region_id=region, parent=above)

    unit("city", "bureau", "3207")
    unit("county", "bureau", "320722", "city")
    unit("other_county", "bureau", "320723", "city")
    unit("township", "township", "320722100", "county")
    unit("other_township", "township", "320722101", "county")
    unit("village", "village_committee", "320722100201", "township")
    unit("inspection", "inspection", "3207")
    unit("other_city", "bureau", "3208")
    return made


def make_person(name: str = "某某", *appointments, **fields) -> User:
    """A user with posts given as (unit, role) pairs."""
    number = User.objects.count()
    user = User.objects.create_user(f"person{number}", password="x" * 12, name=name, **fields)
    for unit, role in appointments:
        posts.appoint(user, unit, role)
    return user


def make_both(name: str, unit: Unit) -> User:
    """An editor and reviewer in one hand, as there may be from before nobody could be given both."""
    user = make_person(name, (unit, Role.REVIEWER))
    give_both(user, unit, Role.EDITOR)
    return user


def give_both(user: User, unit: Unit, role: Role) -> None:
    """Give a post past the rule that nobody is editor and reviewer."""
    Post.objects.create(user=user, unit=unit, role=role, counts=True)
    posts.settle(user)


def fresh(user: User) -> User:
    """The user as the database has them now."""
    return User.objects.get(pk=user.pk)


def works(user: User) -> bool:
    """Whether the account can do anything: a post counts, and a group gives it rights; never one alone."""
    now = fresh(user)
    holds = bool(scope.holdings(now))
    assert holds == now.groups.exists()
    return holds
