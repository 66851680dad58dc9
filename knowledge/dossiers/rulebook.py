"""The rules as data: value, unit, legal basis, since when, and the oldest copy each may act on.

A figure that changes is a further version with its day; a dossier keeps that of the day it began.
A special law of one procedure is a version of that procedure's. What ships may be laid over by the
installation's settings (`overlaid`), once, before anything is judged (`put_in_force`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.calendar import WorkingCalendar
from knowledge.procedures import ProcedureCode
from knowledge.yaml_lines import plain_yaml

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
    written: str
    """The label as written down, with `{value}` where the figure stands."""
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


class RuleChange(BaseModel):
    """A figure of a rule since a day, as the file and the settings write it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: date
    value: Annotated[int, Field(ge=0)]
    basis: Annotated[str, Field(min_length=3)]


class RuleOverlay(BaseModel):
    """What an installation adds to a shipped rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    changes: tuple[RuleChange, ...] = ()
    """For every procedure; in the order of their days, after those that ship."""
    procedures: dict[ProcedureCode, tuple[RuleChange, ...]] = Field(default_factory=dict)
    """By a special law, for one procedure."""


Versions = tuple[Rule, ...]
"""Of one rule, the oldest first."""


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """All rules by name, each with its versions; compared by identity, so that caches hold it."""

    versions: Mapping[str, Versions]
    special: Mapping[tuple[str, ProcedureCode], Versions] = field(default_factory=dict)
    """Versions of one procedure, by rule and procedure."""

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The newest version of each rule."""
        return {name: rules[-1] for name, rules in self.versions.items()}

    @property
    def procedures(self) -> frozenset[ProcedureCode]:
        """Procedures with a figure of their own in some rule."""
        return frozenset(procedure for _, procedure in self.special)

    def __getitem__(self, name: str) -> Rule:
        """The newest version of this rule."""
        return self.versions[name][-1]

    def on(self, name: str, day: date | None, procedure: str | None = None) -> Rule | None:
        """The version for what began on `day`; None before the rule's first day.

        Without a day it is something new, judged by the newest version. A procedure's own version
        goes before that for all.
        """
        listed = self.versions[name]
        if procedure and (own := self.special.get((name, procedure))):
            listed = (*listed, *own)
        if day is None:
            return listed[-1]
        return next((rule for rule in reversed(listed) if rule.since <= day), None)

    def value(self, name: str, day: date | None, procedure: str | None = None) -> int:
        """The figure for what began on `day`; before the rule's first day, its first one."""
        rule = self.on(name, day, procedure)
        return rule.value if rule is not None else self.versions[name][0].value

    def overlaid(self, added: Mapping[str, RuleOverlay]) -> "Rulebook":
        """These rules with what an installation adds to them.

        Raises:
            ValueError: there is no such rule, or changes are not in the order of their days.
        """
        if unknown := sorted(set(added) - set(self.versions)):
            known = ", ".join(sorted(self.versions))
            raise ValueError(f"không có quy tắc {', '.join(unknown)}; có: {known}")
        versions, special = dict(self.versions), dict(self.special)
        for name, overlay in added.items():
            shipped = versions[name]
            versions[name] = _in_order(name, (*shipped, *_changed(shipped[-1], overlay.changes)))
            for procedure, changes in overlay.procedures.items():
                own = _changed(shipped[0], changes)
                special[name, procedure] = _in_order(f"{name} {procedure}", own)
        return Rulebook(versions, special)


@cache
def shipped_rules(file: Path = FILE) -> Rulebook:
    """The rules that ship with the program.

    Raises:
        ValidationError: a rule lacks something.
        ValueError: versions of a rule are not in the order of their days.
    """
    read = plain_yaml(file.read_text("utf-8"))
    first = {name: (_first(name, fields),) for name, fields in read.items()}
    added = {name: _overlay(fields) for name, fields in read.items()}
    return Rulebook(first).overlaid(added)


def rules_in_force() -> Rulebook:
    """The rules everything is judged by: those that ship, with what the settings add."""
    return _in_force[-1] if _in_force else shipped_rules()


def put_in_force(book: Rulebook | None) -> None:
    """Judge by these rules from now on, in this process; None: by those that ship."""
    _in_force[:] = [] if book is None else [book]


_in_force: Final[list[Rulebook]] = []
_ADDED: Final = frozenset(RuleOverlay.model_fields)


def _first(name: str, fields: Mapping[str, Any]) -> Rule:
    """A rule as it was first written down."""
    own = {key: value for key, value in fields.items() if key not in _ADDED}
    return _rule({"name": name, "written": own["label"], **own})


def _overlay(fields: Mapping[str, Any]) -> RuleOverlay:
    return RuleOverlay.model_validate({key: fields[key] for key in _ADDED & fields.keys()})


def _changed(rule: Rule, changes: Iterable[RuleChange]) -> Versions:
    return tuple(_rule({**rule.model_dump(), **one.model_dump()}) for one in changes)


def _rule(fields: Mapping[str, Any]) -> Rule:
    """A rule whose label says its figure."""
    label = fields["written"].format_map({"value": fields["value"]})
    return Rule.model_validate({**fields, "label": label})


def _in_order(name: str, rules: Versions) -> Versions:
    if any(after.since <= before.since for before, after in pairwise(rules)):
        raise ValueError(f"{name}: changes phải theo thứ tự ngày since, mỗi ngày một dòng")
    return rules
