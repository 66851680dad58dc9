"""What every table is made from."""

from sqlmodel import SQLModel


class Row(SQLModel):
    """A table's row.

    Rows come from our own code and are never validated: their validators, a seventh of the time
    it takes to make the tables at every start, are built only when somebody asks for them.
    """

    model_config = {"defer_build": True}
