"""Clocks of a case on working time: first reply, answer, forwarding, and who is reminded when.

Figures stand in `knowledge/data/rules/feedback.yaml`, each with its basis and its day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from knowledge.calendar import WorkingCalendar, local
from knowledge.clocks import DayClock, Due
from knowledge.loading import DATA
from knowledge.procedures import Record, Text
from knowledge.yaml_lines import read_yaml

RULES: Final = DATA / "rules" / "feedback.yaml"


class ClockName(StrEnum):
    """The clocks that run on a case."""

    FIRST_REPLY = "first_reply"
    FIRST_REPLY_URGENT = "first_reply_urgent"
    ANSWER = "answer"
    ANSWER_URGENT = "answer_urgent"
    FORWARD = "forward"
    REOPEN = "reopen"
    WAITING = "waiting_for_citizen"
    CLOSE = "close_after_answer"


class ReminderTo(StrEnum):
    """Who is reminded of what falls due."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    HEAD = "head"


class ClockRule(Record):
    """One figure, with its basis and the day it holds from."""

    value: int = Field(ge=1)
    unit: Literal["working_day"]
    effective_from: date
    basis: Text


class ReminderRule(Record):
    """Who is reminded how many working days before the answer is due."""

    before: int = Field(ge=0)
    to: ReminderTo


class ClockRules(Record):
    """All figures, each clock's oldest first."""

    clocks: Mapping[ClockName, tuple[ClockRule, ...]]
    reminders: tuple[ReminderRule, ...]

    def rule(self, clock: ClockName, on: date) -> ClockRule:
        """The figure of a clock in force on a day; before its first, that one."""
        listed = sorted(self.clocks[clock], key=lambda one: one.effective_from)
        held = [one for one in listed if one.effective_from <= on]
        return held[-1] if held else listed[0]


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the ward waited for the citizen; still open without an end."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """Who is to be reminded from when on."""

    to: ReminderTo
    from_day: date


@dataclass(frozen=True, slots=True)
class Standing:
    """How the clock of an answer stands at a moment."""

    due: datetime
    at: datetime
    left: timedelta
    """Working time; below zero once it has run out."""
    day: timedelta
    """Working time of one day."""
    paused_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseClocks:
    """The clocks on one commune's calendar."""

    calendar: WorkingCalendar
    rules: ClockRules

    def due(self, clock: ClockName, start: datetime, pauses: Sequence[Pause] = ()) -> Due:
        """When a clock that began at `start` runs out; days waited for the citizen are added."""
        rule = self.rules.rule(clock, local(start).date())
        found = DayClock(self.calendar).due(start, rule.value)
        waited = sum(self._waited(one, found.day) for one in pauses if one.end is not None)
        if not waited:
            return found
        day = self.calendar.add_working_days(found.day, waited)
        expected = self.calendar.is_expected(local(start).date(), day)
        return Due(self.calendar.closing(day), expected)

    def first_due(self, received: datetime, *, urgent: bool = False) -> Due:
        """When a person is to have taken it or written."""
        clock = ClockName.FIRST_REPLY_URGENT if urgent else ClockName.FIRST_REPLY
        return self.due(clock, received)

    def answer_due(
        self, received: datetime, pauses: Sequence[Pause] = (), *, urgent: bool = False
    ) -> Due:
        """When the written answer is owed."""
        clock = ClockName.ANSWER_URGENT if urgent else ClockName.ANSWER
        return self.due(clock, received, pauses)

    def extended(self, due: datetime, pauses: Sequence[Pause]) -> datetime:
        """A moment something is due, with the days waited for the citizen."""
        day = local(due).date()
        waited = sum(self._waited(one, day) for one in pauses if one.end is not None)
        return self.calendar.closing(self.calendar.add_working_days(day, waited)) if waited else due

    def standing(self, due: datetime, now: datetime, paused: datetime | None = None) -> Standing:
        """What is left at `now`, in working time, of what is due at `due`."""
        first, last = min(now, due), max(now, due)
        left = self.calendar.working_time_between(first, last)
        signed = left if now <= due else -left
        return Standing(due, now, signed, self.calendar.day_length, paused)

    def within(self, clock: ClockName, start: datetime, now: datetime) -> bool:
        """Whether `now` is still inside the clock that began at `start`."""
        return local(now) <= self.due(clock, start).at

    def reminders(self, due: Due) -> tuple[Reminder, ...]:
        """Who is reminded from which morning on, the earliest first."""
        found = [
            Reminder(one.to, self._before(due.day, one.before)) for one in self.rules.reminders
        ]
        return tuple(sorted(found, key=lambda one: one.from_day))

    def _before(self, day: date, count: int) -> date:
        for _ in range(count):
            day = self.calendar.previous_working_day(day)
        return day

    def _waited(self, pause: Pause, due: date) -> int:
        """Working days of a pause that began before the clock ran out."""
        start, end = local(pause.start).date(), local(pause.end or pause.start).date()
        return self.calendar.working_days_between(start, end) if start <= due else 0


def load_rules(path: Path = RULES) -> ClockRules:
    """The figures of a file.

    Raises:
        ValidationError: it does not fit its form.
    """
    return ClockRules.model_validate(read_yaml(path).value)


@lru_cache(maxsize=1)
def shipped_rules() -> ClockRules:
    """The shipped figures, read once."""
    return load_rules()
