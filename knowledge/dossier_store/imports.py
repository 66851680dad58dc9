"""A copy of the register written chunk by chunk; each dossier is whole after each.

Nothing needs to be hidden until the end: a row speaks of one dossier, and only a copy read to its
end counts as the age of what we know (`register_copy`).
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from knowledge.calendar import WorkingCalendar
from knowledge.dossier_store.factors import factor_hash, row_hash
from knowledge.dossier_store.reading import COPY, DOSSIER, FACTOR, load
from knowledge.dossier_store.writing import Changes, insert_dossiers, insert_of
from knowledge.dossiers.dossier import Dossier, Flag
from knowledge.dossiers.entries import Entry, joined
from knowledge.dossiers.life import derive
from knowledge.dossiers.statuses import ENDED
from knowledge.prepared import run

CHUNK: Final = 50
"""Rows of one transaction: 20 to 50 ms on SQLite (tests/benchmarks/register.py). An answer waits
for as many as four of them, and may take 300 ms."""


class Outcome(StrEnum):
    """What became of one row."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


_TOLD_FIELDS: Final = tuple(
    one.name for one in fields(Entry) if one.name not in ("line", "now_at", "fours")
)


_SEEN: Final = select(DOSSIER.c.code, DOSSIER.c.id, DOSSIER.c.row_hash).where(
    DOSSIER.c.commune == bindparam("of_commune"),
    DOSSIER.c.code.in_(bindparam("codes", expanding=True)),
)
_ADD_COPY: Final = insert_of(COPY)
_FORGET: Final = delete(COPY).where(
    COPY.c.commune == bindparam("commune"),
    COPY.c.source == bindparam("source"),
    COPY.c.digest == "",
    COPY.c.read_at < bindparam("until"),
)
_TOUCHED: Final = (
    update(DOSSIER)
    .where(
        DOSSIER.c.id.in_(bindparam("ids", expanding=True)),
        DOSSIER.c.copied_at < bindparam("read_at"),
    )
    .values(copied_at=bindparam("read_at"))
)


@dataclass(frozen=True, slots=True)
class Context:
    """For whom, with what and when a copy is read."""

    commune: str
    key: bytes = field(repr=False)
    """Of the keyed hashes."""
    calendar: WorkingCalendar
    copied_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a row, and what staff should look at."""

    line: int
    code: str
    outcome: Outcome
    flags: frozenset[Flag] = frozenset()
    """Only of rows that brought something new."""
    dossier: int = 0
    """Its number, of rows that brought something new."""


def write_chunk(session: Session, entries: Sequence[Entry], context: Context) -> list[Written]:
    """Write some rows in the transaction at hand; several may speak of one dossier."""
    hashes = [row_hash(context.key, _told(entry)) for entry in entries]
    seen = _seen(session, context.commune, {entry.code for entry in entries})
    same = {
        at for at, entry in enumerate(entries) if seen.get(entry.code, (0, ""))[1] == hashes[at]
    }
    wanted = {entries[at].code for at in range(len(entries)) if at not in same}
    held = {
        one.code: one
        for one in load(session, [seen[code][0] for code in wanted if code in seen], lock=True)
    }
    after: dict[str, Dossier] = {}
    last: dict[str, tuple[Entry, str]] = {}
    for at, entry in enumerate(entries):
        if at not in same:
            known = after.get(entry.code) or held.get(entry.code) or _new(entry, context)
            after[entry.code] = joined(known, entry, context.copied_at)
            last[entry.code] = (entry, hashes[at])
    outcomes = _store(session, held, after, last, context)
    _touch(session, [seen[entries[at].code][0] for at in same], context.copied_at)
    return [
        Written(entry.line, entry.code, Outcome.UNCHANGED)
        if at in same
        else Written(entry.line, entry.code, *outcomes[entry.code])
        for at, entry in enumerate(entries)
    ]


def _store(
    session: Session,
    held: dict[str, Dossier],
    after: dict[str, Dossier],
    last: dict[str, tuple[Entry, str]],
    context: Context,
) -> dict[str, tuple[Outcome, frozenset[Flag], int]]:
    derived = {code: derive(one, context.calendar) for code, one in after.items()}
    hashes = {code: told[1] for code, told in last.items()}
    fresh = [one for code, one in derived.items() if code not in held]
    stored = insert_dossiers(session, fresh, hashes, context.now)
    changes = Changes(session, context.now)
    outcomes: dict[str, tuple[Outcome, frozenset[Flag], int]] = {}
    for code, one in derived.items():
        if code not in held:
            outcomes[code] = (Outcome.ADDED, one.flags, stored[code].id)
        elif changes.add(held[code], one, row_hash=hashes[code]):
            outcomes[code] = (Outcome.CHANGED, one.flags, one.id)
        else:
            outcomes[code] = (Outcome.UNCHANGED, frozenset(), 0)
    changes.flush()
    ids = {code: (stored.get(code) or held[code]).id for code in derived}
    _set_factors(session, {ids[code]: told[0] for code, told in last.items()}, context)
    return outcomes


def _new(entry: Entry, context: Context) -> Dossier:
    return Dossier(
        id=0, commune=context.commune, code=entry.code, procedure=None, procedure_name=""
    )


def _told(entry: Entry) -> str:
    """Everything a row says but its line, and not since when a present status was seen."""
    present = entry.now_at
    if present is not None:
        present = replace(present, at=datetime.min)  # noqa: DTZ901 - not since when it was seen
    parts = (getattr(entry, name) for name in _TOLD_FIELDS)
    return repr((*parts, present, sorted(entry.fours)))


def _seen(session: Session, commune: str, codes: set[str]) -> dict[str, tuple[int, str]]:
    values = {"of_commune": commune, "codes": list(codes)}
    found = run(session.connection(), _SEEN, values)
    return {row.code: (row.id, row.row_hash) for row in found}


def _touch(session: Session, ids: list[int], copied_at: datetime) -> None:
    """These were in the copy, unchanged."""
    if ids:
        run(session.connection(), _TOUCHED, {"ids": ids, "read_at": copied_at})


def _set_factors(session: Session, told: dict[int, Entry], context: Context) -> None:
    """The digits of the row last read; a row without any leaves what was known."""
    given = {number: entry for number, entry in told.items() if entry.fours}
    if not given:
        return
    session.execute(delete(FACTOR).where(FACTOR.c.dossier.in_(list(given))))
    rows = [
        {
            "dossier": number,
            "hash": factor_hash(context.key, context.commune, entry.code, four),
        }
        for number, entry in given.items()
        for four in sorted(entry.fours)
    ]
    session.execute(insert(FACTOR), rows)


@dataclass(frozen=True, slots=True)
class Reading:
    """A copy read to its end."""

    source: str
    name: str
    digest: str = ""
    complete: bool = False
    refused: tuple[tuple[int, str], ...] = ()
    """Line and reason of rows that could not be taken."""


def finish(
    session: Session, reading: Reading, written: Counter[Outcome], context: Context
) -> dict[str, Any]:
    """Note that the copy was read to its end; returns its report."""
    report: dict[str, Any] = {
        "added": written[Outcome.ADDED],
        "changed": written[Outcome.CHANGED],
        "unchanged": written[Outcome.UNCHANGED],
        "refused": len(reading.refused),
        "missing": _missing(session, context) if reading.complete else 0,
        "refusals": [{"line": line, "why": why} for line, why in reading.refused[:KEPT_REFUSALS]],
    }
    _forget_old(session, reading.source, context)
    copy = {
        "commune": context.commune,
        "source": reading.source,
        "name": reading.name,
        "digest": reading.digest,
        "copied_at": context.copied_at,
        "read_at": context.now,
        "complete": reading.complete,
        "report": json.dumps(report, ensure_ascii=False),
    }
    run(session.connection(), _ADD_COPY, copy)
    return report


COPIES_KEPT: Final = timedelta(days=30)
"""How long readings of a feed are listed."""
KEPT_REFUSALS: Final = 200
"""Reasons kept of one copy; the command prints all."""


def _missing(session: Session, context: Context) -> int:
    """Open dossiers a complete copy no longer holds: deleted or renamed in the software."""
    query = (
        select(func.count())
        .select_from(DOSSIER)
        .where(
            DOSSIER.c.commune == context.commune,
            DOSSIER.c.status.not_in([status.value for status in ENDED]),
            DOSSIER.c.copied_at < context.copied_at,
        )
    )
    return int(session.execute(query).scalar_one())


def already_read(session: Session, commune: str, digest: str) -> bool:
    """Whether a file with this hash was read to its end before."""
    query = select(COPY.c.id).where(COPY.c.commune == commune, COPY.c.digest == digest)
    return session.execute(query.limit(1)).first() is not None


def last_copied(session: Session, commune: str, source: str) -> datetime | None:
    """The time of the last copy of this kind of source, so that a feed is asked for newer ones."""
    query = select(func.max(COPY.c.copied_at)).where(
        COPY.c.commune == commune, COPY.c.source == source
    )
    found: datetime | None = session.execute(query).scalar()
    return found


def _forget_old(session: Session, source: str, context: Context) -> None:
    """A feed is read every few minutes; files are remembered so that none is read twice."""
    values = {"commune": context.commune, "source": source, "until": context.now - COPIES_KEPT}
    run(session.connection(), _FORGET, values)
