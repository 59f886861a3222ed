"""What a browser says of itself, in two words: enough for its owner to know it again, and no more."""

import re
from typing import NamedTuple

#: The first that fits counts: most browsers also name those that they descend from.
BROWSERS = [
    ("WeChat", r"MicroMessenger/"),
    ("QQ", r"\bM?QQBrowser/"),
    ("360", r"QihooBrowser|360SE|360EE"),
    ("UC", r"\bUCBrowser/|\bUBrowser/"),
    ("Huawei", r"HuaweiBrowser/"),
    ("Xiaomi", r"MiuiBrowser/"),
    ("Edge", r"\bEdg(?:A|iOS|e)?/"),
    ("Opera", r"\bOPR/"),
    ("Firefox", r"\bFirefox/|\bFxiOS/"),
    ("Chrome", r"Chrome/|\bCriOS/|\bChromium/"),
    ("Safari", r"\bSafari/"),
]
SYSTEMS = [
    ("HarmonyOS", r"HarmonyOS|OpenHarmony"),
    ("Android", r"\bAndroid\b"),
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Windows", r"\bWindows\b"),
    ("macOS", r"\bMacintosh\b"),
    ("Linux", r"\bLinux\b|\bX11\b"),
]


class Device(NamedTuple):
    """Names of a browser and a system; empty where none was known."""

    browser: str
    system: str


def read(user_agent: str) -> Device:
    """Tell the kind of browser and system from what it calls itself; nothing else of it is kept."""
    return Device(_first(BROWSERS, user_agent[:500]), _first(SYSTEMS, user_agent[:500]))


def _first(table: list[tuple[str, str]], text: str) -> str:
    return next((name for name, form in table if re.search(form, text)), "")
