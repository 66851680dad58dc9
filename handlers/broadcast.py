"""One text to many, as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class BroadcastState(StrEnum):
    """Where a broadcast stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


class Audience(StrEnum):
    """Whom a broadcast is for; looked up when it begins."""

    ALL = "all"
    """Everybody who asked for the commune's news."""
    FOLLOWERS = "followers"
    """Who follows a dossier of a field or in a state."""


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

    @property
    def approved(self) -> bool:
        """Whether this very version was approved."""
        return self.approved_version == self.version

    def whom(self, now: datetime) -> dict[str, Any]:
        """What the queries of its audience ask for; as it was when it began."""
        found: dict[str, Any] = {
            "of_commune": self.commune,
            "muted_topic": f"%,{self.topic},%",
            "asked_at": self.started_at or now,
        }
        if self.audience is Audience.FOLLOWERS:
            found |= {"of_field": self.field, "in_status": self.dossier_status}
        return found
