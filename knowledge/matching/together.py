"""Several wishes that one procedure gives in one go."""

from collections.abc import Mapping, Sequence
from typing import Final

from knowledge.matching.bundles import Bundle, same_wish
from knowledge.matching.candidates import COVERED, FOUND, Ranked
from knowledge.matching.clauses import Clauses
from knowledge.matching.outcomes import Candidate, Match, Several, Wish
from knowledge.matching.pieces import Piece

HOLDS_ALL: Final = 0.95
HOLDS_MOST: Final = 0.9
"""Share of the words from which one procedure is the answer to all of a message."""
NAMED: Final = 0.75
LIKELY: Final = 0.7
"""Confidence from which a joined wish that is not sure is still named as asked."""
OTHERS: Final = 3
"""Candidates of the whole message among which such a procedure stands."""
BUNDLED: Final = 0.9
"""Confidence of the procedure that gives all that was asked in one go."""


class Together(Clauses):
    """Finds the procedure that holds several wishes."""

    def _bundled(
        self,
        bundle: Bundle,
        pieces: Sequence[Piece],
        found: Mapping[str, Wish],
        left: Sequence[Piece],
        ranked: Ranked,
        visible: frozenset[str] | None,
    ) -> Several | Match | None:
        """The procedure that gives several of the wishes in one go, with what is asked besides."""
        codes = [code for code in found if code in bundle.gives or code == bundle.code]
        if not codes or (visible is not None and bundle.code not in visible):
            return None
        told = holds(ranked, bundle.code)
        held = [piece for piece in left if told or self._is_held(piece, bundle, visible)]
        typed = [piece.query.typed for piece in pieces]
        if not (told or len(codes) + len(held) > 1) or not same_wish(typed, each=not held):
            return None
        parts = [wish.part for wish in found.values() if isinstance(wish, Match) and wish.part]
        singly = tuple(Candidate(code, 0.0) for code in codes if code != bundle.code)
        match = Match(bundle.code, BUNDLED, singly, parts[0] if parts else None)
        besides = [wish for key, wish in found.items() if key not in codes]
        unread = quoted([piece for piece in left if piece not in held])
        return Several((match, *besides), unread) if besides or unread else match

    def _is_held(self, piece: Piece, bundle: Bundle, visible: frozenset[str] | None) -> bool:
        """True for a piece that is not sure, but likely something that `bundle` gives."""
        if piece.query.parts and not piece.joined:
            return False
        ranked = self.rank(piece.query, visible)
        code = ranked.procedures[0].entry.key if ranked.procedures else ""
        return ranked.confidence >= LIKELY and (code in bundle.gives or code == bundle.code)


def quoted(left: Sequence[Piece]) -> tuple[str, ...]:
    """What was not taken up, in the person's words, each once."""
    return tuple(dict.fromkeys(piece.words for piece in left))


def holds(ranked: Ranked, code: str) -> bool:
    """True when a way of putting the procedure is said in full, and it is most of what is said."""
    rows = (row.features for row in ranked.procedures[:OTHERS] if row.entry.key == code)
    return any(one[COVERED] >= HOLDS_ALL and one[FOUND] >= NAMED for one in rows)
