"""A file of recipients as rows; the file itself is read once and never kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from handlers.recipient_sheet import Row, SheetError, read
from knowledge.importing.sheets import SHEET_SUFFIXES, UnreadableFileError, read_sheets

LARGEST: Final = 10 * 1024 * 1024
"""Bytes; 20,000 rows of six columns are some 2 MB."""


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
        return read(read_sheets(path))
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


@contextmanager
def _laid_down(content: bytes, suffix: str) -> Iterator[Path]:
    """The library opens spreadsheets by path: a folder of its owner's alone, removed at once."""
    with TemporaryDirectory(prefix="motcua-list-") as folder:
        path = Path(folder) / f"list{suffix if suffix in SHEET_SUFFIXES else '.bin'}"
        path.write_bytes(content)
        yield path
