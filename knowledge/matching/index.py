"""Inverted index over words and neighbouring words of everything that can be the answer."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, NamedTuple

from knowledge.matching.facets import Facets, find_facets
from knowledge.matching.losses import needs_notary
from knowledge.matching.terms import Term, name_terms, pairs, said_terms
from knowledge.text.folding import agrees, fold_word, is_marked, words
from knowledge.text.lexicon import Lexicon

PAIR_WEIGHT: Final = 0.6
_BRACKETS: Final = re.compile(r"\([^)]*\)?")
_LISTED: Final = re.compile(r"[;/]|\s[-–]\s")
_CONDITION: Final = re.compile(
    r"\s(?:đối với|trong trường hợp|thuộc thẩm quyền|thực hiện tại|thực hiện bằng|do |theo quy định"
    r"|áp dụng|phục vụ|bằng dịch vụ|chưa được|quy định tại|thuộc phạm vi)\s?",
    re.IGNORECASE,
)
_LEAST_HEAD: Final = 4
"""Words a part of a name needs to stand for the whole."""
HUSHED_WEIGHT: Final = 0.6
"""What a word that weighs nothing in a question counts in a route's or card's phrase."""
FIELD_WEIGHT: Final = 0.5
BODY_WEIGHT: Final = 0.4
BODY_COUNT: Final = 0.15
"""How much an entry that has a word only in its papers counts towards the word's frequency."""
REMEMBERED: Final = 256
"""Spellings whose entries are kept at hand: the common words come first."""


class Source(Enum):
    """What an entry of the index stands for."""

    PROCEDURE = "procedure"
    ROUTE = "route"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Surface:
    """One way an entry is called."""

    entry: int
    official: bool
    terms: tuple[tuple[str, float], ...]
    """Words and pairs with their weight before idf."""
    folded: str
    """All words, for fuzzy comparison."""
    marked: frozenset[str] = frozenset()


@dataclass(slots=True)
class Entry:
    """A procedure, route or card with everything it is called."""

    source: Source
    key: str
    field_name: str = ""
    own: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    told: frozenset[str | None] = frozenset()
    """Groups of the mild facets of its official name."""
    weights: dict[str, float] = field(default_factory=dict)
    """Best weight of each word over names, field and body."""
    marked: dict[str, set[str]] = field(default_factory=dict)
    """Spellings with marks of each folded word."""
    surfaces: list[int] = field(default_factory=list)
    forms: list[tuple[int, float]] = field(default_factory=list)
    """Each surface with the value of all its words and pairs; official ones come first."""
    spoken_from: int = 0  # the first surface after those
    places: dict[str, tuple[tuple[float, tuple[int, ...]], ...]] = field(default_factory=dict)
    """For each word and pair its value and the places in `forms` that have it with that value."""
    pairs: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    """Words of its surfaces, those of its field and papers left out."""
    official: frozenset[str] = frozenset()
    """Words of its official surfaces."""
    popular: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Words of an entry before indexing."""

    source: Source
    key: str
    official: tuple[str, ...]
    spoken: tuple[str, ...] = ()
    field_name: str = ""
    body: tuple[str, ...] = ()


class Rows(NamedTuple):
    """Entries that hold a word with one weight."""

    weight: float
    misspelt: bool
    """Their marks speak against what was typed."""
    numbers: list[int]


class Index:
    """Built once, read by many threads."""

    def __init__(self, texts: Iterable[Text], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.entries: list[Entry] = []
        self.surfaces: list[Surface] = []
        for text in texts:
            self._add(text)
        self.idf = self._frequencies()
        self.unknown_idf = math.log(1 + len(self.entries))
        self.by_short: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self.spellings: dict[str, dict[str, set[int]]] = defaultdict(dict)
        self._spelled_so: dict[tuple[str, str], tuple[Rows, ...]] = {}
        for number, entry in enumerate(self.entries):
            self._post(number, entry)
        self.by_word = self._by_word()
        self.placed = frozenset(term for entry in self.entries for term in entry.places)
        """Words and pairs of all surfaces."""
        procedures = [entry for entry in self.entries if entry.source is Source.PROCEDURE]
        self.guides_from = len(procedures)
        """Number of the first route or card: procedures come before."""
        self.vocabulary = frozenset(word for word in self.idf if " " not in word)
        self.procedure_words = frozenset(word for entry in procedures for word in entry.weights)
        spoken = (term.partition(" ") for term in self.idf if " " in term)
        self.pairs = frozenset((one, two) for one, _, two in spoken) | lexicon.pairs

    def _add(self, text: Text) -> None:
        number = len(self.entries)
        entry = Entry(text.source, text.key, text.field_name, popular=bool(text.spoken))
        self.entries.append(entry)
        own: set[str] = set()
        allowed: set[str] = set()
        seen: set[tuple[tuple[str, float], ...]] = set()
        guide = text.source is not Source.PROCEDURE
        shortest = min(text.official, key=len, default="")
        heads = tuple(head for name in text.official for head in heads_of(name))
        for official, says in ((True, text.official), (False, heads), (False, text.spoken)):
            for say in says:
                terms, typed, hushed = said_terms(say, self.lexicon)
                if text.source is Source.CARD and not _is_plain(terms, typed):
                    continue
                if says is not heads:
                    facets = _facets(typed, terms, self.lexicon, guide=guide)
                    (own if official and say == shortest else allowed).update(facets.has)
                self._learn(entry, terms, 1.0)
                keys = _keys(terms, hushed if guide else ())
                if not keys or keys in seen:
                    continue
                seen.add(keys)
                entry.surfaces.append(len(self.surfaces))
                folded = " ".join(term.word for term in terms)
                self.surfaces.append(Surface(number, official, keys, folded))
        known = self.lexicon.facet_by_key
        entry.own = frozenset(key for key in own if not known[key].needed)
        entry.allowed = frozenset(allowed | own)
        entry.told = frozenset(known[key].group for key in own if known[key].mild)
        self._learn(entry, name_terms(text.field_name, self.lexicon)[0], FIELD_WEIGHT)
        for word in {word for line in text.body for word in words(line.lower())}:
            self._learn(entry, (Term(fold_word(word), word),), BODY_WEIGHT)

    def _learn(self, entry: Entry, terms: Sequence[Term], weight: float) -> None:
        for term in terms:
            if weight > entry.weights.get(term.word, 0.0):
                entry.weights[term.word] = weight
            entry.marked.setdefault(term.word, set()).add(term.typed)

    def _frequencies(self) -> dict[str, float]:
        counts: dict[str, float] = defaultdict(float)
        for entry in self.entries:
            inside = {t for n in entry.surfaces for t, _ in self.surfaces[n].terms}
            for term in inside:
                counts[term] += 1
            for word in entry.weights.keys() - inside:
                counts[word] += BODY_COUNT
        size = len(self.entries)
        return {term: math.log(1 + size / (count + 0.5)) for term, count in counts.items()}

    def _post(self, number: int, entry: Entry) -> None:
        for word in entry.weights:
            for spelled in entry.marked[word]:
                self.spellings[word].setdefault(spelled, set()).add(number)
        short: dict[str, float] = {}
        places: dict[str, dict[float, list[int]]] = {}
        named: set[str] = set()
        least = (True, math.inf)
        for surface in entry.surfaces:
            terms = {t: w * self.idf[t] for t, w in self.surfaces[surface].terms}
            size, official = sum(terms.values()), self.surfaces[surface].official
            for term, value in terms.items():
                places.setdefault(term, {}).setdefault(value, []).append(len(entry.forms))
            entry.forms.append((surface, size))
            if official:
                named.update(terms)
                entry.spoken_from = surface + 1
            if (not official, size) < least:
                short, least = terms, (not official, size)
        entry.places = {
            term: tuple((value, tuple(at)) for value, at in rows.items())
            for term, rows in places.items()
        }
        entry.pairs = frozenset(term for term in entry.places if " " in term)
        entry.official = frozenset(named - entry.pairs)
        entry.names = frozenset(entry.places.keys() - entry.pairs)
        for term, value in short.items():
            self.by_short[term].append((number, value / least[1]))

    def _by_word(self) -> dict[str, tuple[Rows, ...]]:
        """Entries of each word; words in the papers of many procedures point at none of them."""
        found: dict[str, dict[float, list[int]]] = defaultdict(dict)
        for number, entry in enumerate(self.entries):
            for word, weight in entry.weights.items():
                found[word].setdefault(weight, []).append(number)
        most = max(20, len(self.entries) // 5)
        return {
            word: tuple(
                Rows(weight, False, numbers)
                for weight, numbers in rows.items()
                if weight > BODY_WEIGHT or sum(map(len, rows.values())) <= most
            )
            for word, rows in found.items()
        }

    def rows(self, word: str, typed: str | None) -> tuple[Rows, ...]:
        """Entries that hold `word`, those apart whose marks speak against what was `typed`."""
        if typed is None:
            return self.by_word.get(word, ())
        key = (word, typed)
        known = self._spelled_so.get(key)
        if known is None:
            known = self._agreeing(word, typed)
            if len(self._spelled_so) < REMEMBERED:
                self._spelled_so[key] = known
        return known

    def _agreeing(self, word: str, typed: str) -> tuple[Rows, ...]:
        known, rows = self.spellings.get(word, {}), self.by_word.get(word, ())
        right = [
            spelled
            for spelled in known
            if not is_marked(spelled) or agrees(typed, spelled) or agrees(spelled, typed)
        ]
        if len(right) == len(known):
            return rows
        those = set[int]().union(*(known[spelled] for spelled in right))
        return tuple(
            Rows(one.weight, wrong, [n for n in one.numbers if (n not in those) is wrong])
            for one in rows
            for wrong in (False, True)
        )


def heads_of(name: str) -> tuple[str, ...]:
    """What a long official name comes down to: its parts before conditions and lists."""
    bare = _BRACKETS.sub(" ", name)
    heads = []
    for part in _LISTED.split(bare):
        head = _CONDITION.split(part, maxsplit=1)[0].strip(" ,.")
        heads.append(head)
        first = head.split(",", 1)[0]
        if len(first.split()) >= _LEAST_HEAD:
            heads.append(first)
    kept = (head for head in heads if len(head.split()) >= _LEAST_HEAD and head != name)
    return tuple(dict.fromkeys(kept))


def _keys(terms: Sequence[Term], hushed: Sequence[str] = ()) -> tuple[tuple[str, float], ...]:
    best: dict[str, float] = {}
    for term in terms:
        best[term.word] = max(best.get(term.word, 0.0), term.weight)
    for pair, weight in pairs(terms):
        best[pair] = max(best.get(pair, 0.0), weight * PAIR_WEIGHT)
    if best:
        for word in hushed:
            best.setdefault(word, HUSHED_WEIGHT)
    return tuple(sorted(best.items()))


def _is_plain(terms: Sequence[Term], typed: Sequence[str]) -> bool:
    """True when no word was replaced: a card is about its own words, not official ones."""
    return {term.word for term in terms} <= set(map(fold_word, typed))


def _facets(
    typed: Sequence[str], terms: Sequence[Term], lexicon: Lexicon, *, guide: bool
) -> Facets:
    """Facets of the words as written and as rewritten into official words."""
    written = find_facets(typed, lexicon)
    official = find_facets([term.typed for term in terms], lexicon, official=True)
    has = written.has | official.has
    if guide and needs_notary([fold_word(word) for word in typed]):
        has |= {"notary"}
    return Facets(has, written.denied | official.denied)
