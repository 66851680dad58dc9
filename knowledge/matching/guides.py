"""What answers besides procedures: families to ask back, life events, fields, ready phrases."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from operator import itemgetter
from typing import Final, NamedTuple, TypeVar

from knowledge.guidance import Card, Family, FamilyOption, Guidance, Route
from knowledge.matching.facets import Facets
from knowledge.matching.index import Index, Source
from knowledge.matching.outcomes import (
    CardOption,
    Intent,
    Option,
    ProcedureOption,
    RouteOption,
)
from knowledge.matching.plainly import Key, bare, exact_keys, plain
from knowledge.matching.queries import Query, Reader
from knowledge.text.chat import expand
from knowledge.text.folding import agrees, fold_word, word_set, words

_PAIR: Final = 2
TELLING: Final = 0.12
"""Share of a message, by idf, that may tell the options of a family apart and still ask."""
ALIEN: Final = 0.3
"""Share that may stand for nothing in any option."""
_COMMON: Final = frozenset(("mobile", "elderly", "first", "offtopic", "birth", "death"))

_ACTS: Final = word_set(
    """
    dang ky cap giay phep chung nhan viec ho tro che do giai quyet nguoi nha o tien chi phi
    """
)
"""Words so common in names that they tell no option from another."""
T = TypeVar("T")


def _in_order(key: Key, typed: Sequence[str]) -> bool:
    """False for two words the other way round: "giấy đi đường" does not ask for the "đường đi"."""
    if len(key) > _PAIR:
        return True
    folded = [fold_word(word) for word in typed]
    return folded.index(key[0]) < len(folded) - 1 - folded[::-1].index(key[1])


@dataclass(frozen=True, slots=True)
class FamilyPhrase:
    """One phrase of a family, ready to compare."""

    family: Family
    words: frozenset[str]
    facets: Facets
    spelled: tuple[tuple[str, str], ...] = ()
    """Folded and written words, for the marks a person typed to agree with."""

    @property
    def sense(self) -> tuple[str, frozenset[str]]:
        """What its fit hangs on: many phrases of a family come down to the same words."""
        return self.family.key, self.words

    def agrees_with(self, typed: Mapping[str, str]) -> bool:
        """True unless marks that were typed speak against it; `typed` by the folded word."""
        return all(agrees(typed[word], spelled) for word, spelled in self.spelled if word in typed)


class FamilyFit(NamedTuple):
    """A family a message names, and how much of the message it leaves unexplained."""

    family: Family
    telling: float
    """Share of the message, by idf, that tells some options from others."""
    alien: float
    """Share that none of the options has a word for."""
    words: frozenset[str] = frozenset()
    """The words of the phrase that was said."""

    @property
    def rest(self) -> float:
        """What the family does not explain; less is better."""
        return self.telling + self.alien

    @property
    def close(self) -> bool:
        """True when the words name the family and nothing that decides between its options."""
        return self.telling <= TELLING and self.alien <= ALIEN


class Guides:
    """Families, events and fields of one catalogue and guidance."""

    def __init__(self, guidance: Guidance, reader: Reader, index: Index) -> None:
        self.guidance = guidance
        self.reader = reader
        self.index = index
        options = {family.key: self._option_words(family) for family in guidance.families}
        self.sizes = {key: len(found) for key, found in options.items()}
        self.holders = {
            key: Counter(word for words in found for word in words)
            for key, found in options.items()
        }
        """How many options of a family have a word, by family."""
        self.codes = {
            family.key: frozenset(option.code for option in family.options)
            for family in guidance.families
        }
        self.choices: dict[str, list[FamilyOption]] = {}
        """Where families offer a procedure, route or card, by its code or key."""
        for family in guidance.families:
            for option in family.options:
                for key in {option.code, option.route, option.card} - {None}:
                    self.choices.setdefault(str(key), []).append(option)
        self.phrases: dict[str, list[FamilyPhrase]] = {}
        for family in guidance.families:
            for phrase in self._phrases(family):
                rarest = max(phrase.words, key=lambda word: index.idf.get(word, 99.0))
                self.phrases.setdefault(rarest, []).append(phrase)
        self.families_by_plain = self._by_plain((f, f.phrases) for f in guidance.families)
        calm = [route for route in guidance.routes if not route.urgent]
        self.routes_by_plain = self._by_plain((r, r.phrases) for r in calm)
        self.cards_by_plain = self._by_plain((c, c.phrases) for c in guidance.cards)
        self.cards_from: dict[str, list[tuple[int, Key, Card]]] = {}
        """Cards by the first word of a phrase of several, numbered in the order they were read."""
        for number, (said, card) in enumerate(self.cards_by_plain.items()):
            if len(said) > 1:
                self.cards_from.setdefault(said[0], []).append((number, said, card))
        self.events_by_plain = self._by_plain((e, e.phrases) for e in guidance.life_events)
        self.families = {family.key: family for family in guidance.families}
        self.routes = {route.key: route for route in guidance.routes}
        self.cards = {card.key: card for card in guidance.cards}
        self.events = {event.key: event for event in guidance.life_events}

    def _written(self, phrase: str) -> list[str]:
        return expand(words(phrase), self.reader.lexicon)[0]

    def _by_plain(self, rows: Iterable[tuple[T, Sequence[str]]]) -> dict[Key, T]:
        found: dict[Key, T] = {}
        for item, phrases in rows:
            for phrase in phrases:
                for key in exact_keys(self._written(phrase)):
                    found.setdefault(key, item)
        return found

    def _option_words(self, family: Family) -> list[frozenset[str]]:
        codes = {option.code for option in family.options if option.code}
        return [
            frozenset(word for word, weight in entry.weights.items() if weight >= 1)
            for entry in self.index.entries
            if entry.source is Source.PROCEDURE and entry.key in codes
        ]

    def _phrases(self, family: Family) -> Iterable[FamilyPhrase]:
        for phrase in family.phrases:
            query = self.reader.query(self._written(phrase))
            weights = bare(query, self.reader.lexicon)
            raw = frozenset(weights)
            if not any(weight >= 1 for weight in weights.values()):
                continue
            spelled = tuple((fold_word(word), word) for word in query.typed)
            yield FamilyPhrase(family, raw, query.facets, spelled)
            canonical = frozenset(term.word for term in query.terms if term.weight >= 1)
            if len(canonical) > 1 and canonical < raw | frozenset(map(fold_word, query.typed)):
                yield FamilyPhrase(family, canonical, query.facets)

    def said_card(self, query: Query) -> Card | None:
        """The card one of whose phrases stands in the words with little around it."""
        every, said = query.words, set(plain(query.typed))
        begun = sorted(
            (
                row
                for word in every
                for row in self.cards_from.get(word, ())
                if every.issuperset(row[1])
            ),
            key=itemgetter(0),
        )
        best: tuple[int, Card] | None = None
        for _, key, card in begun:
            if len(said.difference(key)) > max(1, len(key) // 2):
                continue
            if (best is None or len(key) > best[0]) and _in_order(key, query.typed):
                best = (len(key), card)
        return best[1] if best else None

    def family_of(self, query: Query, first: str) -> FamilyFit | None:
        """The family whose phrase `query` says and that explains most of it.

        Families that offer `first`, the best procedure, go before the others.
        """
        spoken = next(self._said(query.words), None) is not None
        raw = bare(query, self.reader.lexicon) if spoken else {}
        canonical = {term.word: term.weight for term in query.terms}
        best: tuple[tuple[bool, float], FamilyFit] | None = None
        typed = {fold_word(word): word for word in query.typed} if spoken else {}
        asked = query.facets.has - _COMMON
        for kept in (raw, canonical):
            said = list(self._said(kept.keys()))
            if not said:
                continue
            fitted: set[tuple[str, frozenset[str]]] = set()
            weighed = self._weigh(kept)
            total = sum(weighed.values()) or 1.0
            loose = [(word, value) for word, value in weighed.items() if word not in _ACTS]
            for phrase in said:
                if asked - phrase.facets.has or phrase.sense in fitted:
                    continue
                if kept is raw and not phrase.agrees_with(typed):
                    continue
                fitted.add(phrase.sense)
                fit = self._fit(phrase, loose, total)
                order = first not in self.codes[fit.family.key], fit.rest
                if best is None or order < best[0]:
                    best = order, fit
        return best[1] if best else None

    def _weigh(self, kept: Mapping[str, float]) -> dict[str, float]:
        idf, unknown = self.index.idf, self.index.unknown_idf
        return {word: weight * idf.get(word, unknown) for word, weight in kept.items()}

    def _said(self, said: AbstractSet[str]) -> Iterator[FamilyPhrase]:
        for word in said:
            for phrase in self.phrases.get(word, ()):
                if phrase.words <= said:
                    yield phrase

    def _fit(
        self, phrase: FamilyPhrase, loose: Sequence[tuple[str, float]], total: float
    ) -> FamilyFit:
        telling = alien = 0.0
        said, holders = phrase.words, self.holders[phrase.family.key]
        size = self.sizes[phrase.family.key]
        for word, value in loose:
            if word in said:
                continue
            holding = holders.get(word, 0)
            if not holding:
                alien += value
            elif holding < size:
                telling += value
        return FamilyFit(phrase.family, telling / total, alien / total, said)


def option_of(option: FamilyOption) -> Option:
    """A family's option as an outcome's."""
    if option.code:
        return ProcedureOption(option.code, option.label)
    if option.route:
        return RouteOption(option.route, option.label)
    return CardOption(option.card or "", option.label)


INTENTS: Final[Mapping[str, Intent]] = {intent.value: intent for intent in Intent}


def route_intent(route: Route) -> Intent:
    """What a person wants who is led to `route`."""
    return Intent.EMERGENCY if route.urgent else Intent.PROCEDURE
