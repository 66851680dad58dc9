"""Phrases of the lexicon and the table that finds the one standing at a place of a text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from knowledge.text.folding import agrees, fold_word, is_marked


class Kind(IntEnum):
    """What a phrase does to the words it stands for; of equal length the higher kind wins."""

    FAINT = 1
    SILENT = 2
    PART = 3
    FIRM = 4
    MEAN = 5


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words as people write them, and what they are read as."""

    spelled: tuple[str, ...]
    kind: Kind
    value: tuple[str, ...] = ()
    """Official words of `MEAN`, name of the part of `PART`."""
    strict: bool = False
    """Counts only when its marks were typed: "đẻ" is not the "để" of an unmarked "de"."""
    soft: bool = False
    """A hint that gives way to any other matter named: "sai ngày sinh" of a health card."""
    told: bool = False
    """What is told of a life, as good as its matter until another is named: "đi làm xa"."""


@dataclass(slots=True)
class PhraseTable:
    """Phrases by their folded words; the lengths worth trying stand under the first word."""

    by_words: dict[tuple[str, ...], list[Phrase]] = field(default_factory=dict)
    lengths: dict[str, list[int]] = field(default_factory=dict)

    def add(self, phrase: Phrase) -> None:
        """Put `phrase` in; call `sort` when all are in."""
        folded = tuple(fold_word(word) for word in phrase.spelled)
        if folded:
            self.by_words.setdefault(folded, []).append(phrase)
            lengths = self.lengths.setdefault(folded[0], [])
            if len(folded) not in lengths:
                lengths.append(len(folded))

    def sort(self) -> None:
        """Longest first, then the stronger kind."""
        for phrases in self.by_words.values():
            phrases.sort(key=lambda phrase: -phrase.kind)
        for lengths in self.lengths.values():
            lengths.sort(reverse=True)

    def find(
        self, folded: Sequence[str], typed: Sequence[str], start: int, *, asked: bool = True
    ) -> Phrase | None:
        """The longest phrase at `start`, or None; `asked` false leaves question parts out.

        A phrase that says little does not cut into one that names a matter: "co can cuoc".
        """
        for length in self.lengths.get(folded[start], ()):
            end = start + length
            known = self.by_words.get(tuple(folded[start:end])) if end <= len(folded) else None
            if known is None:
                continue
            phrase = _fitting(known, typed[start:end], asked=asked)
            if phrase is None or (
                length > 1
                and phrase.kind in (Kind.SILENT, Kind.PART)
                and not any(map(is_marked, typed[start:end]))
                and self._cuts(folded, typed, start, end)
            ):
                continue
            return phrase
        return None

    def _cuts(self, folded: Sequence[str], typed: Sequence[str], start: int, end: int) -> bool:
        """True when a phrase that names a matter begins before `end` and goes beyond it."""
        for inner in range(start + 1, end):
            for length in self.lengths.get(folded[inner], ()):
                if inner + length <= end:
                    break
                if inner + length > len(folded):
                    continue
                known = self.by_words.get(tuple(folded[inner : inner + length]), ())
                phrase = _fitting(known, typed[inner : inner + length], asked=False)
                if phrase is not None and phrase.kind is Kind.MEAN and phrase.value:
                    return True
        return False

    def vocabulary(self) -> Iterator[tuple[str, ...]]:
        """The folded words of every phrase."""
        yield from self.by_words


def _fitting(known: Sequence[Phrase], typed: Sequence[str], *, asked: bool) -> Phrase | None:
    """The first of `known` that the words as typed may be."""
    for phrase in known:
        if _fits(phrase, typed, asked=asked):
            return phrase
    return None


def _fits(phrase: Phrase, typed: Sequence[str], *, asked: bool) -> bool:
    """Whether the words as typed may be this phrase: marks typed must not speak against it."""
    if phrase.kind is Kind.PART and not asked:
        return False
    if phrase.strict and not any(map(is_marked, typed)):
        return False
    return all(map(agrees, typed, phrase.spelled))
