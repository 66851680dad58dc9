"""What people asked of us after a backup was made: it still holds when the backup is put back.

Who asked to be erased is erased again, and who said stop is not written to first again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, select, update

from handlers.store.erasing import erase_person
from handlers.store.states import ContactState
from handlers.store.tables import ContactRow, table_of
from handlers.store.unit_of_work import Work

_CONTACT = table_of(ContactRow)
_ERASED = select(_CONTACT.c.id).where(_CONTACT.c.state == ContactState.ERASED.value)
_STOPPED = select(_CONTACT.c.id, _CONTACT.c.stopped_at).where(_CONTACT.c.stopped_at.is_not(None))
_STOP = (
    update(_CONTACT)
    .where(_CONTACT.c.id == bindparam("of_contact"), _CONTACT.c.stopped_at.is_(None))
    .values(stopped_at=bindparam("at"))
    .returning(_CONTACT.c.id)
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Contacts by what they had asked; ids only."""

    erased: frozenset[str] = frozenset()
    stopped: Mapping[str, datetime] = field(default_factory=dict)


def asked(work: Work) -> Asked:
    """As a database knows it, of any version."""
    erased = frozenset(map(str, work.run(_ERASED).scalars()))
    stopped = {str(row.id): row.stopped_at for row in work.run(_STOPPED)}
    return Asked(erased, stopped)


def again(work: Work, before: Asked, now: datetime) -> tuple[int, int]:
    """Do it in a database of this version; how many were erased, how many stopped again."""
    known = frozenset(map(str, work.run(select(_CONTACT.c.id)).scalars()))
    gone = frozenset(map(str, work.run(_ERASED).scalars()))
    due = sorted((before.erased & known) - gone)
    for contact in due:
        erase_person(work, contact, now)
    values = ({"of_contact": one, "at": at} for one, at in sorted(before.stopped.items()))
    stopped = sum(len(work.run(_STOP, each).all()) for each in values)
    return len(due), stopped
