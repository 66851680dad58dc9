"""When a call back may be promised: stretches of working time, never outside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

from knowledge.calendar import WorkingCalendar, local

AHEAD: Final = timedelta(hours=1)
"""Nobody is promised a call sooner: the officer must have read the question."""
SHORTEST: Final = timedelta(hours=1)
"""What is left of a stretch must be so long to be promised."""
OFFERED: Final = 4
"""Stretches offered: two days of mornings and afternoons."""
DAYS: Final = 30
"""Days looked at; no holiday is longer."""


@dataclass(frozen=True, slots=True)
class CallSlot:
    """A stretch of working time in which somebody is called."""

    start: datetime
    until: datetime

    def values(self) -> list[str]:
        """As a draft keeps it."""
        return [self.start.isoformat(), self.until.isoformat()]

    @classmethod
    def of(cls, values: object) -> Self | None:
        """The slot behind its values; None for anything else."""
        if not isinstance(values, Sequence) or isinstance(values, str) or len(values) != 2:
            return None
        start, until = (datetime.fromisoformat(str(one)) for one in values)
        return cls(start, until)


def call_slots(calendar: WorkingCalendar, now: datetime) -> tuple[CallSlot, ...]:
    """The next stretches of working time in which a call may be promised."""
    found: list[CallSlot] = []
    day, earliest = local(now).date(), now + AHEAD
    for _ in range(DAYS):
        for opens, ends in calendar.working_spans(day):
            start = max(opens, earliest)
            if ends - start >= SHORTEST and len(found) < OFFERED:
                found.append(CallSlot(start, ends))
        if len(found) == OFFERED:
            break
        day += timedelta(days=1)
    return tuple(found)
