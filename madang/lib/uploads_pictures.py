"""Pictures: whether they open, and photos made fit to be shown to everybody."""

import warnings
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from madang.lib import uploads_refusals as refusals

MOST_PIXELS = 80_000_000
PUBLISHED_SIDE = 2048
_OURS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, UnidentifiedImageError, Image.DecompressionBombError)


def assert_opens(data: bytes, kind: str) -> None:
    """Raise `Refused` if the picture is damaged or has too many pixels."""
    try:
        with _opened(data, (_OURS[kind],)) as picture:
            if kind == "jpg":
                picture.draft("RGB", (64, 64))  # decodes all of it, at an eighth of its size
                picture.load()
            else:
                picture.verify()
    except _BROKEN:
        raise refusals.damaged(kind) from None


def clean_photo(data: bytes) -> bytes:
    """The photo as JPEG, upright, at most 2048 pixels wide and high, without anything the camera wrote.

    Place, time and camera are left out because nothing but the pixels is carried over.
    """
    try:
        with _opened(data, tuple(_OURS.values())) as picture:
            picture.draft("RGB", (PUBLISHED_SIDE, PUBLISHED_SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((PUBLISHED_SIDE, PUBLISHED_SIDE))
            plain = _plain(upright)
    except _BROKEN:
        raise refusals.no_photo() from None
    out = BytesIO()
    plain.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _opened(data: bytes, formats: tuple[str, ...]) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is checked below
        picture = Image.open(BytesIO(data), formats=formats)
    if picture.width * picture.height > MOST_PIXELS:
        raise refusals.too_many_pixels(MOST_PIXELS)
    return picture


def _plain(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    colours = picture.convert(
        "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"
    )
    page = Image.new("RGB", colours.size, "white")
    page.paste(colours, mask=colours if colours.mode == "RGBA" else None)
    if profile and picture.mode in {"RGB", "RGBA"}:
        try:
            standard = ImageCms.createProfile("sRGB")
            ImageCms.profileToProfile(
                page, ImageCms.ImageCmsProfile(BytesIO(profile)), standard, inPlace=True
            )
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile: the colours stay as they are
    page.info.clear()
    return page
