"""Draws a picture anew: without place, time, camera or thumbnail, turned the way it was seen."""

import io
import struct

from PIL import Image, ImageOps, UnidentifiedImageError

from protection.file_worker.refusing import FileNotTaken, Read

#: Phones make pictures of 48, 50 and 64 megapixels; WebP is unpacked twice over by its library.
MOST_PIXELS = {".jpg": 65_000_000, ".png": 65_000_000, ".heic": 65_000_000, ".webp": 50_000_000}
#: From here on a photo is kept at half its width and height: still well legible.
MANY_PIXELS = 12_500_000
#: A screenshot of a long talk is no photo; it keeps its size up to here.
MANY_PIXELS_DRAWN = 25_000_000
FORMATS = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".heic": "HEIF"}
#: What no browser and few offices can show is kept as what all can.
KEPT_AS = {".heic": ".jpg"}
BROKEN = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    KeyError,
    IndexError,
    struct.error,
)

# The bound is ours, told with a message of its own.
Image.MAX_IMAGE_PIXELS = None


def read(content: bytes, kind: str) -> Read:
    """Give the picture as it is kept. Raises Refused for one that is damaged or too large."""
    if kind == ".heic":
        _learn_heif()
    kept_as = KEPT_AS.get(kind, kind)
    try:
        with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as image:
            if image.width * image.height > MOST_PIXELS[kind]:
                raise FileNotTaken("too_many_pixels")
            upright = _upright(image, kind)
            buffer = io.BytesIO()
            upright.save(buffer, FORMATS[kept_as], quality=88, method=2)
    except BROKEN as error:
        raise FileNotTaken("broken_picture") from error
    return Read(kept_as, buffer.getvalue())


def _learn_heif() -> None:
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


def _upright(image: Image.Image, kind: str) -> Image.Image:
    if kind == ".jpg" and image.width * image.height > MANY_PIXELS:
        image.draft(image.mode, (image.width // 2, image.height // 2))
    image.load()
    exif = image.getexif()
    smaller: Image.Image = image
    many = MANY_PIXELS_DRAWN if kind == ".png" else MANY_PIXELS
    if image.width * image.height > many and image.mode not in ("P", "1"):
        smaller = image.reduce(2)
        smaller.info["exif"] = exif.tobytes()
    ImageOps.exif_transpose(smaller, in_place=True)
    if kind in (".jpg", ".heic") and smaller.mode not in ("RGB", "L"):
        smaller = smaller.convert("RGB")
    smaller.info = {}
    return smaller
