"""Names and numbers in the form that may be read by others than whose they are."""

import re
import unicodedata

#: Surnames of two characters (复姓) that occur; anything else has a surname of one.
COMPOUND_SURNAMES = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|"
    "慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|闾丘|子车|亓官|司寇|巫马|公西|颛孙|壤驷|公良|漆雕|乐正|宰父|谷梁|拓跋|夹谷|"
    "轩辕|令狐|段干|百里|呼延|东郭|南门|羊舌|微生|梁丘|左丘|东门|西门"
)

#: Names of some peoples put a dot between given and father's name: 阿依古丽·买买提.
_DOTS = re.compile(r"[·•・．.‧]")


def mask_name(name: str) -> str:
    """张三 → 张*, 张小三 → 张*三, 欧阳小三 → 欧阳*三; what is not made of letters becomes stars."""
    name = "".join(unicodedata.normalize("NFKC", name).split())
    if not name or any(not character.isalpha() for character in _DOTS.sub("", name)):
        # A digit in a name is a mistake at best and an ID number at worst.
        return "*" * min(max(len(name), 1), 3)
    if _DOTS.search(name):
        return f"{name[0]}**"
    surname = name[:2] if len(name) > 2 and COMPOUND_SURNAMES.match(name) else name[0]
    rest = name[len(surname) :]
    if len(rest) == 0:
        return "*"
    if len(rest) == 1:
        return f"{surname}*"
    return f"{surname}{'*' * min(len(rest) - 1, 2)}{rest[-1]}"


def mask_id_number(number: str) -> str:
    """320722199001011234 → 32*************234, the form seen in notices; only ever for staff."""
    if len(number) < 15:
        return "*" * len(number)
    return f"{number[:2]}{'*' * (len(number) - 5)}{number[-3:]}"
