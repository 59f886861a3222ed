"""Under which topic, genre and keywords a policy belongs, guessed from its title by tables anyone can check.

The guess only fills an empty form: an editor's own choice is never overwritten.
"""

#: The first word that occurs in the title decides.
TOPIC_OF_WORD = (
    ("信访", "petitions"),
    ("信息公开", "disclosure"),
    ("政务公开", "disclosure"),
    ("专项整治", "supervision"),
    ("专项行动", "supervision"),
    ("监督", "supervision"),
    ("特困", "tekun"),
    ("临时救助", "temporary"),
    ("低保", "dibao"),
    ("最低生活保障", "dibao"),
    ("社会救助", "general"),
)

#: The title's last word decides.
GENRE_OF_ENDING = (
    ("条例", "regulation"),
    ("办法", "measures"),
    ("细则", "measures"),
    ("规定", "measures"),
    ("通知", "notice"),
    ("公告", "announcement"),
    ("通告", "announcement"),
    ("意见", "opinion"),
    ("方案", "plan"),
    ("计划", "plan"),
    ("函", "letter"),
    ("解读", "interpretation"),
)

KEYWORDS = (
    "社会救助",
    "低保",
    "最低生活保障",
    "特困",
    "临时救助",
    "低保边缘",
    "专项整治",
    "专项行动",
    "兜底保障",
    "信访",
    "政府信息公开",
    "监督",
)


def topic(title: str) -> str:
    """The topic's code; ``other`` where no word is known."""
    return next((code for word, code in TOPIC_OF_WORD if word in title), "other")


def genre(title: str) -> str:
    """The genre's code; ``other`` where the ending is not known. Brackets at the end are left out."""
    bare = title.split("（")[0].rstrip("》” ")
    return next((code for word, code in GENRE_OF_ENDING if bare.endswith(word)), "other")


def keywords(title: str) -> str:
    """The known words that occur in the title, separated by 、."""
    return "、".join(word for word in KEYWORDS if word in title)
