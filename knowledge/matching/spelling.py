"""Words nobody knows: glued together, mistyped, or simply not ours."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from knowledge.text.folding import fold_word
from knowledge.text.syllables import is_syllable


class Speller:
    """Repairs words against the words and neighbouring words of the index and the lexicon."""

    def __init__(
        self,
        known: frozenset[str],
        pairs: frozenset[tuple[str, str]],
        firm: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        self.known = known
        self.pairs = pairs
        self.firm = firm
        """Neighbours that go before all others: what joins two wishes."""
        self.by_length: dict[int, list[str]] = {}
        for word in sorted(known):
            if word.isalpha():
                self.by_length.setdefault(len(word), []).append(word)
        self.near = lru_cache(maxsize=20_000)(self._near)
        self.parts = lru_cache(maxsize=20_000)(self._parts)

    def repair(self, typed: Sequence[str]) -> list[str]:
        """`typed` with unknown words split or replaced where the neighbours agree."""
        repaired: list[str] = []
        for position, word in enumerate(typed):
            folded = fold_word(word)
            if folded in self.known or len(folded) < 3 or not folded.isalpha():
                repaired.append(word)
                continue
            if len(folded) >= 5 and (split := self.parts(folded)):
                repaired.extend(split)
                continue
            previous = fold_word(repaired[-1]) if repaired else ""
            following = fold_word(typed[position + 1]) if position + 1 < len(typed) else ""
            repaired.append(self._choose(folded, previous, following) or word)
        return repaired

    def _choose(self, word: str, previous: str, following: str) -> str | None:
        near = self.near(word)
        for pairs in (self.firm, self.pairs):
            for candidate in near:
                if (previous, candidate) in pairs or (candidate, following) in pairs:
                    return candidate
        return near[0] if near and len(word) >= 5 and not is_syllable(word) else None

    def _near(self, word: str) -> tuple[str, ...]:
        allowed = 1 if len(word) <= 6 else 2
        found = []
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for candidate in self.by_length.get(length, ()):
                distance = OSA.distance(word, candidate, score_cutoff=allowed)
                if distance <= allowed and len(candidate) > 1:
                    found.append((distance, candidate[0] != word[0], candidate))
        return tuple(candidate for *_, candidate in sorted(found)[:8])

    def _parts(self, word: str) -> tuple[str, ...]:
        """`word` as two to four known words written together, or nothing."""
        if is_syllable(word):
            return ()
        best: dict[int, tuple[str, ...]] = {0: ()}
        for end in range(2, len(word) + 1):
            for start in range(max(0, end - 6), end - 1):
                piece = word[start:end]
                if start not in best or piece not in self.known or not is_syllable(piece):
                    continue
                row = (*best[start], piece)
                if len(row) > 1 and (row[-2], piece) not in self.pairs:
                    continue
                if len(row) <= 4 and (end not in best or len(row) < len(best[end])):
                    best[end] = row
        found = best.get(len(word), ())
        return found if len(found) > 1 else ()
