"""Invariants of broadcasts and of a channel's windows, over a simulated year.

Judged from what the citizens themselves did, not from what the store says of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.simulation.mailbox import Mailbox
from bot.simulation.town import Citizen, Started, Town
from handlers.messages import ChannelName
from handlers.notices.quiet import is_quiet
from handlers.store.notices import Letter

WINDOW: Final = timedelta(hours=48)
"""Zalo lets an account write so long after a person's last word, free (zalo.me, consultation)."""
ROOM: Final = timedelta(hours=2)
"""So much daytime within the window is needed to hold somebody to account."""
LOOK: Final = timedelta(minutes=30)
FINISHED: Final = frozenset({"sent", "delivered"})

Wrong = tuple[str, str]
"""The invariant and what broke it."""


def open_for(citizen: Citizen | None, box: Mailbox, start: datetime, end: datetime) -> bool:
    """Whether the channel let us write to this person for long enough in daytime."""
    if box.name is not ChannelName.ZALO_OA:
        return True
    if citizen is None:
        return False
    at, found = start, timedelta(0)
    while at < end:
        if not is_quiet(at) and any(one <= at <= one + WINDOW for one in citizen.wrote):
            found += LOOK
            if found >= ROOM:
                return True
        at += LOOK
    return False


def outside_windows(
    town: Town, boxes: dict[str, Mailbox], rows: dict[int, Letter]
) -> Iterator[Wrong]:
    """Nothing we start ourselves arrives where the channel forbids it."""
    for box in boxes.values():
        if box.name is not ChannelName.ZALO_OA:
            continue
        for at, contact, number in box.arrived:
            row, citizen = rows[number], town.citizens.get(contact)
            wrote = citizen.wrote if citizen is not None else []
            if row.kind != "reply" and not any(one <= at <= one + WINDOW for one in wrote):
                yield "none outside a window", f"{row.key} at {at:%d/%m %H:%M}"


def broadcasts_reach(
    town: Town, boxes: dict[str, Mailbox], rows: dict[int, Letter]
) -> Iterator[Wrong]:
    """Each who had asked has one copy, which arrived or could not; nobody else has any."""
    letters = {row.key: row for row in rows.values() if row.kind == "broadcast"}
    at = {row: when for box in boxes.values() for when, _, row in box.arrived}
    for started, broadcast in town.broadcasts():
        if broadcast.started_at is None:
            if started.cancelled_at is None:
                yield "a started broadcast begins", str(broadcast.id)
            continue
        for citizen in town.citizens.values():
            key = f"broadcast:{broadcast.id}:{citizen.contact}"
            copy = _Copy(started, citizen, key, letters.pop(key, None), boxes[citizen.endpoint])
            yield from copy.wrong(broadcast.started_at, at)
    for key in letters:
        yield "only who asked is written to", key


@dataclass(frozen=True, slots=True)
class _Copy:
    """What one citizen has of one broadcast."""

    started: Started
    citizen: Citizen
    key: str
    row: Letter | None
    box: Mailbox

    def wrong(self, began: datetime, arrived: dict[int, datetime]) -> Iterator[Wrong]:
        if self.row is not None and (at := arrived.get(self.row.id)) is not None:
            if _after(at, self.started.cancelled_at):
                yield "nothing of a cancelled broadcast", self.key
            if _after(at, self.citizen.stopped_at):
                yield "nothing to who stopped", self.key
        if self.started.meant_for(self.citizen, began):
            if not self._accounted():
                yield "a broadcast reaches who asked", self.key
        elif self.row is not None:
            yield "only who asked is written to", self.key

    def _accounted(self) -> bool:
        row, stopped = self.row, self.citizen.stopped_at
        if row is None or self.started.cancelled_at is not None:
            return self.started.cancelled_at is not None
        ended = row.finished_at or row.expires_at
        return (
            row.status in FINISHED
            or (stopped is not None and stopped <= row.expires_at)
            or self.box.down(row.created_at, row.expires_at)
            or not open_for(self.citizen, self.box, row.created_at, ended)
        )


def _after(at: datetime, limit: datetime | None) -> bool:
    return limit is not None and at > limit


def wrongs(town: Town, boxes: dict[str, Mailbox], rows: dict[int, Letter]) -> Sequence[Wrong]:
    """All of them."""
    return (*outside_windows(town, boxes, rows), *broadcasts_reach(town, boxes, rows))
