"""Phrases said in pieces that other words part, found in one pass over the words of a message."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.text.folding import agrees, fold_word
from knowledge.text.sieve import Sieve

Says = tuple[tuple[str, ...], ...]
"""Wordings of a piece: any of them will do."""
Spots = Mapping[int, Mapping[int, int]]
"""For each piece said, by its number: positions of its first word, with where its longest ends."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A phrase said in pieces that other words part, and the words it is read as."""

    mean: tuple[str, ...]
    pieces: tuple[Says, ...]
    reach: tuple[int, ...]
    """Words that may stand before each piece but the first."""
    unless: Says = ()
    """Words anywhere in the message by which it says something else."""


class Numbered(NamedTuple):
    """Such a phrase with the numbers of its pieces and of what must not be said."""

    rule: Apart
    pieces: tuple[int, ...]
    unless: int


class ApartTable:
    """Such phrases, with the wordings of all their pieces by their folded words."""

    def __init__(self, rules: Iterable[Apart]) -> None:
        rows: list[tuple[frozenset[int], Numbered]] = []
        numbers: dict[Says, int] = {(): 0}
        for rule in rules:
            pieces = tuple(numbers.setdefault(one, len(numbers)) for one in rule.pieces)
            unless = numbers.setdefault(rule.unless, len(numbers))
            rows.append((frozenset(pieces), Numbered(rule, pieces, unless)))
        self._rules = Sieve(rows)
        self._by_words: dict[tuple[str, ...], list[tuple[tuple[str, ...], int]]] = {}
        self._lengths: dict[str, list[int]] = {}
        for says, number in numbers.items():
            for say in says:
                self._add(say, number)

    def _add(self, say: tuple[str, ...], number: int) -> None:
        folded = tuple(map(fold_word, say))
        self._by_words.setdefault(folded, []).append((say, number))
        lengths = self._lengths.setdefault(folded[0], [])
        if len(folded) not in lengths:
            lengths.append(len(folded))
            lengths.sort()

    def rules(self, spots: Spots) -> list[tuple[int, Numbered]]:
        """The phrases all of whose pieces are said, numbered, in their order."""
        found = self._rules.passed(spots.keys())
        return [row for row in found if row[1].unless not in spots]

    def spots(self, typed: Sequence[str]) -> Spots:
        """Where the pieces stand in `typed`."""
        folded = [fold_word(word) for word in typed]
        found: dict[int, dict[int, int]] = {}
        for at, first in enumerate(folded):
            for length in self._lengths.get(first, ()):
                end = at + length
                if end > len(folded):
                    break
                for say, number in self._by_words.get(tuple(folded[at:end]), ()):
                    if all(map(agrees, typed[at:end], say)):
                        found.setdefault(number, {})[at] = end
        return found
