"""The matters a message may be about here: what is told of, active and to be seen."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from knowledge.guidance import Guidance
from knowledge.matching.calibration import Calibration
from knowledge.matching.candidates import SURFACE
from knowledge.matching.deciding import Decider
from knowledge.matching.outcomes import CardFound, Match, Outcome, ProcedureOption, RouteFound
from knowledge.matching.queries import Query
from knowledge.matching.situations import CARD, NOTHING, ROUTE, Guess, shipped_situations
from knowledge.matching.together import BUNDLED
from knowledge.matching.weighing import Evidence
from knowledge.procedures import CatalogueState, Procedure

ALIKE: Final = 0.7
"""Likeness of a message and the phrase of a route or card from which that is no mere hint."""


class Knowing(Decider):
    """Knows the situations people tell of, and which of them are answered here."""

    def __init__(
        self, procedures: Sequence[Procedure], guidance: Guidance, calibration: Calibration
    ) -> None:
        super().__init__(procedures, guidance, calibration)
        self.situations = shipped_situations()
        self.known = lru_cache(maxsize=8)(self._all_known)
        """The matters a message may be about, by the visible codes."""

    def evidence(self, found: Outcome, whole: Query, visible: frozenset[str] | None) -> Evidence:
        """What is known of a message, for and against each procedure."""
        ranked = self.rank(whole, visible)
        guess = self._known(self.situations.guess(whole), visible)
        outside = self.calibration.out_of_scope(ranked.signs)
        several = self.calibration.ambiguous(ranked.signs)
        beside, offtopic = any(whole.beside), "offtopic" in whole.facets.has
        return Evidence(
            found, guess, whole.weight, ranked.confidence, outside, several, beside, offtopic
        )

    def _is_said(self, found: Outcome, whole: Query, visible: frozenset[str] | None) -> bool:
        """True for a route or card whose own phrase the message nearly is."""
        if not isinstance(found, RouteFound | CardFound):
            return False
        guides = self.rank(whole, visible).guides[:1]
        return any(one.entry.key == found.key and one.features[SURFACE] >= ALIKE for one in guides)

    def _known(self, guess: Guess, visible: frozenset[str] | None) -> Guess:
        known = self.known(visible)
        rows = tuple([row for row in guess.rows if row[0] in known])
        return Guess(rows or ((NOTHING, 1.0),))

    def _all_known(self, visible: frozenset[str] | None) -> frozenset[str]:
        return frozenset(key for key in self.situations.keys if self._is_known(key, visible))

    def _is_known(self, key: str, visible: frozenset[str] | None) -> bool:
        if key.startswith(ROUTE):
            return key.removeprefix(ROUTE) in self.guides.routes
        if key.startswith(CARD):
            return key.removeprefix(CARD) in self.guides.cards
        if key == NOTHING:
            return True
        procedure = self.procedures.get(key)
        active = procedure is not None and procedure.state is CatalogueState.ACTIVE
        return active and (visible is None or key in visible)

    def _is_joined(self, found: Match) -> bool:
        """True where wishes that were understood are met by one procedure."""
        joined = any(bundle.code == found.code for bundle in self.bundles)
        return joined and found.confidence == BUNDLED and bool(found.others)

    def _option(self, code: str) -> ProcedureOption:
        return ProcedureOption(code, self.procedures[code].title[:60])
