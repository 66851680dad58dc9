"""Answers both wishes of a message whose halves speak for different procedures."""

from collections.abc import Sequence

from knowledge.guidance import Guidance
from knowledge.matching.bundles import same_wish
from knowledge.matching.calibration import Calibration
from knowledge.matching.going_on import road
from knowledge.matching.halves import JUDGEMENT, Halves, cuts_in, halves_of
from knowledge.matching.judgements import shipped_judgement
from knowledge.matching.outcomes import Ambiguous, Candidate, Match, NoMatch, Outcome, Several
from knowledge.matching.queries import Query
from knowledge.matching.together import BUNDLED
from knowledge.matching.undecided import Undecided
from knowledge.matching.weighing import is_code
from knowledge.procedures import Part, Procedure


class Twofold(Undecided):
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
        one = "offtopic" in whole.facets.has or self._is_one_name(found, whole, visible)
        if one or not self._may_hold_two(found):
            return found
        cuts = self._cuts(whole, rows, visible)
        told = [(self.two_wishes.share(one.told), one) for one in cuts]
        share, best = max(told, key=lambda row: row[0], default=(0.0, None))
        if best is None or share < self.calibration.both:
            return found
        known = {one.code for one in found.matches} if isinstance(found, Several) else set()
        return (
            self._both(best, share, rows, visible) if known <= {best.first, best.second} else found
        )

    def _is_one_name(self, found: Outcome, whole: Query, visible: frozenset[str] | None) -> bool:
        """True for a name that joins two things itself, said in full."""
        if self._exact(whole, visible):
            return True
        ranked = self.rank(whole, visible)
        first = ranked.procedures[0].entry.key if ranked.procedures else ""
        return isinstance(found, Match) and found.code == first and self._named_in_full(ranked)

    def _may_hold_two(self, found: Outcome) -> bool:
        """True for one matter, and for several of which one procedure alone was understood."""
        if isinstance(found, Several):
            return len(found.wishes) == len(found.matches) == 1 and len(found.unread) <= 1
        if isinstance(found, Match):
            return road(self.procedures[found.code]) is None
        return isinstance(found, Ambiguous | NoMatch)

    def _cuts(
        self, whole: Query, rows: Sequence[Query], visible: frozenset[str] | None
    ) -> list[Halves]:
        cuts = cuts_in(rows)
        if not cuts:
            return []
        guess = self.situations.guess(whole)
        known = self.known(visible).intersection([key for key, _ in guess.rows if is_code(key)])
        return halves_of(rows, cuts, guess, self.situations, known) if len(known) > 1 else []

    def _both(
        self, cut: Halves, share: float, rows: Sequence[Query], visible: frozenset[str] | None
    ) -> Outcome:
        codes = cut.first, cut.second
        before, behind = _split(rows, cut.at)
        asked = self._asked_of(before), self._asked_of(behind)
        parts = asked[0] or asked[1], asked[1]
        for bundle in self.bundles:
            held = set(codes) <= bundle.gives and self._is_known(bundle.code, visible)
            if held and same_wish([*before, *behind], each=True):
                singly = tuple(Candidate(code, 0.0) for code in codes)
                return Match(bundle.code, BUNDLED, singly, parts[0])
        return Several(
            tuple(Match(code, share, part=part) for code, part in zip(codes, parts, strict=True))
        )

    def _asked_of(self, pieces: Sequence[list[str]]) -> Part | None:
        """The part asked in the pieces of one half; one asked at the end is asked of both."""
        parts = [part for piece in pieces for part in self.reader.query(piece).asked]
        return parts[0] if parts else None


def _split(rows: Sequence[Query], at: int) -> tuple[list[list[str]], list[list[str]]]:
    """The words of the clauses before and behind a cut that may stand within one of them."""
    before: list[list[str]] = []
    behind: list[list[str]] = []
    start = 0
    for row in rows:
        inside = min(max(at - start, 0), len(row.typed))
        before += [row.typed[:inside]] if inside else []
        behind += [row.typed[inside:]] if inside < len(row.typed) else []
        start += len(row.typed)
    return before, behind
