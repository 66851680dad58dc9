"""Numbers people gave to be reached by, sealed; one a chat, the newest."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from handlers.store.inserting import insert_new
from handlers.store.tables import table_of
from handlers.store.tables.spending import ContactPhoneRow
from handlers.store.unit_of_work import Work

_ROW = table_of(ContactPhoneRow)
_COLUMNS = ("contact", "phone", "at")
_FIND = select(_ROW.c.phone).where(_ROW.c.contact == bindparam("contact"))
_FORGET = delete(_ROW).where(_ROW.c.contact == bindparam("of_contact"))


def keep(work: Work, contact: str, sealed: str, now: datetime) -> None:
    """Keep a number in place of an earlier one."""
    forget(work, contact)
    row = {"contact": contact, "phone": sealed, "at": now}
    work.run(insert_new(_ROW, work.dialect, _COLUMNS), row)


def find(work: Work, contact: str) -> str | None:
    """The sealed number of a chat."""
    found: str | None = work.run(_FIND, {"contact": contact}).scalar()
    return found


def forget(work: Work, contact: str) -> None:
    """The person asked for it."""
    work.run(_FORGET, {"of_contact": contact})
