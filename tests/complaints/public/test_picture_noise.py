"""The dots over the captcha's letters."""

from captcha.conf import settings
from PIL import Image, ImageDraw

from complaints.public import picture_noise


def test_there_are_as_many_dots_as_of_the_library_all_over_the_picture():
    image = Image.new("RGB", (220, 72), "#ffffff")
    picture_noise.dots(ImageDraw.Draw(image), image)
    number = int(220 * 72 * picture_noise.PART)
    dark = [at for at, point in enumerate(image.getdata()) if point != (255, 255, 255)]
    # Some lie on each other, or at the edge behind the last row, as the library's do.
    assert number * 0.85 < len(dark) <= number
    quarters = {(at % 220 // 110, at // 220 // 36) for at in dark}
    assert len(quarters) == 4


def test_the_site_draws_them():
    assert picture_noise.dots in list(settings.noise_functions())
