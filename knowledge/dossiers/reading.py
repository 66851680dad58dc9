"""A row of the register, read: codes cleaned, dates and statuses understood, people left out.

A row that cannot be taken is a `Refused` with its line; it never stops the others.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final, Protocol

from knowledge.calendar import WorkingCalendar, local
from knowledge.dossiers.dossier import Apology, Flag, StatusEvent
from knowledge.dossiers.entries import Entry
from knowledge.dossiers.mapping import SECRET, RegisterMapping
from knowledge.dossiers.moments import read_day, read_moment
from knowledge.dossiers.sources import RegisterRow
from knowledge.dossiers.statuses import DossierStatus
from knowledge.importing.cleaning import clean, clean_lines, shortened
from knowledge.text.codes import DOSSIER_CODE, dossier_codes, procedure_codes

FIRST_DAY: Final = date(2018, 1, 1)
"""No code is older: the form came with TT 01/2018/TT-VPCP."""
LONGEST: Final = 400
"""Characters kept of a note; more would be a document."""
_MILESTONES: Final = {
    "submitted_at": DossierStatus.REGISTERED,
    "accepted_at": DossierStatus.ACCEPTED,
    "done_at": DossierStatus.DONE,
    "returned_at": DossierStatus.RETURNED,
}
_REASONED: Final = frozenset({DossierStatus.REJECTED, DossierStatus.STOPPED})
"""Statuses that come with a reason on paper."""
_LABELS: Final = {
    "submitted_at": "ngày nộp",
    "accepted_at": "ngày tiếp nhận",
    "done_at": "ngày có kết quả",
    "returned_at": "ngày trả",
    "due_at": "ngày hẹn trả",
    "fiscal_due_at": "ngày hẹn chuyển thuế",
    "status_at": "ngày cập nhật trạng thái",
    "apology_at": "ngày xin lỗi",
    "new_due_at": "ngày hẹn lại",
    "closing": "hạn bổ sung",
    "at": "thời điểm của sự kiện",
}
_NUMBERS: Final = re.compile(r"\d(?:[ .-]?\d){8,}")
"""Nine digits and more in a note: a phone, an id; left out, they are a person's."""
_FOUR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NOT_DIGITS: Final = re.compile(r"\D")


class Procedures(Protocol):
    """What the catalogue knows of a procedure named in the register."""

    def resolve(self, code: str, name: str, day: date) -> tuple[str | None, int | None]:
        """National code and the version in force that day (P-2); None: not in the catalogue."""
        ...


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that could not be taken; `why` is Vietnamese and quotes nothing of a person."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads rows of one register, as of one copy."""

    mapping: RegisterMapping
    calendar: WorkingCalendar
    procedures: Procedures
    prefixes: tuple[str, ...]
    copied_at: datetime

    def read(self, rows: Iterable[RegisterRow]) -> Iterator[Entry | Refused]:
        """Every row, taken or refused."""
        for row in rows:
            try:
                yield self.entry(row)
            except _RefusedError as error:
                yield Refused(row.line, str(error))

    def entry(self, row: RegisterRow) -> Entry:
        """One row."""
        if row.fault:
            raise _RefusedError(row.fault)
        cells = self._cells(row.values)
        code = _code(cells.get("code", ""), local(self.copied_at).date())
        events = [*self._history(row), *self._events(cells)]
        present = self._present(cells, events)
        if not events and present is None:
            raise _RefusedError("không có trạng thái và không có ngày nào")
        day = min((local(event.at) for event in events), default=local(self.copied_at)).date()
        raw = cells.get("procedure", "")
        name = _clean(cells.get("procedure_name", ""))
        procedure, version = self.procedures.resolve(
            next(iter(procedure_codes(raw)), ""), name, day
        )
        return Entry(
            line=row.line,
            code=code,
            procedure=procedure,
            procedure_name=name,
            version=version,
            field=_clean(cells.get("field", "")),
            officer=_clean(cells.get("officer", "")),
            way=self.mapping.way(cells.get("way", "")),
            return_way=self.mapping.way(cells.get("return_way", "")),
            cause=_words(cells.get("cause", "")),
            events=tuple(events),
            now_at=present,
            due_at=self._due(cells, "due_at"),
            fiscal_due_at=self._due(cells, "fiscal_due_at"),
            apologies=self._apologies(cells),
            flags=self._flags(code, procedure, version),
            fours=frozenset(_fours(cells)),
        )

    def _cells(self, values: Mapping[str, str]) -> dict[str, str]:
        cells: dict[str, str] = {}
        for heading, text in values.items():
            column = self.mapping.column(heading)
            if column is not None and text.strip() and column not in cells:
                cells[column] = text
        return cells

    def _events(self, cells: Mapping[str, str]) -> Iterator[StatusEvent]:
        """The milestones of the date columns, and the present status if it has its time."""
        for column, status in _MILESTONES.items():
            if column in cells:
                yield StatusEvent(_moment(cells, column)[0], status, status.value, given=True)
        if "status" in cells and "status_at" in cells:
            yield self._event(cells, _moment(cells, "status_at")[0])

    def _event(self, cells: Mapping[str, str], at: datetime) -> StatusEvent:
        raw = _clean(cells["status"])
        status = self.mapping.status(raw)
        return StatusEvent(
            at=at,
            status=status,
            raw=shortened(_NUMBERS.sub("…", raw), LONGEST),
            note=_words(cells.get("note", "")),
            closing=_day(cells, "closing"),
            items=tuple(_words(one) for one in clean_lines(cells["items"]))
            if "items" in cells
            else (),
            reason=_words(cells.get("reason", "")) if status in _REASONED else "",
        )

    def _history(self, row: RegisterRow) -> Iterator[StatusEvent]:
        for one in row.events:
            if not one.get("status") or not one.get("at"):
                raise _RefusedError("một sự kiện thiếu status hoặc at")
            yield self._event(one, _moment(one, "at")[0])

    def _present(
        self, cells: Mapping[str, str], events: Iterable[StatusEvent]
    ) -> StatusEvent | None:
        """The present status when nothing in the row says since when it holds."""
        if "status" not in cells or "status_at" in cells:
            return None
        present = self._event(cells, self.copied_at)
        return None if any(one.status is present.status for one in events) else present

    def _due(self, cells: Mapping[str, str], column: str) -> datetime | None:
        """A promised date; without an hour it is the close of business of that day (D-3)."""
        if column not in cells:
            return None
        at, with_hour = _moment(cells, column)
        return at if with_hour else self.calendar.closing(at.date())

    def _apologies(self, cells: Mapping[str, str]) -> tuple[Apology, ...]:
        due = self._due(cells, "new_due_at")
        if due is None:
            return ()
        at = _moment(cells, "apology_at")[0] if "apology_at" in cells else self.copied_at
        return (Apology(at, due, _words(cells.get("apology_reason", "")), approved=False),)

    def _flags(self, code: str, procedure: str | None, version: int | None) -> frozenset[Flag]:
        found = set()
        if procedure is None or version is None:
            found.add(Flag.UNKNOWN_PROCEDURE)
        units = tuple(prefix + end for prefix in self.prefixes for end in (".", "-"))
        if units and not code.startswith(units):
            found.add(Flag.FOREIGN_PREFIX)
        return frozenset(found)


class _RefusedError(Exception):
    """A row cannot be taken; the message says why."""


def _code(text: str, today: date) -> str:
    """The cleaned code (domain.md §3.2)."""
    if not text.strip():
        raise _RefusedError("thiếu mã hồ sơ")
    found = dossier_codes(text)
    match = DOSSIER_CODE.fullmatch(found[0]) if len(found) == 1 else None
    if match is None:
        raise _RefusedError("mã hồ sơ không đúng dạng H32.12.05-260923-0007")
    try:
        day = datetime.strptime(match[2], "%y%m%d").date()  # noqa: DTZ007 - a day only
    except ValueError:
        raise _RefusedError("mã hồ sơ có ngày không có thật") from None
    if not FIRST_DAY <= day <= today:
        raise _RefusedError("mã hồ sơ có ngày trước năm 2018 hoặc sau hôm nay")
    return found[0]


def _moment(cells: Mapping[str, str], column: str) -> tuple[datetime, bool]:
    try:
        return read_moment(cells[column])
    except ValueError:
        raise _RefusedError(f"{_LABELS[column]} không đọc được") from None


def _day(cells: Mapping[str, str], column: str) -> date | None:
    if column not in cells:
        return None
    try:
        return read_day(cells[column])
    except ValueError:
        raise _RefusedError(f"{_LABELS[column]} không đọc được") from None


@lru_cache(maxsize=2_000)
def _clean(text: str) -> str:
    """`clean`, remembered: these words come back with every row."""
    return clean(text)


def _words(text: str) -> str:
    if not text:
        return ""
    return shortened(_NUMBERS.sub("…", clean(text)), LONGEST)


def _fours(cells: Mapping[str, str]) -> Iterator[str]:
    """Last four digits of what the receipt prints (L-1); a number too short says nothing."""
    yield from _FOUR.findall(cells.get("last_four", ""))
    for column in SECRET:
        digits = _NOT_DIGITS.sub("", cells.get(column, ""))
        if len(digits) >= 8:
            yield digits[-4:]
