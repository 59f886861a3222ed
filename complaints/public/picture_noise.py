"""The dots over the letters of the captcha's picture, as many and as scattered as the library's own.

That one draws each by itself, which costs the server as much as all the rest of the picture.
"""

from array import array
from secrets import token_bytes

from django.conf import settings
from PIL.Image import Image
from PIL.ImageDraw import ImageDraw

#: Of all points so many, as ``captcha.helpers.noise_dots``.
PART = 0.1


def dots(draw: ImageDraw, image: Image) -> ImageDraw:
    """Draw them all at once; return what was drawn on, as the library asks."""
    width, height = image.size
    number = int(width * height * PART)
    points = list(zip(_drawn(width, number), _drawn(height, number), strict=True))
    draw.point(points, fill=settings.CAPTCHA_FOREGROUND_COLOR)
    return draw


def _drawn(most: int, number: int) -> list[int]:
    """So many numbers from 0 to ``most``."""
    return [each * (most + 1) >> 16 for each in array("H", token_bytes(2 * number))]
