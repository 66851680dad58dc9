"""The audit trail as one may read it: of cases only what one may see, of citizens nothing.

A line about a case that is not theirs would tell that there is one, so it is left out whoever did
it; the administrator reads no line about any case.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from handlers.cases.room import room_of
from handlers.cases.seeing import Seeing
from handlers.officers import Officer
from handlers.store import cases, staff
from handlers.store.audits import Row, older
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from knowledge import dossier_store
from knowledge.feedback.codes import CaseCode

PAGE: Final = 50
STEP: Final = 200
FURTHEST: Final = 4_000
"""Rows looked through for one page."""
NEWEST: Final = 2**31 - 1
"""Above every id: PostgreSQL refuses a number its column cannot hold."""
CITIZENS: Final = "người dân"
NOBODYS: Final = {"cli": "dòng lệnh", "system": "máy"}
"""Who did what no person did."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line."""

    id: int
    at: datetime
    who: str
    what: str
    """The act's own name."""
    about: str
    case: CaseCode | None = None
    dossier: str = ""


@dataclass(frozen=True, slots=True)
class Trail:
    """One page, newest first."""

    entries: tuple[Entry, ...]
    before: int | None
    """Where the next page begins."""


@dataclass(slots=True)
class _Reader:
    work: Work
    seeing: Seeing
    names: dict[int, str]
    commune: str
    known: dict[str, bool] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)

    def sees(self, row: Row) -> bool:
        """Whether a line may be read: what is about a case asks for the case."""
        code = _case_of(row, self.commune)
        if code is None:
            return not row.what.startswith(("case.", "vault."))
        if code.full not in self.known:
            found = cases.by_code(self.work, code)
            self.known[code.full] = found is not None and self.seeing.sees(found)
        return self.known[code.full]

    def entry(self, row: Row) -> Entry:
        """A line in words; ids of people become names of officers, or nobody's."""
        kind = row.about.partition(":")[0]
        case = _case_of(row, self.commune)
        about = self._who(row.about.split(" ")[0]) if kind == "officer" else ""
        dossier = self.codes.get(_dossier_of(row) or 0, "")
        return Entry(row.id, row.at, self._who(row.who), row.what, about, case, dossier)

    def read_codes(self, rows: Sequence[Row]) -> None:
        """Codes of the dossiers these lines are about, read at once."""
        wanted = {number for row in rows if (number := _dossier_of(row)) is not None}
        loaded = dossier_store.load(self.work.session, sorted(wanted))
        self.codes = {one.id: one.code for one in loaded}

    def _who(self, who: str) -> str:
        kind, _, number = who.partition(":")
        if kind == "officer" and number.isdecimal():
            return self.names.get(int(number), "")
        return NOBODYS.get(who, CITIZENS)


def trail(
    work: Work, ward: Ward, officer: Officer, before: int | None = None, by: int | None = None
) -> Trail:
    """A page of what was done below an id, by one officer or anybody."""
    commune = officer.commune
    names = {one.id: one.officer.name for one in staff.members(work, commune)}
    reader = _Reader(work, Seeing(room_of(work, commune), ward, officer), names, commune)
    found: list[Row] = []
    start, looked = min(before or NEWEST, NEWEST), 0
    who = f"officer:{by}" if by is not None else ""
    while len(found) <= PAGE and looked < FURTHEST:
        rows = older(work, commune, start, STEP, who)
        if not rows:
            break
        start, looked = rows[-1].id, looked + len(rows)
        found += [row for row in rows if reader.sees(row)]
    shown = found[:PAGE]
    reader.read_codes(shown)
    more = shown[-1].id if len(found) > PAGE else None
    return Trail(tuple(reader.entry(row) for row in shown), more)


def _case_of(row: Row, commune: str) -> CaseCode | None:
    if not row.about.startswith("case:"):
        return None
    return CaseCode.read(row.about.removeprefix("case:"), commune)


def _dossier_of(row: Row) -> int | None:
    kind, _, number = row.about.partition(":")
    return int(number) if kind == "dossier" and number.isdecimal() else None
