"""Invented places, units and people for the tests of this room."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from complaints.models import Trace
from organizations import codes, posts, scope
from organizations.enums import Role
from organizations.models import Post, Region, Unit, User
from organizations.roles import GROUPS_BY_POST, group_name, head_offices

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


#: Key: kind, place, the unit above; each tier stands under the one before.
UNITS = [
    {
        "city": ("bureau", "3207", None),
        "inspection": ("inspection", "3207", None),
        "other_city": ("bureau", "3208", None),
    },
    {"county": ("bureau", "320722", "city"), "other_county": ("bureau", "320723", "city")},
    {
        "township": ("township", "320722100", "county"),
        "other_township": ("township", "320722101", "county"),
    },
    {"village": ("village_committee", "320722100201", "township")},
]


def make_units() -> dict[str, Unit]:
    """A city bureau, two county bureaus, two townships below them, a village and the inspection group.

    Written a tier at once, before anything is filed that could speak of them.
    """
    _nothing_is_filed()
    made: dict[str, Unit] = {}
    for tier in UNITS:
        units = [
            Unit(name=f"单位{key}", kind=kind, region_id=region, parent=made[above] if above else None)
            for key, (kind, region, above) in tier.items()
        ]
        made.update(zip(tier, Unit.objects.bulk_create(units), strict=True))
    return made


def make_people(wanted: list[tuple[str, Unit, Role]]) -> list[User]:
    """Somebody for each name, unit and role: the rows that ``make_person`` leaves, less those of the log.

    Written at once, before anything is filed that could speak of them: most tests begin with a dozen people,
    and appointing them one by one took longer than the tests themselves.
    """
    _nothing_is_filed()
    number, password = User.objects.count(), make_password("x" * 12)
    people = User.objects.bulk_create(
        User(username=f"person{number + place}", password=password, name=name)
        for place, (name, _unit, _role) in enumerate(wanted)
    )
    given = [(user, unit, role) for user, (_name, unit, role) in zip(people, wanted, strict=True)]
    Post.objects.bulk_create(
        Post(user=user, unit=unit, role=role, counts=True, has_counted=True) for user, unit, role in given
    )
    groups = dict(Group.objects.filter(name__in=GROUPS_BY_POST).values_list("name", "pk"))
    heads = set(head_offices().values_list("pk", flat=True))
    in_group = User.groups.through
    in_group.objects.bulk_create(
        in_group(user=user, group_id=groups[group_name(role, head=head)])
        for user, unit, role in given
        for head in (False, True)[: 1 + (unit.pk in heads)]
    )
    return people


def _nothing_is_filed() -> None:
    assert not Trace.objects.exists(), "what is filed is read again for whoever comes later: use make_person"


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
    Post.objects.create(user=user, unit=unit, role=role, counts=True, has_counted=True)
    posts.sync_account(user)


def fresh(user: User) -> User:
    """The user as the database has them now."""
    return User.objects.get(pk=user.pk)


def works(user: User) -> bool:
    """Whether the account can do anything: a post counts, and a group gives it rights; never one alone."""
    now = fresh(user)
    holds = bool(scope.holdings(now))
    assert holds == now.groups.exists()
    return holds
