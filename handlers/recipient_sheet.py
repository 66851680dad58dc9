"""A spreadsheet of recipients: who each row means, and what its own fields say. Pure.

A row names a person by a dossier's code, by a telephone number handed over to us, or by the key of
a chat. Every other column is a field of the text: "Họ tên" fills `{ho_ten}`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from knowledge.importing.cleaning import clean
from knowledge.importing.sheets import Sheet, SheetRow
from knowledge.text.codes import dossier_codes
from knowledge.text.folding import fold

MOST: Final = 20_000
"""Rows of one file."""
LONGEST: Final = 300
"""Letters of one cell of a field."""
_HEADINGS: Final = 30
"""Headings stand near the top, under a title or two."""
_PHONE: Final = re.compile(r"(?:\+?84|0)?([1-9]\d{8})")


class Key(StrEnum):
    """What a column names people by."""

    CODE = "code"
    PHONE = "phone"
    CONTACT = "contact"


_COLUMNS: Final[Mapping[Key, tuple[str, ...]]] = {
    Key.CODE: ("ma ho so", "so ho so", "ma so ho so", "ma bien nhan"),
    Key.PHONE: ("so dien thoai", "dien thoai", "sdt", "so dt", "phone"),
    Key.CONTACT: ("ma lien he", "khoa lien he", "contact"),
}


class Bar(StrEnum):
    """Why a row has nobody it can go to."""

    NO_KEY = "no_key"
    BAD_CODE = "bad_code"
    BAD_PHONE = "bad_phone"
    UNKNOWN = "unknown"
    """No such dossier, chat or number with us."""
    NOBODY = "nobody"
    """The dossier is known; nobody follows it here."""
    STOPPED = "stopped"
    TWICE = "twice"
    """Whoever it means stands in an earlier row."""
    FIELDS = "fields"
    """A field the text names is empty."""
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file; `bar` says what is wrong with it by itself."""

    line: int
    keys: Mapping[Key, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    bar: Bar | None = None

    @property
    def who(self) -> str:
        """How officers find it again: the code, the end of a number, never the whole of it."""
        if code := self.keys.get(Key.CODE):
            return code
        if phone := self.keys.get(Key.PHONE):
            return f"…{phone[-3:]}"
        return self.keys.get(Key.CONTACT, "")


class SheetError(Exception):
    """The file is no list of recipients; the message says in Vietnamese what to change."""


def read(sheets: Sequence[Sheet]) -> tuple[Row, ...]:
    """The rows of the first sheet with a column that names people.

    Raises:
        SheetError: no sheet has one, it has no rows, or more than `MOST`.
    """
    for sheet in sheets:
        for index, row in enumerate(sheet.rows[:_HEADINGS]):
            places = _places(row)
            if places:
                below = [one for one in sheet.rows[index + 1 :] if any(map(str.strip, one.cells))]
                return _read(below, places, _names(row, places))
    seen = next((row.cells for sheet in sheets for row in sheet.rows if any(row.cells)), ())
    listed = ", ".join(clean(cell) for cell in seen if cell.strip())[:200]
    raise SheetError(
        "không thấy cột “Mã hồ sơ”, “Số điện thoại” hoặc “Mã liên hệ”. "
        f"Dòng đầu của tệp: {listed or 'trống'}"
    )


def phone_of(text: str) -> str | None:
    """A Vietnamese number as it is kept, `84…`; None when it is none."""
    found = _PHONE.fullmatch(re.sub(r"[\s.()-]", "", text))
    return f"84{found[1]}" if found else None


def _read(
    rows: Sequence[SheetRow], places: Mapping[Key, int], names: Mapping[str, int]
) -> tuple[Row, ...]:
    if not rows:
        raise SheetError("dưới dòng tiêu đề không có dòng nào")
    if len(rows) > MOST:
        raise SheetError(f"có {len(rows)} dòng; mỗi tệp nhiều nhất {MOST} dòng")
    return tuple(_row(row, places, names) for row in rows)


def _places(row: SheetRow) -> dict[Key, int]:
    folded = [fold(cell) for cell in row.cells]
    found: dict[Key, int] = {}
    for key, headings in _COLUMNS.items():
        for at, heading in enumerate(folded):
            if heading.startswith(headings) and at not in found.values():
                found.setdefault(key, at)
    return found


def _names(row: SheetRow, places: Mapping[Key, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(row.cells):
        name = fold(cell).replace(" ", "_")
        if name and at not in places.values():
            found.setdefault(name, at)
    return found


def _row(row: SheetRow, places: Mapping[Key, int], names: Mapping[str, int]) -> Row:
    given = {key: text for key, at in places.items() if (text := _cell(row, at))}
    values = {name: _cell(row, at)[:LONGEST] for name, at in names.items()}
    if not given:
        return Row(row.number, bar=Bar.NO_KEY)
    keys = dict(given)
    if Key.CODE in given:
        codes = dossier_codes(given[Key.CODE])
        if len(codes) != 1:
            return Row(row.number, {Key.CODE: given[Key.CODE][:40]}, bar=Bar.BAD_CODE)
        keys[Key.CODE] = codes[0]
    if Key.PHONE in given:
        phone = phone_of(given[Key.PHONE])
        if phone is None and len(given) == 1:
            return Row(row.number, bar=Bar.BAD_PHONE)
        keys[Key.PHONE] = phone or ""
    return Row(row.number, {key: text for key, text in keys.items() if text}, values)


def _cell(row: SheetRow, at: int) -> str:
    return clean(row.cells[at]) if at < len(row.cells) else ""
