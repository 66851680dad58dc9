"""Everything the ward knows on one day: one immutable value, read once per message.

A new one is built aside while the old one answers, whenever the catalogue's version or the local
date moves (model.md, Knowledge).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from knowledge.calendar import WorkingCalendar
from knowledge.commune import Commune
from knowledge.fields import field_key, shown_field, shown_key
from knowledge.guidance import Card, Family, Guidance, LifeEvent, Route, Sample
from knowledge.matching.matcher import Matcher
from knowledge.matching.outcomes import Reading, Subject
from knowledge.matching.own_cards import CardFinder
from knowledge.procedures import CatalogueState, Procedure
from knowledge.text.folding import fold


@dataclass(frozen=True)
class KnowledgeBase:
    """Records in force on `on` with the commune's overlay applied, guidance and matcher."""

    version: int
    on: date
    commune: Commune
    calendar: WorkingCalendar
    matcher: Matcher
    guidance: Guidance
    procedures: Mapping[str, Procedure]
    """Active on that day, by code."""
    retired: Mapping[str, Procedure] = field(default_factory=dict)
    """Replaced or repealed, by code; they still get an answer (P-6)."""
    versions: Mapping[str, int] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()
    """Codes past their re-check day (P-9)."""
    visible: frozenset[str] | None = None
    """Codes this commune shows; None means all."""
    own_cards: tuple[Card, ...] = ()
    """Cards made from answers of this commune's officers (`knowledge.own_cards`)."""

    def read(self, text: str, subject: Subject | None = None) -> Reading:
        """What a message asks, with what this commune's own cards answer."""
        reading = self.matcher.read(text, subject, self.visible)
        return self._finder.over(text, reading) if self.own_cards else reading

    def active(self, code: str) -> Procedure | None:
        """The record in force, if there is one and this commune shows it."""
        if self.visible is not None and code not in self.visible:
            return None
        return self.procedures.get(code)

    def resolve(self, code: str) -> tuple[Procedure, str | None] | None:
        """The record to answer with, and the name of the replaced one that was asked for.

        A replaced code leads to its successor, over several steps if need be; a repealed one
        without a successor is returned itself, in state `repealed`.
        """
        if (found := self.active(code)) is not None:
            return found, None
        old = self.retired.get(code)
        if old is None:
            return None
        seen = {code}
        step = old
        while step.replaced_by and step.replaced_by not in seen:
            seen.add(step.replaced_by)
            if (found := self.active(step.replaced_by)) is not None:
                return found, old.title
            if (following := self.retired.get(step.replaced_by)) is None:
                break
            step = following
        return old.model_copy(update={"state": CatalogueState.REPEALED}), None

    def version_of(self, code: str) -> int | None:
        """Number of the version in force."""
        return self.versions.get(code)

    def is_stale(self, code: str) -> bool:
        """Past its re-check day (P-9)."""
        return code in self.stale

    def family(self, key: str) -> Family | None:
        """A family by key."""
        return self._families.get(key)

    def route(self, key: str) -> Route | None:
        """A route by key."""
        return self._routes.get(key)

    def card(self, key: str) -> Card | None:
        """A card by key."""
        return self._cards.get(key)

    def sample(self, code: str) -> Sample | None:
        """The filled sample dossier of a procedure."""
        return self._samples.get(code)

    def life_event(self, key: str) -> LifeEvent | None:
        """A life event by key."""
        return next((one for one in self.guidance.life_events if one.key == key), None)

    def field_keys(self) -> Mapping[str, str]:
        """Fields that have records, by the name shown, with the ASCII key an action can carry."""
        return self._field_keys

    def in_field(self, key: str) -> tuple[Procedure, ...]:
        """Records of a field by its key, sorted by title."""
        keys, wanted = self._field_keys, shown_key(key)
        return tuple(one for one in self.by_title if keys[shown_field(one.field)] == wanted)

    @cached_property
    def by_title(self) -> tuple[Procedure, ...]:
        """Visible records in alphabetical order of their folded titles."""
        shown: Iterable[Procedure] = self.procedures.values()
        if self.visible is not None:
            shown = (one for one in shown if one.code in self.visible)
        return tuple(sorted(shown, key=lambda one: (fold(one.title), one.code)))

    @cached_property
    def _field_keys(self) -> dict[str, str]:
        names = sorted({shown_field(one.field) for one in self.by_title}, key=fold)
        return {name: field_key(name)[:40] for name in names}

    @cached_property
    def _families(self) -> dict[str, Family]:
        return {one.key: one for one in self.guidance.families}

    @cached_property
    def _routes(self) -> dict[str, Route]:
        return {one.key: one for one in self.guidance.routes}

    @cached_property
    def _cards(self) -> dict[str, Card]:
        return {one.key: one for one in (*self.guidance.cards, *self.own_cards)}

    @cached_property
    def _finder(self) -> CardFinder:
        return CardFinder(self.own_cards, self.matcher)

    @cached_property
    def _samples(self) -> dict[str, Sample]:
        return {one.code: one for one in self.guidance.samples}
