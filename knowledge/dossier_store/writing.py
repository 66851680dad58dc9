"""Writing dossiers: what a change adds is inserted, what it moves is updated, once derived."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, Update, bindparam, delete, insert, update
from sqlalchemy.orm import Session

from knowledge.calendar import WorkingCalendar
from knowledge.dossier_store.factors import factor_hash, new_token
from knowledge.dossier_store.reading import (
    APOLOGY,
    CONFIRMATION,
    DOSSIER,
    EVENT,
    FACTOR,
    OVERRIDE,
    load,
)
from knowledge.dossier_store.rows import columns_of, event_columns
from knowledge.dossiers.dossier import (
    Apology,
    Confirmation,
    Dossier,
    Override,
    StatusEvent,
)
from knowledge.dossiers.life import derive
from knowledge.prepared import run

_UPDATE = update(DOSSIER).where(DOSSIER.c.id == bindparam("of_id"))
_UPDATE_EVENT = update(EVENT).where(EVENT.c.id == bindparam("event_id"))


@cache
def insert_of(table: Table) -> Insert:
    """A row of a table with all but its number, built once."""
    columns = [column.name for column in table.columns if not column.primary_key]
    # Inline: PostgreSQL would otherwise return the number nobody asks for.
    return insert(table).values({name: bindparam(name) for name in columns}).inline()


@cache
def _update_of(names: tuple[str, ...]) -> Update:
    """A dossier's row with these columns; `of_id` names it."""
    return _UPDATE.values({name: bindparam(name) for name in names if name != "of_id"})


class Changes:
    """Collects what changed about many dossiers, and writes it in few statements."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._rows: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        self._new_events: list[dict[str, Any]] = []
        self._gone: list[int] = []
        self._children: dict[Any, list[dict[str, Any]]] = {}

    def add(self, before: Dossier, after: Dossier, **extra: Any) -> bool:  # noqa: ANN401
        """Note one dossier's change; False when there was none worth telling."""
        columns = columns_of(after)
        moved = columns != {**columns_of(before), "copied_at": columns["copied_at"]}
        moved = self._events(before, after) | self._acts(before, after) | moved
        if moved:
            extra["changed_at"] = self._now
        row = {"of_id": before.id, **columns, **extra}
        self._rows.setdefault(tuple(row), []).append(row)
        return moved

    def flush(self) -> None:
        """Write what was noted."""
        connection = self._session.connection()
        for names, rows in self._rows.items():
            run(connection, _update_of(names), rows)
        if self._gone:
            connection.execute(delete(EVENT).where(EVENT.c.id.in_(self._gone)))
        if self._new_events:
            run(connection, insert_of(EVENT), self._new_events)
        for table, values in self._children.items():
            run(connection, insert_of(table), values)

    def _events(self, before: Dossier, after: Dossier) -> bool:
        old = {event.id: event for event in before.events}
        kept = {event.id for event in after.events}
        gone = [number for number in old if number not in kept]
        self._gone += gone
        touched = bool(gone)
        for event in after.events:
            if not event.id:
                self._new_events.append(new_event(after, event, self._now))
                touched = True
            elif event != old[event.id]:
                self._session.execute(
                    _UPDATE_EVENT.values(event_columns(event)), {"event_id": event.id}
                )
                touched = True
        return touched

    def _acts(self, before: Dossier, after: Dossier) -> bool:
        owner = {"commune": after.commune, "dossier": after.id}
        new: list[tuple[Any, dict[str, Any]]] = [
            (APOLOGY, {**owner, **_apology(one)}) for one in after.apologies if not one.id
        ]
        new += [
            (CONFIRMATION, {**owner, "at": one.at, "by": one.by, "ready": one.ready})
            for one in after.confirmations[len(before.confirmations) :]
        ]
        new += [
            (
                OVERRIDE,
                {**owner, "rule": one.rule, "at": one.at, "by": one.by, "reason": one.reason},
            )
            for one in after.overrides[len(before.overrides) :]
        ]
        for table, values in new:
            self._children.setdefault(table, []).append(values)
        return self._approved(before, after) or bool(new)

    def _approved(self, before: Dossier, after: Dossier) -> bool:
        held = {one.id: one.approved for one in before.apologies}
        given = [one.id for one in after.apologies if one.id and one.approved != held.get(one.id)]
        if given:
            self._session.execute(
                update(APOLOGY).where(APOLOGY.c.id.in_(given)).values(approved=True)
            )
        return bool(given)


def insert_dossiers(
    session: Session, fresh: Iterable[Dossier], hashes: dict[str, str], now: datetime
) -> dict[str, Dossier]:
    """Store derived dossiers nobody knew; by code, with their ids and tokens."""
    listed = list(fresh)
    if not listed:
        return {}
    rows = [
        {
            "commune": one.commune,
            "code": one.code,
            "token": new_token(),
            "row_hash": hashes.get(one.code, ""),
            "created_at": now,
            "changed_at": now,
            **columns_of(one),
        }
        for one in listed
    ]
    ids = session.connection().execute(
        insert(DOSSIER).returning(DOSSIER.c.id, DOSSIER.c.code, DOSSIER.c.token), rows
    )
    named = {row.code: (row.id, row.token) for row in ids}
    stored = {
        one.code: replace(one, id=named[one.code][0], token=named[one.code][1]) for one in listed
    }
    events = [new_event(one, event, now) for one in stored.values() for event in one.events]
    if events:
        run(session.connection(), insert_of(EVENT), events)
    apologies = [
        {"commune": one.commune, "dossier": one.id, **_apology(apology)}
        for one in stored.values()
        for apology in one.apologies
    ]
    if apologies:
        session.execute(insert(APOLOGY), apologies)
    return stored


def create(
    session: Session, dossier: Dossier, fours: Iterable[str], key: bytes, now: datetime
) -> Dossier:
    """Store a derived dossier of our own desk, with the digits it may be looked up by."""
    made = insert_dossiers(session, (dossier,), {}, now)[dossier.code]
    hashes = {factor_hash(key, dossier.commune, dossier.code, four) for four in fours}
    rows = [{"dossier": made.id, "hash": one} for one in sorted(hashes)]
    if rows:
        session.connection().execute(insert(FACTOR), rows)
    return load(session, [made.id])[0]


def save(
    session: Session, before: Dossier, after: Dossier, calendar: WorkingCalendar, now: datetime
) -> Dossier:
    """Store a change of one dossier, derived anew; `before` was loaded with `hold`."""
    changes = Changes(session, now)
    changes.add(before, derive(after, calendar))
    changes.flush()
    return load(session, [before.id])[0]


def save_computed(session: Session, dossier: Dossier) -> None:
    """Store the date of our own clock; the dossier itself has not changed."""
    values = {
        "computed_due_at": dossier.computed_due_at,
        "alarm_at": dossier.alarm_at,
        "falls_due_at": dossier.watched_due_at,
    }
    session.connection().execute(_UPDATE.values(values), {"of_id": dossier.id})


def hold(session: Session, dossier: int) -> Dossier | None:
    """The dossier, held against other writers until the commit."""
    return next(iter(load(session, [dossier], lock=True)), None)


def with_event(known: Dossier, event: StatusEvent) -> Dossier:
    """One more change of status, such as one entered at our own desk."""
    return replace(known, events=(*known.events, replace(event, id=0)))


def with_apology(known: Dossier, apology: Apology) -> Dossier:
    """One more apology; whether its date holds is decided by rule (D-15), not by the caller."""
    return replace(known, apologies=(*known.apologies, replace(apology, id=0, approved=False)))


def with_approval(known: Dossier, apology: int) -> Dossier:
    """The head approved a second new date."""
    listed = tuple(
        replace(one, approved=True) if one.id == apology else one for one in known.apologies
    )
    return replace(known, apologies=listed)


def with_confirmation(known: Dossier, confirmation: Confirmation) -> Dossier:
    """The desk's word about the finished result."""
    return replace(known, confirmations=(*known.confirmations, confirmation))


def with_override(known: Dossier, override: Override) -> Dossier:
    """A rule set aside, with who and why."""
    return replace(known, overrides=(*known.overrides, override))


def new_event(dossier: Dossier, event: StatusEvent, now: datetime) -> dict[str, Any]:
    """The row of an event we just learnt of."""
    owner = {"commune": dossier.commune, "dossier": dossier.id, "learnt_at": now}
    return {**owner, **event_columns(event)}


def _apology(one: Apology) -> dict[str, Any]:
    return {
        "at": one.at,
        "new_due_at": one.new_due_at,
        "reason": one.reason,
        "approved": one.approved,
        "by": one.by,
    }
