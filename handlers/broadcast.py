"""One text to many, as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from handlers.zalo_account import WRITES_FOR
from knowledge.calendar import local


class BroadcastState(StrEnum):
    """Where a broadcast stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"
    REPEATING = "repeating"
    """A text that comes again: each time it is sent is a broadcast of its own."""


class Audience(StrEnum):
    """Whom a broadcast is for; looked up when it begins."""

    ALL = "all"
    """Everybody who asked for the commune's news."""
    FOLLOWERS = "followers"
    """Who follows a dossier of a field or in a state."""
    LIMITS = "limits"
    """Who asked to be reminded of a limit of their own that is still to come."""
    SHEET = "sheet"
    """Whom the rows of an officer's file mean."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One text to many, as it stands."""

    id: int
    commune: str
    topic: str
    audience: Audience
    words: str
    values: Mapping[str, str]
    version: int
    written_by: int
    state: BroadcastState
    created_at: datetime
    areas: tuple[str, ...] = ()
    field: str = ""
    dossier_status: str = ""
    approved_version: int = 0
    approved_by: int | None = None
    reason: str | None = None
    urgent: bool = False
    due: datetime | None = None
    expires_at: datetime | None = None
    started_at: datetime | None = None
    cursor: str = ""
    queued: int = 0
    queued_at: datetime | None = None
    moved_at: datetime | None = None
    finished_at: datetime | None = None
    figures: str | None = None
    summed_at: datetime | None = None
    """When `figures` was written down for good; until then the copies tell more."""
    repeats: str | None = None
    """When it comes again, as `handlers.repeats.Repeat` keeps it; `due` is the next moment."""
    next_on: date | None = None
    """Of one that repeats: the date of the next time, before closed days move it."""
    series: int | None = None
    """Number of the one it is a time of."""
    occurrence: date | None = None
    """Which time it is: the date before closed days moved it."""
    approved_size: int | None = None
    """Recipients the approval covers, where it was given to the one that repeats; else any."""
    template: int | None = None
    """The kept text its words are, unchanged; None: words of its own."""
    template_version: int | None = None

    @property
    def approved(self) -> bool:
        """Whether this very version was approved."""
        return self.approved_version == self.version

    def covers(self, size: int) -> bool:
        """Whether a second person has approved it for so many."""
        inherited = self.series is not None and self.approved_size is not None
        return self.approved and not (inherited and size > (self.approved_size or 0))

    @property
    def waits(self) -> bool:
        """Whether it has a moment and has not begun."""
        states = (BroadcastState.SCHEDULED, BroadcastState.PAUSED)
        return self.state in states and self.started_at is None

    @property
    def prefix(self) -> str:
        """What the keys of its copies begin with; the contact follows."""
        return f"broadcast:{self.id}:"

    @property
    def on(self) -> date:
        """The day its text speaks from."""
        return self.occurrence or local(self.due or self.created_at).date()

    def whom(self, now: datetime) -> dict[str, Any]:
        """What the queries of its audience ask for; as it was when it began."""
        found: dict[str, Any] = {
            "of_commune": self.commune,
            "muted_topic": f"%,{self.topic},%",
            "everywhere": int(not self.areas),
            "in_areas": list(self.areas),
            "asked_at": self.started_at or now,
            "reach_since": now - WRITES_FOR,
        }
        if self.audience is Audience.FOLLOWERS:
            found |= {"of_field": self.field, "in_status": self.dossier_status}
        if self.audience is Audience.LIMITS:
            found |= {"of_field": self.field, "from_day": local(now).date()}
        if self.audience is Audience.SHEET:
            found["of_broadcast"] = self.id
            del found["asked_at"], found["reach_since"]
        return found
