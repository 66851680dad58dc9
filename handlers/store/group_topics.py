"""The topics of groups as they are kept: the `TopicBook` of the Telegram channel."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, or_, select, update

from handlers.store.tables import GroupPostRow, StaffGroupRow, table_of
from handlers.store.unit_of_work import Store

_POST = table_of(GroupPostRow)
_GROUP = table_of(StaffGroupRow)
_LOOK = select(_POST.c.thread, _POST.c.closed).where(
    _POST.c.contact == bindparam("contact"), _POST.c.name == bindparam("name")
)
_WANTED = select(
    exists().where(
        _GROUP.c.contact == bindparam("contact"),
        _GROUP.c.ended_at.is_(None),
        or_(_GROUP.c.plain_until.is_(None), _GROUP.c.plain_until <= bindparam("now")),
    )
)
_KEEP = (
    update(_POST)
    .where(_POST.c.contact == bindparam("of_contact"), _POST.c.name == bindparam("of_name"))
    .values(thread=bindparam("new_thread"), closed=bindparam("is_closed"))
)
_PLAIN = (
    update(_GROUP)
    .where(_GROUP.c.contact == bindparam("of_contact"), _GROUP.c.ended_at.is_(None))
    .values(plain_until=bindparam("until"))
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A talk's topic: none yet, open, or closed."""

    thread: str | None = None
    closed: bool = False
    wanted: bool = False
    """None yet, and the group has topics as far as known."""


class GroupTopics:
    """Reads and writes topics; each call is a transaction of its own."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def look(self, contact: str, name: str, now: datetime) -> Topic:
        """The topic of a talk, and whether one is to be made."""
        with self._store.read() as work:
            row = work.run(_LOOK, {"contact": contact, "name": name}).first()
            if row is None:
                return Topic()
            if row.thread is not None:
                return Topic(row.thread, bool(row.closed))
            wanted = work.run(_WANTED, {"contact": contact, "now": now}).scalar()
            return Topic(wanted=bool(wanted))

    def keep(self, contact: str, name: str, topic: Topic) -> None:
        """Note it."""
        values = {
            "of_contact": contact,
            "of_name": name,
            "new_thread": topic.thread,
            "is_closed": topic.closed,
        }
        self._store.write(lambda work: work.run(_KEEP, values))

    def plain(self, contact: str, until: datetime) -> None:
        """Topics do not work in this group until then."""
        values = {"of_contact": contact, "until": until}
        self._store.write(lambda work: work.run(_PLAIN, values))
