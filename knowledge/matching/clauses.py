"""Messages of several clauses: the one that asks, and several wishes at once."""

from collections.abc import Iterator, Mapping
from typing import Final

from knowledge.matching.candidates import FOUND, OFFICIAL, Candidates, Ranked
from knowledge.matching.outcomes import Match, Several
from knowledge.matching.queries import Query
from knowledge.matching.several import segments
from knowledge.text.folding import fold_word, word_set

BARE_SEGMENT: Final = 1.5
"""Full words a piece of a message needs to be a wish of its own."""
HOLDS_ALL: Final = 0.95
HOLDS_MOST: Final = 0.9
"""Share of the words from which one procedure is the answer to all of a message."""
CERTAIN: Final = 0.9
"""Confidence from which no clause needs to be asked."""
CLEARER: Final = 0.05
"""By how much a clause must be surer than the whole to stand for it."""
_NAMED: Final = 0.75
HALF_NAMED: Final = 0.495
"""Share of an official name that a wish among several says: "khai sinh" is half of
"đăng ký khai sinh", and which side of the half it falls on must not hang on an added card."""
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
            if query.background or query.weight < BARE_SEGMENT or not _asks(query) or query.aside:
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

    def _several(
        self, rows: list[Query], ranked: Ranked, visible: frozenset[str] | None
    ) -> Several | None:
        """The procedures of a message that asks for two or more; one that holds all is one."""
        if not ranked.procedures or ranked.procedures[0].features[FOUND] >= HOLDS_ALL:
            return None
        pieces = [(row, query) for row in rows for query in self._pieces(row)]
        if len(pieces) < 2:
            return None
        matches: dict[str, Match] = {}
        unread = [row.raw for row in rows if self._asks_card(row)]
        for row, query in pieces:
            found = self.rank(query, visible)
            if self._is_sure(found):
                code = found.procedures[0].entry.key
                part = query.asked[0] if query.asked else None
                matches.setdefault(code, Match(code, found.confidence, part=part))
            elif query.parts and not query.background:
                unread.append(row.raw if query is row else " ".join(query.typed))
        if len(matches) < 2 or self._holds_all(ranked, matches):
            return None
        return Several(tuple(matches.values()), tuple(dict.fromkeys(unread)))

    def _asks_card(self, row: Query) -> bool:
        """True for a clause too short to be a wish that a ready card answers."""
        return row.weight < BARE_SEGMENT and self.guides.said_card(row) is not None

    def _pieces(self, row: Query) -> Iterator[Query]:
        """The parts of a clause that can be wishes of their own."""
        cut = segments(row.typed)
        for segment in cut:
            query = row if len(cut) == 1 else self.reader.query(segment.words)
            asked = segment.joined or query.parts
            if query.weight >= BARE_SEGMENT and asked and not query.aside:
                yield query

    def _is_sure(self, ranked: Ranked) -> bool:
        if not ranked.procedures or ranked.confidence < self.calibration.sure:
            return False
        features = ranked.procedures[0].features
        named = features[FOUND] >= 0.75 and features[OFFICIAL] >= HALF_NAMED
        return named and self.calibration.out_of_scope(ranked.signs) < 0.3

    def _holds_all(self, ranked: Ranked, matches: Mapping[str, Match]) -> bool:
        """True when one procedure outside `matches` speaks to nearly all that was said."""
        first = ranked.procedures[0]
        return first.entry.key not in matches and first.features[FOUND] >= HOLDS_MOST


def _asks(query: Query) -> bool:
    """True for a clause that asks or wants something, not one that only tells."""
    return bool(query.parts) or any(fold_word(word) in _ASKING for word in query.typed)
