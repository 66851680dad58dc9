"""What every table is made from."""

from sqlalchemy import Table
from sqlmodel import SQLModel


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
