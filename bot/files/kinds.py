"""What a file is, told by its first bytes; never by its name or by what the sender's app claims."""

from dataclasses import dataclass
from typing import Final

from handlers.messages import FileReason

HEAD: Final = 4096
"""Bytes looked at: every mark below stands within them."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file we take, and how large it may be."""

    mime: str
    ending: str
    most: int
    """Bytes."""

    @property
    def picture(self) -> bool:
        """Whether it is opened as a picture."""
        return self.mime.startswith("image/")


MB: Final = 1_000_000
JPEG: Final = Kind("image/jpeg", "jpg", 20 * MB)
PNG: Final = Kind("image/png", "png", 20 * MB)
WEBP: Final = Kind("image/webp", "webp", 20 * MB)
HEIC: Final = Kind("image/heic", "heic", 20 * MB)
PDF: Final = Kind("application/pdf", "pdf", 20 * MB)
OOXML: Final = "application/vnd.openxmlformats-officedocument."
DOCX: Final = Kind(f"{OOXML}wordprocessingml.document", "docx", 10 * MB)
XLSX: Final = Kind(f"{OOXML}spreadsheetml.sheet", "xlsx", 10 * MB)
AVIF: Final = b"avif"
"""The brand of the one kind of these files that Pillow opens."""
MOST: Final = 20 * MB
"""Of any file: what Telegram's getFile hands out at most, the tightest of the channels."""

_MARKS: Final = (
    (JPEG, 0, b"\xff\xd8\xff"),
    (PNG, 0, b"\x89PNG\r\n\x1a\n"),
    (WEBP, 8, b"WEBP"),
    *((HEIC, 4, b"ftyp" + brand) for brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", AVIF)),
    (PDF, 0, b"%PDF-"),
    (DOCX, 0, b"PK\x03\x04"),
)
"""Kind, place of its mark, the mark."""
_ARCHIVES: Final = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"PK\x05\x06")
_PROGRAMS: Final = (
    b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!",
    b"dex\n",
)  # fmt: skip
_PAGES: Final = (b"<svg", b"<html", b"<!doctype", b"<script", b"<?xml")
"""Mark-up that a browser would run."""


def kind_of(data: bytes) -> Kind | FileReason:
    """The kind of a file, or why it is none we take. Zip files are looked into later."""
    head = data[:HEAD]
    for kind, at, mark in _MARKS:
        if head[at : at + len(mark)] == mark:
            return kind
    return _refusal(head)


def _refusal(head: bytes) -> FileReason:
    if not head:
        return FileReason.EMPTY
    if head.startswith(_PROGRAMS):
        return FileReason.PROGRAM
    if head.startswith(_ARCHIVES) or head[257:262] == b"ustar":
        return FileReason.ARCHIVE
    # A page may begin with spaces, a byte order mark or a comment.
    if any(mark in head.lower() for mark in _PAGES):
        return FileReason.PAGE
    return FileReason.UNKNOWN
