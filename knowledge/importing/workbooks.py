"""Sheets for officers to fill in, as .xlsx or .csv."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_HEADING: Final = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE6F1"}
_TO_FILL: Final = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#FFF2CC"}
_CELL: Final = {"text_wrap": True, "valign": "top", "num_format": "@"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its heading, its width in characters, and whether officers fill it in."""

    text: str
    width: int = 20
    to_fill: bool = False


@dataclass(frozen=True, slots=True)
class OutSheet:
    """A sheet to write."""

    name: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[str, ...], ...]


def write_sheets(path: Path, sheets: Sequence[OutSheet]) -> None:
    """Write the sheets; a .csv file takes the first one only."""
    if path.suffix.lower() == ".csv":
        _write_csv(path, sheets[0])
    else:
        _write_xlsx(path, sheets)


def _write_csv(path: Path, sheet: OutSheet) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([heading.text for heading in sheet.headings])
        writer.writerows([_harmless(cell) for cell in row] for row in sheet.rows)


def _harmless(cell: str) -> str:
    """A cell no spreadsheet program runs as a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "@", "\t") else cell


def _write_xlsx(path: Path, sheets: Sequence[OutSheet]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        heading, to_fill, cell = (book.add_format(look) for look in (_HEADING, _TO_FILL, _CELL))
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 2)
            for column, head in enumerate(sheet.headings):
                page.set_column(column, column, head.width, cell)
                page.write_string(0, column, head.text, to_fill if head.to_fill else heading)
            for number, row in enumerate(sheet.rows, start=1):
                for column, text in enumerate(row):
                    page.write_string(number, column, text, cell)
