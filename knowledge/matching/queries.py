"""A message, or one clause of it, as the matcher sees it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from knowledge.matching.abroad import away
from knowledge.matching.ages import age_facets
from knowledge.matching.aid import asked_of
from knowledge.matching.apart import told_apart
from knowledge.matching.asides import aside_words
from knowledge.matching.children import of_a_child
from knowledge.matching.facets import Facets, find_facets
from knowledge.matching.lateness import told_late
from knowledge.matching.laws import without_laws
from knowledge.matching.losses import died, told_facets, withheld
from knowledge.matching.outcomes import InputStyle
from knowledge.matching.owners import unowned
from knowledge.matching.spelling import Speller
from knowledge.matching.sums import how_much
from knowledge.matching.terms import TOLD, Tagged, Term, pairs, tag
from knowledge.procedures import Part
from knowledge.text.chat import expand
from knowledge.text.folding import fold_word, is_marked, word_set, words
from knowledge.text.keyboards import decode
from knowledge.text.lexicon import Lexicon
from knowledge.text.phrases import Phrase
from knowledge.text.sentences import clauses
from knowledge.text.syllables import is_syllable

_ONLINE: Final = frozenset(("onl", "ol"))
"""Chat for "online": the part asked for, and a word of the matter too ("đấu giá onl")."""
ASIDE_WEIGHT: Final = 0.2
ENOUGH: Final = 1.5  # full words that must remain outside asides for these to be made faint
BARE_WORDS: Final = 1.2
"""Full words up to which "bao nhiêu" asks what it costs: "bao nhiêu 1 trang vậy"."""
PAPERS: Final = frozenset({"copy"})
"""Facets of a paper to bring where nothing but an aside has them: "có cần nộp bản sao"."""
_MOBILE: Final = word_set("hon sinh tu")
"""Matters that are registered at home: marriage, birth, death; a card is asked about by phone."""
COPY_TERMS: Final = (
    Term("ban", "bản"), Term("sao", "sao"), Term("trich", "trích"), Term("luc", "lục"),
)  # fmt: skip
DEATH_TERMS: Final = (Term("khai", "khai"), Term("tu", "tử"))


@dataclass(slots=True)
class Query:
    """What one text says."""

    terms: list[Term] = field(default_factory=list)
    grams: dict[str, float] = field(default_factory=dict)
    """Words and pairs with their weight before idf."""
    facets: Facets = field(default_factory=Facets)
    parts: list[Part] = field(default_factory=list)
    """Parts asked for, in the order of the words; loose question words last."""
    death: bool = False
    typed: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    """All words of the message, before phrases said in pieces were read as what they mean."""
    folded: str = ""
    rewritten: int = 0
    beside: list[bool] = field(default_factory=list)
    """For each term whether it stands in an aside."""
    papers: frozenset[str] = frozenset()
    """Facets that nothing but the papers named in an aside has."""
    phrases: dict[int, Phrase | None] = field(default_factory=dict)
    """The phrase that stands at a position of `typed`, where one was looked for."""
    raw: str = ""
    """The clause as it was written."""
    yes_no: bool = False
    """True when no more than "được không" asks for conditions."""
    full: "Query | None" = None
    """The same words with no clause taken for background, when one was."""
    background: bool = False
    """True for a clause that another, telling what is wanted now, comes after."""
    memo: dict[object, Any] = field(default_factory=dict)
    """What was made of it for one set of visible codes, so that it is made once."""
    guess: Any = None  # what its words speak for (`situations.Guess`), made once
    _words: frozenset[str] | None = field(default=None, repr=False, compare=False)
    _weight: float | None = field(default=None, repr=False, compare=False)

    @property
    def words(self) -> frozenset[str]:
        """All folded words, those that say nothing too."""
        if self._words is None:
            self._words = frozenset(map(fold_word, self.typed))
        return self._words

    @property
    def asked(self) -> list[Part]:
        """The parts to answer with: "được không" alone wants the way, not the conditions."""
        parts = [p for p in self.parts if not (self.yes_no and p is Part.CONDITIONS)]
        return [Part.ONLINE, *parts] if self.words & _ONLINE else parts

    @property
    def aside(self) -> bool:
        """True when most of what is said stands in an aside."""
        rows = zip(self.terms, self.beside, strict=True)
        return sum(term.weight for term, beside in rows if beside) > self.weight / 2

    @property
    def weight(self) -> float:
        """How much the text says about a matter at all, in full words."""
        if self._weight is None:
            self._weight = sum([term.weight for term in self.terms])
        return self._weight


_LOOSE: Final = (Part.STEPS, Part.CONDITIONS, Part.LIMIT)
"""Parts that yield to others: "trễ hạn cần gì" asks for the papers."""


WELL_MARKED: Final = 0.3
"""Share of marked syllables from which a text is written with marks: many words have none."""


def style_of(typed: Sequence[str], short: int, keys: str | None) -> InputStyle:
    """How the words were typed."""
    if not typed:
        return InputStyle.EMPTY
    if keys:
        return InputStyle(keys)
    if short >= 2 and short >= len(typed) * 0.15:
        return InputStyle.TEENCODE
    syllables = [word for word in typed if is_syllable(fold_word(word))]
    marked = sum(map(is_marked, syllables))
    if not marked:
        return InputStyle.NONE
    return InputStyle.MARKS if marked >= WELL_MARKED * len(syllables) else InputStyle.PARTIAL


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns text into queries with the lexicon and the words of the index."""

    lexicon: Lexicon
    speller: Speller

    def read(self, text: str) -> tuple[Query, list[Query], InputStyle]:
        """The whole text as one query, its clauses, and how it was typed."""
        cut = clauses(text)
        rows = [words(clause) for clause in cut]
        typed = [word for row in rows for word in row]
        decoded, keys = decode(typed, self.speller.known)
        rows = _regroup(decoded, rows)
        written, shorts = [], 0
        for row in rows:
            expanded, short = expand(row, self.lexicon)
            shorts += short
            repaired = self.speller.repair(expanded)
            if repaired != expanded:
                repaired = expand(repaired, self.lexicon)[0]
            written.append(told_late(repaired))
        parts = []
        said = told_apart(without_laws(written), self.lexicon.apart)
        for row, clause in zip(said, cut, strict=True):
            if row or len(cut) == 1:
                parts.append(self.query(row))
                parts[-1].raw = clause
        alone = [replace(part, memo={}) for part in parts] if len(parts) > 1 else parts
        self._background(parts)
        for one, part in zip(alone, parts, strict=True):
            one.background = part.background
        whole = parts[0] if len(parts) == 1 else _join(parts)
        whole.heard = [word for row in written for word in row]
        if any(part.background for part in parts):
            whole.full = _join(alone)
        return whole, alone if len(alone) > 1 else [whole], style_of(typed, shorts, keys)

    def _background(self, parts: Sequence[Query]) -> None:
        """Clauses before the one that tells what is wanted now are asides."""
        for place in range(len(parts) - 1, 0, -1):
            if parts[place].weight >= ENOUGH and self._tells_wish(parts[place].typed):
                for part in parts[:place]:
                    part.beside = [True] * len(part.terms)
                    part.background = True
                return

    def _tells_wish(self, typed: Sequence[str]) -> bool:
        return bool(typed) and self.lexicon.asides.now.length_at(typed, 0) > 0

    def query(self, typed: list[str]) -> Query:
        """One row of words, written out and repaired."""
        typed = unowned(typed)
        found = tag(away(typed), self.lexicon.phrases)
        terms, death = list(found.terms), died(typed)
        folded = [fold_word(word) for word in typed]
        years = age_facets(folded)
        if "young" in years:
            terms = of_a_child(terms, folded)
        written = find_facets(typed, self.lexicon, found.replaced)
        official = find_facets(
            [term.typed for term in terms if term.weight > TOLD], self.lexicon, official=True
        )
        has = written.has | official.has | told_facets(typed) | years
        if taken := withheld(typed):
            has |= {taken}
            terms += COPY_TERMS if taken == "copy" else ()
            found.parts = [row for row in found.parts if row[1] != Part.DOCUMENTS]
        found.parts = asked_of(folded, found.parts)
        if "mobile" in has and not _MOBILE.intersection(term.word for term in terms):
            has -= {"mobile"}
            terms = [term for term in terms if term.typed not in ("lưu", "động")]
        ruled_out = find_facets(found.denied, self.lexicon).has | written.denied
        facets = Facets(has - ruled_out, ruled_out)
        query = Query(
            terms, {}, facets, _parts(found), death, typed=typed, rewritten=found.rewritten,
            phrases=found.phrases if found.typed is typed else {},
        )  # fmt: skip
        if not query.parts and query.weight < BARE_WORDS and how_much(typed):
            query.parts.append(Part.FEE)
        query.yes_no = found.may == sum(name == Part.CONDITIONS for _, name in found.parts)
        beside = aside_words(typed, folded, self.lexicon.asides)
        query.beside = [term.at in beside for term in terms]
        query.papers = self._only_papers(query, typed, folded)
        _finish(query)
        return query

    def _only_papers(
        self, query: Query, typed: Sequence[str], folded: Sequence[str]
    ) -> frozenset[str]:
        """The facets that nothing but the papers of an aside has."""
        asked = PAPERS & query.facets.has
        beside = aside_words(typed, folded, self.lexicon.asides, back=False) if asked else set()
        if not beside:
            return frozenset()
        kept = [word for at, word in enumerate(typed) if at not in beside]
        terms = [term.typed for term in query.terms if term.at not in beside]
        said = find_facets(kept, self.lexicon).has
        return asked - said - find_facets(terms, self.lexicon, official=True).has


def _finish(query: Query) -> None:
    grams = query.grams
    terms = _dimmed(query)
    if query.papers and terms is not query.terms:
        query.facets = Facets(query.facets.has - query.papers, query.facets.denied)
    said = [(term.word, term.weight) for term in terms]
    for key, weight in (*said, *pairs(terms)):
        if weight > grams.get(key, 0.0):
            grams[key] = weight
    query.folded = " ".join(term.word for term in query.terms)


def _dimmed(query: Query) -> list[Term]:
    """The terms with those of an aside made faint, unless little else is said."""
    if not any(query.beside):
        return query.terms
    rows = list(zip(query.terms, query.beside, strict=True))
    if sum(term.weight for term, beside in rows if not beside) < ENOUGH:
        return query.terms
    return [t._replace(weight=t.weight * ASIDE_WEIGHT) if beside else t for t, beside in rows]


def _join(parts: Sequence[Query]) -> Query:
    asked = [part for query in parts for part in query.parts]
    firm = [part for part in asked if part not in _LOOSE]
    has = frozenset().union(*(query.facets.has for query in parts))
    denied = frozenset().union(*(query.facets.denied for query in parts))
    whole = Query(
        [term for query in parts for term in query.terms],
        {},
        Facets(has, denied - has),
        list(dict.fromkeys(firm + [part for part in asked if part in _LOOSE])),
        any(query.death for query in parts),
        typed=[word for query in parts for word in query.typed],
        yes_no=all(query.yes_no for query in parts),
        rewritten=sum(query.rewritten for query in parts),
        beside=[beside for query in parts for beside in query.beside],
        papers=has - frozenset().union(*(query.facets.has - query.papers for query in parts)),
    )
    start = 0
    for query in parts:
        whole.phrases |= {start + at: phrase for at, phrase in query.phrases.items()}
        start += len(query.typed)
    _finish(whole)
    return whole


def _parts(found: Tagged) -> list[Part]:
    asked = [Part(name) for _, name in found.parts]
    firm = [part for part in asked if part not in _LOOSE]
    return list(dict.fromkeys(firm + [part for part in asked if part in _LOOSE]))


def _regroup(flat: list[str], rows: Sequence[Sequence[str]]) -> list[list[str]]:
    grouped, start = [], 0
    for row in rows:
        grouped.append(flat[start : start + len(row)])
        start += len(row)
    return grouped


def with_terms(query: Query, terms: Sequence[Term]) -> Query:
    """`query` with `terms` said as well."""
    more = Query([*query.terms, *terms], {}, query.facets, query.parts, query.death, query.typed)
    more.phrases = query.phrases
    _finish(more)
    return more
