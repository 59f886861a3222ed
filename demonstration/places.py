"""Where the demonstration plays: real divisions of Lianyungang, two of its counties with lists and staff."""

from dataclasses import dataclass

from django.conf import settings

from organizations import codes
from organizations.divisions import import_extract
from organizations.enums import Level
from organizations.models import Region

CITY = "3207"
DONGHAI, GUANYUN = "320722", "320723"
COUNTIES = (DONGHAI, GUANYUN)
DIVISIONS = settings.BASE_DIR / "organizations" / "data" / "lianyungang.csv"

#: The fifteen townships with lists: at the proportions of one real township, eight thousand households.
TOWNSHIPS = (
    "320722001",  # 牛山街道
    "320722002",  # 石榴街道
    "320722101",  # 白塔埠镇
    "320722103",  # 黄川镇
    "320722109",  # 桃林镇
    "320722110",  # 洪庄镇
    "320722112",  # 房山镇
    "320722200",  # 驼峰乡
    "320723001",  # 侍庄街道
    "320723100",  # 伊山镇
    "320723102",  # 杨集镇
    "320723104",  # 同兴镇
    "320723105",  # 四队镇
    "320723107",  # 龙苴镇
    "320723112",  # 南岗镇
)

HELD_BACK_VILLAGE_OF = "320722112"
OFFICER_TOWNSHIP = "320723107"
LETTERS_FROM = "320722109"


@dataclass(frozen=True)
class Village:
    """A village with the names of the places it lies in, as lists write them."""

    code: str
    name: str
    path: tuple[str, str, str, str, str]

    @property
    def township(self) -> str:
        return codes.township_of(self.code)

    @property
    def is_urban(self) -> bool:
        """Communities have urban households, villages rural ones."""
        return "居" in self.name or "社区" in self.name


def load() -> None:
    """Load the divisions of the city."""
    import_extract(DIVISIONS)


def villages(townships: tuple[str, ...] = TOWNSHIPS) -> list[Village]:
    """Return the villages of the townships, by code."""
    names = dict(Region.objects.within("32").values_list("code", "name"))
    lowest = Region.objects.filter(level=Level.VILLAGE, parent__in=townships).order_by("code")
    return [
        Village(
            region.code,
            region.name,
            (
                names[region.code[:2]],
                names[codes.city_of(region.code)],
                names[codes.county_of(region.code)],
                names[codes.township_of(region.code)],
                region.name,
            ),
        )
        for region in lowest
    ]
