"""The pace of one chat for any number of senders: when it may next be written to.

One row a chat holds the moment its bucket is full again. A sender reserves its place before it
sends, so two processes never count on the same one. The topics of a group are contacts of their
own; Telegram counts the group, so all of them share the row of its first contact.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update

from handlers.clock import SET_BACK
from handlers.store.inserting import insert_new
from handlers.store.tables import ChatPaceRow, ContactRow, table_of
from handlers.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Pace:
    """A token bucket: `burst` at once, then one every `every`."""

    every: timedelta
    burst: int


_PACE = table_of(ChatPaceRow)
_CONTACT = table_of(ContactRow)
_FIRST = (
    select(_CONTACT.c.id)
    .where(_CONTACT.c.endpoint == bindparam("endpoint"), _CONTACT.c.chat == bindparam("chat"))
    .order_by(_CONTACT.c.created_at, _CONTACT.c.id)
    .limit(1)
)
_READ = (
    select(_PACE.c.full_at, _PACE.c.paused_until, _PACE.c.paused_at)
    .where(_PACE.c.contact == bindparam("of_contact"))
    .with_for_update()
)
_mine = _PACE.c.contact == bindparam("of_contact")
_FILL = update(_PACE).where(_mine).values(full_at=bindparam("full"))
_PAUSE = (
    update(_PACE)
    .where(_mine)
    .values(
        full_at=bindparam("full"), paused_until=bindparam("till"), paused_at=bindparam("told_at")
    )
)


def first_contact(work: Work, endpoint: str, chat: str) -> str | None:
    """The contact whose row stands for a chat with topics."""
    found: str | None = work.run(_FIRST, {"endpoint": endpoint, "chat": chat}).scalar()
    return found


def reserve(work: Work, contact: str, pace: Pace, now: datetime, patience: timedelta) -> timedelta:
    """How long the next message must wait; its place is taken unless that exceeds `patience`."""
    row = _row(work, contact, now)
    full_at = as_now(pace, row.full_at, now)
    paused = pause_as_now(row.paused_until, row.paused_at, now)
    if paused is not None and paused != row.paused_until:
        pause(work, contact, paused, now)
    wait = waiting_time(pace, full_at, paused, now)
    if wait <= patience:
        full = max(full_at, now + wait) + pace.every
        work.run(_FILL, {"of_contact": contact, "full": full})
    return wait


def pause(work: Work, contact: str, until: datetime, now: datetime) -> None:
    """The channel asked us to leave this chat alone until then."""
    full_at = _row(work, contact, now).full_at
    # The purge goes by `full_at`: a pause must not be forgotten before it ends.
    values = {"of_contact": contact, "full": max(full_at, until), "till": until, "told_at": now}
    work.run(_PAUSE, values)


def as_now(pace: Pace, full_at: datetime, now: datetime) -> datetime:
    """When a bucket is full by a clock that may have been set back: no chat is mute until then.

    Places are taken a few seconds ahead, never minutes.
    """
    return now if full_at - pace.every * pace.burst - now > SET_BACK else full_at


def pause_as_now(
    until: datetime | None, told_at: datetime | None, now: datetime
) -> datetime | None:
    """Until when to leave a chat alone, by a clock that may have been set back meanwhile."""
    if until is None or told_at is None or told_at - now <= SET_BACK:
        return until
    return until - (told_at - now)


def waiting_time(
    pace: Pace, full_at: datetime, paused: datetime | None, now: datetime
) -> timedelta:
    """From the moment a bucket is full again to how long the next message must wait."""
    free = full_at - pace.every * (pace.burst - 1)
    return max(free - now, (paused or now) - now, timedelta(0))


def _row(work: Work, contact: str, now: datetime) -> Any:  # noqa: ANN401 - a result row
    """The row, locked; made if the chat was not written to lately."""
    row = work.run(_READ, {"of_contact": contact}).first()
    if row is None:
        new = insert_new(_PACE, work.dialect, ("contact", "full_at"))
        work.run(new, {"contact": contact, "full_at": now})
        row = work.run(_READ, {"of_contact": contact}).first()
    return row
