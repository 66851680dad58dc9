"""Answers both wishes of a message whose halves speak for different procedures."""

from collections.abc import Sequence

from knowledge.guidance import Guidance
from knowledge.matching.calibration import Calibration
from knowledge.matching.halves import JUDGEMENT, Halves, halves_of
from knowledge.matching.judgements import shipped_judgement
from knowledge.matching.outcomes import Ambiguous, Candidate, Match, NoMatch, Outcome, Several
from knowledge.matching.queries import Query
from knowledge.matching.second_opinion import SecondOpinion
from knowledge.matching.together import BUNDLED
from knowledge.matching.weighing import is_code
from knowledge.procedures import Part, Procedure


class Twofold(SecondOpinion):
    """Hears a second wish that no joining word told."""

    def __init__(
        self, procedures: Sequence[Procedure], guidance: Guidance, calibration: Calibration
    ) -> None:
        super().__init__(procedures, guidance, calibration)
        self.two_wishes = shipped_judgement(JUDGEMENT)

    def cuts(self, text: str) -> list[Halves]:
        """The ways a cleaned text may be two wishes."""
        whole, rows, _ = self.reader.read(text)
        return self._cuts(whole, rows, None)

    def both(
        self, found: Outcome, whole: Query, rows: Sequence[Query], visible: frozenset[str] | None
    ) -> Outcome:
        """Both wishes where two are told; what was found otherwise."""
        if not _may_hold_two(found) or "offtopic" in whole.facets.has:
            return found
        cuts = self._cuts(whole, rows, visible)
        told = [(self.two_wishes.share(one.told), one) for one in cuts]
        share, best = max(told, key=lambda row: row[0], default=(0.0, None))
        if best is None or share < self.calibration.both:
            return found
        return self._both(best, share, rows, visible)

    def _cuts(
        self, whole: Query, rows: Sequence[Query], visible: frozenset[str] | None
    ) -> list[Halves]:
        guess = self.situations.guess(whole)
        known = self.known(visible).intersection([key for key, _ in guess.rows if is_code(key)])
        return halves_of(rows, guess, self.situations, known) if len(known) > 1 else []

    def _both(
        self, cut: Halves, share: float, rows: Sequence[Query], visible: frozenset[str] | None
    ) -> Outcome:
        codes = cut.first, cut.second
        for bundle in self.bundles:
            if set(codes) <= bundle.gives and self._is_known(bundle.code, visible):
                singly = tuple(Candidate(code, 0.0) for code in codes)
                return Match(bundle.code, BUNDLED, singly)
        parts = _parts(rows, cut.at)
        return Several(
            tuple(Match(code, share, part=part) for code, part in zip(codes, parts, strict=True))
        )


def _may_hold_two(found: Outcome) -> bool:
    """True for one matter, and for several of which only one procedure was understood."""
    if isinstance(found, Several):
        return len(found.wishes) == len(found.matches) == 1
    return isinstance(found, Match | Ambiguous | NoMatch)


def _parts(rows: Sequence[Query], at: int) -> tuple[Part | None, Part | None]:
    """The part asked in each half; one asked at the end is asked of both."""
    before: list[Part] = []
    behind: list[Part] = []
    start = 0
    for row in rows:
        (before if start + len(row.typed) <= at else behind).extend(row.asked)
        start += len(row.typed)
    last = behind[0] if behind else None
    return (before[0] if before else last), last
