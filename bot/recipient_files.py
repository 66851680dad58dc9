"""A file of recipients as rows; the file itself is read once and never kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zipfile import BadZipFile, ZipFile, is_zipfile

from handlers.recipient_sheet import Row, SheetError, read
from knowledge.importing.sheets import SHEET_SUFFIXES, UnreadableFileError, read_sheets

LARGEST: Final = 10 * 1024 * 1024
"""Bytes; 20,000 rows of six columns are some 2 MB."""

UNPACKED: Final = 100 * 1024 * 1024
"""Bytes of its parts, as a spreadsheet is a packed folder: a small file may hold gigabytes."""


def rows_of(path: Path) -> tuple[Row, ...]:
    """The rows of a spreadsheet on this machine.

    Raises:
        SheetError: it cannot be read, is too large, or is no list of recipients.
    """
    if path.suffix.lower() not in SHEET_SUFFIXES:
        raise SheetError("chưa nhận loại tệp này; hãy dùng .xlsx hoặc .csv")
    try:
        if path.stat().st_size > LARGEST:
            raise SheetError("tệp lớn hơn 10 MB")
        if _unpacked(path) > UNPACKED:
            raise SheetError("tệp nén quá lớn khi mở ra; hãy lưu lại thành .csv")
        return read(read_sheets(path))
    except BadZipFile as error:
        raise SheetError("không phải bảng tính đọc được") from error
    except UnreadableFileError as error:
        raise SheetError(error.reason) from error
    except OSError as error:
        raise SheetError("không đọc được tệp") from error


def rows_in(content: bytes, name: str) -> tuple[Row, ...]:
    """The rows of an uploaded file; its bytes are gone when this returns.

    Raises:
        SheetError: as `rows_of`.
    """
    with _laid_down(content, Path(name).suffix.lower()) as path:
        return rows_of(path)


def _unpacked(path: Path) -> int:
    """Bytes of all parts of a packed file; 0 for one that is not packed."""
    if not is_zipfile(path):
        return 0
    with ZipFile(path) as packed:
        return sum(part.file_size for part in packed.infolist())


@contextmanager
def _laid_down(content: bytes, suffix: str) -> Iterator[Path]:
    """The library opens spreadsheets by path: a folder of its owner's alone, removed at once."""
    with TemporaryDirectory(prefix="motcua-list-") as folder:
        path = Path(folder) / f"list{suffix if suffix in SHEET_SUFFIXES else '.bin'}"
        path.write_bytes(content)
        yield path
