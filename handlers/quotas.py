"""How much of a plan is used, and from when on that matters. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.clock import LOCAL

WARN: Final = 0.8
"""From here on officers are told."""
OF_QUOTA: Final = "quota"
"""Why a message is withheld when the plan is nearly used up."""
STOP: Final = 0.9
"""From here on no notice and no broadcast leaves: the rest is kept for whoever asks."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What may be used."""

    messages: int
    people: int
    inbound: bool = True


@dataclass(frozen=True, slots=True)
class Usage:
    """What is used of it this month."""

    endpoint: str
    plan: Plan
    taken: int = 0
    sent: int = 0
    people: int = 0

    @property
    def messages(self) -> int:
        """Messages that count."""
        return self.sent + (self.taken if self.plan.inbound else 0)

    @property
    def used(self) -> float:
        """Share of the month's messages."""
        return self.messages / self.plan.messages

    @property
    def crowded(self) -> float:
        """Share of the people one bot reaches."""
        return self.people / self.plan.people

    @property
    def scarce(self) -> bool:
        """Whether a push of this month may no longer be promised."""
        return self.used >= WARN

    @property
    def spent(self) -> bool:
        """Whether notices and broadcasts should wait."""
        return self.used >= STOP


def month_of(now: datetime) -> str:
    """The month in Viet Nam."""
    return f"{now.astimezone(LOCAL):%Y-%m}"


def day_of(now: datetime) -> str:
    """The day in Viet Nam."""
    return f"{now.astimezone(LOCAL):%Y-%m-%d}"


def next_month(now: datetime) -> datetime:
    """When the next month's messages begin."""
    local = now.astimezone(LOCAL)
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=32)).replace(day=1)


def steps(share: float) -> tuple[int, ...]:
    """The marks a share has passed, in percent, each told once."""
    return tuple(mark for mark in (80, 90, 100) if share * 100 >= mark)
