"""Insert-if-new on both databases; the row that comes back says whether it was new."""

from functools import cache
from typing import Any

from sqlalchemy import Column, Executable, Insert, Table, bindparam, insert
from sqlalchemy.dialects import sqlite


def plain_insert(table: Table) -> Insert:
    """`INSERT` of every column but a number the database gives itself."""
    given = [
        column.name
        for column in table.columns
        if not (column.primary_key and column.type.python_type is int)
    ]
    # Inline: PostgreSQL would otherwise return the number nobody asks for.
    return insert(table).values({name: bindparam(name) for name in given}).inline()


@cache
def insert_new(table: Table, dialect: str, columns: tuple[str, ...]) -> Executable:
    """`INSERT … ON CONFLICT DO NOTHING RETURNING` the primary key, built once."""
    values: dict[str, Any] = {name: bindparam(name) for name in columns}
    keys: list[Column[Any]] = list(table.primary_key.columns)
    if dialect == "sqlite":
        return sqlite.insert(table).values(values).on_conflict_do_nothing().returning(*keys)
    from sqlalchemy.dialects import postgresql  # not at a start that works on SQLite

    return postgresql.insert(table).values(values).on_conflict_do_nothing().returning(*keys)


@cache
def insert_or_add(table: Table, dialect: str, columns: tuple[str, ...], added: str) -> Executable:
    """Insert, or add the new value of `added` to the row that is there."""
    values: dict[str, Any] = {name: bindparam(name) for name in columns}
    keys: list[Column[Any]] = list(table.primary_key.columns)
    if dialect == "sqlite":
        first = sqlite.insert(table).values(values)
        return first.on_conflict_do_update(
            index_elements=keys, set_={added: table.c[added] + first.excluded[added]}
        )
    from sqlalchemy.dialects import postgresql

    other = postgresql.insert(table).values(values)
    return other.on_conflict_do_update(
        index_elements=keys, set_={added: table.c[added] + other.excluded[added]}
    )
