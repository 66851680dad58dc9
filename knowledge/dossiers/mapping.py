"""Which heading is which column, which word is which status: shipped guesses under the settings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from knowledge.dossiers.statuses import CODES, DossierStatus
from knowledge.procedures import SubmissionWay
from knowledge.text.folding import fold
from knowledge.yaml_lines import plain_yaml

FILE: Final = Path(__file__).parent.parent / "data" / "register.yaml"
SECRET: Final = ("personal_id", "phone")
"""Columns of which only the last four digits are looked at, to be hashed."""
_NUMBERED: Final = re.compile(r"^(\d{1,2})(?: |$)")
_ASIDE: Final = re.compile(r"\([^)]*\)")


@dataclass(frozen=True)
class RegisterMapping:
    """How one software's register is read."""

    headings: Mapping[str, str]
    """Folded heading to column."""
    statuses: Mapping[str, DossierStatus]
    """Folded word to status."""
    ways: Mapping[str, SubmissionWay]

    def column(self, heading: str) -> str | None:
        """The column a heading stands for; None: it is dropped where it is read."""
        return self.headings.get(_folded(heading))

    def status(self, raw: str) -> DossierStatus:
        """The status of a word or code: "4", "4 - Đang xử lý", "Đã trả (đúng hạn)"."""
        words = _folded(_ASIDE.sub(" ", raw))
        found = self.statuses.get(words) or CODES.get(words)
        if found is None and (numbered := _NUMBERED.match(words)):
            found = self.statuses.get(words[numbered.end() :].strip())
        return found or DossierStatus.UNKNOWN

    def way(self, raw: str) -> SubmissionWay | None:
        """The way of filing a word stands for."""
        return self.ways.get(_folded(raw))


@lru_cache(maxsize=2_000)
def _folded(text: str) -> str:
    """`fold`, remembered: headings and status words come back with every row."""
    return fold(text)


class MappingError(ValueError):
    """The settings name a column or status that is not one; in Vietnamese, with what there is."""


def mapping_of(
    columns: Mapping[str, Sequence[str]], statuses: Mapping[str, str]
) -> RegisterMapping:
    """The shipped mapping with what the settings say over it.

    A column the settings name is read from their headings alone.

    Raises:
        MappingError: an unknown column or status.
    """
    shipped = _shipped()
    if unknown := sorted(set(columns) - set(shipped["columns"])):
        names = ", ".join(sorted(shipped["columns"]))
        raise MappingError(f"không có cột {', '.join(unknown)}; các cột: {names}")
    headings = {
        fold(heading): column
        for column, listed in shipped["columns"].items()
        if column not in columns
        for heading in (column, *listed)
    }
    headings |= {fold(heading): column for column, many in columns.items() for heading in many}
    words = {
        fold(word): DossierStatus(status)
        for status, listed in shipped["statuses"].items()
        for word in listed
    }
    words |= {fold(word): _status(status) for word, status in statuses.items()}
    ways = {
        fold(word): SubmissionWay(way)
        for way, listed in shipped["ways"].items()
        for word in (way, *listed)
    }
    return RegisterMapping(headings, {**{one.value: one for one in _told()}, **words}, ways)


def _told() -> list[DossierStatus]:
    """Statuses a source may call by our own names."""
    return [status for status in DossierStatus if status is not DossierStatus.UNKNOWN]


def _status(name: str) -> DossierStatus:
    if name in CODES:
        return CODES[name]
    try:
        return DossierStatus(name)
    except ValueError:
        names = ", ".join(one.value for one in _told())
        raise MappingError(f"không có trạng thái {name}; các trạng thái: {names}") from None


@cache
def _shipped() -> dict[str, Any]:
    found: dict[str, Any] = plain_yaml(FILE.read_text("utf-8"))
    return found
