"""The matters a message may be about here: what is told of, active and to be seen."""

from collections.abc import Sequence
from functools import lru_cache

from knowledge.guidance import Guidance
from knowledge.matching.calibration import Calibration
from knowledge.matching.deciding import Decider
from knowledge.matching.outcomes import Match, ProcedureOption
from knowledge.matching.situations import CARD, NOTHING, ROUTE, Guess, shipped_situations
from knowledge.matching.together import BUNDLED
from knowledge.procedures import CatalogueState, Procedure


class Knowing(Decider):
    """Knows the situations people tell of, and which of them are answered here."""

    def __init__(
        self, procedures: Sequence[Procedure], guidance: Guidance, calibration: Calibration
    ) -> None:
        super().__init__(procedures, guidance, calibration)
        self.situations = shipped_situations()
        self.known = lru_cache(maxsize=8)(self._all_known)
        """The matters a message may be about, by the visible codes."""

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
