"""Statements of the stores, built once with Core and run past its machinery.

SQLAlchemy compiles a statement, and converts values in and out; executing goes straight to the
driver. A message costs seven statements: this way 25 to 40 µs each instead of 120 to 180.

A list that is bound has a place for each of its values: such a statement is kept once for each
power of two, and a shorter list says its last value again, which no `IN` or `NOT IN` minds.
"""

from collections import namedtuple
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ClauseElement, Connection, Dialect, Float
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import Select
from sqlalchemy.types import TupleType, TypeEngine
from sqlmodel.sql.sqltypes import UTCDateTime

Convert = Callable[[Any], Any] | None

MOST: Final = 1_024
"""Statements prepared at most: ours are some hundred, built with their modules."""
LONGEST: Final = 128
"""Longer lists are bound by SQLAlchemy: there the statement's own time counts."""
FEW: Final = 8
"""Rows written one by one; of more SQLAlchemy's way with many is the shorter."""
_NAIVE: Final = len("2026-11-26 00:00:00.000000")
NO_ROWS: Final[tuple[Any, ...]] = ()
NO_LISTS: Final[Mapping[str, int]] = {}


class Rows:
    """What a statement returned, all of it."""

    __slots__ = ("_rows",)

    def __init__(self, rows: list[Any]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> list[Any]:
        """Every row."""
        return self._rows

    def first(self) -> Any:  # noqa: ANN401 - rows are named tuples of their statement
        """The first row, or None."""
        return self._rows[0] if self._rows else None

    def scalar(self) -> Any:  # noqa: ANN401
        """The first value of the first row, or None."""
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:  # noqa: ANN401
        """The first value of the only row.

        Raises:
            LookupError: there is none.
        """
        if not self._rows:
            raise LookupError("no row where one must be")
        return self._rows[0][0]

    def scalars(self) -> list[Any]:
        """The first value of every row."""
        return [row[0] for row in self._rows]


class Prepared:
    """One statement compiled for one dialect, and for lists of some lengths."""

    def __init__(
        self, statement: ClauseElement, dialect: Dialect, lengths: Mapping[str, int] = NO_LISTS
    ) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        self._sql, positions = str(compiled), compiled.positiontup
        self._lists: dict[str, Sequence[str]] = {}
        """The places of each list."""
        if lengths:
            given = {**compiled.params, **{name: [None] * n for name, n in lengths.items()}}
            state = compiled.construct_expanded_state(given)
            self._sql, positions = state.statement, state.positiontup
            self._lists = dict(state.parameter_expansion)
        self._positions: tuple[str, ...] | None = (
            tuple(positions or ()) if compiled.positional else None
        )
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        binds: dict[str, Convert] = {
            place: _binding(parameter.type, dialect)
            for name, parameter in compiled.binds.items()
            for place in self._lists.get(name, (name,))
        }
        self._binds = tuple(binds.items())
        self._places = tuple((name, binds[name]) for name in self._positions or ())
        columns = list(_returned(statement))
        self._results: list[Convert] = [_result(column.type, dialect) for column in columns]
        self._converts = tuple(
            (place, one) for place, one in enumerate(self._results) if one is not None
        )
        """Where a value is not as the driver gives it: of most columns it is."""
        # The row's fields are the statement's columns, so no class can be written for it.
        make_type: Any = namedtuple
        names = [str(column.key) for column in columns]
        self._make: Callable[[Any], Any] = make_type("Row", names, rename=True)._make

    def run(self, driver: Any, values: Mapping[str, Any] | None) -> Rows:  # noqa: ANN401
        """Execute on the driver's own connection."""
        given = self._fixed if values is None else {**self._fixed, **values}
        if self._lists:
            given = dict(given)
            for name, places in self._lists.items():
                items = list(given.pop(name))
                items += items[-1:] * (len(places) - len(items))
                given.update(zip(places, items, strict=True))
        bound: Any
        if self._positions is None:
            bound = {
                name: given.get(name) if convert is None else convert(given.get(name))
                for name, convert in self._binds
            }
        else:
            bound = [
                given.get(name) if convert is None else convert(given.get(name))
                for name, convert in self._places
            ]
        cursor = driver.cursor()
        try:
            cursor.execute(self._sql, bound)
            found = cursor.fetchall() if self._results else NO_ROWS
        finally:
            cursor.close()
        return Rows([self._made(row) for row in found])

    def _made(self, row: tuple[Any, ...]) -> Any:  # noqa: ANN401
        if not self._converts:
            return self._make(row)
        values = list(row)
        for place, convert in self._converts:
            values[place] = convert(values[place])
        return self._make(values)


class Listing:
    """One statement that takes lists, prepared for each length once it has come twice.

    One that is built anew for each call never does, and costs no more than it did.
    """

    def __init__(self, statement: ClauseElement, dialect: Dialect, names: tuple[str, ...]) -> None:
        self._statement = statement
        self._dialect = dialect
        self._names = names
        compiled: Any = statement.compile()
        self._fixed: dict[str, Any] = {name: compiled.params.get(name) for name in names}
        self._seen = False
        self._made: dict[tuple[int, ...], Prepared] = {}

    def ready(self, values: Mapping[str, Any] | None) -> Prepared | None:
        """The statement for lists of these lengths; None: SQLAlchemy is to run it."""
        if not self._seen:
            self._seen = True
            return None
        given = [(values or {}).get(name, self._fixed[name]) for name in self._names]
        if not all(isinstance(one, Collection) and 0 < len(one) <= LONGEST for one in given):
            return None
        lengths = tuple(1 << (len(one) - 1).bit_length() for one in given)
        made = self._made.get(lengths)
        if made is None:
            sizes = dict(zip(self._names, lengths, strict=True))
            made = self._made[lengths] = Prepared(self._statement, self._dialect, sizes)
        return made


def run(
    connection: Connection,
    statement: ClauseElement,
    values: Mapping[str, Any] | Sequence[Mapping[str, Any]],
) -> list[Any]:
    """Execute on a connection that has begun: past SQLAlchemy where it can be; the rows."""
    if isinstance(values, Sequence):
        if len(values) > FEW:
            return _by_sqlalchemy(connection, statement, values)
        return [row for one in values for row in run(connection, statement, one)]
    ready = prepared(statement, connection.dialect, values)
    if ready is None:
        return _by_sqlalchemy(connection, statement, values)
    return ready.run(connection.connection.driver_connection, values).all()


def _by_sqlalchemy(connection: Connection, statement: Any, values: Any) -> list[Any]:  # noqa: ANN401 - as given
    result = connection.execute(statement, values)
    return list(result.all()) if result.returns_rows else []


_prepared: dict[tuple[int, str], tuple[ClauseElement, Prepared | Listing | None]] = {}


def prepared(
    statement: ClauseElement, dialect: Dialect, values: Mapping[str, Any] | None = None
) -> Prepared | None:
    """The statement prepared for `values`, once; None where SQLAlchemy is to run it."""
    key = (id(statement), dialect.name)
    found = _prepared.get(key)
    if found is None or found[0] is not statement:
        if len(_prepared) >= MOST:  # those made for one call make room, and so do the oldest
            with suppress(KeyError, RuntimeError, StopIteration):
                del _prepared[next(iter(_prepared))]
        # The statement is kept with it: its id stays its own.
        found = (statement, _made_for(statement, dialect))
        _prepared[key] = found
    ready = found[1]
    return ready.ready(values) if isinstance(ready, Listing) else ready


def _made_for(statement: ClauseElement, dialect: Dialect) -> Prepared | Listing | None:
    if not isinstance(statement, (Select, UpdateBase)):
        return None
    compiled: Any = statement.compile()
    # By the names the statement binds them with: a list asked of a column it also sets has another.
    lists = {name: bind for bind, name in compiled.bind_names.items() if bind.expanding}
    if not lists:
        return Prepared(statement, dialect)
    if any(isinstance(bind.type, TupleType) for bind in lists.values()):
        return None
    return Listing(statement, dialect, tuple(lists))


def _returned(statement: ClauseElement) -> Iterator[Any]:
    if isinstance(statement, (Select, UpdateBase)):
        yield from statement.exported_columns


def _binding(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    if isinstance(kind, UTCDateTime) and dialect.name == "sqlite":
        return _moment
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _moment(value: datetime | None) -> str | None:
    """A moment as SQLAlchemy writes it for SQLite: a message binds a dozen."""
    if value is None:
        return None
    if value.utcoffset() is None:
        raise ValueError("a moment without its zone")
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:_NAIVE]


def _result(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    if isinstance(kind, Float):  # both drivers bring floats; PostgreSQL's asks for the wire type
        return None
    if isinstance(kind, UTCDateTime) and dialect.name == "sqlite":
        return _read_moment
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _read_moment(text: str | None) -> datetime | None:
    """A moment as SQLite keeps it, in a tenth of SQLAlchemy's time: a dossier holds a dozen."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(f"{text}+00:00")
    except ValueError:  # written with its own zone, past the types
        return datetime.fromisoformat(text).astimezone(UTC)
