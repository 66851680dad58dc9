"""Faces blocked by hand: black for good, nothing of the phone left, small."""

import io

import pytest
from PIL import Image

from bot.files.blocking import SHOWN_SIDE, Box, blocked
from handlers.messages import FileReason


def photo(side: int = 2_000) -> bytes:
    """A white picture that says where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "A phone"
    out = io.BytesIO()
    Image.new("RGB", (side, side // 2), "white").save(out, "JPEG", exif=exif)
    return out.getvalue()


def opened(data: bytes | FileReason) -> Image.Image:
    assert isinstance(data, bytes)
    return Image.open(io.BytesIO(data))


def test_the_place_is_black_and_the_rest_is_not() -> None:
    made = opened(blocked(photo(), [Box(250, 250, 500, 500)])).convert("L")
    inside = (made.width * 3 // 8, made.height * 3 // 8)
    assert made.getpixel(inside) == 0
    assert made.getpixel((made.width * 3 // 4, made.height * 3 // 4)) == 255


def test_nothing_the_phone_added_is_left_and_it_is_small() -> None:
    made = opened(blocked(photo(4_000), []))
    assert dict(made.getexif()) == {}
    assert max(made.size) == SHOWN_SIDE


def test_what_is_no_picture_is_not_shown() -> None:
    assert blocked(b"%PDF-1.7", []) is FileReason.BROKEN


@pytest.mark.parametrize("box", [Box(0, 0, 1001, 5), Box(5, 0, 5, 9), Box(9, 0, 5, 9)])
def test_a_box_outside_or_of_nothing_is_not_sound(box: Box) -> None:
    assert not box.sound


def test_a_box_of_the_whole_is() -> None:
    assert Box(0, 0, 1000, 1000).sound
