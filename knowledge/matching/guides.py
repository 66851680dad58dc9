"""What answers besides procedures: families to ask back, life events, fields, ready phrases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from knowledge.guidance import Family, FamilyOption, Guidance
from knowledge.matching.facets import Facets, find_facets
from knowledge.matching.outcomes import (
    CardOption,
    Intent,
    Option,
    ProcedureOption,
    RouteOption,
)
from knowledge.text.chat import expand
from knowledge.text.folding import fold_word, words
from knowledge.text.lexicon import Kind, Lexicon

_POLITE: Final = frozenset(
    "da a ah oi nha nhe nhen vay the em anh chi ad ban minh toi cho hoi xin muon can voi luon "
    "giup gium dum la ve thi ha hen u vang tui co chu bac e oi nhi ma roi duoc".split()
)
LEFT_OVER: Final = 0.22
"""Share of a message, by idf, that a family's phrase may leave unexplained."""

Key = tuple[str, ...]
T = TypeVar("T")


def plain(typed: Sequence[str]) -> Key:
    """The folded words without courtesies; all of them if nothing else is left."""
    folded = [fold_word(word) for word in typed]
    return tuple(word for word in folded if word not in _POLITE) or tuple(folded)


def bare(typed: Sequence[str], lexicon: Lexicon) -> dict[str, float]:
    """The words that say something, unrewritten, with their weight."""
    folded = [fold_word(word) for word in typed]
    kept: dict[str, float] = {}
    position = 0
    while position < len(folded):
        phrase = lexicon.phrases.find(folded, typed, position)
        end = position + (len(phrase.spelled) if phrase else 1)
        if phrase is None or phrase.kind in (Kind.MEAN, Kind.FIRM, Kind.FAINT):
            weight = 0.25 if phrase and phrase.kind is Kind.FAINT else 1.0
            for word in folded[position:end]:
                kept[word] = max(kept.get(word, 0.0), weight)
        position = end
    return kept


@dataclass(frozen=True, slots=True)
class FamilyPhrase:
    """One phrase of a family, ready to compare."""

    family: Family
    words: frozenset[str]
    facets: Facets


class Guides:
    """Families, events and fields of one catalogue and guidance."""

    def __init__(
        self, guidance: Guidance, lexicon: Lexicon, idf: Mapping[str, float], unknown: float
    ) -> None:
        self.guidance = guidance
        self.lexicon = lexicon
        self.idf = idf
        self.unknown = unknown
        self.phrases = [phrase for family in guidance.families for phrase in self._phrases(family)]
        self.families_by_plain = self._by_plain((f, f.phrases) for f in guidance.families)
        self.routes_by_plain = self._by_plain((r, r.phrases) for r in guidance.routes)
        self.cards_by_plain = self._by_plain((c, c.phrases) for c in guidance.cards)
        self.routes = {route.key: route for route in guidance.routes}
        self.cards = {card.key: card for card in guidance.cards}

    def _written(self, phrase: str) -> list[str]:
        return expand(words(phrase), self.lexicon)[0]

    def _by_plain(self, rows: Iterable[tuple[T, Sequence[str]]]) -> dict[Key, T]:
        found: dict[Key, T] = {}
        for item, phrases in rows:
            for phrase in phrases:
                found.setdefault(plain(self._written(phrase)), item)
        return found

    def _phrases(self, family: Family) -> Iterable[FamilyPhrase]:
        for phrase in family.phrases:
            typed = self._written(phrase)
            kept = frozenset(bare(typed, self.lexicon))
            if kept:
                yield FamilyPhrase(family, kept, find_facets(typed, self.lexicon))

    def family_of(self, typed: Sequence[str], facets: Facets) -> tuple[Family, float] | None:
        """The family the words name and little more, with the share of them left over."""
        kept = bare(typed, self.lexicon)
        weighed = {word: w * self.idf.get(word, self.unknown) for word, w in kept.items()}
        total = sum(weighed.values())
        if not total:
            return None
        best: tuple[float, Family] | None = None
        for phrase in self.phrases:
            if not phrase.words <= kept.keys() or facets.has - phrase.facets.has - {"mobile"}:
                continue
            rest = 1 - sum(weighed[word] for word in phrase.words) / total
            if rest <= LEFT_OVER and (best is None or rest < best[0]):
                best = (rest, phrase.family)
        return (best[1], best[0]) if best else None


def option_of(option: FamilyOption) -> Option:
    """A family's option as an outcome's."""
    if option.code:
        return ProcedureOption(option.code, option.label)
    if option.route:
        return RouteOption(option.route, option.label)
    return CardOption(option.card or "", option.label)


INTENTS: Final[Mapping[str, Intent]] = {intent.value: intent for intent in Intent}
