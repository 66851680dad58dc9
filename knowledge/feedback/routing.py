"""Which unit and which officers a case goes to: rules in the commune's settings, first fit wins."""

from typing import Annotated

from pydantic import Field, StringConstraints

from knowledge.commune import Hours, Named, Settings, Words
from knowledge.feedback.cues import Phrases
from knowledge.feedback.kinds import TAKEN, FeedbackKind
from knowledge.text.folding import words

UnitKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,30}$")]


class Unit(Settings):
    """Who answers: a desk, a team, an office. Officers by their name in `motcua staff`."""

    name: Named
    """As it is told to citizens, and as an answer must name it."""
    officers: tuple[Named, ...] = ()
    stand_ins: tuple[Named, ...] = ()
    """Asked when none of the officers may or can take a case."""
    hours: Hours = ("07:00-11:30", "13:30-17:00")
    """When they are written to; outside it waits."""


class RoutingRule(Settings):
    """One rule: every part that is given must fit."""

    unit: UnitKey
    kind: FeedbackKind | None = None
    field: Words = ""
    """Field of the procedure a case is about, when one is known."""
    words: tuple[Named, ...] = ()
    """One of these is said."""
    places: tuple[Named, ...] = ()
    """One of these is named: a hamlet, a street."""

    def fits(self, kind: FeedbackKind, field: str, said: list[str]) -> bool:
        """Whether the rule is for this case."""
        return (
            (self.kind is None or self.kind is kind)
            and (not self.field or self.field == field)
            and (not self.words or Phrases.of(self.words).found_in(said))
            and (not self.places or Phrases.of(self.places).found_in(said))
        )


class Province(Settings):
    """Where a matter goes that nobody in the ward may see. Empty: not published."""

    name: Words = ""
    address: Words = ""
    phone: Words = ""


class FeedbackSettings(Settings):
    """How a commune handles feedback."""

    open: bool = True
    """Whether feedback is taken here; otherwise people are told where to go."""
    units: dict[UnitKey, Unit] = Field(default_factory=dict)
    rules: tuple[RoutingRule, ...] = ()
    default_unit: Words = ""
    """Key of the unit of what no rule fits; empty: the desk lead."""
    province: Province = Field(default_factory=Province)
    retention_months: int = Field(default=24, ge=1, le=120)
    """After that a case is anonymised (domain §9)."""

    def unit_for(self, kind: FeedbackKind, text: str, place: str = "", field: str = "") -> str:
        """Key of the unit a case goes to; empty when none is set."""
        if kind not in TAKEN:
            return ""
        said = words(f"{text} {place}".lower())
        for rule in self.rules:
            if rule.fits(kind, field, said) and rule.unit in self.units:
                return rule.unit
        return self.default_unit if self.default_unit in self.units else ""
