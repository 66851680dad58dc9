"""Statements of announcements: marked, shown, withdrawn, and the public page's lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from handlers.store.tables import AnnouncementRow, table_of
from handlers.store.unit_of_work import Work

_ROW = table_of(AnnouncementRow)
_live = (_ROW.c.published_at.is_not(None), _ROW.c.text.is_not(None))
_of_commune = _ROW.c.commune == bindparam("of_commune")
_OF_BROADCAST = select(_ROW).where(_ROW.c.broadcast == bindparam("of_broadcast"))
_ONE = select(_ROW).where(_of_commune, _ROW.c.id == bindparam("number"))
_PAGE = (
    select(_ROW)
    .where(_of_commune, *_live)
    .order_by(_ROW.c.published_at.desc(), _ROW.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_NUMBER = select(func.count()).select_from(_ROW).where(_of_commune, *_live)


@dataclass(frozen=True, slots=True)
class Announcement:
    """One broadcast on the public page, or to be."""

    id: int
    commune: str
    broadcast: int
    topic: str
    text: str | None
    body: str | None
    marked_by: int
    published_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def live(self) -> bool:
        """Whether anybody can read it now."""
        return self.published_at is not None and self.text is not None

    @property
    def wanted(self) -> bool:
        """Whether it is shown, or will be when it begins."""
        return self.withdrawn_at is None


def of_broadcast(work: Work, number: int) -> Announcement | None:
    """What was marked of a broadcast."""
    return _read(work.run(_OF_BROADCAST, {"of_broadcast": number}).first())


def mark(work: Work, commune: str, broadcast: int, topic: str, officer: int) -> None:
    """It is to be public; one that was withdrawn keeps its address."""
    found = of_broadcast(work, broadcast)
    if found is None:
        values = {"commune": commune, "broadcast": broadcast, "topic": topic}
        work.connection.execute(insert(_ROW).values(**values, marked_by=officer))
    else:
        change(work, broadcast, {"marked_by": officer, "withdrawn_at": None})


def change(work: Work, broadcast: int, values: Mapping[str, Any]) -> None:
    """Set columns of what was marked of a broadcast."""
    work.connection.execute(update(_ROW).where(_ROW.c.broadcast == broadcast).values(**values))


def unmark(work: Work, broadcast: int) -> None:
    """It is not to be public after all, and never was."""
    work.connection.execute(delete(_ROW).where(_ROW.c.broadcast == broadcast))


def page(work: Work, commune: str, most: int, skip: int = 0) -> list[Announcement]:
    """What is shown, the newest first."""
    rows = work.run(_PAGE, {"of_commune": commune, "most": most, "skip": skip})
    return [found for row in rows if (found := _read(row)) is not None]


def number(work: Work, commune: str) -> int:
    """How many are shown."""
    return int(work.run(_NUMBER, {"of_commune": commune}).scalar_one())


def one(work: Work, commune: str, of: int) -> Announcement | None:
    """One by its number on the page, shown or not; None: there is none."""
    return _read(work.run(_ONE, {"of_commune": commune, "number": of}).first())


def _read(row: Any) -> Announcement | None:  # noqa: ANN401 - a result row
    return None if row is None else Announcement(**row._asdict())
