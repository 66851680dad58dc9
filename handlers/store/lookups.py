"""Look-ups on record: read for the pause, written in the transaction of the answer."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select

from handlers.errors import LostRaceError
from handlers.lookups import REACH, Count, Tries, pause_end
from handlers.store.inserting import insert_new
from handlers.store.tables import LookUpRow, table_of
from handlers.store.unit_of_work import Store, Work

_LOOK_UP: Final = table_of(LookUpRow)
_COLUMNS: Final = ("name", "number", "commune", "failed", "at")
_LAST: Final = select(func.max(_LOOK_UP.c.number)).where(_LOOK_UP.c.name == bindparam("of_name"))
_FAILURES: Final = (
    select(_LOOK_UP.c.at)
    .where(
        _LOOK_UP.c.name == bindparam("of_name"),
        _LOOK_UP.c.at > bindparam("since"),
        _LOOK_UP.c.failed.is_(True),
    )
    .order_by(_LOOK_UP.c.at)
)


class StoredLookUps:
    """The `LookUpLog` of `handlers.lookups`, read from the store."""

    def __init__(self, store: Store, key: bytes) -> None:
        self._store = store
        self._key = key

    def tries(self, contact: str, asked: str, now: datetime) -> Tries:
        """Of this contact, and about this code or link."""
        names = (self._name("person", contact), self._name("code", asked))
        with self._store.read() as work:
            return Tries(tuple(_count(work, name, now) for name in names))

    def _name(self, kind: str, value: str) -> str:
        message = f"lookup|{kind}|{value}".encode()
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()


def record(
    work: Work, commune: str, entries: Sequence[tuple[str, int]], *, failed: bool, now: datetime
) -> None:
    """Put one look-up on record under each of its names.

    Raises:
        LostRaceError: another process recorded one since; decide again, perhaps it is a pause now.
    """
    for name, number in entries:
        row = {"name": name, "number": number, "commune": commune, "failed": failed, "at": now}
        if work.run(insert_new(_LOOK_UP, work.dialect, _COLUMNS), row).first() is None:
            raise LostRaceError


def _count(work: Work, name: str, now: datetime) -> Count:
    last = work.run(_LAST, {"of_name": name}).scalar() or 0
    failures = work.run(_FAILURES, {"of_name": name, "since": now - REACH}).scalars()
    return Count(name, int(last), pause_end(failures))
