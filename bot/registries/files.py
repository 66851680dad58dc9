"""One export file as a copy of the register: CSV, a spreadsheet, or JSON."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.registries.json_rows import read_page
from handlers.clock import LOCAL
from knowledge.dossiers.mapping import RegisterMapping
from knowledge.dossiers.sources import RegisterCopy, RegisterRow, SourceError
from knowledge.importing.sheets import SHEET_SUFFIXES, Sheet, UnreadableFileError, read_sheets

SUFFIXES: Final = (*SHEET_SUFFIXES, ".json")
LARGEST: Final = 200 * 1024 * 1024
"""Bytes; 100,000 dossiers are some 40 MB as CSV."""
_HEADING_ROWS: Final = 30
"""Headings stand near the top, under a title or two."""
_STAMP: Final = re.compile(
    r"(?<!\d)(20\d{2})-?(\d{2})-?(\d{2})[T_ -]?(\d{2})[-h:]?(\d{2})(?:\d{2})?(?!\d)"
)


def read_file(
    path: Path,
    mapping: RegisterMapping,
    *,
    complete: bool = False,
    copied_at: datetime | None = None,
) -> RegisterCopy:
    """A file as one copy; rows keep only the columns we read.

    Raises:
        SourceError: it cannot be read; says why, in Vietnamese.
    """
    digest = _digest(path)
    when = copied_at or _time_of(path)
    if path.suffix.lower() == ".json":
        page = read_page(_json(path), mapping)
        at = copied_at or page.copied_at or when
        return RegisterCopy(path.name, at, iter(page.rows), complete or page.complete, digest)
    if path.suffix.lower() not in SHEET_SUFFIXES:
        raise SourceError(f"{path.name}: chưa nhận loại tệp này; hãy dùng .csv, .xlsx hoặc .json")
    try:
        sheets = read_sheets(path, faults=True)
    except UnreadableFileError as error:
        raise SourceError(str(error)) from error
    for sheet in sheets:
        if (head := _heading(sheet, mapping)) is not None:
            return RegisterCopy(path.name, when, _rows(sheet, head, mapping), complete, digest)
    seen = next((row.cells for sheet in sheets for row in sheet.rows if any(row.cells)), ())
    headings = ", ".join(cell for cell in seen if cell.strip())[:300]
    raise SourceError(
        f"{path.name}: không thấy cột mã hồ sơ và cột trạng thái hoặc ngày. "
        f"Dòng đầu tệp: {headings}. Khai tên cột ở registry.columns trong tệp cấu hình."
    )


def _digest(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size == 0:
            raise SourceError(f"{path.name}: tệp rỗng")
        if size > LARGEST:
            raise SourceError(f"{path.name}: tệp quá lớn (hơn 200 MB)")
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(f"{path.name}: không đọc được tệp") from error


def _time_of(path: Path) -> datetime:
    """When the export was made: the moment in its name, never later than the file itself."""
    written = datetime.fromtimestamp(path.stat().st_mtime, LOCAL)
    if found := _STAMP.search(path.stem):
        year, month, day, hour, minute = (int(part) for part in found.groups())
        try:
            return min(datetime(year, month, day, hour, minute, tzinfo=LOCAL), written)
        except ValueError:
            return written
    return written


def _json(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise SourceError(f"{path.name}: không phải JSON mã UTF-8") from error


def _heading(sheet: Sheet, mapping: RegisterMapping) -> int | None:
    """Index of the row that names the code and something of the dossier's life."""
    for index, row in enumerate(sheet.rows[:_HEADING_ROWS]):
        columns = {mapping.column(cell) for cell in row.cells} - {None}
        if "code" in columns and columns & {"status", "submitted_at", "accepted_at"}:
            return index
    return None


def _rows(sheet: Sheet, head: int, mapping: RegisterMapping) -> Iterator[RegisterRow]:
    kept = [
        (at, heading)
        for at, heading in enumerate(sheet.rows[head].cells)
        if mapping.column(heading)
    ]
    for row in sheet.rows[head + 1 :]:
        cells = row.cells
        values = {
            heading: cells[at] for at, heading in kept if at < len(cells) and cells[at].strip()
        }
        if values:
            yield RegisterRow(row.number, values, fault=row.fault)
