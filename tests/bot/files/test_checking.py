"""Files of strangers: told apart by content, refused where they could harm, read for codes."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from bot.files.checking import check
from bot.files.kinds import DOCX, HEIC, JPEG, PDF, PNG, XLSX
from bot.files.reading import is_identity_card, useful
from handlers.messages import FileReason
from tests.fakes.photos import HARD, Shot, encoded, photo, plain_photo

RECEIPT = "https://dvc.example.vn/tra-cuu?ma=H32.12.05-260923-0007"
CODE = ("H32.12.05-260923-0007",)


def office(*names: str, size: int = 1) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"\0" * size)
    return out.getvalue()


def huge_png(side: int) -> bytes:
    """A few hundred bytes that claim to be an enormous picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "shot",
    [
        Shot(),
        HARD,
        Shot(angle=90),
        Shot(angle=-160, blur=2, tilt=0.05),
        Shot(light=0.2, shadow=True, tilt=0.15),
        Shot(blur=3),
        Shot(side=800),
        Shot(side=3_000, quality=40),
        Shot(angle=45, light=0.5, blur=1),
    ],
)
def test_a_receipts_code_is_read_from_a_photo_taken_in_a_hurry(shot: Shot) -> None:
    assert check(photo(RECEIPT, shot), keep=False).codes == CODE


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_every_kind_of_picture_is_read(form: str) -> None:
    assert check(photo(RECEIPT, form=form), keep=False).codes == CODE


def test_a_code_on_a_transparent_picture_is_read() -> None:
    with Image.open(io.BytesIO(photo(RECEIPT, form="PNG"))) as image:
        clear = image.convert("RGB")
        clear.putalpha(image.convert("L").point([255 if v < 200 else 0 for v in range(256)]))
    assert check(encoded(clear, "PNG"), keep=False).codes == CODE


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", FileReason.EMPTY),
        (b"MZ" + b"\0" * 100, FileReason.PROGRAM),
        (b"\x7fELF" + b"\0" * 100, FileReason.PROGRAM),
        (b"#!/bin/sh\nrm -rf /", FileReason.PROGRAM),
        (b"Rar!\x1a\x07\x00", FileReason.ARCHIVE),
        (b"\x1f\x8b\x08", FileReason.ARCHIVE),
        (office("anh.jpg"), FileReason.ARCHIVE),
        (b"\xef\xbb\xbf  <svg onload=alert(1)>", FileReason.PAGE),
        (b"<!DOCTYPE html><html>", FileReason.PAGE),
        (b"\0\0\0\x18ftypavif" + b"\0" * 64, FileReason.HEIC),
        (b"plain words", FileReason.UNKNOWN),
        (b"%PDF-1.7 cut off", FileReason.BROKEN),
        (b"%PDF-1.7 /OpenAction << /S /JavaScript >>\n%%EOF", FileReason.PROGRAM),
        (b"PK\x03\x04 cut off", FileReason.BROKEN),
        (office("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), FileReason.PROGRAM),
        (office("[Content_Types].xml", "word/document.xml", size=9_000_000), FileReason.BOMB),
        (plain_photo()[:900], FileReason.BROKEN),
        (huge_png(60_000), FileReason.BOMB),
        (huge_png(7_000), FileReason.BOMB),
        (huge_png(500), FileReason.BROKEN),
        (b"\xff\xd8\xff" + b"\0" * 20_000_001, FileReason.TOO_LARGE),
    ],
)
def test_what_could_harm_or_cannot_be_opened_is_refused(data: bytes, reason: FileReason) -> None:
    found = check(data, keep=True)
    assert found.refused is reason
    assert found.data == b""


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%%EOF\n", PDF),
        (office("[Content_Types].xml", "word/document.xml"), DOCX),
        (office("[Content_Types].xml", "xl/workbook.xml"), XLSX),
        (plain_photo(), JPEG),
        (photo("x", form="WEBP"), JPEG),
        (photo("x", form="PNG"), PNG),
    ],
)
def test_what_was_asked_for_may_be_kept(data: bytes, kind: object) -> None:
    found = check(data, keep=True)
    assert found.kind is kind
    assert found.data


def test_a_kept_picture_stands_upright_and_has_lost_what_the_phone_added() -> None:
    marks = Image.Exif()
    marks[0x0112] = 6  # turn right to see it
    marks[0x010F] = "maker-canary"
    side = encoded(Image.new("RGB", (300, 200), "white"), exif=marks, comment=b"comment-canary")
    kept = check(side, keep=True).data
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (200, 300)
        assert not image.getexif()
    assert b"canary" not in kept


def test_only_the_first_frame_of_a_moving_picture_is_kept() -> None:
    frames = [Image.new("RGB", (50, 50), name) for name in ("red", "blue")]
    moving = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    with Image.open(io.BytesIO(check(moving, keep=True).data)) as image:
        assert getattr(image, "n_frames", 1) == 1


@pytest.mark.parametrize(
    "words",
    [
        "012345678901|123456789|Nguyễn Thị Mẫu|01021990|Nữ|Số 1 đường Mẫu|05062021",
        "012345678901||Nguyễn Thị Mẫu|01021990|Nữ|Số 1 đường Mẫu|05062021",
        "012345678901|123456789012|Lê Văn Thử|31121975|Nam|Thôn Mẫu|05062021|||more",
    ],
)
def test_an_identity_card_is_dropped_whatever_else_the_picture_shows(words: str) -> None:
    found = check(photo(words, HARD), keep=True)
    assert found.refused is FileReason.IDENTITY_CARD
    assert (found.data, found.codes) == (b"", ())


def test_a_receipt_with_bars_in_its_code_is_no_identity_card() -> None:
    assert not is_identity_card("H32.12.05-260923-0007|1.001193|23/09/2026")
    assert not is_identity_card("012345678901")


def test_of_a_codes_words_only_codes_and_our_links_are_taken() -> None:
    words = (
        "H32.12.05-260923-0007|Nguyễn Thị Mẫu|0900000000",
        "https://t.me/motcua_bot?start=d_k3x9-abc",
        "https://ward.example.vn/?thu-tuc=1.001193",
        "WIFI:S:nha;P:bi-mat;;",
    )
    assert useful(words) == ("H32.12.05-260923-0007", "1.001193", "d_k3x9-abc")
    assert useful(("https://x.vn/?ma=H32.12.05%2D260923%2D0007",)) == CODE


def phone_file(order: str = ">") -> bytes:
    """A file as an iPhone begins it, with a maker and a place in its Exif block."""
    place = struct.pack(order + "HHHII", 1, 2, 5, 3, 90) + bytes(4)
    first = struct.pack(order + "HHHIIHHIII", 2, 0x010F, 2, 6, 70, 0x8825, 4, 1, 38, 0)
    tiff = (b"MM\0*" if order == ">" else b"II*\0") + struct.pack(order + "I", 8) + first
    tiff = tiff.ljust(38, b"\0") + place
    tiff = tiff.ljust(70, b"\0") + b"Apple\0"
    tiff = tiff.ljust(90, b"\0") + b"LATITUDE-OF-A-HOUSE-HERE"
    return b"\0\0\0\x18ftypheic" + bytes(16) + b"Exif\0\0" + tiff + b"PICTURE"


@pytest.mark.parametrize("order", [">", "<"])
def test_a_phones_heic_is_kept_where_one_was_asked_for_without_place_and_phone(order: str) -> None:
    found = check(phone_file(order), keep=True)

    assert (found.refused, found.kind) == (None, HEIC)
    assert len(found.data) == len(phone_file(order))
    assert found.data.endswith(b"PICTURE")
    assert b"Apple" not in found.data
    assert b"LATITUDE" not in found.data


def test_a_heic_nobody_asked_for_is_asked_for_as_a_jpg() -> None:
    assert check(phone_file(), keep=False).refused is FileReason.HEIC


@pytest.mark.parametrize("size", range(24, 140, 7))
def test_a_heic_cut_off_anywhere_harms_nothing(size: int) -> None:
    assert len(check(phone_file()[:size], keep=True).data) == size
