"""Purge what has outlived its retention, in short bites; and let conversations lapse."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Executable,
    Table,
    bindparam,
    delete,
    or_,
    select,
    tuple_,
    update,
)
from sqlmodel import SQLModel

from handlers.store import drafts
from handlers.store.erasing import wipe_since
from handlers.store.records import abandon, count
from handlers.store.tables import ConversationRow, Purge, Retention, Rule, table_of
from handlers.store.unit_of_work import Work

BITE: Final = 500
"""Rows of one transaction: about 20 ms on SQLite, so that nobody's answer waits for a purge."""

OF_KNOWLEDGE: Final = {
    "dossier": Retention(
        "24 months after it was returned, refused or stopped; 60 months if it never ended",
        (Rule("ended_at", 730), Rule("copied_at", 1825)),
    ),
}
"""Of tables that cannot declare it themselves, since they lie below."""

_CONVERSATION = table_of(ConversationRow)
_LAPSED = (
    select(
        _CONVERSATION.c.contact,
        _CONVERSATION.c.offered,
        _CONVERSATION.c.step,
        _CONVERSATION.c.draft,
    )
    .where(_CONVERSATION.c.expires_at <= bindparam("now"))
    .limit(BITE)
)
_LAPSE = (
    update(_CONVERSATION)
    .where(
        _CONVERSATION.c.contact == bindparam("for_contact"),
        _CONVERSATION.c.expires_at <= bindparam("now"),
    )
    # The name of the step stays: who comes back is told that it waited too long.
    .values(
        draft=None,
        offered=None,
        subject=None,
        expires_at=None,
        lapsed=bindparam("was_open"),
    )
)


def retentions() -> Iterator[tuple[Table, Retention]]:
    """Every table that declares its retention, or has it declared here."""
    for table in SQLModel.metadata.sorted_tables:
        declared = table.info.get("retention") or OF_KNOWLEDGE.get(table.name)
        if isinstance(declared, Retention):
            yield table, declared


def purge_some(work: Work, now: datetime) -> dict[str, int]:
    """Purge up to `BITE` rows of each rule; how many of which table. Empty: nothing is left."""
    purged: dict[str, int] = {}
    for table, retention in retentions():
        for rule in retention.rules:
            values = {"cutoff": now - timedelta(days=rule.days)}
            number = len(work.run(_statement(table, rule), values).all())
            if number:
                purged[table.name] = purged.get(table.name, 0) + number
                count(work, "", f"purged.{table.name}", now, number)
    if purged:
        work.erased = True
    return purged


def lapse_some(work: Work, now: datetime) -> int:
    """Empty up to `BITE` conversations whose time is over; the number emptied.

    What was said for a report that was never sent goes with its draft.
    """
    rows = work.run(_LAPSED, {"now": now}).all()
    for row in rows:
        was_open = row.step != "idle" or row.offered is not None
        if (since := drafts.begun(row.step, row.draft)) is not None:
            wipe_since(work, row.contact, since)
        if row.offered is not None:
            abandon(work, row.contact)
        values = {"for_contact": row.contact, "now": now, "was_open": was_open}
        work.run(_LAPSE, values)
    return len(rows)


@cache
def _statement(table: Table, rule: Rule) -> Executable:
    keys: list[Any] = list(table.primary_key.columns)
    key = keys[0] if len(keys) == 1 else tuple_(*keys)
    old = select(*keys).where(*_conditions(table, rule)).limit(BITE)
    if rule.action is Purge.DELETE:
        return delete(table).where(key.in_(old)).returning(*keys)
    nothing = dict.fromkeys(rule.clears)
    return update(table).where(key.in_(old)).values(nothing).returning(*keys)


def _conditions(table: Table, rule: Rule) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [table.c[rule.column] <= bindparam("cutoff")]
    found += [table.c[column].in_(values) for column, values in rule.where]
    if rule.clears:
        found.append(or_(*(table.c[name].is_not(None) for name in rule.clears)))
    return found
