"""The rules as data: value, unit, legal basis, since when, and the oldest copy each may act on.

A figure that changes is a further version with its day; a dossier keeps that of the day it began.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from knowledge.calendar import WorkingCalendar

FILE: Final = Path(__file__).parent.parent / "data" / "rules" / "dossiers.yaml"


class Concern(StrEnum):
    """Whom a finding is for."""

    OFFICER = "officer"
    """Who has the dossier, or the desk."""
    DESK_LEAD = "desk_lead"
    HEAD = "head"


class RuleUnit(StrEnum):
    """What a rule's value counts."""

    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    TIMES = "times"


class CopyAge(BaseModel):
    """How old a copy of the register may be; exactly one of the two."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    minutes: Annotated[int, Field(gt=0)] | None = None
    working_days: Annotated[int, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.minutes is None) == (self.working_days is None):
            raise ValueError("name minutes or working_days")
        return self

    def holds(self, copied_at: datetime, now: datetime, calendar: WorkingCalendar) -> bool:
        """Whether a copy of `copied_at` is young enough."""
        if self.minutes is not None:
            return now - copied_at <= timedelta(minutes=self.minutes)
        most = calendar.day_length * (self.working_days or 0)
        if now - copied_at <= most:  # no more working time than time has passed
            return True
        return calendar.working_time_between(copied_at, now) <= most


class Rule(BaseModel):
    """One rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    label: str
    value: Annotated[int, Field(ge=0)]
    unit: RuleUnit
    basis: Annotated[str, Field(min_length=3)]
    since: date
    oldest_copy: CopyAge | Literal["any"]
    """`any`: it is about what happened, which stays true."""
    concerns: tuple[Concern, ...]
    blocks: tuple[str, ...] = ()
    """Pushes withheld while it is broken: a status, or `apology`."""

    def may_act(self, copied_at: datetime | None, now: datetime, calendar: WorkingCalendar) -> bool:
        """Whether the copy is young enough for this rule; entered at our own desk, always."""
        if self.oldest_copy == "any" or copied_at is None:
            return True
        return self.oldest_copy.holds(copied_at, now, calendar)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules by name, each with its versions, the oldest first."""

    versions: Mapping[str, tuple[Rule, ...]]

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The newest version of each rule."""
        return {name: rules[-1] for name, rules in self.versions.items()}

    def __getitem__(self, name: str) -> Rule:
        """The newest version of this rule."""
        return self.versions[name][-1]

    def on(self, name: str, day: date | None) -> Rule | None:
        """The version for what began on `day`; None before the rule's first day.

        Without a day it is something new, judged by the newest version.
        """
        if day is None:
            return self[name]
        return next((rule for rule in reversed(self.versions[name]) if rule.since <= day), None)

    def value(self, name: str, day: date | None) -> int:
        """The figure for what began on `day`; before the rule's first day, its first one."""
        rule = self.on(name, day)
        return rule.value if rule is not None else self.versions[name][0].value


@cache
def shipped_rules(file: Path = FILE) -> Rulebook:
    """The rules that ship with the program.

    Raises:
        ValidationError: a rule lacks something.
        ValueError: versions of a rule are not in the order of their days.
    """
    read = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Rulebook({name: _versions(name, fields) for name, fields in read.items()})


def _versions(name: str, fields: Mapping[str, Any]) -> tuple[Rule, ...]:
    """A rule as it was first written down, then each of its `changes` laid over it."""
    first = {key: value for key, value in fields.items() if key != "changes"}
    written = [first, *({**first, **change} for change in fields.get("changes", ()))]
    found = TypeAdapter(tuple[Rule, ...]).validate_python(
        [{"name": name, **one, "label": one["label"].format_map(one)} for one in written]
    )
    if any(after.since <= before.since for before, after in pairwise(found)):
        raise ValueError(f"{name}: changes stand in the order of their days")
    return found
