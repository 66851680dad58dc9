"""What a contact is told about, read for the flows."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select

from handlers.dossier_ports import Followed, GivenCode, KeptReminder, OfferedCode
from handlers.store import follow_codes, follows
from handlers.store.follows import Relation
from handlers.store.tables import ReminderRow, table_of
from handlers.store.unit_of_work import Store

_REMINDER: Final = table_of(ReminderRow)
_REMINDERS: Final = (
    select(_REMINDER.c.id, _REMINDER.c.code, _REMINDER.c.last_day)
    .where(_REMINDER.c.contact == bindparam("of_contact"), _REMINDER.c.stopped_at.is_(None))
    .order_by(_REMINDER.c.last_day, _REMINDER.c.id)
)


class StoredFollows:
    """The `FollowBook` of `handlers.dossier_ports`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def followed(self, contact: str, now: datetime) -> tuple[Followed, ...]:
        """The dossiers it follows now."""
        with self._store.read() as work:
            found = follows.of_contact(work, contact, now)
        return tuple(
            Followed(one.id, one.dossier, own=one.relation is Relation.SELF) for one in found
        )

    def given(self, contact: str, now: datetime) -> tuple[GivenCode, ...]:
        """Its consent codes that still hold."""
        with self._store.read() as work:
            return follow_codes.given(work, contact, now)

    def offered(self, commune: str, code_hash: str, now: datetime) -> OfferedCode | None:
        """What a consent code gives, while nobody has used it."""
        with self._store.read() as work:
            return follow_codes.offered(work, commune, code_hash, now)

    def reminders(self, contact: str) -> tuple[KeptReminder, ...]:
        """Its reminders."""
        with self._store.read() as work:
            rows = work.run(_REMINDERS, {"of_contact": contact}).all()
        return tuple(KeptReminder(row.id, row.code, row.last_day) for row in rows)
