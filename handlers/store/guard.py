"""Statements of the guard: a database restored from a backup waits for a person.

What was waiting in it may have left before: it is `held`, which nothing claims, sets free or
forgets, until somebody says what becomes of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Executable, Integer, bindparam, exists, func, select, text, update

from handlers.broadcast import BroadcastState
from handlers.correction import CorrectionState
from handlers.store.inserting import insert_new
from handlers.store.states import OutboxKind, OutboxStatus
from handlers.store.tables import (
    BroadcastRow,
    CorrectionRow,
    EndpointRow,
    GuardRow,
    OutboxRow,
    table_of,
)
from handlers.store.unit_of_work import Work

BITE: Final = 2_000
RESTORED: Final = "restored"
"""Why a broadcast is paused or a copy closed: the database came from a backup."""

_GUARD = table_of(GuardRow)
_OUTBOX = table_of(OutboxRow)
_BROADCAST = table_of(BroadcastRow)
_CORRECTION = table_of(CorrectionRow)
_ENDPOINT = table_of(EndpointRow)
_COLUMNS = ("id", "installation", "beats", "alive_at", "why")
_LOAD = select(_GUARD)
_HOLD = _LOAD.with_for_update()
_BEAT = {
    "sqlite": update(_GUARD)
    .values(beats=_GUARD.c.beats + 1)
    .returning(_GUARD.c.beats, _GUARD.c.installation, _GUARD.c.alive_at, _GUARD.c.held_at),
    "postgresql": select(
        func.nextval("guard_beat").label("beats"),
        _GUARD.c.installation,
        _GUARD.c.alive_at,
        _GUARD.c.held_at,
    ),
}
_REACHED = text("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM guard_beat")
_SET = select(func.setval("guard_beat", bindparam("reached", type_=Integer)))
_ALIVE = update(_GUARD).values(alive_at=bindparam("now"))
_UNTIL = select(_GUARD.c.restored_until)
_HELD_SINCE = select(_GUARD.c.held_at)
_ANYTHING = select(exists().where(_OUTBOX.c.id > 0))
_MIDST = select(
    exists().where(
        _OUTBOX.c.kind != OutboxKind.REPLY.value,
        _OUTBOX.c.status.in_((OutboxStatus.QUEUED.value, OutboxStatus.SENDING.value)),
        _OUTBOX.c.due <= bindparam("at"),
    )
    | exists().where(
        _BROADCAST.c.state == BroadcastState.SENDING.value, _BROADCAST.c.queued_at.is_(None)
    )
)
_OPEN = (OutboxStatus.QUEUED.value, OutboxStatus.SENDING.value, OutboxStatus.WITHHELD.value)
_held = _OUTBOX.c.status == OutboxStatus.HELD.value


def _bite(*conditions: Any) -> Any:  # noqa: ANN401 - SQLAlchemy's own
    some = select(_OUTBOX.c.id).where(*conditions).limit(BITE)
    return update(_OUTBOX).where(_OUTBOX.c.id.in_(some)).returning(_OUTBOX.c.id)


_KEEP = (
    update(_OUTBOX)
    .where(_OUTBOX.c.status.in_(_OPEN))
    .values(status=OutboxStatus.HELD.value, lease=None, holder=None)
)
_LET_GO = _bite(_held, _OUTBOX.c.due > bindparam("after")).values(
    status=OutboxStatus.QUEUED.value, attempts=0
)
_CLOSE = _bite(_held).values(
    status=OutboxStatus.EXPIRED.value, reason=RESTORED, finished_at=bindparam("now")
)
_WAITING = (
    select(
        _OUTBOX.c.kind,
        _ENDPOINT.c.channel,
        func.count().label("number"),
        func.count().filter(_OUTBOX.c.due <= bindparam("left_until")).label("left"),
        func.min(_OUTBOX.c.due).label("first"),
        func.max(_OUTBOX.c.due).label("last"),
    )
    .join(_ENDPOINT, _ENDPOINT.c.id == _OUTBOX.c.endpoint)
    .where(_held)
    .group_by(_OUTBOX.c.kind, _ENDPOINT.c.channel)
    .order_by(_OUTBOX.c.kind, _ENDPOINT.c.channel)
)
_PAUSE = (
    update(_BROADCAST)
    .where(
        _BROADCAST.c.state.in_(
            (
                BroadcastState.SCHEDULED.value,
                BroadcastState.SENDING.value,
                BroadcastState.REPEATING.value,
            )
        )
    )
    .values(state=BroadcastState.PAUSED.value, reason=RESTORED)
)
_PAUSED = select(_BROADCAST.c.id).where(
    _BROADCAST.c.state == BroadcastState.PAUSED.value, _BROADCAST.c.reason == RESTORED
)
_REOPEN = (
    update(_CORRECTION)
    .where(_CORRECTION.c.state == CorrectionState.SENDING.value)
    .values(state=CorrectionState.OPEN.value)
)


@dataclass(frozen=True, slots=True)
class GuardState:
    """Which database this is, and how it stands."""

    installation: str
    beats: int
    alive_at: datetime
    held_at: datetime | None = None
    why: str = ""
    left_until: datetime | None = None
    restored_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Messages of a kind and channel that are held; `left` of them may have left already."""

    kind: str
    channel: str
    number: int
    left: int
    first: datetime
    last: datetime


def load(work: Work, *, hold: bool = False) -> GuardState | None:
    """The row; None before the first start. `hold` keeps others from it until the commit."""
    row = work.run(_HOLD if hold else _LOAD).first()
    if row is None:
        return None
    known = row._asdict()
    del known["id"]
    if work.dialect == "postgresql":
        known["beats"] = int(work.run(_REACHED).scalar() or 0)
    return GuardState(**known)


def begin(work: Work, installation: str, now: datetime) -> None:
    """The first start on this database."""
    row = {"id": 1, "installation": installation, "beats": 0, "alive_at": now, "why": ""}
    work.run(insert_new(_GUARD, work.dialect, _COLUMNS), row)


def beat(work: Work) -> GuardState | None:
    """Something is about to leave: one more."""
    row = work.run(_BEAT[work.dialect]).first()
    return row and GuardState(row.installation, int(row.beats), row.alive_at, row.held_at)


def alive(work: Work, now: datetime) -> None:
    """A process runs on this database."""
    work.run(_ALIVE, {"now": now})


def set_held(work: Work, why: str, left_until: datetime, now: datetime) -> None:
    """Nothing of before leaves any more; broadcasts and corrections wait for a person.

    In one transaction, however much waits: who is killed amid it has held nothing, and the next
    process sees again that the database came from a backup.
    """
    for statement in _holding(why, left_until, now):
        work.connection.execute(statement)


def hold_script(installation: str, why: str, left_until: datetime, now: datetime) -> str:
    """The same for PostgreSQL's own programs; `installation` is for one that was never started."""
    from sqlalchemy.dialects import postgresql  # not at a start that works on SQLite

    language: Any = postgresql.dialect()  # type: ignore[no-untyped-call]
    row = {"id": 1, "installation": installation, "beats": 0, "alive_at": now, "why": ""}
    first = postgresql.insert(_GUARD).values(row).on_conflict_do_nothing()
    told: Iterable[Any] = (first, *_holding(why, left_until, now))
    how = {"dialect": language, "compile_kwargs": {"literal_binds": True}}
    return "".join(f"{one.compile(**how)};\n" for one in told)


def _holding(why: str, left_until: datetime, now: datetime) -> tuple[Executable, ...]:
    mark = update(_GUARD).values(held_at=now, why=why, left_until=left_until)
    return (mark, _PAUSE, _REOPEN, _KEEP)


def set_free(work: Work, beats: int, restored_until: datetime | None) -> None:
    """Somebody has decided."""
    values = {"held_at": None, "why": "", "beats": beats, "restored_until": restored_until}
    work.connection.execute(update(_GUARD).values(values))
    if work.dialect == "postgresql":
        work.run(_SET, {"reached": max(1, beats)})


def held(work: Work) -> bool:
    """Whether it waits for a person."""
    return work.run(_HELD_SINCE).scalar() is not None


def restored_until(work: Work) -> datetime | None:
    """Notices of moments up to then are not told again."""
    found: datetime | None = work.run(_UNTIL).scalar()
    return found


def has_history(work: Work) -> bool:
    """Whether anything was ever queued."""
    return bool(work.run(_ANYTHING).scalar())


def in_the_midst(work: Work, at: datetime) -> bool:
    """Whether something we started was leaving at a moment, or a broadcast still being queued."""
    return bool(work.run(_MIDST, {"at": at}).scalar())


def let_go(work: Work, after: datetime) -> bool:
    """Queue some held messages due after a moment again; True while more may be left."""
    return len(work.run(_LET_GO, {"after": after}).all()) == BITE


def close(work: Work, now: datetime) -> bool:
    """Close some held messages for good; True while more may be left."""
    return len(work.run(_CLOSE, {"now": now}).all()) == BITE


def waiting(work: Work, left_until: datetime) -> list[Waiting]:
    """What is held, by kind and channel."""
    rows = work.run(_WAITING, {"left_until": left_until})
    return [Waiting(**row._asdict()) for row in rows]


def paused(work: Work) -> list[int]:
    """Broadcasts that wait for a person since then."""
    return sorted(work.run(_PAUSED).scalars())
