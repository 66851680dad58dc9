"""The list of procedures as the national portal exports it to Excel: codes, names, agencies."""

import re
from collections.abc import Iterator
from typing import Final

from knowledge.importing.cleaning import clean
from knowledge.importing.flags import Refusal
from knowledge.importing.rows import SourceRow
from knowledge.importing.sheets import Sheet, Table, find_table
from knowledge.text.folding import fold

COLUMNS: Final = {
    "code": ("ma thu tuc", "ma tthc", "ma so", "ma ho so tthc", "ma"),
    "name": ("ten thu tuc", "ten tthc", "thu tuc hanh chinh", "ten"),
    "announcement": ("so quyet dinh", "quyet dinh"),
    "issuer": ("co quan cong bo", "co quan ban hanh", "bo nganh", "don vi ban hanh"),
    "agency": ("co quan thuc hien", "don vi thuc hien", "co quan giai quyet"),
    "level": ("cap thuc hien", "cap"),
    "audience": ("doi tuong",),
    "field": ("linh vuc",),
}
_SECTION: Final = re.compile(r"^[ivxlc\d.()\s]*lĩnh vực\s*:?\s*(.+)$", re.IGNORECASE)


def is_portal_list(sheet: Sheet) -> bool:
    """Whether a sheet has the headings of the list."""
    return find_table(sheet, COLUMNS) is not None


def read_portal_list(file: str, sheet: Sheet) -> Iterator[SourceRow | Refusal]:
    """Rows of the list; a line that only names a field holds for those below it."""
    table = find_table(sheet, COLUMNS)
    yield from _rows(file, table) if table is not None else ()


def _rows(file: str, table: Table) -> Iterator[SourceRow]:
    field = ""
    for number, cells in table.rows:
        if not cells["name"] or not any(char.isdigit() for char in cells["code"]):
            section = _SECTION.match(cells["_first"])
            if section is not None:
                field = clean(section.group(1)).capitalize()
                continue
            if not cells["name"]:
                continue
        yield SourceRow(
            file=file,
            line=number,
            code=cells["code"],
            name=cells["name"],
            field=clean(cells.get("field", "")) or field,
            at_commune=_at_commune(cells.get("level", "")),
            only_listed=True,
            executing=cells.get("agency", ""),
            announcement=cells.get("announcement", ""),
            audience=tuple(filter(None, re.split(r"[;\n]", cells.get("audience", "")))),
            source=cells.get("issuer", "") or "Danh sách của Cổng Dịch vụ công quốc gia",
        )


def _at_commune(level: str) -> bool | None:
    words = fold(level).split()
    return ("xa" in words or "phuong" in words) if words else None
