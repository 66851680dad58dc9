"""Files somebody brought to the desk with what they said: kept as a sender's are.

Nobody wrote, so they lie under a contact of the case's own that nothing is ever sent to.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from handlers.messages import ChannelName, FileState, IncomingFile
from handlers.store import cases, contacts
from handlers.store.inserting import insert_new
from handlers.store.states import ContactState, FileKeeping
from handlers.store.tables import AttachmentRow, table_of
from handlers.store.unit_of_work import Work

_FILE: Final = table_of(AttachmentRow)
_COLUMNS: Final = (
    "commune", "contact", "ref", "name", "mime", "size", "sha256", "state", "keeping", "tries",
    "created_at",
)  # fmt: skip


def owner(work: Work, row: cases.Row, now: datetime) -> str:
    """Whose the files of a case written down at the desk are; the same each time."""
    account = f"quay:{row.commune}"
    name = contacts.ensure_endpoint(work, row.commune, ChannelName.WEB, account, now)
    endpoint = contacts.endpoint_of(work, name)
    contact = contacts.open_contact(work, endpoint, f"nhap-ho:{row.id}", "", now)
    contacts.mark_contact(work, contact, ContactState.BLOCKED)
    return contact


def keep(
    work: Work, row: cases.Row, contact: str, files: Sequence[IncomingFile], now: datetime
) -> None:
    """These stored files belong to the case, for as long as its words."""
    for one in files:
        values = {
            "commune": row.commune,
            "contact": contact,
            "ref": None,
            "name": one.name,
            "mime": one.mime,
            "size": one.size,
            "sha256": one.key.rpartition("/")[2],
            "state": FileState.STORED,
            "keeping": FileKeeping.CASE,
            "tries": 0,
            "created_at": now,
        }
        made = work.run(insert_new(_FILE, work.dialect, _COLUMNS), values).scalar_one()
        cases.keep_file(work, row.id, int(made), now)
