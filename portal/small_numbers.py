"""Below which number a public figure about cases says nothing: of one case late, its people know whose it is.

What is counted in lists, which offices owe, has no such limit.
"""

#: A share or a mean of fewer cases is not shown.
FEWEST = 5


def is_too_small(of: int) -> bool:
    """Whether a figure of so many cases would tell of single ones. None is few too: who sees no case, and
    reads of one, knows that it is kept from them.
    """
    return of < FEWEST
