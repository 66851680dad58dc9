"""What is stored of one person, for `/dulieu`: read, and the last message corrected."""

import json
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, func, select, update

from handlers.messages import Address, FileState, InboundKind
from handlers.privacy import PersonalView, leads
from handlers.store import cases, joins, phones, subscriptions
from handlers.store.codec import dumps
from handlers.store.tables import AttachmentRow, ContactRow, InboundRow, ToldRow, table_of
from handlers.store.unit_of_work import Store, Work

SHOWN: Final = 50
"""Messages shown at most: more would not be read in a chat."""

_INBOUND = table_of(InboundRow)
_TOLD = table_of(ToldRow)
_CONTACT = table_of(ContactRow)
_FILE = table_of(AttachmentRow)
_contact: BindParameter[str] = bindparam("contact")
_MESSAGES = (
    select(_INBOUND.c.id, _INBOUND.c.received_at, _INBOUND.c.payload)
    .where(
        _INBOUND.c.contact == _contact,
        _INBOUND.c.status != "stored",
        _INBOUND.c.payload.is_not(None),
        _INBOUND.c.id < bindparam("before"),
    )
    .order_by(_INBOUND.c.id.desc())
)
_ANSWERS = select(func.count()).where(_TOLD.c.contact == _contact)
_FILES = select(func.count()).where(_FILE.c.contact == _contact, _FILE.c.state == FileState.STORED)
_SINCE = select(_CONTACT.c.created_at).where(_CONTACT.c.id == _contact)
_CORRECT = (
    update(_INBOUND)
    .where(_INBOUND.c.id == bindparam("inbound_id"))
    .values(payload=bindparam("corrected"))
)
_NEWEST: Final = 2**31 - 1


class StoredPersonalRecords:
    """The `PersonalRecords` of `handlers.privacy`, read from the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def view(self, address: Address) -> PersonalView:
        """Everything stored of this contact, without the message being handled."""
        with self._store.read() as work:
            messages = [(at, words) for _, at, words in _said(work, address.contact, _NEWEST)]
            answers = work.run(_ANSWERS, {"contact": address.contact}).scalar_one()
            files = work.run(_FILES, {"contact": address.contact}).scalar_one()
            since: datetime | None = work.run(_SINCE, {"contact": address.contact}).scalar()
            owed = len(cases.open_of(work, address.contact))
            phone = phones.find(work, address.contact) is not None
            joined = joins.number(work, address.contact)
            area = subscriptions.area_of(work, address.contact)
        shown = tuple(messages[:SHOWN])
        return PersonalView(shown, int(answers), since, int(files), owed, phone, joined, area)


def correct_last(work: Work, contact: str, before: int, words: str) -> bool:
    """Put `words` in place of the last message that told something; False if none is left.

    What was typed to get here ("/dulieu", "2") lies between, and is not what was meant.
    """
    for inbound_id, _, said in _said(work, contact, before):
        if leads(said):
            continue
        payload = dumps({"kind": InboundKind.TEXT, "text": words})
        work.run(_CORRECT, {"inbound_id": inbound_id, "corrected": payload})
        work.erased = True
        return True
    return False


def _said(work: Work, contact: str, before: int) -> list[tuple[int, datetime, str]]:
    """Words of one's own, newest first; commands such as /dulieu are nobody's data."""
    rows: Any = work.run(_MESSAGES, {"contact": contact, "before": before}).all()
    found = []
    for row in rows:
        words = json.loads(row.payload).get("text", "")
        if words and not words.startswith("/"):
            found.append((row.id, row.received_at, words))
    return found
