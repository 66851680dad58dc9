"""A commune as jobs need it: its settings, its working calendar, its records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from knowledge.base import KnowledgeBase
from knowledge.calendar import WorkingCalendar, calendar_of, local, moment
from knowledge.commune import Commune
from knowledge.dossiers.modes import RegisterMode
from knowledge.procedures import Procedure


@dataclass(frozen=True, slots=True)
class Ward:
    """One commune served by this process; its settings do not change while the process runs."""

    commune: Commune
    calendar: WorkingCalendar
    knowledge: Callable[[datetime], KnowledgeBase] | None = None
    """The records in force; None where a command works without them."""
    mode: RegisterMode = RegisterMode.MIRROR
    forms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Facts its accounts' approved templates for broadcasts need, by kind."""

    def silent(self, since: datetime, now: datetime, hours: int | None) -> bool:
        """Whether more than so many working hours went by; None: those of a day; 0: never."""
        if hours == 0:
            return False
        allowed = self.calendar.day_length if hours is None else timedelta(hours=hours)
        return self.calendar.working_time_between(since, now) > allowed

    def procedure(self, code: str, now: datetime) -> Procedure | None:
        """The record in force, if there is one."""
        return self.knowledge(now).active(code) if self.knowledge is not None else None


def ward_of(
    commune: Commune,
    knowledge: Callable[[datetime], KnowledgeBase] | None = None,
    mode: RegisterMode = RegisterMode.MIRROR,
    forms: Mapping[str, frozenset[str]] | None = None,
) -> Ward:
    """The ward with its calendar worked out once."""
    return Ward(commune, calendar_of(commune.calendar), knowledge, mode, forms or {})


def reachable(ward: Ward, now: datetime) -> datetime:
    """`now` in an officer's hours of a working day, else when they next begin."""
    first, _, last = ward.commune.staff.hours.partition("-")
    begins, ends = time.fromisoformat(first), time.fromisoformat(last)
    day = local(now).date()
    if ward.calendar.is_working_day(day):
        if moment(day, begins) <= now < moment(day, ends):
            return now
        if now < moment(day, begins):
            return moment(day, begins)
    return moment(ward.calendar.next_working_day(day), begins)
