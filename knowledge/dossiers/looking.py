"""What a rule looks at, and what it says: the values of `ruling` and `answering`."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from knowledge.calendar import WorkingCalendar, local
from knowledge.dossiers.dossier import Dossier, StatusEvent
from knowledge.dossiers.modes import RegisterMode
from knowledge.dossiers.rulebook import Concern, Rule


class Stage(StrEnum):
    """How far a rule is from being broken."""

    AHEAD = "ahead"
    """Not broken: something falls due."""
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule about one dossier at one moment."""

    rule: Rule
    stage: Stage
    due: datetime | None
    """When it falls, or fell, due; None for a rule without a clock."""
    concerns: frozenset[Concern]
    blocks: frozenset[str] = frozenset()
    """Pushes withheld: statuses, or `apology`."""
    event: StatusEvent | None = None
    """The event that broke it."""

    @property
    def name(self) -> str:
        """The rule's name."""
        return self.rule.name


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule looks at."""

    dossier: Dossier
    rule: Rule
    calendar: WorkingCalendar
    now: datetime
    mode: RegisterMode

    def ahead(self, due: datetime | None, *more: Concern) -> Finding:
        """The rule is not broken yet."""
        return Finding(self.rule, Stage.AHEAD, due, frozenset((*self.rule.concerns, *more)))

    def broken(
        self, due: datetime | None = None, event: StatusEvent | None = None, *blocks: str
    ) -> Finding:
        """The rule is broken: whomever it concerns before, the head hears of it."""
        held = frozenset(blocks or self.rule.blocks)
        concerned = frozenset((*self.rule.concerns, Concern.HEAD))
        return Finding(self.rule, Stage.BROKEN, due, concerned, held, event)

    @property
    def overrides(self) -> int:
        """How often a person set the rule aside here."""
        return sum(one.rule == self.rule.name for one in self.dossier.overrides)

    @property
    def tolerated(self) -> int:
        """How often it may happen here: what the rule allows, and one more by each override."""
        return self.rule.value + self.overrides

    def days_before(self, due: datetime) -> date:
        """The working day so many working days before `due`, as many as the rule says."""
        day = local(due).date()
        for _ in range(self.rule.value):
            day = self.calendar.previous_working_day(day)
        return day
