"""A broadcast as the simulation itself knows it: whom it is for, and what was done to it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.simulation.town import Citizen
from handlers.broadcast import Audience
from handlers.broadcast_texts import Draft
from knowledge.calendar import local


@dataclass(slots=True)
class Started:
    """One broadcast with what was done to it."""

    number: int
    draft: Draft
    approved: list[datetime] = field(default_factory=list)
    """When somebody else had read it."""
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)
    """From when until when it was held back."""
    cancelled_at: datetime | None = None
    urgent: bool = False
    on: date | None = None
    """Of one that comes again every year: its day, closed or not."""
    listed: frozenset[str] = frozenset()
    """Whom the rows of its file mean."""
    rows: int = 0
    """Rows of its file, the bad ones with them."""

    def may_mean(self, citizen: Citizen) -> bool:
        """Whether it may ever be for this person: quickly, since most are asked of most."""
        if self.draft.areas and citizen.area not in self.draft.areas:
            return False
        match self.draft.audience:
            case Audience.FOLLOWERS:
                return citizen.field == self.draft.field
            case Audience.LIMITS:
                return citizen.reminder is not None
            case Audience.SHEET:
                return citizen.contact in self.listed
            case _:
                return citizen.asked_at is not None

    def meant_for(self, citizen: Citizen, when: datetime) -> bool:
        """Whether who it is for includes this person, by what they did themselves until then."""
        unwilling = citizen.unwilling_since(self.draft.topic)
        if unwilling is not None and unwilling <= when:
            return False
        if self.draft.areas and citizen.area not in self.draft.areas:
            return False
        since = self._since(citizen, when)
        return since is not None and since <= when

    def _since(self, citizen: Citizen, when: datetime) -> datetime | None:
        match self.draft.audience:
            case Audience.FOLLOWERS:
                return citizen.met_at if citizen.field == self.draft.field else None
            case Audience.LIMITS:
                asked = citizen.reminder
                over = asked is None or asked.last_day < local(when).date()
                taken_back = asked is not None and asked.stopped_at and asked.stopped_at <= when
                return None if asked is None or over or taken_back else asked.at
            case Audience.SHEET:
                return citizen.met_at if citizen.contact in self.listed else None
            case _:
                return citizen.asked_at
