"""The statements of every message and every sweep find their rows by an index."""

from typing import Any

import pytest
from sqlalchemy import Select, text
from sqlalchemy.dialects import sqlite

from handlers.store import inbound, inbound_order, leaping, left_over, outbox_statements, stuck
from handlers.store.unit_of_work import Store
from knowledge.dossier_store import reading

HOT = {
    "claim of a contact": outbox_statements.claim("sqlite", one_contact=True),
    "claim of an endpoint": outbox_statements.claim("sqlite", one_contact=False),
    "look for what is due": outbox_statements.DUE,
    "free what is late": outbox_statements.FREE_LATE,
    "next inbound": inbound_order._NEXT,
    "whether it was overtaken": inbound_order._SAID_LATER,
    "save a conversation": inbound._SAVE,
    "left-over inbounds": left_over._WAITING,
    "prolong replies that wait": leaping._PROLONG[0],
    "hasten what was tried": leaping._TRIED,
    "close a message": outbox_statements.FINISH,
    "a dossier by its code": reading._BY_CODE,
    "a dossier by its token": reading._BY_TOKEN,
    "second factors of a dossier": reading._HASHES,
    "age of the register": reading._COPIED,
}


@pytest.mark.parametrize("name", HOT)
def test_no_table_is_read_from_end_to_end(sqlite_store: Store, name: str) -> None:
    compiled = HOT[name].compile(dialect=sqlite.dialect(paramstyle="named"))  # type: ignore[attr-defined]
    values = dict.fromkeys(compiled.params, 1)
    with sqlite_store.read() as work:
        plan = work.connection.execute(text(f"EXPLAIN QUERY PLAN {compiled}"), values)
        steps = [row.detail for row in plan]
    scans = [one for one in steps if one.startswith("SCAN") and "USING" not in one]
    scans = [one for one in scans if "picked" not in one and "CONSTANT" not in one]
    assert scans == [], steps


def test_a_claim_of_an_endpoint_goes_by_what_is_due_first(sqlite_store: Store) -> None:
    statement = outbox_statements.claim("sqlite", one_contact=False)
    compiled = statement.compile(dialect=sqlite.dialect(paramstyle="named"))  # type: ignore[attr-defined]
    with sqlite_store.read() as work:
        plan = work.connection.execute(
            text(f"EXPLAIN QUERY PLAN {compiled}"), dict.fromkeys(compiled.params, 1)
        )
        steps = " ".join(row.detail for row in plan)
    assert "ix_outbox_due" in steps
    assert "ix_outbox_open" in steps


@pytest.mark.parametrize("statement", stuck._STUCK)
def test_the_watch_of_each_minute_reads_no_month_of_messages(
    sqlite_store: Store, statement: Select[Any]
) -> None:
    compiled = statement.compile(dialect=sqlite.dialect(paramstyle="named"))
    with sqlite_store.read() as work:
        plan = work.connection.execute(
            text(f"EXPLAIN QUERY PLAN {compiled}"), dict.fromkeys(compiled.params, 1)
        )
        steps = [row.detail for row in plan]
    read = [one for one in steps if one.startswith(("SCAN outbox", "SEARCH outbox"))]
    open_only = ("ix_outbox_due", "ix_outbox_lease", "ix_outbox_finished_at")
    assert all(any(index in one for index in open_only) for one in read), steps
