"""Faces and whatever else must not be shown, blocked in a picture by hand."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw

from bot.files.kinds import Kind, kind_of
from bot.files.pictures import Picture
from handlers.messages import FileReason

SHOWN_SIDE: Final = 1_600
"""Longest side of a published picture: enough to see a matter, a third of the bytes kept."""
QUALITY: Final = 82
WHOLE: Final = 1_000
"""Places are told in thousandths of the picture's sides, so that its size does not matter."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in thousandths of width and height: left, top, right, bottom."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def sound(self) -> bool:
        """Whether it lies inside the picture and covers something."""
        across = 0 <= self.left < self.right <= WHOLE
        return across and 0 <= self.top < self.bottom <= WHOLE


MOST_BOXES: Final = 40


def boxes_of(text: str) -> list[Box] | None:
    """Places as typed: "100,50,400,300; …"; none of them is an empty list, None: not readable."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    made = []
    for part in parts:
        sides = [side.strip() for side in part.split(",")]
        if len(sides) != 4 or not all(side.isascii() and side.isdecimal() for side in sides):
            return None
        made.append(Box(*(int(side[:6]) for side in sides)))
    return made if len(made) <= MOST_BOXES and all(one.sound for one in made) else None


def blocked(data: bytes, boxes: Iterable[Box]) -> bytes | FileReason:
    """The picture written anew, small, without metadata, these places black for good."""
    kind = kind_of(data)
    if not isinstance(kind, Kind) or not kind.picture:
        return FileReason.BROKEN
    clean = Picture(data, kind).clean()
    if isinstance(clean, FileReason):
        return clean
    with Image.open(io.BytesIO(clean), formats=("JPEG", "PNG")) as opened:
        shown = opened.convert("RGB")
    # Blocked before it is made small: nothing of what lies below bleeds over the edge.
    draw = ImageDraw.Draw(shown)
    for one in boxes:
        across, down = shown.width / WHOLE, shown.height / WHOLE
        corner = (one.left * across, one.top * down)
        draw.rectangle((*corner, one.right * across, one.bottom * down), fill="black")
    shown.thumbnail((SHOWN_SIDE, SHOWN_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
