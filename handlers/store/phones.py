"""Numbers people gave to be reached by, sealed; one a chat, the newest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, delete, select

from handlers.store.inserting import insert_new
from handlers.store.tables import ContactRow, EndpointRow, table_of
from handlers.store.tables.spending import ContactPhoneRow
from handlers.store.unit_of_work import Work

_ROW = table_of(ContactPhoneRow)
_COLUMNS = ("contact", "phone", "at")
_FIND = select(_ROW.c.phone).where(_ROW.c.contact == bindparam("contact"))
_FORGET = delete(_ROW).where(_ROW.c.contact == bindparam("of_contact"))

_CONTACT, _ENDPOINT = table_of(ContactRow), table_of(EndpointRow)
_some: BindParameter[Any] = bindparam("some", expanding=True)
_KNOWN = (
    select(_CONTACT.c.id, _ENDPOINT.c.channel, _CONTACT.c.chat, _ROW.c.phone)
    .join(_ENDPOINT, _ENDPOINT.c.id == _CONTACT.c.endpoint)
    .outerjoin(_ROW, _ROW.c.contact == _CONTACT.c.id)
    .where(_CONTACT.c.id.in_(_some))
)
CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Known:
    """What may hold the number of a chat: where it is, and what was handed over, sealed."""

    channel: str
    chat: str | None
    sealed: str | None


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


def known(work: Work, contacts: Sequence[str]) -> dict[str, Known]:
    """The same of many chats."""
    found: dict[str, Known] = {}
    for start in range(0, len(contacts), CHUNK):
        for row in work.run(_KNOWN, {"some": list(contacts[start : start + CHUNK])}):
            found[row.id] = Known(row.channel, row.chat, row.phone)
    return found
