"""Statements run past SQLAlchemy: each could be run by it too, and many make room for new ones."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from sqlalchemy import Dialect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import UpdateBase

import handlers.store
import knowledge.catalogue_store
import knowledge.dossier_store
from handlers.store.tables import CounterRow, table_of
from handlers.store.unit_of_work import Store
from knowledge import prepared as preparing

PACKAGES = (handlers.store, knowledge.dossier_store, knowledge.catalogue_store)


def written() -> Iterator[tuple[str, UpdateBase]]:
    """Every statement that writes, built with its module."""
    for package in PACKAGES:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for name, value in vars(module).items():
                if isinstance(value, UpdateBase):
                    yield f"{found.name}.{name}", value


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # a key given by name
def test_no_name_bound_in_a_statement_is_a_column_it_would_set() -> None:
    """SQLAlchemy refuses such when it executes a statement with its values."""
    statements = list(written())
    assert len(statements) > 100
    dialects: tuple[Dialect, ...] = (sqlite.dialect(), postgresql.dialect())  # type: ignore[no-untyped-call]
    for dialect in dialects:
        for name, statement in statements:
            bound = [
                one.key for one in statement.compile(dialect=dialect).binds.values() if one.required
            ]
            try:
                statement.compile(dialect=dialect, column_keys=bound)
            except Exception as error:  # noqa: BLE001 - told with the statement's name
                pytest.fail(f"{name}: {error}")


def test_statements_made_for_one_call_make_room_for_others(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "MOST", 8)
    monkeypatch.setattr(preparing, "_prepared", {})
    counter = table_of(CounterRow)
    kept = select(counter.c["count"])
    with sqlite_store.read() as work:
        for _ in range(20):
            assert work.run(select(counter.c.name)).all() == []
            assert work.run(kept).all() == []
        assert preparing.prepared(kept, work.connection.dialect) is not None
    assert len(preparing._prepared) <= 8
