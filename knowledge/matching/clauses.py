"""Messages of several clauses: the one that asks."""

from typing import Final

from knowledge.matching.candidates import OFFICIAL, Candidates, Ranked
from knowledge.matching.queries import Query
from knowledge.text.folding import fold_word, word_set

BARE_SEGMENT: Final = 1.5
"""Full words a piece of a message needs to be asked on its own."""
CERTAIN: Final = 0.9
"""Confidence from which no clause needs to be asked."""
CLEARER: Final = 0.05
"""By how much a clause must be surer than the whole to stand for it."""
_ASKING: Final = word_set(
    """
    xin muon can lam dang nop hoi doi cap giai huong di ra
    """
)


class Clauses(Candidates):
    """Reads the clauses of a message apart where that says more."""

    def decisive(
        self, whole: Query, rows: list[Query], visible: frozenset[str] | None = None
    ) -> Ranked:
        """The candidates a message is decided on: those of all its words or of one reading."""
        return self._best_clause(self.rank(whole, visible), whole, rows, visible)

    def _best_clause(
        self, ranked: Ranked, whole: Query, rows: list[Query], visible: frozenset[str] | None
    ) -> Ranked:
        """A story's asking clause, if it alone says more clearly what is meant."""
        best = ranked
        if len(rows) < 2 or not ranked.procedures or ranked.confidence >= CERTAIN:
            return best
        if whole.full and (told := self._agreeing(whole.full, best, visible)):
            best = told
        for query in rows:
            if query.background or query.weight < BARE_SEGMENT or not asks(query) or query.aside:
                continue
            clause = self.rank(query, visible)
            surer = clause.confidence > best.confidence + CLEARER
            if surer and not self._is_tied(clause) and self._keeps(clause, whole, ranked):
                best = clause
        return best

    def _agreeing(self, full: Query, best: Ranked, visible: frozenset[str] | None) -> Ranked | None:
        """The candidates of all that was told, if they lead to the same procedure more surely."""
        told = self.rank(full, visible)
        first = told.procedures[0].entry.key if told.procedures else ""
        agrees = first == best.procedures[0].entry.key
        return told if agrees and told.confidence > best.confidence + CLEARER else None

    def _keeps(self, clause: Ranked, whole: Query, ranked: Ranked) -> bool:
        """True when the clause's procedure answers to everything the whole tells apart."""
        first = clause.procedures[0]
        if first.entry.key == ranked.procedures[0].entry.key:
            return True
        lacking = whole.facets.has - first.entry.allowed - {"young", "grown", "elderly"}
        return not lacking and first.features[OFFICIAL] >= 0.9


def asks(query: Query) -> bool:
    """True for a clause that asks or wants something, not one that only tells."""
    return bool(query.parts) or any(fold_word(word) in _ASKING for word in query.typed)
