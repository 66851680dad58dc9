"""Documents: that they are what they say, carry no program and unfold to no bomb.

Nothing is opened or unpacked: only a zip file's table of contents is read.
"""

import io
import zipfile
from typing import Final

from bot.files.kinds import DOCX, PDF, XLSX, Kind
from handlers.messages import FileReason

UNFOLDED: Final = 200_000_000
"""Bytes an office document may unfold to; a hundred pages with pictures stay far below."""
RATIO: Final = 200
"""Unfolded to folded: text reaches about 20, a zip bomb 1,000 and more."""
MEMBERS: Final = 5_000

_TAIL: Final = 2_048
"""Where a PDF's end mark stands: readers accept a little rubbish after it."""


def check_document(data: bytes, kind: Kind) -> Kind | FileReason:
    """The kind a document really has, or why it is refused."""
    return _pdf(data) if kind is PDF else _office(data)


def _pdf(data: bytes) -> Kind | FileReason:
    if b"%%EOF" not in data[-_TAIL:]:
        return FileReason.BROKEN
    if any(mark in data for mark in (b"/JavaScript", b"/Launch", b"/EmbeddedFile")):
        return FileReason.PROGRAM
    return PDF


def _office(data: bytes) -> Kind | FileReason:
    """Word and Excel files are zip files with known members; any other zip is an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return FileReason.BROKEN
    names = {one.filename for one in members}
    if "[Content_Types].xml" not in names:
        return FileReason.ARCHIVE
    unfolded = sum(one.file_size for one in members)
    if len(members) > MEMBERS or unfolded > UNFOLDED or unfolded > RATIO * len(data):
        return FileReason.BOMB
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".dll")) for name in names):
        return FileReason.PROGRAM
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else FileReason.ARCHIVE
