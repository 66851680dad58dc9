"""The inbox of an officer: cases they may see, filtered, searched, counted and paged.

Every row goes through `may_see`; a case that is not theirs is in no list, no count, no search.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from handlers.cases.lateness import due_of
from handlers.cases.room import Room, room_of
from handlers.cases.seeing import Seeing
from handlers.officers import Officer
from handlers.store import case_lists, cases
from handlers.store.case_lists import Asked
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import ENDED, OPEN, CaseState
from knowledge.text.folding import fold, letters_of

PAGE: Final = 25
"""Cases of one page: what an office screen shows with a little scrolling."""
STEP: Final = 200
"""Rows read at once when looking back through what is over."""
FURTHEST: Final = 4_000
"""Rows looked through for one page of what is over: some years of a commune."""
CUT: Final = 140
"""Letters of a matter in the list."""


class Scope(StrEnum):
    """The lists an officer chooses from."""

    OPEN = "open"
    MINE = "mine"
    NEW = "new"
    """Nobody has taken it."""
    LATE = "late"
    WAITING = "waiting"
    """For the sender."""
    ANSWERED = "answered"
    ENDED = "ended"


CURRENT: Final = (Scope.OPEN, Scope.MINE, Scope.NEW, Scope.LATE, Scope.WAITING)
"""Lists of what the ward still owes; counted on every page."""
_PAST: Final = {
    Scope.ANSWERED: frozenset({CaseState.ANSWERED, CaseState.FORWARDED}),
    Scope.ENDED: ENDED,
}


@dataclass(frozen=True, slots=True)
class Query:
    """What an officer looks for."""

    scope: Scope = Scope.OPEN
    kind: FeedbackKind | None = None
    unit: str | None = None
    words: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One case in the list; of its sender nothing."""

    code: CaseCode
    kind: FeedbackKind
    state: CaseState
    matter: str
    unit: str
    holder: str | None
    mine: bool
    due: datetime
    late: bool
    urgent: bool
    anonymous: bool
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list."""

    lines: tuple[Line, ...]
    counts: dict[Scope, int]
    page: int
    more: bool
    """Whether a page follows."""
    total: int | None = None
    """None where only as much was read as is shown."""


@dataclass(frozen=True, slots=True)
class _Reader:
    work: Work
    ward: Ward
    officer: Officer
    now: datetime
    room: Room
    seeing: Seeing
    dues: dict[int, datetime] = field(default_factory=dict)

    def asked(self, states: frozenset[CaseState], *, words: bool) -> Asked:
        if self.seeing.everything:
            return Asked(self.officer.commune, states, words=words)
        me, units = self.officer.id, self.seeing.units
        away = self.seeing.stood_in_for
        return Asked(self.officer.commune, states, me, units, stands_in=away, words=words)

    def current(self, *, words: bool) -> list[cases.Row]:
        rows = case_lists.rows(self.work, self.asked(OPEN, words=words))
        return [row for row in rows if self.seeing.sees(row)]

    def due(self, row: cases.Row) -> datetime:
        if row.id not in self.dues:
            self.dues[row.id] = due_of(self.ward, row)
        return self.dues[row.id]

    def late(self, row: cases.Row) -> bool:
        return row.waiting_since is None and self.now > self.due(row)

    def within(self, scope: Scope) -> Callable[[cases.Row], bool]:
        return {
            Scope.OPEN: lambda _: True,
            Scope.MINE: lambda row: bool(row.officer == self.officer.id),
            Scope.NEW: lambda row: row.officer is None,
            Scope.LATE: self.late,
            Scope.WAITING: lambda row: row.waiting_since is not None,
        }[scope]

    def lines(self, rows: Sequence[cases.Row]) -> tuple[Line, ...]:
        texts = case_lists.texts(self.work, [row.id for row in rows])
        return tuple(self._line(row, texts.get(row.id, "")) for row in rows)

    def _line(self, row: cases.Row, matter: str) -> Line:
        holder = self.room.member(row.officer)
        unit = self.ward.commune.feedback.units.get(row.unit)
        return Line(
            code=cases.code_of(row),
            kind=FeedbackKind(row.kind),
            state=CaseState(row.state),
            matter=matter if len(matter) <= CUT else matter[: CUT - 1].rstrip() + "…",
            unit=unit.name if unit is not None else "",
            holder=holder.officer.name if holder is not None else None,
            mine=row.officer == self.officer.id,
            due=self.due(row),
            late=CaseState(row.state) in OPEN and self.late(row),
            urgent=bool(row.urgent),
            anonymous=bool(row.anonymous),
            received_at=row.received_at,
        )


def listing(work: Work, ward: Ward, officer: Officer, query: Query, now: datetime) -> Listing:
    """One page of what this officer may see and looks for."""
    room = room_of(work, officer.commune)
    reader = _Reader(work, ward, officer, now, room, Seeing(room, ward, officer))
    wanted = fold(query.words).split()
    current = reader.current(words=bool(wanted))
    counts = {scope: sum(map(reader.within(scope), current)) for scope in CURRENT}
    if query.scope in _PAST:
        return _past(reader, query, wanted, counts)
    within = reader.within(query.scope)
    found = [row for row in current if within(row) and _fits(row, query)]
    found = _said(found, wanted)
    found.sort(key=lambda row: (not row.urgent, reader.due(row), row.id))
    first = (query.page - 1) * PAGE
    shown = found[first : first + PAGE]
    more = len(found) > first + PAGE
    return Listing(reader.lines(shown), counts, query.page, more, len(found))


def _past(reader: _Reader, query: Query, words: Sequence[str], counts: dict[Scope, int]) -> Listing:
    """What is over, newest first; read back only as far as the page needs."""
    asked = reader.asked(_PAST[query.scope], words=bool(words))
    wanted, found = query.page * PAGE + 1, list[cases.Row]()
    before, looked = 2**31 - 1, 0
    while len(found) < wanted and looked < FURTHEST:
        rows = case_lists.older(reader.work, asked, before, STEP)
        if not rows:
            break
        before, looked = rows[-1].id, looked + len(rows)
        fitting = (row for row in rows if _fits(row, query) and reader.seeing.sees(row))
        found += _said(fitting, words)
    first = (query.page - 1) * PAGE
    shown = found[first : first + PAGE]
    return Listing(reader.lines(shown), counts, query.page, len(found) > first + PAGE)


def _fits(row: cases.Row, query: Query) -> bool:
    kind = query.kind is None or row.kind == query.kind
    return kind and (query.unit is None or row.unit == query.unit)


def _said(rows: Iterable[cases.Row], words: Sequence[str]) -> list[cases.Row]:
    """Those whose reference or words hold all that was looked for, with or without marks."""
    if not words:
        return list(rows)

    def holds(row: cases.Row) -> bool:
        said = letters_of(f"{row.matter or ''} {row.place or ''}")
        if all(word in said for word in words):
            return True
        said += letters_of(f" {cases.code_of(row)}")
        return all(word in said for word in words)

    return [row for row in rows if holds(row)]
