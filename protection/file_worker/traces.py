"""Takes out of a part of an office file who wrote it and where: names beside changes, folders, mail.

What was written stays, also where it is struck out: it is what the file says. A part is read as XML only
where its bytes speak of such a thing, and stays as it came to the last byte where they do not.
"""

import re
from dataclasses import dataclass

from lxml import etree

#: A second of computing goes for each megabyte at worst; sheets, the largest parts, name nobody.
MOST_XML = 6 * 1024 * 1024
NAMES_NOBODY = ("xl/worksheets/", "xl/sharedstrings.xml")

#: Attributes with a name in them, on whatever element they stand.
BY = ("author", "initials", "userName", "refreshedBy")
#: Attributes that name only on these elements.
ON = {"person": ("displayName", "userId"), "presenceInfo": ("userId",), "userInfo": ("name",)}
CHANGES = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange")
COMMENTS = ("comment", "threadedComment")
#: What keeps every change of a workbook that several people write in.
REVISIONS = "xl/revisions/"
#: An author that stands for a thread of comments, not for a person.
THREAD = "tc={"

_USERS_FOLDER = re.compile(
    r"(?i)(?:^\s*file:|[a-z]:[\\/]+(?:users|documents and settings)[\\/]|^/(?:users|home)/|^\\\\[\w.-]+\\)"
)
#: One of these stands in every part that has anything to clean, or to settle; in small letters.
_SPEAKS = (
    *(b"author", b"initials", b"username", b"refreshedby", b"abspath", b"displayname", b"presenceinfo"),
    *(b"userinfo", b"file:", b"users/", b"users\\", b"documents and settings", b"/home/", b'"\\\\', b"'\\\\"),
    *(b":ins", b":del", b":move", b":cell", b"<ins", b"<del", b"<move", b"<cell", b"change", b"comment"),
)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


class CannotBeRead(Exception):
    """The part cannot be read as XML, or is too large to be."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What to keep of a part (None: as it came), and whether it holds changes or comments not yet settled."""

    content: bytes | None = None
    unsettled: bool = False


def names_nobody(part: str) -> bool:
    """Whether the part is of a kind that holds no author; ``part`` in small letters."""
    return not part.endswith(".xml") or part.startswith(NAMES_NOBODY)


def speaks(content: bytes) -> bool:
    """Whether the bytes of a part are such that it has to be read."""
    small = content.lower()
    return content.startswith(_WIDE) or any(word in small for word in _SPEAKS)


def clean(part: str, content: bytes) -> Cleaned:
    """Give a part that ``speaks`` without its authors. Raises CannotBeRead."""
    if len(content) > MOST_XML:
        raise CannotBeRead
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotBeRead from error
    tree = root.getroottree()
    if tree.docinfo.doctype:
        raise CannotBeRead
    changed, unsettled = False, part.startswith(REVISIONS)
    for element in list(root.iter("*")):
        space, _, local = element.tag.rpartition("}")
        unsettled = unsettled or _is_unsettled(space, local)
        if element.attrib or local == "author":
            changed = _without_names(element, local) or changed
    if not changed:
        return Cleaned(unsettled=unsettled)
    kept = etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)
    return Cleaned(kept, unsettled)


def leads_into_a_folder(target: str) -> bool:
    """Whether an address leads to a file of the sender's own computer or network."""
    return bool(_USERS_FOLDER.search(target))


def _is_unsettled(space: str, local: str) -> bool:
    if local in COMMENTS:
        return True
    return "wordprocessingml" in space and (local in CHANGES or local.endswith("Change"))


def _without_names(element: etree._Element, local: str) -> bool:
    """Empty what tells a name or a folder, and say whether there was any."""
    if local == "absPath":
        return _without(element)
    changed = False
    for key, value in element.items():
        attribute = key.rpartition("}")[2]
        if attribute in BY or attribute in ON.get(local, ()):
            changed = bool(value) or changed
            element.set(key, "")
        elif leads_into_a_folder(value):
            changed = True
            element.set(key, re.split(r"[\\/]", value)[-1])
    if local == "author" and element.text and not element.text.startswith(THREAD):
        element.text, changed = "", True
    return changed


def _without(element: etree._Element) -> bool:
    """Take the element out, and the alternatives around it that have nothing left to choose from."""
    while (parent := element.getparent()) is not None:
        parent.remove(element)
        if len(parent) or parent.tag.rpartition("}")[2] not in ("Choice", "AlternateContent"):
            break
        element = parent
    return True
