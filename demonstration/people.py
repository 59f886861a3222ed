"""Invented people: names, ID numbers and telephones that nobody bears.

An ID number begins with 320799, a division that was never established, so it is no living person's
although its check digit is right. Telephones begin with 154, which no carrier was given.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stdnum.cn import ric

NOWHERE = "320799"
NO_CARRIER = "154"

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
MALE = "建国德永明志富广成学长春保家守义玉兴庆海洪振立传绍开继培善运怀殿士宝树贵根福祥仁友良军平忠信东林"
FEMALE = "秀英兰芳桂花玉梅素珍淑霞凤云爱华红翠莲美巧月香金银春琴彩荣燕萍丽敏静洁霜菊芹侠娥粉连"


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """Somebody who does not exist."""

    name: str
    id_number: str
    phone: str
    born: date


class People:
    """Invents people, no two with one ID number."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._taken: set[str] = set()

    def name(self, female: bool | None = None) -> str:
        """Return a name of two or three characters."""
        random = self._random
        letters = FEMALE if (random.random() < 0.5 if female is None else female) else MALE
        given = random.choice(letters)
        if random.random() < 0.84:
            given += random.choice([other for other in letters if other != given])
        # The commoner a surname, the further to the front it stands.
        return SURNAMES[min(int(random.expovariate(0.045)), len(SURNAMES) - 1)] + given

    def phone(self) -> str:
        """Return a mobile number that rings nowhere."""
        return NO_CARRIER + f"{self._random.randrange(10**8):08}"

    def person(self, youngest: int, oldest: int, on: date) -> InventedPerson:
        """Return somebody whose age on a day lies between the two."""
        random = self._random
        female = random.random() < 0.45
        while True:
            born = on - timedelta(days=random.randrange(youngest * 365 + 30, oldest * 365 + 330))
            serial = random.randrange(1, 999)
            serial += ((serial % 2 == 0) != female and 1) or 0
            digits = f"{NOWHERE}{born:%Y%m%d}{serial % 1000:03}"
            number = digits + ric.calc_check_digit(digits + "0")
            if number not in self._taken:
                self._taken.add(number)
                return InventedPerson(self.name(female), number, self.phone(), born)
