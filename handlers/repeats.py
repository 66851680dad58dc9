"""When a broadcast that repeats falls: a date each year, quarter or month, moved off closed days.

Pure. A date the desk is closed on goes to the working day before it, since a reminder that comes
after its day helps nobody; `after` moves it to the next one instead.
"""

import calendar
import json
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, Self

from knowledge.calendar import WorkingCalendar, local, moment

AHEAD: Final = timedelta(days=14)
"""How long before its moment an occurrence stands in the list, to be read, approved, cancelled:
longer than any holiday may move it."""
_ON: Final = re.compile(r"(\d{1,2})(?:[/.-](\d{1,2}))?")
_FIRST: Final = time(7)
"""Citizens are written to from this hour."""
_LAST: Final = time(21)


class Every(StrEnum):
    """How often."""

    YEARLY = "yearly"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"


_STEP: Final = {Every.YEARLY: 12, Every.QUARTERLY: 3, Every.MONTHLY: 1}


@dataclass(frozen=True, slots=True)
class Repeat:
    """A day and hour that come again; a day a month has not is its last one."""

    every: Every
    day: int
    month: int
    """Of a quarterly one: any month it falls in; of a monthly one: 1."""
    hour: time
    after: bool = False
    """On a closed day: the next working day, not the one before."""

    @classmethod
    def parse(cls, every: str, on: str, hour: str, *, after: bool = False) -> Self:
        """As an officer writes it: `15/3` (day and month), or `15` for each month; `09:00`.

        Raises:
            ValueError: the message says in Vietnamese what to write.
        """
        if every not in set(Every):
            raise ValueError(f"“{every}”: chọn một trong {', '.join(Every)}")
        found = _ON.fullmatch(on.strip())
        monthly = every == Every.MONTHLY
        if found is None or bool(found[2]) is monthly:
            wanted = "ngày trong tháng, ví dụ 15" if monthly else "ngày/tháng, ví dụ 15/3"
            raise ValueError(f"“{on}”: viết {wanted}")
        day, month = int(found[1]), int(found[2] or 1)
        if not 1 <= month <= 12 or not 1 <= day <= (31 if monthly else _days(2028, month)):
            raise ValueError(f"“{on}”: không có ngày này")
        try:
            at = time.fromisoformat(hour.strip())
        except ValueError:
            raise ValueError(f"“{hour}”: viết giờ dạng 09:00") from None
        if not _FIRST <= at < _LAST or at.tzinfo is not None:
            raise ValueError(f"“{hour}”: chọn giờ từ 07:00 đến trước 21:00")
        return cls(Every(every), day, month, at, after)

    @classmethod
    def load(cls, text: str) -> Self:
        """As it is kept."""
        kept = json.loads(text)
        at = time.fromisoformat(kept["hour"])
        return cls(Every(kept["every"]), kept["day"], kept["month"], at, kept["after"])

    def dump(self) -> str:
        """To keep it."""
        hour = self.hour.isoformat("minutes")
        kept = {"every": self.every, "day": self.day, "month": self.month, "hour": hour}
        return json.dumps({**kept, "after": self.after})

    def next(self, day: date) -> date:
        """The first date of it after `day`, closed or not."""
        step = _STEP[self.every]
        number = day.year * 12 + day.month - 1
        number -= (number - (self.month - 1)) % step
        while (found := self._in(number)) <= day:
            number += step
        return found

    def due(self, day: date, worked: WorkingCalendar) -> datetime:
        """When the one of this date leaves."""
        open_day = worked.first_open_day(day) if self.after else worked.last_open_day(day)
        return moment(open_day, self.hour)

    def upcoming(self, now: datetime, worked: WorkingCalendar) -> date:
        """The first date whose moment is still to come."""
        day = self.next(local(now).date() - timedelta(days=1))
        while self.due(day, worked) <= now:
            day = self.next(day)
        return day

    def _in(self, number: int) -> date:
        year, month = divmod(number, 12)
        return date(year, month + 1, min(self.day, _days(year, month + 1)))


def _days(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
