"""Pictures: opened with limits, turned upright, and written anew before they are kept.

Written anew they lose what a phone adds: where and when they were taken, the phone's number.
"""

import io
import warnings
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.files.kinds import PNG, Kind
from handlers.messages import FileReason

PIXELS: Final = 40_000_000
"""A phone's photo has 12 million; decoded, this many take 120 MB at most."""
READ_SIDE: Final = 2_400
"""Longest side looked at for codes: a receipt's code then has 5 points a module and more."""
KEPT_SIDE: Final = 2_560
"""Longest side kept: small print of a photographed page stays readable, a file under 2 MB."""
QUALITY: Final = 85

_FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF")
"""The only decoders that may touch a stranger's bytes."""
_TROUBLE: Final = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    ValueError,
    SyntaxError,  # Pillow's PNG reader raises it for a broken file
    MemoryError,
    KeyError,
    IndexError,
    TypeError,
    OverflowError,
)


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height of a JPEG or PNG, None for anything else."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            return image.size
    except _TROUBLE:
        return None


class Picture:
    """A picture that could be opened; what it shows is decoded only when asked."""

    def __init__(self, data: bytes, kind: Kind) -> None:
        self._data = data
        self._kind = kind

    def check(self) -> FileReason | None:
        """Why it is refused, from its header and its checksums; None if it is sound."""
        try:
            with self._open() as image:
                if image.width * image.height > PIXELS:
                    return FileReason.BOMB
                image.verify()
        except Image.DecompressionBombError:
            return FileReason.BOMB
        except _TROUBLE:
            return self._unreadable()
        return None

    def grey(self) -> Image.Image | FileReason:
        """The first frame upright in shades of grey, scaled down for looking at."""
        try:
            with self._open() as image:
                image.draft("L", (READ_SIDE, READ_SIDE))  # a JPEG is then decoded small at once
                return _small(ImageOps.exif_transpose(_flat(image)).convert("L"), READ_SIDE)
        except _TROUBLE:
            return self._unreadable()

    def clean(self) -> bytes | FileReason:
        """The first frame written anew without what the phone added."""
        try:
            with self._open() as image:
                shown = _small(ImageOps.exif_transpose(_flat(image)).convert("RGB"), KEPT_SIDE)
            out = io.BytesIO()
            fresh = Image.new("RGB", shown.size)
            fresh.paste(shown)
            if self._kind is PNG:
                fresh.save(out, "PNG")
            else:
                fresh.save(out, "JPEG", quality=QUALITY)
            return out.getvalue()
        except _TROUBLE:
            return self._unreadable()

    def _unreadable(self) -> FileReason:
        heic = self._kind.ending == "heic"
        return FileReason.HEIC if heic else FileReason.BROKEN

    def _open(self) -> Image.Image:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of metadata nobody reads
            return Image.open(io.BytesIO(self._data), formats=_FORMATS)


def _flat(image: Image.Image) -> Image.Image:
    """On white: what is transparent would otherwise turn black and hide a code."""
    if image.mode not in {"RGBA", "LA", "PA"} and "transparency" not in image.info:
        return image
    shown = image.convert("RGBA")
    white = Image.new("RGBA", shown.size, "white")
    white.alpha_composite(shown)
    return white.convert("RGB")


def _small(image: Image.Image, side: int) -> Image.Image:
    if max(image.size) > side:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
    return image
