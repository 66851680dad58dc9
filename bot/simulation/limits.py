"""Citizens who ask to be reminded of a limit of their own, and what they then may expect.

When a reminder is due is worked out here anew, from the law's days, not by the planner it judges.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final

from handlers.notice_kinds import NoticeKind
from knowledge.calendar import WorkingCalendar, local, moment
from knowledge.loading import load_procedures
from knowledge.procedures import Procedure

BIRTH, DEATH, RENEWAL = "1.001193", "1.000656", "1.002755"
LIMITS: Final = {BIRTH: 60, DEATH: 15, RENEWAL: 15}
"""Days of each limit (domain.md D-7): after a birth or a death, before a residence ends."""
NINE: Final = time(9)
"""When a reminder of days is said."""
KINDS: Final = frozenset(
    {NoticeKind.OWN_LIMIT_OPENS, NoticeKind.OWN_LIMIT_7, NoticeKind.OWN_LIMIT_1}
)


@dataclass(slots=True)
class Asked:
    """One reminder somebody asked for, as they themselves know it."""

    code: str
    last_day: date
    last_open: date
    opens: date | None
    """The first day it may be done; None: at once."""
    at: datetime
    stopped_at: datetime | None = None

    def mornings(self) -> Iterator[tuple[NoticeKind, datetime]]:
        """When each reminder falls due: a week ahead, and the day before the last open one."""
        eve = self.last_open - timedelta(days=1)
        if self.opens is not None:
            yield NoticeKind.OWN_LIMIT_OPENS, moment(self.opens, NINE)
        yield NoticeKind.OWN_LIMIT_7, moment(min(self.last_day - timedelta(days=7), eve), NINE)
        yield NoticeKind.OWN_LIMIT_1, moment(eve, NINE)


def draw(rng: random.Random, calendar: WorkingCalendar, now: datetime) -> Asked:
    """A birth or a death some days ago, or a residence that ends some days from now."""
    code = rng.choice(sorted(LIMITS))
    today, days = local(now).date(), LIMITS[code]
    if code == RENEWAL:
        last = today + timedelta(days=rng.randint(3, 50))
        opens = last - timedelta(days=days)
    else:
        last, opens = today + timedelta(days=days - rng.randint(0, days - 2)), None
    last_open = last
    while not calendar.is_working_day(last_open):
        last_open -= timedelta(days=1)
    return Asked(code, last, last_open, opens, now)


@cache
def records() -> tuple[Procedure, ...]:
    """Those of these limits: all the catalogue a year needs."""
    return tuple(one for one in load_procedures() if one.code in LIMITS)
