"""Spreadsheets as rows of text with their numbers: .xlsx, .xls, .ods and .csv alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from knowledge.importing.cleaning import clean
from knowledge.importing.csv_rows import FAULT, read_csv
from knowledge.text.folding import fold

SHEET_SUFFIXES: Final = (".xlsx", ".xls", ".ods", ".csv")
_HEADING_ROWS: Final = 30
"""Headings stand near the top, under a title or two."""


class UnreadableFileError(Exception):
    """A file cannot be read at all."""

    def __init__(self, file: str, reason: str) -> None:
        self.file = file
        self.reason = reason
        super().__init__(f"{file}: {reason}")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number as the spreadsheet shows it, and its cells as text."""

    number: int
    cells: tuple[str, ...]
    fault: str = ""
    """Why the cells cannot be trusted, in Vietnamese; for readers that ask for such rows."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows."""

    name: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a heading row, each as a mapping from column to text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]


def read_sheets(path: Path, *, faults: bool = False) -> tuple[Sheet, ...]:
    """All sheets of a file.

    Raises:
        UnreadableFileError: it is none, or it has a row with a fault and nobody asked for such.
    """
    if path.suffix.lower() == ".csv":
        sheet = _read_csv(path)
        broken = None if faults else next((row for row in sheet.rows if row.fault), None)
        if broken is not None:
            raise UnreadableFileError(path.name, f"dòng {broken.number}: {broken.fault}")
        return (sheet,)
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            return tuple(
                Sheet(name, _rows(book.get_sheet_by_name(name).to_python(skip_empty_area=False)))
                for name in book.sheet_names
            )
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFileError(path.name, "không phải bảng tính đọc được") from error


def _rows(rows: Iterable[Sequence[object]]) -> tuple[SheetRow, ...]:
    return tuple(
        SheetRow(number, tuple(_text(cell) for cell in row))
        for number, row in enumerate(rows, start=1)
    )


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        cell = cell.date() if cell.time() == datetime.min.time() else cell
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, float):
        return _number(cell)
    return str(cell)


def _number(cell: float) -> str:
    """A number as it was meant: a code keeps its six decimals, 8000.0 is 8000, 2.5 stays."""
    if cell.is_integer():
        return str(int(cell))
    text = repr(cell)
    whole, _, decimals = text.partition(".")
    if 1 <= cell < 10 and 4 <= len(decimals) <= 6:
        return f"{whole}.{decimals.ljust(6, '0')}"
    return text


def _read_csv(path: Path) -> Sheet:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise UnreadableFileError(path.name, "tệp CSV không phải mã UTF-8") from error
    rows = tuple(
        SheetRow(row.line, tuple(map(_bare, row.cells)), FAULT if row.faulty else "")
        for row in read_csv(text)
    )
    return Sheet(path.stem, rows)


def _bare(cell: str) -> str:
    """A cell less the quote that keeps a spreadsheet program from running it as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "@", "\t") else cell


def find_table(sheet: Sheet, columns: Mapping[str, Sequence[str]]) -> Table | None:
    """The table whose headings name at least `code` and `name`.

    `columns` maps a column to the folded beginnings of headings it may have, best first.
    """
    for index, row in enumerate(sheet.rows[:_HEADING_ROWS]):
        places = _places([fold(cell) for cell in row.cells], columns)
        if {"code", "name"} <= places.keys():
            return Table(
                tuple(places),
                tuple(
                    (below.number, _picked(below, places))
                    for below in sheet.rows[index + 1 :]
                    if any(cell.strip() for cell in below.cells)
                ),
            )
    return None


def _places(headings: Sequence[str], columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
    places: dict[str, int] = {}
    for column, starts in columns.items():
        for start in starts:
            found = next(
                (
                    at
                    for at, heading in enumerate(headings)
                    if heading.startswith(start) and at not in places.values()
                ),
                None,
            )
            if found is not None:
                places[column] = found
                break
    return places


def _picked(row: SheetRow, places: Mapping[str, int]) -> dict[str, str]:
    picked = {
        column: row.cells[at].strip() if at < len(row.cells) else ""
        for column, at in places.items()
    }
    picked["_first"] = next((clean(cell) for cell in row.cells if cell.strip()), "")
    return picked
