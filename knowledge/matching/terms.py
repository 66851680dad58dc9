"""From words to weighted terms: what a clause or a name says, in the words of official names."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from knowledge.matching.losses import LOST_THINGS
from knowledge.text.folding import agrees, fold_word, words
from knowledge.text.lexicon import Lexicon
from knowledge.text.phrases import Kind, Phrase, PhraseTable

FAINT_WEIGHT: Final = 0.25
NUMBER_WEIGHT: Final = 0.3
SOFT_WEIGHT: Final = 0.4
YIELDING: Final = 0.15
"""The same where another matter is named: "sai ngày sinh" of a health card."""

TOLD: Final = 0.1
"""The same for what is only told of a life: it tells no procedures apart either."""


class Term(NamedTuple):
    """A folded word with its weight; `typed` keeps the marks the person used."""

    word: str
    typed: str
    weight: float = 1.0
    at: int = -1
    """Position of the word in its clause it came from."""


@dataclass(slots=True)
class Tagged:
    """What a row of words was read as."""

    terms: list[Term]
    parts: list[tuple[int, str]]
    """Parts asked for, with the position of the word they start at."""
    typed: Sequence[str] = ()
    """The row of words itself."""
    rewritten: int = 0
    firm: int = 0
    """Phrases rewritten that name a matter for certain."""
    replaced: set[int] = field(default_factory=set)
    """Positions of the words that official words stand for."""
    may: int = 0
    """Parts that are no more than "được không": they ask whether at all."""
    told: set[int] = field(default_factory=set)
    """Positions of what is only told of a life where a matter is named: "đi làm xa"."""
    denied: tuple[str, ...] = ()
    """Official words the person ruled out: "không có yếu tố nước ngoài"."""
    phrases: dict[int, Phrase | None] = field(default_factory=dict)
    """What was looked up and found at a position."""
    hushed: list[str] = field(default_factory=list)
    """Folded words that say nothing by themselves, but tell "mất xe" from "xe"."""

    def rewrite(self, phrase: Phrase, position: int) -> None:
        """Read `phrase` at `position` as its official words."""
        self.rewritten += 1
        self.replaced.update(range(position, position + len(phrase.spelled)))
        self.firm += not (phrase.soft or phrase.told)
        weight = SOFT_WEIGHT if phrase.soft else 1.0
        if phrase.told:
            self.told.add(position)
        self.terms += [Term(fold_word(word), word, weight, position) for word in phrase.value]


_DONE: Final = frozenset(("lam", "dang", "khai", "bao"))
"""First words of what somebody does not do for another: that rules nothing out."""
_DENIALS: Final = (("không",), ("không", "có"), ("không", "phải"), ("không", "cần"), ("khỏi",))
_MAY: Final = frozenset((("duoc", "khong"), ("co", "duoc", "khong"), ("chiu", "khong")))
_ASKING: Final = frozenset(("duoc", "dc", "co", "phai"))


def is_denied(typed: Sequence[str], start: int) -> bool:
    """True when the words before `start` rule out what follows; "được không" only asks."""
    for denial in _DENIALS:
        first = start - len(denial)
        if first < 0 or not all(map(agrees, typed[first:start], denial)):
            continue
        return first == 0 or fold_word(typed[first - 1]) not in _ASKING
    return False


def tag(typed: Sequence[str], table: PhraseTable, *, start: int = 0) -> Tagged:
    """`typed` (lower case, written out) as terms; `start` offsets the positions of parts."""
    folded = [fold_word(word) for word in typed]
    found = Tagged([], [], typed)
    position = 0
    while position < len(typed):
        phrase = found.phrases[position] = table.find(folded, typed, position)
        if phrase is None or _loses(phrase, folded, position):
            word = folded[position]
            weight = NUMBER_WEIGHT if word.isdigit() else 1.0
            found.terms.append(Term(word, typed[position], weight, position))
            position += 1
            continue
        end = position + len(phrase.spelled)
        match phrase.kind:
            case Kind.MEAN if folded[position] not in _DONE and is_denied(typed, position):
                found.denied += phrase.value
            case Kind.MEAN:
                found.rewrite(phrase, position)
            case Kind.FIRM | Kind.FAINT:
                weight = FAINT_WEIGHT if phrase.kind is Kind.FAINT else 1.0
                found.terms += [
                    Term(word, spelled, weight, position)
                    for word, spelled in zip(folded[position:end], typed[position:end], strict=True)
                ]
            case Kind.PART:
                found.parts.append((start + position, phrase.value[0]))
                found.may += tuple(folded[position:end]) in _MAY
            case Kind.SILENT:
                found.hushed += folded[position:end]
        position = end
    return _yielding(found)


def _loses(phrase: Phrase, folded: Sequence[str], position: int) -> bool:
    """True for a death that is a loss: "thương binh mất" before "giấy"."""
    after = position + len(phrase.spelled)
    dies = phrase.kind is Kind.MEAN and phrase.spelled[-1] == "mất" and len(phrase.spelled) > 1
    return dies and after < len(folded) and folded[after] in LOST_THINGS


def _yielding(found: Tagged) -> Tagged:
    """`found` with its hints made faint where another matter is named for certain."""
    if found.firm:
        found.terms = [
            term._replace(weight=TOLD)
            if term.at in found.told
            else term._replace(weight=YIELDING)
            if term.weight == SOFT_WEIGHT
            else term
            for term in found.terms
        ]
    return found


def name_terms(text: str, lexicon: Lexicon) -> tuple[list[Term], list[str]]:
    """Terms of an official name or a phrase of ours, and its words lower case."""
    terms, typed, _ = said_terms(text, lexicon)
    return terms, typed


def said_terms(text: str, lexicon: Lexicon) -> tuple[list[Term], list[str], list[str]]:
    """The same, and the folded words among them that weigh nothing in a question."""
    typed = [word.lower() for word in words(text)]
    found = tag(typed, lexicon.names)
    return found.terms, typed, found.hushed


def pairs(terms: Sequence[Term]) -> list[tuple[str, float]]:
    """Neighbouring words as one key each, with the lesser weight of the two."""
    return [
        (f"{one.word} {two.word}", min(one.weight, two.weight))
        for one, two in pairwise(terms)
        if one.word != two.word
    ]
