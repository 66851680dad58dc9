"""What every table is made from."""

from sqlalchemy import Index, MetaData, Table, text
from sqlmodel import SQLModel

_WHERE = "where"


class Row(SQLModel):
    """A table's row.

    Rows come from our own code and are never validated: their validators, a seventh of the time
    it takes to make the tables at every start, are built only when somebody asks for them.
    """

    model_config = {"defer_build": True}


def table_of(row: type[SQLModel]) -> Table:
    """The Core table behind a row class, for statements that make no objects of rows.

    The first statement over the classes themselves would make SQLAlchemy configure every class
    of the program: a fortieth of a start.
    """
    return SQLModel.metadata.tables[str(row.__tablename__)]


def index_over(where: str, name: str, *columns: str, unique: bool = False) -> Index:
    """An index over the rows of which `where` is true.

    SQLite's dialect is told of it here, PostgreSQL's by `tell_postgresql`: naming a dialect loads
    it, and PostgreSQL's is a fiftieth of a start that works on SQLite.
    """
    told = {_WHERE: where}
    return Index(name, *columns, unique=unique, sqlite_where=text(where), info=told)


def tell_postgresql(metadata: MetaData) -> None:
    """Complete the indexes for whoever writes or compares a schema of PostgreSQL."""
    for table in metadata.tables.values():
        for index in table.indexes:
            if (where := index.info.get(_WHERE)) is not None:
                index.dialect_options["postgresql"]["where"] = text(where)
